"""Titles keep both marks of a pair, whichever kind of quotation marks or brackets it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import BRIDGE, HOUSES, RIVER, lines, page, read_file, word

from index.parsing.parser import Parser
from index.reading.header_fields import Metadata
from index.reading.outlets import part_title
from index.reading.titles import end_of_title_line, same
from index.strings.paired_marks import LONGEST, pairs, parts_a_pair, without_marks_around

MARKS = ("‘’", "“”", "''", '""', "«»", "»«", "„“", "‚‘", "””", "‹›", "()", "[]", "「」")


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as opened:
        yield opened


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize(
    "title",
    ["{0}Bread and peace{1}: Velmora mourns its mayor", "Mayor of Velmora: {0}We are tired{1}",
     "{0}We are tired{1}", "{0}Bread{1} and {0}peace{1}", "The {0}bread and peace{1} of Velmora"],
)  # fmt: skip
def test_a_title_keeps_both_its_marks(
    title: str, marks: str, parser: Parser, tmp_path: Path
) -> None:
    title = title.format(*marks)
    told = {"@type": "NewsArticle", "headline": title}
    ld = f"<script type='application/ld+json'>{json.dumps(told)}</script>"
    escaped = title.replace('"', "&quot;")
    og = f'<meta property="og:title" content="{escaped}">'
    body = f"<h1>{title}</h1><p>{BRIDGE}</p><p>{HOUSES}</p><p>{RIVER}</p>"
    given = {
        "text.txt": f"{title}\n\n{BRIDGE}\n".encode(),
        "outlet.txt": f"{title} | Velmora Courier\n\n{BRIDGE}\n".encode(),
        "field.txt": f"Title: {title}\nOutlet: Velmora Courier\n\n{BRIDGE}\n".encode(),
        "ld.html": page(body, ld).encode(),
        "og.html": page(body, og).encode(),
        "heading.html": page(body).encode(),
        "lines.jsonl": lines({"title": title, "text": BRIDGE}),
        "word.docx": word(("Title", title), ("Normal", BRIDGE), title=title),
    }
    for name, data in given.items():
        path = tmp_path / name
        path.write_bytes(data)
        ((article,), failures) = read_file(path, parser)
        assert not failures
        assert (name, article.title) == (name, title)


@pytest.mark.parametrize(
    ("headline", "title", "outlet"),
    [
        ("March under the slogan “Bread | Peace”", None, None),
        ("March under the slogan «Bread – Velmora Courier»", None, None),
        ("The new film (Velmora | Red)", None, None),
        ("“Bread and peace”: a march | Velmora Courier", "“Bread and peace”: a march",
         "Velmora Courier"),
        ("The workers' march – Velmora Courier", "The workers' march", "Velmora Courier"),
        ("“Bread and peace – Velmora Courier", "“Bread and peace", "Velmora Courier"),
    ],
)  # fmt: skip
def test_an_outlet_is_not_cut_out_of_a_quotation(
    headline: str, title: str | None, outlet: str | None
) -> None:
    assert part_title(headline) == (title or headline, outlet)


def test_a_title_line_does_not_end_in_a_quotation() -> None:
    line = "Mayor of Velmora: “We are tired   of all the storms” she said to reporters"
    assert end_of_title_line(line) == 0
    assert end_of_title_line("Mayor of Velmora: “We are tired”   The mayor said so") > 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the workers' march and the miners' strike", []),
        ("'90s music isn't back", []),
        ("‘It’s over’, he said", ["‘It’s over’"]),
        ("'It's over', he said", ["'It's over'"]),
        ("a 6\" pipe and a 7\" pipe", []),
        ("“one ‘two’ three” (four [five])", ["‘two’", "“one ‘two’ three”", "[five]",
                                             "(four [five])"]),
        ("one) two (three", []),
        ("„eins ‚zwei‘ drei“", ["‚zwei‘", "„eins ‚zwei‘ drei“"]),
    ],
)  # fmt: skip
def test_which_marks_belong_together(text: str, found: list[str]) -> None:
    assert [text[first : last + 1] for first, last in pairs(text)] == found


def test_only_a_pair_around_the_whole_is_taken_off() -> None:
    assert without_marks_around('"Velmora Courier"') == "Velmora Courier"
    assert without_marks_around('"Bread" and "Peace"') == '"Bread" and "Peace"'
    assert without_marks_around("Jane Roe'") == "Jane Roe'"
    assert without_marks_around("'") == "'"
    told = Metadata()
    told.learn("outlet", '"Velmora Courier"')
    assert told.outlet == "Velmora Courier"


def test_marks_of_another_kind_make_no_other_title() -> None:
    assert same("‘Bread and peace’ – a march", "'Bread and peace' - a march")
    assert not same("‘Bread and peace’", "Bread and peace")


@pytest.mark.parametrize("mark", ["(", ")", "‘", "’", '"', "'", "( ", "‘(“«"])
def test_a_line_of_marks_costs_no_time(mark: str) -> None:
    text = mark * 100_000
    assert len(pairs(text)) <= LONGEST
    assert not parts_a_pair(text, len(text))
