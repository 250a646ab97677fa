"""Two sentences in the same words but for one place, in which each has something else: another
date, another number, another name or another thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache

from assistant.english.lexicon import can_be, is_finite, is_known
from assistant.english.quantities import Quantity, quantities
from assistant.english.similarity import NUMBER, same_wording, stem, stems
from assistant.english.temporal import moments
from assistant.thresholds import CONTAINED, NEARLY_SAME_WORDS, ROUNDED_BY, SAME_OVERLAP
from index.strings.folding import without_accents
from index.text.near_duplicates import spelled_alike
from index.words.months_and_weekdays import (
    MONTH_ABBREVIATIONS,
    MONTH_OR_ABBREVIATION,
    MONTHS,
    WEEKDAYS,
    capitalized,
)
from index.words.word_lists import any_of

_MONTHS = any_of(capitalized((*MONTHS, *MONTH_ABBREVIATIONS)))
_MONTH = re.compile(MONTH_OR_ABBREVIATION, re.IGNORECASE)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTHS})\b\.?(?:\s?,?\s\d{{4}}\b)?"
    rf"|\b(?:{_MONTHS})\b\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:\s?,?\s\d{{4}}\b)?"
    rf"|\b(?:{_MONTHS})\b\.?\s\d{{4}}\b"
)
_TOKEN = re.compile(rf"{_DATE.pattern}|\d[\d,.]*\d|[^\W_]+(?:['’.\-][^\W_]+)*")
_YEAR = re.compile(r"(?:1\d|20)\d\d(?:s|-\d+)?")
_FOUR_DIGITS = re.compile(r"\d{4}")
_LONGEST = 6
"""Words of what one has in place of the other's: more are another statement."""
_FEWEST_SHARED = 3
"""Words that two sentences must have in common. Stop words do not count."""


class DifferenceKind(Enum):
    """What two sentences have in each other's place."""

    DATE = "dates"
    NUMBER = "numbers"
    NAME = "names"
    THING = "answers"
    """What a noun without a capital names."""


@dataclass(frozen=True, slots=True)
class DifferingWords:
    """Where two sentences differ."""

    kind: DifferenceKind | None
    """None where the two are of no kind, or not of the same."""
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class WordDiff:
    """Two sentences of nearly the same words."""

    shared: int
    """Words that they have in common, without stop words …"""
    share: float
    """… and the share that these are of the shorter one's."""
    places: tuple[DifferingWords, ...]
    """Where one has something else than the other. Where one merely has more is no such place."""
    more: bool
    """One of them has a name or a number that the other has nothing in place of."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a sentence, or a date, and where it stands there."""

    text: str
    start: int
    end: int

    @property
    def base(self) -> str:
        """As it is compared."""
        return stem(self.text).replace(",", "")


def compare_words(text: str, other: str) -> WordDiff | None:
    """Two sentences word by word; None where they have too little in common."""
    bases, others = _stems(text), _stems(other)
    common = len(bases & others)
    if common < _FEWEST_SHARED or common < NEARLY_SAME_WORDS * min(len(bases), len(others)):
        return None
    first, second = _words(text), _words(other)
    shared, places, more = 0, list[DifferingWords](), False
    for same, ours, theirs in _parts(first, second):
        if same:
            shared += sum(map(_tells, ours))
        elif any(map(_tells, ours)) and any(map(_tells, theirs)):
            place = _place(text, other, ours, theirs)
            if place is not None:
                places.append(place)
        else:
            more = more or any(map(_names_or_counts, (*ours, *theirs)))
    fewer = min(sum(map(_tells, first)), sum(map(_tells, second)))
    if shared < _FEWEST_SHARED or shared < NEARLY_SAME_WORDS * fewer:
        return None
    return WordDiff(shared, shared / fewer, tuple(places), more)


def same_statement(
    text: str, other: str, overlap: float = SAME_OVERLAP, contained: float = CONTAINED
) -> bool:
    """Whether two texts print the same, as `same_wording` has it, and have no date, number, name or
    thing in each other's place: a novel is no film."""
    return same_wording(text, other, overlap, contained) and not differ(text, other)


def differ(text: str, other: str) -> bool:
    """Whether two texts of nearly the same words have a date, number, name or thing in each other's
    place."""
    found = compare_words(text, other)
    return found is not None and any(place.kind for place in found.places)


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[_Word, ...]:
    return tuple(_Word(match[0], *match.span()) for match in _TOKEN.finditer(text))


@lru_cache(maxsize=16384)
def _stems(text: str) -> frozenset[str]:
    """Of a sentence or a word; each is compared with many."""
    return stems(text)


def _tells(word: _Word) -> bool:
    """Whether it isn't a stop word."""
    return bool(_stems(word.text))


def _names_or_counts(word: _Word) -> bool:
    return _tells(word) and (word.text[0].isupper() or word.text[0].isdigit())


def _parts(
    first: Sequence[_Word], second: Sequence[_Word]
) -> Iterator[tuple[bool, Sequence[_Word], Sequence[_Word]]]:
    """The parts of two sentences side by side: whether they are the same, and the words of each."""
    matcher = SequenceMatcher(
        None, [word.base for word in first], [word.base for word in second], autojunk=False
    )
    for what, start, end, from_there, to_there in matcher.get_opcodes():
        yield what == "equal", first[start:end], second[from_there:to_there]


def _place(
    text: str, other: str, ours: Sequence[_Word], theirs: Sequence[_Word]
) -> DifferingWords | None:
    """What two sentences have in each other's place; None where it is the same in other words."""
    texts = text[ours[0].start : ours[-1].end], other[theirs[0].start : theirs[-1].end]
    if spelled_alike([word.text for word in ours], [word.text for word in theirs]):
        return None
    if max(sum(map(_tells, ours)), sum(map(_tells, theirs))) > _LONGEST:
        return DifferingWords(None, *texts)
    kinds = {_kind(words) for words in (ours, theirs)}
    if kinds == {DifferenceKind.DATE, DifferenceKind.NUMBER} and len(ours) == len(theirs) == 1:
        kinds = {DifferenceKind.NUMBER}  # what looks like a year
    kind = kinds.pop() if len(kinds) == 1 else None
    if kind is DifferenceKind.DATE and _same_date(*texts):
        return None
    if kind is DifferenceKind.NUMBER:
        number, another = _number(text, ours), _number(other, theirs)
        if number is None or another is None or number.unit != another.unit:
            return DifferingWords(None, *texts)  # a time of day, or measures of different things
        if _same_number(number, another):
            return None
    return DifferingWords(kind, *texts)


def _kind(words: Sequence[_Word]) -> DifferenceKind | None:
    telling = [word.text for word in words if _tells(word)]
    bases = [without_accents(word) for word in telling]
    if any(base in WEEKDAYS for base in bases):
        return None  # which day that is depends on when it was written
    if any(_DATE.fullmatch(word) or _YEAR.fullmatch(word) for word in telling):
        return DifferenceKind.DATE
    if all(map(_MONTH.fullmatch, bases)):
        return DifferenceKind.DATE
    if any(word[0].isdigit() or NUMBER.fullmatch(word.lower()) for word in telling):
        return DifferenceKind.NUMBER
    if any(_is_capital(word) for word in words):
        return DifferenceKind.NAME
    is_thing = can_be("NOUN", telling[-1]) and not is_finite(telling[-1])
    return DifferenceKind.THING if is_thing else None


def _is_capital(word: _Word) -> bool:
    """Whether a word has a capital letter, and not because the sentence begins with it."""
    opens = word.start == 0 and is_known(word.text)
    return _tells(word) and word.text[0].isupper() and not opens


def _same_date(text: str, other: str) -> bool:
    years = [_FOUR_DIGITS.findall(text) for text in (text, other)]
    if all(years) and years[0] != years[1]:
        return False  # whatever the year: dates of old times are not read
    told = [moments(f"in {text}", None) for text in (text, other)]
    return all(told) and bool(told[0][0].agrees(told[1][0]))


def _number(text: str, words: Sequence[_Word]) -> Quantity | None:
    """The number of a sentence that stands among some of its words."""
    start, end = words[0].start, words[-1].end
    return next((one for one in quantities(text) if one.start < end and one.end > start), None)


def _same_number(number: Quantity, other: Quantity) -> bool:
    """Whether both can be true, or one is the other rounded: "1,664" and "about 1,700"."""
    if number.agrees(other):
        return True
    low, high = sorted((number.value, other.value))
    digits = min(len(f"{value:.0f}".rstrip("0")) for value in (low, high))
    return high - low <= ROUNDED_BY * high and digits < len(f"{high:.0f}")
