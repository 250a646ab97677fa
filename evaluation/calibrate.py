"""Choose the confidence of assistant/judge.py: python -m evaluation.calibrate DATA.

Reads the even rows of Climate-FEVER with the thresholds that are there, and prints the constant,
ready to be pasted."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from assistant.judge import decide
from assistant.rerank import PackagedReranker
from assistant.settings import settings
from assistant.stance import stance_model
from assistant.verdict import Label
from evaluation.claims_sets import LabelledClaim, climate_fever, sample
from evaluation.reading import Reading, Stances

_CONFIDENCE = "CONFIDENCE: dict[Label, tuple[tuple[float, float], ...]] = {"
_LEAST_IN_STEP = 25
"""Claims of one step of the confidence; fewer say little about the share that is right."""


def main() -> None:
    """Measure, and print what to paste."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.calibrate", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with claims/")
    parser.add_argument("--sample", type=int, help="use only so many claims, for a trial run")
    given = parser.parse_args()
    reading = Reading(stance_model(settings().stance), PackagedReranker())
    claims = [one for one in sample(climate_fever(given.data), given.sample) if one.row % 2 == 0]
    stances = reading.stances([(claim.claim, claim.texts) for claim in claims])
    reading.close()
    print(told(claims, stances))


def told(claims: Sequence[LabelledClaim], stances: Sequence[Stances]) -> str:
    """The constant."""
    decided = [decide(one) for one in stances]
    lines = [_CONFIDENCE]
    for label in Label:
        own = [
            (strength, claim.label == label)
            for claim, (given, strength) in zip(claims, decided, strict=True)
            if given is label
        ]
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
