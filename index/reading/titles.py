"""The title: which line is one, and where it ends if the text continues in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.reading.outlets import dateline, part_title
from index.strings.paired_marks import has_lone_mark, pairs, parts_a_pair
from index.strings.quotation_marks import APOSTROPHES, CLOSING, KINDS, OPENING, STRAIGHT
from index.text.paragraphs import WHITE
from index.words.abbreviations import AT_THE_END

LONGEST = 250
"""Characters. Headlines of newspapers stay below 200."""

_ABBREVIATION = re.compile(rf"(?:\b[A-Z]|\b(?:{AT_THE_END}))\.$")
_BODY_BEGINS = re.compile(rf"[{STRAIGHT}{OPENING}‘'(\[]?[^\W_a-zа-яё]")
_QUOTES = f"{STRAIGHT}{APOSTROPHES}{CLOSING})]"


def ends_a_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, in a full stop that doesn't belong to an
    abbreviation."""
    bare = text.rstrip(_QUOTES)
    return bare.endswith((".", "。", ";", ",")) and not (
        bare.endswith("...") or _ABBREVIATION.search(bare)
    )


def could_be_title(paragraph: str) -> bool:
    """Whether a line reads like a headline: short, and not a statement with a full stop."""
    return (
        len(paragraph) <= LONGEST
        and any(character.isalpha() for character in paragraph)
        and not paragraph[0].islower()
        and not ends_a_sentence(paragraph)
        and not paragraph.endswith(":")
        and not re.match(r"(?:[-*+•]|\d{1,3}[.)]|>|\|)\s", paragraph)
    )


def without_marks(heading: str) -> str:
    """A Markdown heading without the marks that make it one, everything else untouched."""
    bare = heading.lstrip("#").strip(WHITE)
    unclosed = bare.rstrip("#")
    return unclosed.strip(WHITE) if unclosed[-1:].isspace() or not unclosed else bare


def same(title: str, other: str) -> bool:
    """Whether two lines are the same title, white space, capitals and the kinds of quotation marks
    and dashes aside."""
    return title.split() == other.split() or _folded(title) == _folded(other)


def whole(title: str, others: Iterable[str]) -> str:
    """The title; where one quotation mark of a pair was cut off, the one among other versions of it
    that has both, without the outlet that may end it."""
    if not has_lone_mark(title):
        return title
    most = len(pairs(title))
    for other in others:
        bare = " ".join(part_title(" ".join(other[: 2 * LONGEST].split()))[0].split())
        if (
            _letters(bare) == _letters(title)
            and len(pairs(bare)) > most
            and not has_lone_mark(bare)
        ):
            return bare
    return title


def _letters(line: str) -> str:
    return "".join(re.findall(r"\w", line.casefold()))


def _folded(line: str) -> list[str]:
    return line.translate(KINDS).casefold().split()


def after_title(paragraph: str, titles: tuple[str, ...]) -> int:
    """Where the text begins after a title that starts the paragraph; 0 if it starts with none of
    them, is only a title, or goes on as a sentence that begins with the same words.

    A title of one or two words is not split off: too many sentences begin with them.
    """
    for title in sorted(titles, key=len, reverse=True):
        words = title.split()
        if len(words) < 3 or words[0].casefold() != paragraph.split(maxsplit=1)[0].casefold():
            continue
        pattern = r"\s+".join(map(re.escape, words))
        match = re.match(rf"{pattern}[.:]?\s+(?:[|–—-]\s+)?(?=\S)", paragraph, re.IGNORECASE)
        if match and _BODY_BEGINS.match(paragraph, match.end()):
            return match.end()
    return 0


def end_of_title_line(paragraph: str) -> int:
    """Where the body begins in a first paragraph that holds both title and body; 0 if none of these
    signs is there: the title printed twice, a gap of several spaces, or a dateline."""
    start = paragraph[: 2 * LONGEST]
    twice = re.match(r"(.{20,250}?)\s+\1(?:\s+(?=\S))?", start)
    if twice and could_be_title(twice.group(1)):
        return twice.start() + len(twice.group(1))
    gap = re.match(r"(\S.{10,250}?)(?:\t|[ \u00a0]{3})\s*+(?=\S)", start)
    if gap and could_be_title(gap.group(1)) and not parts_a_pair(start, gap.end(1)):
        return gap.end()
    for match in re.finditer(r"(?<=\S)\s+(?=[^\W\d_a-z]{3})", start[: LONGEST + 40]):
        title, body = paragraph[: match.start()], paragraph[match.end() : match.end() + LONGEST]
        told = dateline(body)
        is_sure = told and (told.published or (told.outlet and f"({told.outlet})" in body))
        is_whole = not parts_a_pair(start, match.start())
        if is_sure and is_whole and len(title.split()) >= 3 and could_be_title(title):
            return match.end()
    return 0
