"""Is a summary consistent with its document? Each sentence of it is a claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from evaluation.batched_models import BatchedModels, Stances
from evaluation.claims.claim_datasets import sample
from evaluation.claims.summary_datasets import Summary, evidence, overlap, summaries
from evaluation.measures import balanced_accuracy, best_threshold, percent
from evaluation.tables import table

Scores = dict[str, list[float]]
"""The score of each summary, by set; higher is more consistent."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule and the threshold from which a summary counts as consistent."""

    rule: str
    threshold: float
    even: float
    """Mean over the sets of the balanced accuracy over even rows, by which it was chosen."""


def _least_support(claims: Sequence[Stances]) -> float:
    return min((_support(one) for one in claims), default=0.0)


def _no_refutation(claims: Sequence[Stances]) -> float:
    return 1 - max((_refutation(one) for one in claims), default=1.0)


def _margin(claims: Sequence[Stances]) -> float:
    return min((_support(one) - _refutation(one) for one in claims), default=-1.0)


def _unopposed(claims: Sequence[Stances]) -> float:
    return min((_support(one) * (1 - _refutation(one)) for one in claims), default=0.0)


def _mean_support(claims: Sequence[Stances]) -> float:
    return fmean(_support(one) for one in claims) if claims else 0.0


RULES: dict[str, Callable[[Sequence[Stances]], float]] = {
    "the least support of a sentence": _least_support,
    "1 − the strongest refutation": _no_refutation,
    "the least of support − refutation": _margin,
    "the least of support × (1 − refutation)": _unopposed,
    "the mean support": _mean_support,
}
"""From the stances towards each sentence of a summary to its score."""


def consistency(data: Path, reading: BatchedModels, most: int | None) -> tuple[str, int]:
    """The table, and how many summaries were read. `most` are taken of each set."""
    sets = {domain: sample(rows, most) for domain, rows in summaries(data).items()}
    stances = _stances(sets, reading)
    words: Scores = {
        domain: [
            min((overlap(claim, evidence(claim, one.document)) for claim in one.claims), default=0)
            for one in rows
        ]
        for domain, rows in sets.items()
    }
    by_rule = {
        name: {domain: [rule(claims) for claims in found] for domain, found in stances.items()}
        for name, rule in RULES.items()
    }
    choices = [best(sets, name, scores) for name, scores in by_rule.items()]
    chosen = max(choices, key=lambda one: one.even)
    plain = best(sets, "words", words)
    lines = _lines(sets, [(words, plain), (by_rule[chosen.rule], chosen)])
    head = ["set", "n: odd / all", "words: odd", "all", "stance model: odd", "all"]
    tried = ", ".join(f"{one.rule} {percent(one.even)}" for one in choices)
    told = (
        f"Rule of the stance model: {chosen.rule}, consistent from {chosen.threshold:.3f}; chosen "
        f"on even rows, where the rules reached: {tried}. Words: the least share of a sentence's "
        f"words in one text, consistent from {plain.threshold:.3f}."
    )
    return f"{table(head, lines)}\n\n{told}", sum(map(len, sets.values()))


def best(sets: Mapping[str, Sequence[Summary]], rule: str, scores: Scores) -> Choice:
    """The one threshold for all sets with the best mean over the sets, on even rows."""

    def measure(threshold: float) -> float:
        return fmean(balanced(sets[domain], scores[domain], threshold, 0) for domain in sets)

    even = [
        score
        for domain, rows in sets.items()
        for row, score in zip(rows, scores[domain], strict=True)
        if row.row % 2 == 0
    ]
    threshold = best_threshold(even, measure)
    return Choice(rule, threshold, measure(threshold))


def balanced(
    rows: Sequence[Summary], scores: Sequence[float], threshold: float, half: int | None
) -> float:
    """Balanced accuracy over the even rows (`half` 0), the odd ones (1) or all (None)."""
    kept = [
        (row.consistent, score >= threshold)
        for row, score in zip(rows, scores, strict=True)
        if half is None or row.row % 2 == half
    ]
    return balanced_accuracy([gold for gold, _ in kept], [given for _, given in kept])


def _stances(
    sets: Mapping[str, Sequence[Summary]], reading: BatchedModels
) -> dict[str, list[list[Stances]]]:
    """For each summary of each set the stances towards each of its sentences."""
    texts = [
        (claim, evidence(claim, one.document))
        for rows in sets.values()
        for one in rows
        for claim in one.claims
    ]
    found = iter(reading.stances(texts))
    return {
        domain: [[next(found) for _ in one.claims] for one in rows] for domain, rows in sets.items()
    }


def _lines(
    sets: Mapping[str, Sequence[Summary]], systems: Sequence[tuple[Scores, Choice]]
) -> list[list[str]]:
    lines = []
    figures: dict[str, list[float]] = {}
    for domain, rows in sets.items():
        figures[domain] = [
            balanced(rows, scores[domain], choice.threshold, half)
            for scores, choice in systems
            for half in (1, None)
        ]
        odd = sum(one.row % 2 for one in rows)
        name = domain.replace("summedits_", "SummEdits ").replace("_", " ")
        lines.append([name, f"{odd} / {len(rows)}", *map(percent, figures[domain])])
    edited = [found for domain, found in figures.items() if domain.startswith("summedits")]
    if edited:
        means = [fmean(column) for column in zip(*edited, strict=True)]
        lines.append(["**SummEdits, mean**", "", *map(percent, means)])
    lines += [
        ["published, SummEdits news: SummaC", "", "", "", "", "61.9"],
        ["published, SummEdits news: GPT-4", "", "", "", "", "83.3"],
        ["published, SummEdits news: human", "", "", "", "", "90.0"],
    ]
    return lines


def _support(stances: Stances) -> float:
    return max((one.supports for one in stances), default=0.0)


def _refutation(stances: Stances) -> float:
    return max((one.refutes for one in stances), default=0.0)
