"""Where a text's paragraphs begin and end."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.paragraphs import WHITE, split

LONG = (
    "The bridge over the river Orm was closed on Monday after a storm had broken two of its piers, "
    "and it will stay closed until the spring, when the repairs can begin at last in Velmora."
)


def test_blank_lines_part_paragraphs_whatever_white_space_is_on_them() -> None:
    assert split("\n\n  one \n \t\u00a0\ntwo\n\u200b\n\n\nthree\u200b\n") == ["one", "two", "three"]


def test_a_newline_parts_paragraphs_where_lines_are_not_wrapped() -> None:
    assert split(f"Title\nBy Jane Roe\n{LONG}\n{LONG}") == ["Title", "By Jane Roe", LONG, LONG]


@pytest.mark.parametrize("width", [60, 72, 80])
def test_wrapped_lines_stay_one_paragraph_with_their_newlines(width: int) -> None:
    wrapped = textwrap.fill(LONG, width)
    assert split(f"Title\nAuthor: Jane Roe\n\n{wrapped}\n\n{wrapped}") == [
        "Title",
        "Author: Jane Roe",
        wrapped,
        wrapped,
    ]


def test_markdown_headings_and_items_stand_alone_in_wrapped_text() -> None:
    wrapped = textwrap.fill(LONG, 72)
    assert split(f"## Piers\n{wrapped}\n- {wrapped}\n- second") == [
        "## Piers",
        wrapped,
        f"- {wrapped}",
        "- second",
    ]


@given(st.text(alphabet="ab .\n\t#-\u200b\u2029\u00a0É", max_size=300))
def test_paragraphs_are_the_text_in_order_but_for_white_space(text: str) -> None:
    at = 0
    for paragraph in split(text):
        found = text.index(paragraph, at)
        assert not text[at:found].strip(WHITE)
        assert paragraph == paragraph.strip(WHITE) != ""
        at = found + len(paragraph)
    assert not text[at:].strip(WHITE)
