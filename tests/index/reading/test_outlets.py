"""Outlets at the end of titles and in datelines."""

from __future__ import annotations

import pytest

from index.reading.outlets import dateline, outlet_line, part_title


@pytest.mark.parametrize(
    ("ending", "outlet"),
    [
        (" – Velmora Courier", "Velmora Courier"),
        (" — The Ostrand Herald", "The Ostrand Herald"),
        (" - The Times of Ostrand", "The Times of Ostrand"),
        (" - BBC News", "BBC News"),
        (" – RT in French", "RT in French"),
        (" - velmora.news", "velmora.news"),
        (" | Velmora Today", "Velmora Today"),
        (" | World news | The Guardian", "The Guardian"),
    ],
)
@pytest.mark.parametrize("title", ["Storm closes bridge", "Storm – and flood – close bridge"])
def test_an_outlet_at_the_end_is_no_part_of_the_title(title: str, ending: str, outlet: str) -> None:
    assert part_title(title + ending) == (title, outlet)


@pytest.mark.parametrize(
    "headline",
    [
        "Ostrand rejects the charges – Mayor",
        "Ostrand rejects the charges – Ministry of Harbours",
        "Ten houses damaged – Ostrand media",
        "Ten houses damaged – State TV",
        "Reactor is safe – Atomic Energy Agency",
        "Ceasefire is near – UN",
        "Bridge closed - live updates",
        "Why the bridge fell | Opinion",
        "Opinion | Why We Build",
        "Bridge closed | what we know so far",
        "Bridge-building in Velmora-Ostrand",
        "Who closed the bridge | The ...",
    ],
)
def test_a_speaker_a_section_or_a_clause_at_the_end_stays_in_the_title(headline: str) -> None:
    assert part_title(headline) == (headline, None)


@pytest.mark.parametrize(
    ("paragraph", "outlet", "published"),
    [
        ("VELMORA, 3 March 2031 (Velmora Courier) — The bridge", "Velmora Courier", "2031-03-03"),
        ("VELMORA (AP) — The bridge", "AP", None),
        ("OSTRAND, Velmora, March 3 (Reuters) - The bridge", "Reuters", None),
        ("ST. ORM (3 March 2031) – The bridge", None, "2031-03-03"),
        ("(CNN)The bridge", "CNN", None),
        ("CNN — The bridge", "CNN", None),
    ],
)
def test_a_dateline_tells(paragraph: str, outlet: str | None, published: str | None) -> None:
    told = dateline(paragraph)
    assert told is not None
    assert (told.outlet, told.published) == (outlet, published)


@pytest.mark.parametrize(
    "paragraph",
    [
        "NPR has decided to leave the network – about a week after the label.",
        "The mayor (Velmora Courier) — and his wife — said",
        "The bridge (which is old) – was closed on 3 March 2031.",
        "(However) the bridge was closed.",
    ],
)
def test_a_sentence_is_no_dateline(paragraph: str) -> None:
    assert dateline(paragraph) is None


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("CNN —", "CNN"),
        ("New York (CNN) —", "CNN"),
        ("Velmora Courier", "Velmora Courier"),
        ("The bridge fell —", None),
        ("Storm damage", None),
    ],
)
def test_a_line_that_is_only_an_outlet(line: str, outlet: str | None) -> None:
    assert outlet_line(line) == outlet
