"""What an assistant makes of questions: speed, honest quotes, right answers, abstentions."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from assistant import Answer, Assistant
from assistant.wording import stems
from evaluation.realtimeqa import QuizQuestion

_THRESHOLDS = (0.04, 0.1, 0.3, 0.5, 0.8, 0.95)
_GOLD_SHARE = 0.99
"""Share of the gold answer's words (stems) that a reply must hold to count as giving it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked."""

    question: QuizQuestion
    answer: Answer
    seconds: float

    @property
    def misquotes(self) -> int:
        """Quotes that are not substrings of their paragraphs. Must be 0."""
        return sum(
            not citation.quote or citation.quote not in citation.paragraph.text
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
        """Whether the quoted sentences hold the words of the gold answer."""
        gold = stems(self.question.gold)
        said = stems(" ".join(sentence.text for sentence in self.answer.sentences))
        return bool(gold) and len(gold & said) / len(gold) >= _GOLD_SHARE


def ask_all(desk: Assistant, asked: Sequence[QuizQuestion]) -> list[Outcome]:
    """Ask every question, one after the other."""
    outcomes = []
    for question in asked:
        started = time.perf_counter()
        answer = desk.ask(question.text)
        outcomes.append(Outcome(question, answer, time.perf_counter() - started))
    return outcomes


def summary(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """The figures, in words and with their units."""
    seconds = [outcome.seconds for outcome in outcomes]
    answered = [outcome for outcome in outcomes if not outcome.answer.abstained]
    quotes = sum(
        len(outcome.answer.citations) + len(outcome.answer.nearest) for outcome in outcomes
    )
    right = sum(outcome.gives_gold for outcome in answered)
    return {
        "questions": f"{len(outcomes)}",
        "quotes": f"{quotes}",
        "quotes that are not in their paragraph": f"{sum(one.misquotes for one in outcomes)}",
        "ask, median": f"{median(seconds):.2f} s",
        "ask, 95th percentile": f"{quantiles(seconds, n=20)[-1]:.2f} s",
        "ask, slowest": f"{max(seconds):.2f} s",
        "answered": _share(len(answered), len(outcomes)),
        "answered, with the gold answer's words in the quotes": _share(right, len(answered)),
        "replies that show a disagreement": _share(
            sum(outcome.answer.disagreement for outcome in outcomes), len(outcomes)
        ),
    }


def calibration(outcomes: Sequence[Outcome], others: Sequence[Outcome]) -> list[str]:
    """What a higher threshold of support would do, as a Markdown table. `others`: questions that
    the articles were not chosen for, most of which they cannot answer."""
    lines = [
        "| abstain below | answered | of these, with the gold answer's words "
        "| other year's questions answered |",
        "|---|---|---|---|",
    ]
    for threshold in _THRESHOLDS:
        answered = [one for one in outcomes if one.best_support >= threshold]
        right = sum(one.gives_gold for one in answered)
        misled = sum(one.best_support >= threshold for one in others)
        lines.append(
            f"| {threshold} | {_share(len(answered), len(outcomes))} | "
            f"{_share(right, len(answered))} | {_share(misled, len(others))} |"
        )
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "none"
