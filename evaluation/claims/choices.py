"""Quiz questions answered by their verdicts: each choice makes a claim, and the claim that the
articles support most is the answer.

The passages are searched once for a question and all its choices; from there on each choice is
read as `Checker` reads a claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.english.sentence_forms import negated
from assistant.nli.base import StanceModel
from assistant.nli.scoring import Leaning
from assistant.retrieval.query_analysis import names_in
from assistant.retrieval.reranker import Reranker
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.sentence_selection import candidates_about
from assistant.types import Passage
from assistant.verdicts.checker import PASSAGES, READ
from assistant.verdicts.evidence_scoring import weigh
from assistant.verdicts.types import Claim
from evaluation.claims.choice_claims import filled
from evaluation.replies.realtimeqa import Choices, QuizQuestion

_TRUE_OR_FALSE = re.compile(r"^true or false\s*[:?–—-]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Score:
    """What the articles say about one choice."""

    leanings: tuple[Leaning, ...]
    """Of all sentences."""
    relevance: float
    """Of the sentence that the reranker likes best."""

    @property
    def supports(self) -> float:
        """Of the sentence that supports it most."""
        return max((one.supports for one in self.leanings), default=0.0)

    @property
    def refutes(self) -> float:
        """Of the sentence that refutes it most."""
        return max((one.refutes for one in self.leanings), default=0.0)


Scores = Mapping[str, Score]
"""By choice."""
Rule = Callable[[Score], float]
"""What a choice is picked by; of equal ones the more relevant is taken."""

RULES: dict[str, Rule] = {
    "support": lambda score: score.supports,
    "support − refutation": lambda score: score.supports - score.refutes,
}


def relevance(score: Score) -> float:
    """The rule of the reranker alone."""
    return score.relevance


def claim_of(question: str, choice: str) -> Claim:
    """A question with one of its choices as a claim. Nothing is refused: a statement that reads
    badly is measured, too."""
    put = _TRUE_OR_FALSE.match(question)
    if put:
        told = question[put.end() :].strip()
        text = told if choice.strip().lower() == "true" else negated(told)
    else:
        text = filled(question, choice)
    return Claim(
        asked=f"{question} {choice}",
        text=text,
        content=text,
        speaker=None,
        negation=negated(text),
        names=tuple(dict.fromkeys(names_in(text))),
    )


def scores(
    question: QuizQuestion, retriever: Retriever, reranker: Reranker, model: StanceModel
) -> dict[str, Score]:
    """What the articles say about each choice that the question offers, in either variant."""
    offered = dict.fromkeys((*question.choices.texts, *question.without.texts[:-1]))
    claims = {choice: claim_of(question.text, choice) for choice in offered}
    passages = retriever.retrieve(
        question.text, PASSAGES, also=tuple(claim.text for claim in claims.values())
    )
    return {choice: _score(claim, passages, reranker, model) for choice, claim in claims.items()}


def pick(choices: Choices, found: Scores, rule: Rule) -> int:
    """The place of the choice with the highest score."""
    return max(range(len(choices.texts)), key=lambda place: _key(found[choices.texts[place]], rule))


def pick_or_none(choices: Choices, found: Scores, rule: Rule, threshold: float) -> int:
    """The same where the last choice is "None of the above": it is taken when no other reaches the
    threshold."""
    offered = Choices(choices.texts[:-1], 0)
    best = pick(offered, found, rule)
    reached = rule(found[offered.texts[best]]) >= threshold
    return best if reached else len(offered.texts)


def best_scores(asked: Sequence[tuple[Choices, Scores]], rule: Rule) -> list[float]:
    """The highest score among the choices of each question except "None of the above"."""
    return [
        max((rule(found[choice]) for choice in choices.texts[:-1]), default=0.0)
        for choices, found in asked
    ]


def _key(score: Score, rule: Rule) -> tuple[float, float]:
    return rule(score), score.relevance


def _score(
    claim: Claim, passages: Sequence[Passage], reranker: Reranker, model: StanceModel
) -> Score:
    found = candidates_about(claim.text, claim.names, passages, reranker, READ)
    weighed = weigh(claim, found, model)
    return Score(
        leanings=tuple(one.leaning for one in weighed),
        relevance=max((one.support for one in found), default=0.0),
    )
