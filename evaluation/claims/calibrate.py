"""Choose the confidence of assistant/verdicts/label_decision.py: python -m
evaluation.claims.calibrate DATA --store FOLDER.

Reads the even rows of Climate-FEVER and the choices of the even quiz questions with the current
thresholds, and prints the shares to paste; for a conflict, use the product of its sides' shares
instead."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from assistant.nli.packaged import stance_model
from assistant.retrieval.reranker import PackagedReranker
from assistant.settings import settings
from assistant.verdicts.label_decision import decide
from assistant.verdicts.types import Label
from evaluation.batched_models import BatchedModels
from evaluation.claims.claim_datasets import climate_fever
from evaluation.claims.quiz import Asked, ask

_CONFIDENCE = "CONFIDENCE: dict[Label, tuple[tuple[float, float], ...]] = {"
_LEAST_IN_STEP = 25
"""Claims in one step of the confidence; fewer say little about the share that is right."""

Outcome = tuple[Label, float, bool]
"""A label, its strength, and whether it was right."""


def main() -> None:
    """Measure, and print what to paste."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.claims.calibrate", description=__doc__
    )
    parser.add_argument("data", type=Path, help="the folder with claims/ and realtimeqa_2023/")
    parser.add_argument("--store", type=Path, required=True, help="the store of the quiz questions")
    given = parser.parse_args()
    reading = BatchedModels(stance_model(settings().stance), PackagedReranker())
    outcomes = list(_of_climate_fever(given.data, reading))
    asked = ask(given.data / "realtimeqa_2023", given.store, reading, 1000, None, only_even=True)
    outcomes += of_choices(asked)
    reading.close()
    print(told(outcomes))


def _of_climate_fever(data: Path, reading: BatchedModels) -> Iterator[Outcome]:
    claims = [claim for claim in climate_fever(data) if claim.row % 2 == 0]
    stances = reading.stances([(claim.claim, claim.texts) for claim in claims])
    for claim, leanings in zip(claims, stances, strict=True):
        label, strength = decide(leanings)
        yield label, strength, claim.label == label


def of_choices(asked: Sequence[Asked]) -> Iterator[Outcome]:
    """A right choice should be supported and a wrong one refuted. Nothing is labelled as
    undecided."""
    for one in asked:
        for place, choice in enumerate(one.question.choices.texts):
            label, strength = decide(one.found[choice].leanings)
            right = place == one.question.choices.right
            if label in {Label.SUPPORTED, Label.REFUTED}:
                yield label, strength, right is (label is Label.SUPPORTED)


def told(outcomes: Sequence[Outcome]) -> str:
    """The constant."""
    lines = [_CONFIDENCE]
    for label in Label:
        own = [(strength, right) for given, strength, right in outcomes if given is label]
        steps = ", ".join(f"({start:g}, {share:g})" for start, share in confidence_steps(own))
        lines.append(f"    Label.{label.name}: ({steps}{',' if steps.count('(') == 1 else ''}),")
    return "\n".join([*lines, "}"])


def confidence_steps(found: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """(strength from, share right), rising, from (strength, right) of predictions with one label:
    neighbours are pooled until no step falls below the one before and each has enough members."""
    pools: list[tuple[float, int, int]] = []  # strength from, right, all
    for strength, group in groupby(sorted(found), key=lambda one: one[0]):
        hits = [right for _, right in group]
        pools.append((strength, sum(hits), len(hits)))
        while len(pools) > 1 and _falls(pools[-2], pools[-1]):
            pools[-2:] = [_pooled(pools[-2], pools[-1])]
    place = 0
    while len(pools) > 1 and place < len(pools):
        if pools[place][2] < _LEAST_IN_STEP:
            first = max(0, place - 1)
            pools[first : first + 2] = [_pooled(pools[first], pools[first + 1])]
            place = first
        else:
            place += 1
    steps: list[tuple[float, float]] = []
    for start, right, count in pools:
        share = round(right / count, 2)
        if not steps or share > steps[-1][1]:
            steps.append((int(start * 100) / 100, share))
    return steps


def _falls(before: tuple[float, int, int], after: tuple[float, int, int]) -> bool:
    return before[1] / before[2] >= after[1] / after[2]


def _pooled(
    before: tuple[float, int, int], after: tuple[float, int, int]
) -> tuple[float, int, int]:
    return before[0], before[1] + after[1], before[2] + after[2]


if __name__ == "__main__":
    main()
