"""What an assistant makes of questions: speed, honest quotes, right answers, abstentions."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from assistant.assistant import Assistant
from assistant.english.similarity import stems
from assistant.types import Answer, Citation
from evaluation.replies.realtimeqa import QuizQuestion

_THRESHOLDS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked."""

    question: QuizQuestion
    answer: Answer
    seconds: float

    def misquotes(self, witness: Assistant) -> int:
        """Quotes that are not in their paragraphs, which `witness` reads again. Must be 0."""
        return sum(
            not citation.quote or citation.quote not in _paragraph(witness, citation)
            for citation in (*self.answer.citations, *self.answer.nearest)
        ) + sum(
            sentence.text != self.answer.citations[number - 1].quote
            for sentence in self.answer.sentences
            for number in sentence.citations
        )

    @property
    def best_support(self) -> float:
        """The support of the best sentence; 0 for an abstention."""
        return max((sentence.support for sentence in self.answer.sentences), default=0.0)

    @property
    def gives_gold(self) -> bool:
        """Whether the quoted sentences hold all words (stems) of the gold answer."""
        gold = stems(self.question.gold)
        said = stems(" ".join(sentence.text for sentence in self.answer.sentences))
        return bool(gold) and gold <= said


def ask_all(desk: Assistant, asked: Sequence[QuizQuestion]) -> list[Outcome]:
    """Ask every question, one after the other."""
    outcomes = []
    for question in asked:
        started = time.perf_counter()
        answer = desk.ask(question.text)
        outcomes.append(Outcome(question, answer, time.perf_counter() - started))
    return outcomes


def _paragraph(witness: Assistant, citation: Citation) -> str:
    article = witness.article(citation.article.id, citation.article.version)
    return article.paragraph(citation.paragraph.number).text


def summary(outcomes: Sequence[Outcome], witness: Assistant) -> dict[str, str]:
    """The figures, in words and with their units. `witness`: the store, opened again."""
    seconds = [outcome.seconds for outcome in outcomes]
    answered = [outcome for outcome in outcomes if not outcome.answer.abstained]
    quotes = sum(
        len(outcome.answer.citations) + len(outcome.answer.nearest) for outcome in outcomes
    )
    misquotes = sum(outcome.misquotes(witness) for outcome in outcomes)
    return {
        "questions": f"{len(outcomes)}",
        "quotes": f"{quotes}",
        "quotes that are not in their paragraph": f"{misquotes}",
        "ask, median": f"{median(seconds):.2f} s",
        "ask, 95th percentile": f"{quantiles(seconds, n=20)[-1]:.2f} s",
        "ask, slowest": f"{max(seconds):.2f} s",
        "answered": _share(len(answered), len(outcomes)),
        "replies that show a disagreement": _share(
            sum(outcome.answer.disagreement for outcome in outcomes), len(outcomes)
        ),
    }


def calibration(possible: Sequence[Outcome], others: Sequence[Outcome]) -> list[str]:
    """What a higher threshold of support would do, as a Markdown table. `possible`: questions that
    the articles can answer; `others`: those they hardly can."""
    lines = [
        "| abstain below | answerable: answered | with the gold answer's words "
        "| hardly answerable: answered |",
        "|---|---|---|---|",
    ]
    for threshold in _THRESHOLDS:
        answered = [one for one in possible if one.best_support >= threshold]
        right = sum(one.gives_gold for one in answered)
        misled = sum(one.best_support >= threshold for one in others)
        lines.append(
            f"| {threshold} | {_share(len(answered), len(possible))} | "
            f"{_share(right, len(possible))} | {_share(misled, len(others))} |"
        )
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "none"
