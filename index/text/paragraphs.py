"""From a text to its paragraphs, before it is known what they are."""

from __future__ import annotations

import re
from itertools import pairwise

WHITE = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
WHITE += "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff"
"""White space, and the characters without width that web pages leave around their text."""

_LINE = re.compile(r"[^\n\f\v\x85\u2028\u2029]+|(?<=\n)(?=\n)")
_STARTS_ITS_OWN = re.compile(r"(#{1,6}|[-*+•‣▪]|\d{1,3}[.)]|>|\|)\s|[-=*_]{3,}\s*$|!\[")
"""Markdown that begins a new block on a new line: headings, items, quotations, rules, images."""

WIDEST_WRAP, NARROWEST_WRAP = 100, 40
"""Characters. Outside these, lines are not the result of wrapping for a page or an e-mail."""


def split(text: str) -> list[str]:
    """The paragraphs, in order, each a substring of the text without the white space around it.

    Blank lines separate paragraphs. So does a single newline, except in a text whose lines are
    wrapped to a width: there a paragraph keeps its newlines.
    """
    blocks = _blocks(text)
    width = _wrapped_to(text, blocks)
    paragraphs = []
    for block in blocks:
        first = block[0][0]
        for line, following in pairwise(block):
            if not _goes_on(text, line, following, width):
                paragraphs.append(text[first : line[1]])
                first = following[0]
        paragraphs.append(text[first : block[-1][1]])
    return [bare for paragraph in paragraphs if (bare := paragraph.strip(WHITE))]


Line = tuple[int, int]
"""Start and end of a line in the text, without its newline."""


def _blocks(text: str) -> list[list[Line]]:
    """Runs of lines that are not blank."""
    blocks: list[list[Line]] = []
    open_block = False
    for match in _LINE.finditer(text):
        if match.group().strip(WHITE):
            if not open_block:
                blocks.append([])
            blocks[-1].append(match.span())
            open_block = True
        else:
            open_block = False
    return blocks


def _wrapped_to(text: str, blocks: list[list[Line]]) -> int:
    """The width, in characters, to which the text's lines are wrapped; 0 if they are not.

    Wrapped lines are about equally long, because a line ends where the next word does not fit,
    and many of the next lines begin in the middle of a sentence, with a lower-case letter.
    """
    pairs = [p for block in blocks for p in pairwise(block) if not _is_boundary(text, *p)]
    if not pairs:
        return 0
    lengths = sorted(end - start for (start, end), _ in pairs)
    width = lengths[len(lengths) * 9 // 10]
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return 0
    full = [pair for pair in pairs if _fills(text, *pair, width)]
    small = sum(text[start:end].lstrip()[:1].islower() for _, (start, end) in full)
    return width if len(full) >= 0.7 * len(pairs) and small >= 0.3 * len(full) else 0


def _fills(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the next line's first word would not have fitted (a quarter is left for ragged
    wrapping by hand)."""
    word = len(text[following[0] : following[1]].split(maxsplit=1)[0])
    return 0.75 * width <= line[1] - line[0] + 1 + word and line[1] - line[0] <= 1.25 * width


def _goes_on(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the next line belongs to the same paragraph."""
    return (
        width > 0
        and not _is_boundary(text, line, following)
        and _fills(text, line, following, width)
    )


def _is_boundary(text: str, line: Line, following: Line) -> bool:
    """Whether Markdown begins a new block with the next line."""
    return text[line[0]] == "#" or bool(
        _STARTS_ITS_OWN.match(text[following[0] : following[1]].lstrip())
    )
