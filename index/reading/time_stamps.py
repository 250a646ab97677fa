"""Time stamps: lines that say when, and whether an article was published or updated then.

"Updated 3 March 2031" does not say when the article was published: at some unknown earlier time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from index.reading.bylines import byline_authors, split_names
from index.reading.dates import find_date
from index.words.months_and_weekdays import (
    MONTH_NUMBER,
    RUSSIAN_WEEKDAYS,
    WEEKDAY_ABBREVIATIONS,
    WEEKDAYS,
)
from index.words.word_lists import any_of, word_lists

LONGEST = 120
"""Characters of a line that can be a time stamp."""
LONGEST_BYLINE = 400
"""Characters of a byline in which dates are looked for."""
MOST_IN_A_LABEL = 5
"""Words of a label on its own line."""

_LISTS = word_lists("index.reading", "time_stamps.toml")
_PUBLISHING, _UPDATING = any_of(_LISTS["publishing"]), any_of(_LISTS["updating"])
_WORDS = frozenset(
    (*MONTH_NUMBER, *WEEKDAYS, *WEEKDAY_ABBREVIATIONS, *RUSSIAN_WEEKDAYS)
    + _LISTS["publishing"] + _LISTS["updating"] + _LISTS["beside"]
)  # fmt: skip
_NO_DATE_WORDS = frozenset(_LISTS["of_labels"])
"""Words of a label, which are not part of a date if the rest of the label is missing."""
_SMALL = re.compile(r"[a-zà-ÿ]{1,3}")
"""Prepositions and articles that come before a date."""
_SEPARATOR = re.compile(r"\s[-/]\s|[|·•–—]")
_ITSELF = re.compile(
    r"(?:(?:this|the) )?(?:page|article|story|post|piece|item|entry)(?: (?:was|is|has been))?"
    r"(?: (?:first|last|originally))?|(?:was|date)?",
    re.IGNORECASE,
)
"""What is said to have been published: "This article was first published on"."""
_SUBJECT = re.compile(
    r"^(?:this|the) (?:page|article|story|post|piece|item|entry) (?:was|is|has been) ",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d")
_COMPOUND = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,8}")
"""A word of a script without spaces, which may hold a label: 最終更新日, the last update's day."""


_LABEL = re.compile(
    rf"(?P<published>(?<![a-zà-ÿа-яёіїєґ])(?:{_PUBLISHING}))"
    rf"|(?P<updated>(?<![a-zà-ÿа-яёіїєґ])(?:{_UPDATING}|mis à jour|última modificación"
    r"|ultima modifica|stand(?=:)))",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\W{0,10}(?:(?:date|first|last|zuletzt|mis|stand|última|ultima|最終|最后)\s)?"
    rf"(?:{_PUBLISHING}|{_UPDATING}|à jour|modificación|modifica|stand:"
    r"|[\u4e00-\u9fff\uac00-\ud7af]{0,4}(?:公開|配信|更新|입력|수정))(?![a-zа-яё])",
    re.IGNORECASE,
)
_AGO = re.compile(r"\bago\b", re.IGNORECASE)
_TIME_LIKE = re.compile(
    r"\d{1,2}[:.]\d\d|\d{4}-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\bago\b|\d{4}[/.]\d"
    r"|\d{1,2}\s?[月월]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a line says about an article's dates, ISO 8601 with the precision that was written; None
    if it says nothing."""

    published: str | None
    updated: str | None


def is_time_stamp(line: str) -> bool:
    """Whether a line says when, and no more: "Updated 3:45 PM, 3 March 2031", "2 hours ago"."""
    if len(line) > LONGEST or not any(character.isdigit() for character in line):
        return False
    words = _words(line)
    has_time = bool(_TIME_LIKE.search(line) or any(word in MONTH_NUMBER for word in words))
    return has_time and all(map(_is_known, words))


def _is_compound(word: str) -> bool:
    return bool(_COMPOUND.fullmatch(word) and _LABEL.search(word))


def is_labelled_stamp(line: str) -> bool:
    """Whether a line is a time stamp by its own words, wherever it is. A bare date may be the
    heading of an entry in a chronicle."""
    line = _SUBJECT.sub("", line[: LONGEST + 1])
    return is_time_stamp(line) and bool(_OPENS.match(line) or _AGO.search(line))


def is_label(line: str) -> bool:
    """Whether a line is only the label of a date below it: "Last updated:"."""
    words = re.findall(r"[^\W\d_]+", line[:LONGEST].casefold())
    is_short = len(line) <= LONGEST and not any(map(str.isdigit, line))
    known = all(map(_is_known, words))
    return is_short and known and bool(_OPENS.match(line))


def is_bare_date(line: str) -> bool:
    """Whether a line is a date without a word on what was done on it."""
    if not is_time_stamp(line) or is_labelled_stamp(line):
        return False
    has_month = any(word in MONTH_NUMBER for word in re.findall(r"[^\W\d_]+", line.casefold()))
    return has_month or find_date(line) is not None


def only_update(lines: Iterable[str], day_first: bool | None = None) -> str | None:
    """The date of the only update given by time stamps among some lines."""
    found = {stamp(line, day_first).updated for line in lines if is_labelled_stamp(line)} - {None}
    return found.pop() if len(found) == 1 else None


def last_label(text: str) -> str | None:
    """What the last word that labels a date says: "published" or "updated"."""
    found = [str(label.lastgroup) for label in _LABEL.finditer(text[-LONGEST_BYLINE:])]
    return found[-1] if found else None


def kind_of_date(
    front: str, behind: str, authors: Collection[str] = (), calendar: Collection[str] = ()
) -> str | None:
    """What was done on a date, by the words before and after it in its line: "published" or
    "updated"; None if they say something else, or something that isn't understood here.

    A date after nothing, a byline or only words for a date is that of publication. authors: who is
    known to have written the article; calendar: the words of dates in its language."""
    if told := _label_behind(behind):
        return told if told != "unknown" else None
    if written := find_date(front):
        front = front[written.end :]
    parts = [part.strip() for part in _SEPARATOR.split(front[-LONGEST_BYLINE:]) if part.strip()]
    words_in_front = parts[-1] if parts else ""
    labels = list(_LABEL.finditer(words_in_front))
    if labels:
        kind = str(labels[-1].lastgroup)
        subject = words_in_front[: labels[0].start()].strip(" .,:")
        is_own = _ITSELF.fullmatch(subject) or all(map(_is_known, _words(subject)))
        return kind if kind == "updated" or is_own or _is_byline(subject, authors) else None
    if _is_byline(words_in_front, authors):
        return "published"
    words = re.findall(r"[^\W\d_]+", words_in_front)
    is_of_a_date = all(
        word.casefold() not in _NO_DATE_WORDS
        and (_is_known(word.casefold()) or word.casefold() in calendar or _SMALL.fullmatch(word))
        for word in words
    )
    return "published" if is_of_a_date else None


def _label_behind(behind: str) -> str | None:
    """What is said about a date after it: "(updated)", "last updated at 10:00"; "unknown" for a
    word in brackets that isn't one of ours, None if nothing is said."""
    words = _words(behind)
    label = last_label(behind)
    is_in_brackets = behind.startswith(("(", "[")) and not any(map(str.isdigit, behind))
    if is_in_brackets and len(words) <= 3:
        return label or "unknown"
    has_own_time = _AGO.search(behind) or any(map(str.isdigit, _CLOCK.sub("", behind)))
    return None if has_own_time or not words or not all(map(_is_known, words)) else label


def _is_byline(words: str, authors: Collection[str]) -> bool:
    """Whether words are a byline, or the names of those who are known to have written it."""
    if byline_authors(words):
        return True
    names = {name.casefold() for name in split_names(words, plural=True)}
    return bool(names) and names <= {name.casefold() for name in authors}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:\.[^\W\d_]+)*", text.casefold())


def _is_known(word: str) -> bool:
    return word in _WORDS or _is_compound(word)


def stamp(line: str, day_first: bool | None = None) -> Stamp:
    """The dates in a time stamp or a byline.

    A label holds for the first date behind it, or, at the end of the line, for the one before it
    ("3 March 2031 (updated)"). A date without a label is that of publication."""
    line = line[:LONGEST_BYLINE]
    labels = list(_LABEL.finditer(line))
    dates: dict[str, str] = {}
    edges = [0, *(label.end() for label in labels)]
    ends = [*(label.start() for label in labels), len(line)]
    kinds = ["published", *(str(label.lastgroup) for label in labels)]
    last = len(kinds) - 1
    for place, (kind, start, end) in enumerate(zip(kinds, edges, ends, strict=True)):
        written = find_date(line[start:end], day_first)
        is_labelled_behind = place == 0 and last == 1 and not re.search(r"\w", line[edges[1] :])
        if written:
            dates.setdefault(kinds[1] if is_labelled_behind else kind, written.iso)
    return Stamp(dates.get("published"), dates.get("updated"))
