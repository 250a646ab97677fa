"""The sentences that may answer a question, and those of them that do.

The cross-encoder has time for a few. Among the others are perhaps those that answer differently in
the same words: they are looked for by their words, and read as well, so that a disagreement is not
missed for want of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers.answer_difference import difference
from assistant.attribution.statements import Statement
from assistant.evidence import ArticleStatement, Candidate
from assistant.retrieval.reranker import Reranker
from assistant.retrieval.sentence_selection import (
    READ,
    answering,
    candidates,
    distinct,
    scored,
    statements_of,
)
from assistant.types import Passage, Question

READ_MORE = 4
"""Sentences that the cross-encoder reads for the sake of another answer, each about 12 ms on two
cores."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A question with the sentences that may answer it."""

    question: Question
    candidates: tuple[Candidate, ...]
    """The best first."""
    answering: tuple[Candidate, ...]
    """Those of them that answer, in the same order."""


def select(
    question: Question, passages: Sequence[Passage], reranker: Reranker, most: int = READ
) -> Selected:
    """Read at most `most` statements of the passages, then at most `READ_MORE` that answer
    differently from one that answers. Raises ModelError."""
    best = candidates(question, passages, reranker, most)
    chosen = answering(question, best)
    others = _other_answers(question, best, chosen, passages)[:READ_MORE]
    if others:
        read = scored(question, others, reranker)
        best = distinct(sorted([*best, *read], key=lambda one: -one.support))
        chosen = answering(question, best)
    return Selected(question, tuple(best), tuple(chosen))


def _other_answers(
    question: Question,
    candidates: Sequence[Candidate],
    chosen: Sequence[Candidate],
    passages: Sequence[Passage],
) -> list[tuple[Statement, Passage]]:
    """The passages' statements that aren't candidates and that answer differently from one of the
    chosen."""
    known = {
        (one.article.id, one.statement.paragraph.number, one.statement.start) for one in candidates
    }
    return [
        (statement, passage)
        for passage in passages
        if passage.article.retracted is None
        for statement in statements_of(passage)
        if (passage.article.id, statement.paragraph.number, statement.start) not in known
        and any(
            difference(question, one, ArticleStatement(statement, passage.article))
            for one in chosen
        )
    ]
