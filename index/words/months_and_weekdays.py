"""The names of the months and of the days of the week, and the patterns that are made of them."""

from __future__ import annotations

from index.words.word_lists import any_of, word_lists

_PACKAGE, _FILE = "index.words", "calendar.toml"
_ENGLISH = word_lists(_PACKAGE, _FILE, "english")

MONTH_NUMBER = {
    name: int(number)
    for number, names in word_lists(_PACKAGE, _FILE, "months").items()
    for name in names
}
"""Names of months in seven languages, and their abbreviations, in lower case -> 1 to 12."""
MONTHS = _ENGLISH["months"]
"""In English, from January on, in lower case, as all that follow."""
MONTH_ABBREVIATIONS = _ENGLISH["month_abbreviations"]
"""May has none."""
WEEKDAYS = _ENGLISH["weekdays"]
"""From Monday on, as `date.weekday()` counts them."""
WEEKDAY_ABBREVIATIONS = _ENGLISH["weekday_abbreviations"]
RUSSIAN_WEEKDAYS = word_lists(_PACKAGE, _FILE, "russian")["weekdays"]

MONTH_OR_ABBREVIATION = any_of((*MONTHS, *MONTH_ABBREVIATIONS))
"""A pattern, for capitals aside: the full stop of an abbreviation stands behind it."""
WEEKDAY = any_of(WEEKDAYS)
"""The same of the full names of the days."""


def capitalized(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names as English writes them."""
    return tuple(name.capitalize() for name in names)
