"""Whether two sentences give different answers in the same words.

What looks like a contradiction may be the same said of another bearer of the name: two towns have
two numbers of inhabitants. So two sentences are set against each other only where they are the same
but for what the question asks for, and where what stands around them shows that they are about the
same, or they have so much in common that nothing else can be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.english.similarity import stems, words
from assistant.english.word_diff import DifferenceKind, DifferingWords, compare_words
from assistant.evidence import ArticleStatement
from assistant.thresholds import SAME_SURROUNDINGS, SAME_TEXT
from assistant.types import Question, Wanted
from index.strings.folding import without_accents
from index.types import Article, Role

_FEWEST_NAMES = 5
"""Names and numbers around a sentence, without which they tell nothing."""
_MOST_PLACES = 3
_ENOUGH_SHARED = 8
"""Words in common from which a sentence itself shows that it is about the same."""
_AROUND = 1
"""Paragraphs on either side that are compared."""
_NAME = re.compile(r"\b(?:who|whom|whose|where)\b", re.IGNORECASE)
_ANYTHING = re.compile(r"\b(?:what|which)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Difference:
    """What two statements answer differently."""

    kind: DifferenceKind
    ours: frozenset[str]
    theirs: frozenset[str]
    """The two answers, as the stems of their words."""


def difference(
    question: Question, first: ArticleStatement, second: ArticleStatement
) -> Difference | None:
    """What two statements answer differently; None where they do not, or it cannot be told."""
    if first.article.id == second.article.id:
        return None
    comparison = compare_words(first.statement.text, second.statement.text)
    asked = (
        [place for place in comparison.places if _is_asked_for(question, place)]
        if comparison
        else []
    )
    if not comparison or not asked:
        return None
    around, place = _alike_around(first, second), asked[0]
    one_text = bool(first.text & second.text)
    nearly_all = comparison.share >= SAME_TEXT
    if len(comparison.places) > 1:
        same = len(comparison.places) <= _MOST_PLACES and around >= SAME_TEXT
        same = same and (one_text or nearly_all)
    else:
        enough = comparison.shared >= _ENOUGH_SHARED and not comparison.more
        same = around >= SAME_SURROUNDINGS or enough
    if place.kind is DifferenceKind.THING:  # the same is told with many nouns
        same = same and (one_text or (nearly_all and not comparison.more))
    if not same or place.kind is None:
        return None
    return Difference(place.kind, stems(place.ours), stems(place.theirs))


def _is_asked_for(question: Question, place: DifferingWords) -> bool:
    """Whether what differs is what a question asks for."""
    asked = stems(question.text)
    given = stems(place.ours) | stems(place.theirs)
    return place.kind in _kinds(question) and not asked & given


def _kinds(question: Question) -> frozenset[DifferenceKind]:
    """What an answer to a question is; empty where that cannot be told."""
    text = question.text
    if question.wanted is Wanted.YES_OR_NO:
        return frozenset()
    if question.wanted is Wanted.QUANTITY:
        return frozenset({DifferenceKind.NUMBER})
    kinds = {DifferenceKind.DATE} if question.asks_when else set[DifferenceKind]()
    if _NAME.search(text):
        kinds.add(DifferenceKind.NAME)
    if not kinds and _ANYTHING.search(text):
        kinds = {DifferenceKind.NUMBER, DifferenceKind.NAME, DifferenceKind.THING}
    return frozenset(kinds)


def _alike_around(ours: ArticleStatement, theirs: ArticleStatement) -> float:
    """How much of the names and numbers around two statements is the same; 0 for too few."""
    first, second = (
        _around(each.article, each.statement.paragraph.number) for each in (ours, theirs)
    )
    fewer = min(len(first), len(second))
    return len(first & second) / fewer if fewer >= _FEWEST_NAMES else 0.0


@lru_cache(maxsize=4096)
def _around(article: Article, number: int) -> frozenset[str]:
    """The names and numbers of a paragraph and those beside it."""
    near = article.paragraphs[max(0, number - 1 - _AROUND) : number + _AROUND]
    return frozenset(
        without_accents(word).removesuffix("'s")
        for paragraph in near
        if paragraph.role is Role.BODY
        for word in words(paragraph.text)
        if (word[0].isupper() or word[0].isdigit()) and stems(word)
    )
