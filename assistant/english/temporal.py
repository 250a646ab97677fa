"""Dates in a sentence, resolved where the article tells enough.

"On November 24" has no year, "last Tuesday" has no date at all: both are read against the day on
which the article was published, if that is known, and each reading says so. dateparser, which
knows the words, stays behind this file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache

from dateparser.date import DateDataParser

from index.words.months_and_weekdays import (
    MONTH_ABBREVIATIONS,
    MONTHS,
    WEEKDAY,
    WEEKDAYS,
)
from index.words.word_lists import any_of

_MONTH = rf"(?:{any_of(MONTHS)}|(?:{any_of(MONTH_ABBREVIATIONS)})\.?)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]|20)\d\d"
_BARE_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_WEEKDAY = rf"(?:{WEEKDAY})"
_EXPRESSION = re.compile(
    rf"\b(?P<iso>{_YEAR}-\d\d-\d\d)\b"
    rf"|\b(?:{_WEEKDAY},?\s+)?(?P<month_day>{_MONTH}\s+{_DAY}\b|{_DAY}\s+(?:of\s+)?{_MONTH})"
    rf"(?!\w)(?P<with_year>,?\s+{_YEAR}\b)?"
    rf"|\b(?P<month_year>{_MONTH}(?:\s+of)?\s+{_YEAR})\b"
    rf"|\b(?P<same>(?:on\s+)?(?:the|that)\s+same\s+(?:day|evening|morning))\b"
    rf"|\b(?P<relative>yesterday|today|tonight|(?:last|this|next)\s+{_WEEKDAY}|{_WEEKDAY})\b"
    rf"|\b(?:in|since|during|by|until|of(?=\s+\d+\b(?!\s+[a-z])))\s+(?P<year>{_YEAR})\b(?!\s*{_MONTH})",
    re.IGNORECASE,
)

_AHEAD = re.compile(
    r"\b(?:will|shall|(?:is|are|due|set|going|scheduled) to)\b"
    r"(?:\s+(?!said\b|told\b|announced\b)[\w'’-]+){1,6}\s+$"
)
"""Before a date: it was ahead when the text was written."""
_LEAP_DAY = date(2000, 3, 1)
"""Where no day of publication is known: any day of a leap year, for what month and day a text
gives."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as a text writes it, and what it means as far as that can be told."""

    text: str
    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    assumed: bool
    """The year or the day was taken from the article's date rather than written."""

    @property
    def iso(self) -> str | None:
        """ISO 8601 of its precision; None where the year is not known."""
        if self.year is None:
            return None
        parts = [f"{self.year:04}"]
        if self.month is not None:
            parts.append(f"{self.month:02}")
            if self.day is not None:
                parts.append(f"{self.day:02}")
        return "-".join(parts)

    def agrees(self, other: Moment) -> bool | None:
        """Whether both can be the same time: what both tell is the same; None where they tell
        nothing that could be compared ("2014", "3 March")."""
        pairs = (
            (self.year, other.year),
            (self.month, other.month),
            (self.day, other.day),
        )
        same = [one == two for one, two in pairs if one is not None and two is not None]
        return all(same) if same else None

    @property
    def note(self) -> str | None:
        """How it was read, for the reader; None where it says all itself."""
        if not self.assumed or self.iso is None:
            return None
        return f"“{self.text}” is read as {self.iso}, from the article's date."


def moments(text: str, published: str | None, before: Moment | None = None) -> tuple[Moment, ...]:
    """The dates in a text.

    Args:
        published: when the article was published, ISO 8601; None where that is not known.
        before: the last date that the article gave before this text, for "the same day".
    """
    base = _base(published)
    dates: list[Moment] = []
    for match in _EXPRESSION.finditer(text):
        ahead = _AHEAD.search(text[: match.start()]) is not None
        moment = _moment(match, base, dates[-1] if dates else before, ahead=ahead)
        if moment is not None:
            dates.append(moment)
    return tuple(dates)


def tells_when(text: str) -> bool:
    """Whether a text gives any date, or at least a year."""
    return _EXPRESSION.search(text) is not None or _BARE_YEAR.search(text) is not None


def relative_days(text: str) -> tuple[str, ...]:
    """The words in a text that date something by the day on which it is said: "yesterday"."""
    return tuple(match[0] for match in _EXPRESSION.finditer(text) if match["relative"])


def _moment(
    match: re.Match[str], base: date | None, before: Moment | None, *, ahead: bool
) -> Moment | None:
    if match["same"]:
        if before is None:
            return None
        return replace(before, text=match[0], start=match.start(), end=match.end())
    if match["year"]:
        return Moment(match["year"], *match.span("year"), int(match["year"]), None, None, False)
    if match["relative"]:
        day = _relative(match[0].lower(), base) if base else None
        if day is None:
            return None
        return Moment(match[0], *match.span(), day.year, day.month, day.day, True)
    return _written(match, base, ahead=ahead)


def _written(match: re.Match[str], base: date | None, *, ahead: bool) -> Moment | None:
    """A date with a month; its year is the written one, else that which is nearest to `base`, and
    not before it where it is still ahead."""
    parsed = _parsed(match[0], base or _LEAP_DAY)
    if parsed is None:
        return None
    day = None if match["month_year"] else parsed.day
    if match["month_year"] or match["iso"] or match["with_year"]:
        return Moment(match[0], *match.span(), parsed.year, parsed.month, day, False)
    if base is None:
        return Moment(match[0], *match.span(), None, parsed.month, day, False)
    years = (base.year - 1, base.year, base.year + 1)
    later = [year for year in years if _on(year, parsed) >= base] if ahead else []
    nearest = min(later or years, key=lambda year: abs((_on(year, parsed) - base).days))
    return Moment(match[0], *match.span(), nearest, parsed.month, day, True)


def _relative(words: str, base: date) -> date | None:
    """ "Yesterday", "last Tuesday"; a bare weekday is the last one, the day itself included."""
    bare = words.removeprefix("this ").replace("tonight", "today")
    if bare == WEEKDAYS[base.weekday()]:
        return base
    return _parsed(bare, base)


def _on(year: int, day: date) -> date:
    """The same day of another year (29 February: the day before)."""
    return date(year, day.month, min(day.day, 28 if day.month == 2 else day.day))


@lru_cache(maxsize=4096)
def _parsed(words: str, base: date) -> date | None:
    parser = DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime.combine(base, time(12)),
            "PREFER_DATES_FROM": "future" if words.startswith("next ") else "past",
        },
    )
    parsed = parser.get_date_data(re.sub(r"\bof\b", " ", words)).date_obj
    return parsed.date() if parsed else None


def _base(published: str | None) -> date | None:
    """The day of publication; None where less than the day is known."""
    if published is None or len(published) < len("2024-01-03"):
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None
