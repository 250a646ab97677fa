"""From the lines of a PDF, in their order, to paragraphs: which lines belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from index.parsing.pdf_columns import LARGER, Line
from index.reading.bylines import byline_authors
from index.strings.quotation_marks import APOSTROPHES, CLOSING, STRAIGHT

ENDS = re.compile(rf"[.!?:;…][{STRAIGHT}{APOSTROPHES}{CLOSING})\]]*$")
"""How a line ends that ends a sentence."""
Pages = Sequence[Sequence[Sequence[Line]]]
"""Of each page its regions, and of each its lines."""


def line_spacing(pages: Pages) -> float:
    """The space between two lines of one paragraph, in heights of their letters: the median of
    those where the second goes on in the middle of a sentence."""
    spaces = [
        (one.bottom - other.top) / other.size
        for page in pages
        for region in page
        for one, other in pairwise(region)
        if other.size and other.text[:1].islower() and not ENDS.search(one.text)
    ]
    return max(0.0, median(spaces)) if spaces else 0.2


def paragraphs_of(
    page: Sequence[Sequence[Line]], own_size: float, spacing: float, running: set[str]
) -> Iterator[list[Line]]:
    """The paragraphs of a page; rows of tables, and what runs along its edges, by themselves."""
    for region in page:
        open_lines: list[Line] = []
        for line in region:
            if line.is_row or line.text in running:
                yield from _paragraphs(open_lines, own_size, spacing)
                yield [line]
                open_lines = []
            else:
                open_lines.append(line)
        yield from _paragraphs(open_lines, own_size, spacing)


def _paragraphs(lines: Sequence[Line], own_size: float, spacing: float) -> Iterator[list[Line]]:
    """The lines, split where one is indented, is set apart, or has letters of another size."""
    if not lines:
        return
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    open_lines: list[Line] = []
    for line in lines:
        if open_lines:
            before = open_lines[-1]
            has_room = before.right + _first_word(line) < right
            is_short = (
                before.right < right - 0.15 * (right - left)
                and has_room
                and ENDS.search(before.text)
            )
            is_indented = (
                line.left > left + 0.8 * line.size and before.left < line.left - 0.5 * line.size
            )
            stands_apart = before.bottom - line.top > max(0.5, spacing + 0.25) * line.size
            other_size = abs(before.size - line.size) > 0.1 * own_size
            is_byline = (
                line.size >= LARGER * own_size and byline_authors(line.text) is not None
            ) or (len(open_lines) == 1 and has_room and byline_authors(before.text) is not None)
            if is_short or is_indented or stands_apart or other_size or is_byline:
                yield open_lines
                open_lines = []
        open_lines.append(line)
    yield open_lines


def _first_word(line: Line) -> float:
    """About how wide the first word of a line is, with the space before it."""
    letters = len(line.text.split(maxsplit=1)[0]) + 1
    return letters * (line.right - line.left) / len(line.text)
