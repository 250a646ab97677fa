"""Where two articles give different answers in the same words.

What looks like a contradiction may be the same said of another bearer of the name: two towns have
two numbers of inhabitants. So two sentences are set against each other only where they are the same
but for what the question asks for, and where what stands around them shows that they are about the
same, or they have so much in common that nothing else can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answers.contradictions import MOST_A_SIDE, MOST_SIDES, Contradiction, supporters
from assistant.english.similarity import stems, words
from assistant.english.word_diff import DifferenceKind, DifferingWords, compare_words
from assistant.evidence import ArticleStatement, Candidate
from assistant.retrieval.reranker import Reranker
from assistant.retrieval.sentence_selection import answering, distinct, scored, statements_of
from assistant.thresholds import SAME_SURROUNDINGS, SAME_TEXT
from assistant.types import Passage, Question, Wanted
from index.strings.bounded_patterns import bounded
from index.strings.folding import without_accents
from index.types import Article, Role

READ_MORE = 4
"""Sentences that the cross-encoder reads for the sake of another answer, each about 12 ms on two
cores."""
_FEWEST_NAMES = 5
"""Names and numbers around a sentence, without which they tell nothing."""
_MOST_PLACES = 3
_ENOUGH_SHARED = 8
"""Words in common from which a sentence itself shows that it is about the same."""
_AROUND = 1
"""Paragraphs on either side that are compared."""
_DATE = bounded(
    r"^(?:and |but )?when\b|\b(?:what|which)\s(?:\w+\s)?(?:year|month|day|date|decade|century)\b"
    r"|\bwhat\s(?:is|was)\s.*\bdate\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b(?:who|whom|whose|where)\b", re.IGNORECASE)
_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)
_ANYTHING = re.compile(r"\b(?:what|which)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Difference:
    """What two candidates answer differently."""

    kind: DifferenceKind
    ours: frozenset[str]
    theirs: frozenset[str]
    """The two answers, as the stems of their words."""


def different_answers(question: Question, candidates: Sequence[Candidate]) -> Contradiction | None:
    """The first two of the candidates that answer, best first, which give different answers in the
    same words, with those that give the same two, or a third one. None of a retracted article."""
    candidates = [one for one in candidates if one.article.retracted is None]
    for number, one in enumerate(candidates):
        for other in candidates[number + 1 :]:
            difference = _difference(question, one, other)
            if difference is not None:
                return _opposed(question, candidates, (one, other), difference)
    return None


def with_other_answers(
    question: Question,
    candidates: Sequence[Candidate],
    passages: Sequence[Passage],
    reranker: Reranker,
) -> list[Candidate]:
    """The candidates, and those among the statements that were not read for want of time which
    answer differently from one that answers: at most `READ_MORE`, read now. Best first."""
    known = {
        (one.article.id, one.statement.paragraph.number, one.statement.start) for one in candidates
    }
    chosen = answering(question, candidates)
    others = [
        (statement, passage)
        for passage in passages
        if passage.article.retracted is None
        for statement in statements_of(passage)
        if (passage.article.id, statement.paragraph.number, statement.start) not in known
        and any(
            _difference(question, one, ArticleStatement(statement, passage.article))
            for one in chosen
        )
    ]
    if not others:
        return list(candidates)
    read = scored(question, others[:READ_MORE], reranker)
    return distinct(sorted([*candidates, *read], key=lambda one: -one.support))


def _opposed(
    question: Question,
    candidates: Sequence[Candidate],
    opposed: tuple[Candidate, Candidate],
    difference: _Difference,
) -> Contradiction:
    sides = [[one] for one in opposed]
    answers = [difference.ours, difference.theirs]
    for other in candidates:
        if other in opposed:
            continue
        apart = [_difference(question, side[0], other) for side in sides]
        given = next((one.theirs for one in apart if one), None)
        if given in answers:
            if apart[answers.index(given)] is None:
                sides[answers.index(given)].append(other)
        elif given is not None and all(apart) and len(sides) < MOST_SIDES:
            sides.append([other])
            answers.append(given)
    what = difference.kind.value
    if difference.kind is DifferenceKind.NAME and _WHERE.search(question.text):
        what = "places"
    reason = f"They give different {what}."
    if all(side[0].text & opposed[0].text for side in sides):
        reason = f"They print the same text with different {what}."
    most = MOST_A_SIDE if len(sides) == len(opposed) else 1
    return Contradiction(reason, tuple(supporters(side, most) for side in sides))


def _difference(
    question: Question, first: ArticleStatement, second: ArticleStatement
) -> _Difference | None:
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
    return _Difference(place.kind, stems(place.ours), stems(place.theirs))


def _is_asked_for(question: Question, place: DifferingWords) -> bool:
    """Whether what differs is what a question asks for."""
    asked = stems(question.text)
    given = stems(place.ours) | stems(place.theirs)
    return place.kind in _kinds(question) and not asked & given


def asks_when(question: Question) -> bool:
    """Whether a date answers a question."""
    return question.wanted is not Wanted.QUANTITY and _DATE.search(question.text) is not None


def _kinds(question: Question) -> frozenset[DifferenceKind]:
    """What an answer to a question is; empty where that cannot be told."""
    text = question.text
    if question.wanted is Wanted.YES_OR_NO:
        return frozenset()
    if question.wanted is Wanted.QUANTITY:
        return frozenset({DifferenceKind.NUMBER})
    kinds = {DifferenceKind.DATE} if asks_when(question) else set[DifferenceKind]()
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
