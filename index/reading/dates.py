"""From a written date to ISO 8601 of the precision that was written.

"3 March 2031, 08:00" becomes "2031-03-03T08:00", "March 2031" becomes "2031-03". A date without a
year doesn't count, because nothing here knows what today is; nor does one whose year has two
digits. A library that fills what is missing (dateutil fills from today) would invent. "03/04/2031"
is the third of April to some and the fourth of March to others: only its year is taken, unless
whoever asks knows how the page's readers write (index/reading/date_order.py). "13/04/2031" can be
read, and "03.04.2031" with dots is written day first nearly everywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from index.strings.bounded_patterns import bounded
from index.words.months_and_weekdays import MONTH_NUMBER, MONTHS
from index.words.word_lists import any_of

_MONTH = rf"(?P<month>{any_of(MONTH_NUMBER)})\b\.?"
_YEAR = r"(?P<year>(?:1[89]|2[01])\d\d)"
_CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?(?:\s*(?P<half>[ap])\.?m\b\.?)?"
_ZONE = r"(?:\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)(?!\w))?"
_TIME = rf"(?:(?:\s*,)?(?:\s+(?:at|à|um|в|о|-|–|—|\|))?\s+{_CLOCK}{_ZONE})?"
_TIME_BEFORE = rf"(?:{_CLOCK}{_ZONE}(?:\s+[A-Z]{{2,4}})?,?\s+(?:on\s+)?(?:[^\W\d]+\.?,?\s+)?)"

_CJK_TIME = r"(?:\s*(?P<hour>\d{1,2})[:時时시]\s*(?P<minute>\d\d))?"

_SHAPES = tuple(
    bounded(shape, re.IGNORECASE)
    for shape in (
        rf"\b{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)(?:(?:T|,?\s+){_CLOCK}{_ZONE})?(?!\w)",
        rf"\b{_YEAR}[/.](?P<number>\d\d?)[/.](?P<day>\d\d?)(?!\d){_TIME}",
        rf"{_TIME_BEFORE}(?P<day>\d\d?)\.?\s+{_MONTH},?\s+{_YEAR}\b",
        rf"{_TIME_BEFORE}{_MONTH}\s+(?P<day>\d\d?),?\s+{_YEAR}\b",
        rf"\b(?P<day>\d\d?)(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:of\s+|de\s+)?{_MONTH}(?:\s+de)?,?[\s-]+"
        rf"{_YEAR}\b{_TIME}",
        rf"\b{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+{_YEAR}\b{_TIME}",
        rf"\b(?P<day>\d\d?)(?P<mark>[./-])(?P<number>\d\d?)(?P=mark){_YEAR}\b{_TIME}",
        rf"\b{_MONTH},?\s+{_YEAR}\b",
        rf"(?<!\d){_YEAR}\s?[年년]\s?(?P<number>\d\d?)\s?[月월]"
        rf"(?:\s?(?P<day>\d\d?)\s?[日일]{_CJK_TIME})?",
    )
)
_ISO = re.compile(rf"{_YEAR}(?:-(?P<number>\d\d)(?:-(?P<day>\d\d)(?:[T ]\S+)?)?)?")
_WEEK = re.compile(rf"{_YEAR}-?W(?P<week>\d\d)(?:-?(?P<day>[1-7]))?")
_MONTH_AND_YEAR = re.compile(rf"(?P<number>\d\d?)[/.]{_YEAR}")
_DIGITS = {
    zero + value: str(value) for zero in (0xFF10, 0x0660, 0x06F0, 0x0966) for value in range(10)
}
"""Full-width, Arabic, Persian and Devanagari digits to those that are read here."""


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text: what it says, and where it is."""

    iso: str
    start: int
    end: int


def find_date(text: str, day_first: bool | None = None) -> WrittenDate | None:
    """The first date with a year in a short text; None if there is none.

    day_first: whether the day comes before the month in numeric dates; None: unknown."""
    text = text.translate(_DIGITS)
    matches = sorted(
        (m for shape in _SHAPES for m in shape.finditer(text)), key=lambda m: (m.start(), -m.end())
    )
    refused = 0
    for match in matches:
        if match.start() < refused:
            continue  # "31 February 2031" does not say February 2031 either
        if iso := _iso(match.groupdict(), day_first):
            return WrittenDate(iso, match.start(), match.end())
        refused = match.end()
    return None


def read_date(value: str, day_first: bool | None = None) -> str | None:
    """What the value of a date field says: a bare year, a month of one ("05/2031") or ISO 8601 with
    its weeks counts here too."""
    value = value.strip().translate(_DIGITS)
    if is_iso(value):
        return value.replace(" ", "T", 1)
    if week := _WEEK.fullmatch(value):
        return _of_week(week)
    if month := _MONTH_AND_YEAR.fullmatch(value):
        iso = f"{month['year']}-{int(month['number']):02}"
        return iso if is_iso(iso) else None
    found = find_date(value, day_first)
    return found.iso if found else None


def _of_week(week: re.Match[str]) -> str | None:
    """The day of a week, or what all its days share: the month, else the year."""
    year, number = int(week["year"]), int(week["week"])
    try:
        if week["day"]:
            return date.fromisocalendar(year, number, int(week["day"])).isoformat()
        first, last = (date.fromisocalendar(year, number, day).isoformat() for day in (1, 7))
    except ValueError:
        return None
    shared = (first[:end] for end in (7, 4) if first[:end] == last[:end])
    return next(shared, None)


def in_words(day: str) -> str:
    """A day in ISO 8601 as a reader writes it: "3 March 2031"."""
    written = date.fromisoformat(day)
    return f"{written.day} {MONTHS[written.month - 1].capitalize()} {written.year}"


def is_iso(value: str) -> bool:
    """Whether a value is ISO 8601 of any precision from the year on, and a day that exists."""
    match = _ISO.fullmatch(value)
    if not match:
        return False
    try:
        if match["day"]:
            datetime.fromisoformat(value)
        elif match["number"]:
            date(int(match["year"]), int(match["number"]), 1)
    except ValueError:
        return False
    return True


def _iso(parts: dict[str, str | None], day_first: bool | None) -> str | None:
    """The parts of a written date as ISO 8601; None if no calendar has that day."""
    year = parts["year"]
    named = parts.get("month")
    number, day, mark = parts.get("number"), parts.get("day"), parts.get("mark")
    month = MONTH_NUMBER[named.casefold()] if named else int(number or 0)
    if not day:
        return f"{year}-{month:02}" if 1 <= month <= 12 else None
    monthday = int(day)
    if mark and monthday <= 12 and month <= 12 and monthday != month:
        if day_first is None and mark == ".":
            day_first = True
        if day_first is None or (mark == "." and not day_first):
            return year
        if not day_first:
            monthday, month = month, monthday
    elif mark and month > 12:
        monthday, month = month, monthday
    try:
        iso = date(int(year or 0), month, monthday).isoformat()
    except ValueError:
        return None
    return iso + _clock(parts)


def _clock(parts: dict[str, str | None]) -> str:
    """The time of day as ISO 8601 to the minute, "" where none was written.

    A zone that is only a name (EST) is left out: the time stays as the outlet's own clock had it.
    """
    if not parts.get("hour"):
        return ""
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    half = (parts.get("half") or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return ""
    zone = parts.get("zone") or ""
    zone = "+00:00" if zone.upper() in ("Z", "UTC", "GMT") else zone
    if zone and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"T{hour:02}:{minute:02}{zone}"
