"""The source panel: the whole article, the cited words marked, and nothing that can run."""

from __future__ import annotations

import pytest
from parsed_html import ParsedHtml
from scripted_assistant import article, cite

from index.types import Role
from ui.web.source_panel import marked, source_panel

FLOOD = article(
    "Gate opened before the flood",
    "By Ada Lorne",
    "The gate was opened at 04:10. Nobody gave that order. Shops were shut.",
    "At least 340 houses stood in water.",
    "All rights reserved.",
    outlet="Quell Herald",
    published="2031-03-03",
    authors=("Ada Lorne", "Bo Tarn"),
    url="https://quell.example/gate",
    version=2,
    roles={2: Role.BYLINE, 5: Role.BOILERPLATE},
)


def test_every_paragraph_is_there_with_its_number() -> None:
    panel = ParsedHtml(source_panel(FLOOD, opened=1, newest=2))
    numbers = [each["aria-label"] for each in panel.having("class", "number")]
    assert numbers == [f"Paragraph {number}" for number in range(1, 6)]
    for paragraph in FLOOD.paragraphs:
        assert paragraph.text in panel.text


def test_the_head_says_what_is_known_of_the_article() -> None:
    panel = ParsedHtml(source_panel(FLOOD, opened=1, newest=2))
    assert "3 March 2031 · by Ada Lorne, Bo Tarn" in panel.text
    assert "gate-opened-before-the-flood.txt · version 2 · 5 paragraphs" in panel.text
    assert panel.within("h2") == ["Gate opened before the flood"]


def test_the_cited_paragraph_is_current_and_its_quote_marked() -> None:
    cited = cite(1, FLOOD, "Nobody gave that order.")
    panel = ParsedHtml(source_panel(FLOOD, opened=1, cited=cited, others=(cited,), newest=2))
    assert [each["id"] for each in panel.having("aria-current", "true")] == ["paragraph-3"]
    assert panel.within("mark") == ["Nobody gave that order."]


def test_other_citations_of_the_reply_are_marked_lightly_in_the_same_article_only() -> None:
    cited = cite(1, FLOOD, "Nobody gave that order.")
    other = cite(2, FLOOD, "At least 340 houses stood in water.")
    elsewhere = cite(3, article("Elsewhere", "Shops were shut."), "Shops were shut.")
    panel = ParsedHtml(
        source_panel(FLOOD, opened=1, cited=cited, others=(cited, other, elsewhere), newest=2)
    )
    assert panel.within("mark") == [
        "Nobody gave that order.",
        "At least 340 houses stood in water.",
    ]
    assert [each["title"] for each in panel.having("class", "other")] == ["Citation [2]"]


def test_overlapping_quotes_keep_the_text_to_the_character() -> None:
    cited = cite(1, FLOOD, "04:10. Nobody gave")
    other = cite(2, FLOOD, "Nobody gave that order.")
    paragraph = FLOOD.paragraph(3)
    html = ParsedHtml(marked(paragraph, cited, (other,)))
    assert html.text == paragraph.text
    assert html.within("mark") == ["04:10. ", "Nobody gave", " that order."]


def test_boilerplate_and_byline_are_visible_and_called_what_they_are() -> None:
    panel = ParsedHtml(source_panel(FLOOD, opened=1, newest=2))
    assert [each["id"] for each in panel.having("class", "boilerplate")] == ["paragraph-5"]
    assert "not part of the text" in panel.within("span")


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://quell.example/gate", True),
        ("http://quell.example/gate", True),
        ("javascript:alert(1)", False),
        ("data:text/html,<script>1</script>", False),
        ("//quell.example", False),
        ("http://[broken", False),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(url: str, linked: bool) -> None:
    panel = ParsedHtml(source_panel(article("Gate", "Text.", url=url), opened=1, newest=1))
    links = [attributes["href"] for tag, attributes in panel.elements if tag == "a"]
    assert links == ([url] if linked else [])
    assert url in panel.text


@pytest.mark.parametrize(
    ("newest", "words"),
    [(3, "You are reading version 2"), (None, "no longer in the library"), (2, "")],
)
def test_a_reader_is_told_when_the_library_has_moved_on(newest: int | None, words: str) -> None:
    panel = ParsedHtml(source_panel(FLOOD, opened=1, newest=newest))
    assert bool(panel.having("class", "outdated")) == bool(words)
    assert words in panel.text


def test_nothing_from_an_article_becomes_an_element() -> None:
    nasty = "<script>window.__pwned = 1</script><img src=x onerror='window.__pwned = 1'>"
    held = article(nasty, f"Before {nasty} after", outlet=nasty, authors=(nasty,), location=nasty)
    cited = cite(1, held, nasty)
    panel = ParsedHtml(source_panel(held, opened=1, cited=cited, others=(cited,), newest=1))
    assert panel.dangers() == []
    assert panel.text.count(nasty) >= 5
