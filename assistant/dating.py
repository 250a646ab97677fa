"""Which days a sentence tells of, and which only date the telling.

"The ministry said on Monday", "in a press release of 24 November", "On November 23, the president
denounced …": these are the days on which something was said, not on which it happened."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.places import plain
from assistant.speech_verbs import FINITE
from assistant.statements import Statement, statements
from assistant.when import Moment, moments
from assistant.wording import words
from index.types import Article

_BETWEEN = frozenset("on late early earlier again in the of to reporters journalists".split())
"""Words that may stand between a verb of saying and its date."""
_DOCUMENT = r"(?:press release|statement|post|interview|report|letter|tweet|message|communiqué)"
_DOCUMENT_OF = re.compile(rf"\b{_DOCUMENT}\s+(?:of|on|from|dated)\s+$", re.IGNORECASE)
_OF_DOCUMENT = re.compile(rf"^(?:['’]s)?\s+{_DOCUMENT}\b", re.IGNORECASE)
_BREAK = re.compile(r"[,;:.“”\"]|\bthat\b")


def days(article: Article, statement: Statement) -> tuple[Moment, ...]:
    """The dates in a statement of an article."""
    return _calendar(article).get((statement.paragraph.number, statement.start), ())


def event_days(article: Article, statement: Statement) -> tuple[Moment, ...]:
    """The same without those that date the telling."""
    telling = telling_days(article, statement)
    return tuple(one for one in days(article, statement) if one not in telling)


def telling_days(article: Article, statement: Statement) -> tuple[Moment, ...]:
    """Only those that date the telling."""
    found = days(article, statement)
    return tuple(one for one in found if _dates_the_telling(one, statement))


def _dates_the_telling(moment: Moment, statement: Statement) -> bool:
    before, after = statement.text[: moment.start], statement.text[moment.end :]
    if _DOCUMENT_OF.search(before) or _OF_DOCUMENT.match(after):
        return True
    clause = words(_BREAK.split(before)[-1])
    said = next((word for word in reversed(clause) if word not in _BETWEEN), "") in FINITE
    if statement.speaker is None:
        return said and "as" in clause  # "as the Herald reported on Monday"
    if said:
        return True
    # "On November 23, President Zelensky denounced …": what follows is who tells.
    told = [
        plain(word) for word in words(after.lstrip(", "))[: len(words(statement.speaker or ""))]
    ]
    opens = len(words(before)) <= 1
    return opens and bool(told) and told == [plain(word) for word in words(statement.speaker or "")]


@lru_cache(maxsize=256)
def _calendar(article: Article) -> dict[tuple[int, int], tuple[Moment, ...]]:
    """The dates of each statement; "the same day" is the last one before it."""
    found: dict[tuple[int, int], tuple[Moment, ...]] = {}
    last: Moment | None = None
    for statement in statements(article):
        told = moments(statement.text, article.published, last)
        found[statement.paragraph.number, statement.start] = told
        last = next((one for one in reversed(told) if one.day is not None), last)
    return found
