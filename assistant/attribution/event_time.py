"""Which days a sentence tells of, and which only date the telling.

"The ministry said on Monday", "in a press release of 24 November", "On November 23, the president
denounced …": these are the days on which something was said, not on which it happened."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.attribution.statements import Statement, statements
from assistant.english.similarity import words
from assistant.english.temporal import Moment, moments
from index.strings.folding import without_accents
from index.strings.quotation_marks import DOUBLE
from index.types import Article
from index.words.reporting_verbs import FINITE

_BETWEEN = frozenset(
    """on late early earlier again in at of to the a an press news conference briefing interview
    reporters journalists""".split()
)
"""Words that may stand between a verb of saying and its date, besides names."""
_BE = frozenset("is are was were be been being".split())
"""Behind them a verb is what happened to somebody: "she was charged on 3 May"."""
_DOCUMENT = r"(?:press release|statement|post|interview|report|letter|tweet|message|communiqué)"
_DOCUMENT_OF = re.compile(rf"\b{_DOCUMENT}\s+(?:of|on|from|dated)\s+$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:a|an|the|its|his|her|their|this|that)\s+$", re.IGNORECASE)
_OF_DOCUMENT = re.compile(rf"^(?:['’]s)?\s+{_DOCUMENT}\b", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:not|rather than|instead of)\b")
_AS = re.compile(r"\bas\b")
_STOP = re.compile(rf"[.;{DOUBLE}]")
_BREAK = re.compile(rf"[,;:.{DOUBLE}]|\bthat\b")


def days(article: Article, statement: Statement) -> tuple[Moment, ...]:
    """The dates in a statement of an article."""
    return _calendar(article).get((statement.paragraph.number, statement.start), ())


def event_days(article: Article, statement: Statement) -> tuple[Moment, ...]:
    """The same without those that date the telling."""
    telling = telling_days(article, statement)
    return tuple(one for one in days(article, statement) if one not in telling)


def telling_days(article: Article, statement: Statement) -> tuple[Moment, ...]:
    """Only those that date the telling."""
    dates = days(article, statement)
    return tuple(one for one in dates if _dates_the_telling(one, statement))


def said_day(article: Article, statement: Statement) -> Moment | None:
    """The day on which a statement was made, where it gives that. Not one on which somebody said
    what it takes back: "thirty-four, and not forty-one as the Herald reported on Monday"."""
    dates = telling_days(article, statement)
    return next((one for one in dates if not _is_taken_back(statement.text[: one.start])), None)


def _is_taken_back(before: str) -> bool:
    """Whether what leads up to a date says that it is not so: "not …, as the Herald said on"."""
    clause = _STOP.split(before)[-1]
    instead = _INSTEAD.search(clause)
    return instead is not None and _AS.search(clause, instead.end()) is not None


def _dates_the_telling(moment: Moment, statement: Statement) -> bool:
    before, after = statement.text[: moment.start], statement.text[moment.end :]
    if _DOCUMENT_OF.search(before) or (_ARTICLE.search(before) and _OF_DOCUMENT.match(after)):
        return True
    clause = words(_BREAK.split(before)[-1])
    if statement.speaker is None:
        return "as" in clause and _ends_in_saying(clause)  # "as the Herald reported on Monday"
    if _ends_in_saying(clause):
        return True
    # "On November 23, President Zelensky denounced …": what follows is who tells.
    speaker = [without_accents(word) for word in words(statement.speaker)]
    following = [without_accents(word) for word in words(after)]
    tells = following[len(speaker) :][:1]
    opens = len(words(before)) <= 1
    return opens and following[: len(speaker)] == speaker and bool(FINITE.intersection(tells))


def _ends_in_saying(clause: list[str]) -> bool:
    """Whether the last word of a clause, but for names and what may stand between, is a verb of
    saying in the active voice."""
    rest = list(clause)
    while rest and (rest[-1] in _BETWEEN or rest[-1][:1].isupper()):
        rest.pop()
    return bool(rest) and rest[-1] in FINITE and not _BE.intersection(rest[-2:-1])


@lru_cache(maxsize=256)
def _calendar(article: Article) -> dict[tuple[int, int], tuple[Moment, ...]]:
    """The dates of each statement; "the same day" is the last one before it."""
    calendar: dict[tuple[int, int], tuple[Moment, ...]] = {}
    last: Moment | None = None
    post: str | None = None
    for statement in statements(article):
        if statement.paragraph.published != post:  # another post of a live blog
            post, last = statement.paragraph.published, None
        dates = moments(statement.text, article.published_at(statement.paragraph), last)
        calendar[statement.paragraph.number, statement.start] = dates
        last = next((one for one in reversed(dates) if one.day is not None), last)
    return calendar
