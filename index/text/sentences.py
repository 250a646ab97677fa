"""From a paragraph to the spans of its sentences, the smallest thing that is quoted."""

from __future__ import annotations

import re
from itertools import accumulate

from sentencex import segment  # type: ignore[attr-defined]  # compiled, without stubs

from index.strings.bounded_patterns import bounded
from index.strings.quotation_marks import APOSTROPHES, CLOSING, OPENING, STRAIGHT
from index.text.paragraphs import WHITE
from index.words.abbreviations import BEFORE_A_NUMBER, BEFORE_A_WORD
from index.words.months_and_weekdays import WEEKDAYS, capitalized
from index.words.reporting_verbs import AFTER_A_QUOTATION
from index.words.word_lists import any_of

LONGEST = 1_000
"""Characters. Anything longer is cut at a clause: it is a list, or text without full stops."""

WINDOW = 5_000
"""Characters given to the library at once: it takes quadratic time over quotes that never end."""

_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")
"""White space of several bytes: the library cuts it in two, and breaks down ("\xa0A. ")."""

_TITLE_ENDS = re.compile(rf"(?:^|[\s({STRAIGHT}{OPENING}'‘])(?:{BEFORE_A_WORD})\.\s*$")
"""An abbreviation that something always follows."""
_COUNTED_ENDS = re.compile(rf"(?:^|[\s(])(?:{BEFORE_A_NUMBER})\.\s*$")
"""An abbreviation that a number follows, or else the sentence ends."""
_INITIAL_ENDS = bounded(r"(?:^|\s[A-ZА-Я]\.\s|^[A-ZА-Я][\w’'-]+\s)[A-ZА-Я]\.\s*$")
"""The initials of a name that would be split; "Plan B." and "in the U.S." can end a sentence."""
_SENTENCE_BEGINS = re.compile(
    r"(?:He|She|It|They|We|I|You|The|A|An|This|That|These|Those|But|And|In|On|At|For|There|Its|His|Her)\b"
)
_CLOCK_ENDS = re.compile(r"\b[ap]\.m\.\s*$")
_ZONE_OR_DAY_BEGINS = re.compile(
    r"(?:E[SD]?T|P[SD]?T|C[SD]?T|GMT|UTC|BST|CET|local|Eastern|Pacific|Central"
    rf"|{any_of(capitalized(WEEKDAYS))})\b"
)

_CLOSING_ALONE = re.compile(rf"[{STRAIGHT}{CLOSING}](?=\s|$)")
_OPENING_BEHIND = re.compile(rf"\s[{STRAIGHT}{OPENING}‘]\S")
_QUOTE_ENDS = re.compile(rf"[.!?…,]\s?[{STRAIGHT}{CLOSING}{APOSTROPHES}]+\s*$")
_SPEECH = rf"(?:{any_of(AFTER_A_QUOTATION)})"
_NAME = r"(?:(?:the|The|a|an|his|her|its|their|one|another|[A-ZА-Я][\w.’'-]*|[\w’'-]+)\s+){1,6}?"
_ATTRIBUTION = bounded(
    # "Mr. Roe said." is the end of the quote before it; "The mayor said that …" a new sentence.
    rf"(?:[—–-]\s*)?(?:{_NAME}{_SPEECH}|{_SPEECH}\s+{_NAME.rstrip('?')})"
    r"(?=\s*(?:[.,;:]|$|\s(?:in|on|at|to|during|after|before|by|of|later|earlier|afterwards|yesterday)\b))"
)


def sentences(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """Where the sentences of a paragraph start and end, white space around them left out.

    A quotation is not cut from the words that say whose it is. `language` is ISO 639-1.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _segments(text, language or "en"):
        if spans and _belong_together(text, spans[-1], start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [part for span in spans for part in _cut(text, *span)]


def _segments(text: str, language: str) -> list[tuple[int, int]]:
    """The library's sentences as spans; the whole text if they do not add up to it."""
    plain = _WIDE_SPACE.sub(" ", text)
    pieces = [piece for part in _windows(plain) for piece in _segment(part, language)]
    if "".join(pieces) != plain:
        return [(0, len(text))]
    spans = []
    start = 0
    for end in accumulate(map(len, pieces)):
        cut = end + _stray_mark(text, start, end)
        if text[start:cut].strip(WHITE):
            spans.append((start, cut))
        start = max(start, cut)
    return spans


def _segment(text: str, language: str) -> list[str]:
    """The library's sentences of a window; the window as it is if the library breaks down."""
    try:
        return list(segment(language, text))
    except BaseException as error:
        if not _is_panic(error):
            raise
        return [text]


def _is_panic(error: BaseException) -> bool:
    """Whether the library, which is written in Rust, gave up. Its panics are no Exception, and
    their class is in no module that could be imported: it is known by its whole name alone."""
    kind = type(error)
    return f"{kind.__module__}.{kind.__qualname__}" == "pyo3_runtime.PanicException"


def _stray_mark(text: str, start: int, end: int) -> int:
    """How far to move a cut that put a quotation mark on the wrong side of it: 1 for a closing
    mark at the start of the next sentence, -1 for an opening one at the end of this, else 0."""
    if _CLOSING_ALONE.match(text[end : end + 2]) and _is_open(text[start:end]):
        return 1
    is_opening = end < len(text) and _OPENING_BEHIND.match(text[end - 2 : end + 1])
    return -1 if is_opening and end - start > 2 else 0


def _windows(text: str) -> list[str]:
    """The text in parts of at most WINDOW, cut after full stops if there are any."""
    parts = []
    start = 0
    while len(text) - start > WINDOW:
        window = text[start : start + WINDOW]
        stop = max(window.rfind(". "), window.rfind("\n"), WINDOW // 2) + 1
        parts.append(window[:stop])
        start += stop
    return [*parts, text[start:]]


def _is_open(sentence: str) -> bool:
    """Whether a quotation was begun in the sentence and not ended."""
    opened = sum(sentence.count(mark) for mark in OPENING)
    closed = sum(sentence.count(mark) for mark in CLOSING)
    return opened > closed or sentence.count(STRAIGHT) % 2 == 1


def _belong_together(text: str, before: tuple[int, int], start: int) -> bool:
    """Whether the library cut where no sentence ends: between a span and the next one's start."""
    tail = text[max(before[0], before[1] - 60) : before[1]]
    head = text[start : start + 120].lstrip()
    if _TITLE_ENDS.search(tail):
        return not _SENTENCE_BEGINS.match(head)
    if _COUNTED_ENDS.search(tail):
        return head[:1].isdigit()
    if _CLOCK_ENDS.search(tail) and _ZONE_OR_DAY_BEGINS.match(head):
        return True
    if _INITIAL_ENDS.search(tail):
        return not _SENTENCE_BEGINS.match(head)
    if _QUOTE_ENDS.search(tail) and _ATTRIBUTION.match(head):
        return True
    return head[:1].islower() or head[:1] in {",", ";", ")", "]"}


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span without white space, in parts no longer than LONGEST."""
    parts = []
    while start < end:
        if text[start] in WHITE:
            start += 1
            continue
        stop = min(end, start + LONGEST)
        if stop < end:
            window = text[start:stop]
            ends = [m.end() for m in re.finditer(r"\n|[;:]\s|,\s|\s[—–-](?=\s)", window)]
            spaces = window.rfind(" ")
            later = [place for place in ends if place > LONGEST // 3]
            stop = start + (later[-1] if later else spaces if spaces > 0 else LONGEST)
        bare_end = start + len(text[start:stop].rstrip(WHITE))
        if bare_end > start:
            parts.append((start, bare_end))
        start = stop
    return parts
