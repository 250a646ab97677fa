"""Choose the thresholds of assistant/judge.py: python -m evaluation.calibrate DATA.

Reads the even rows of Climate-FEVER and prints the constants, ready to be pasted; the odd rows are
only measured."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant import judge
from assistant.rerank import PackagedReranker
from assistant.settings import settings
from assistant.stance import stance_model
from assistant.verdict import Label
from evaluation.claims_sets import LabelledClaim, climate_fever, sample
from evaluation.measures import accuracy, macro_f1, percent
from evaluation.reading import Reading, Stances

_DECIDES = np.round(np.arange(0.2, 0.96, 0.05), 2)
_OPPOSES = np.round(np.arange(0.1, 0.96, 0.05), 2)
_SHARES = np.round(np.arange(0.1, 1.01, 0.1), 1)
_GUARD = 0.03
"""How much accuracy may be lost against the most accurate thresholds."""
_SHOWN = 5
_CONFIDENCE = "CONFIDENCE: dict[Label, tuple[tuple[float, float], ...]] = {"
_LEAST_IN_STEP = 25
"""Claims of one step of the confidence; fewer say little about the share that is right."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The three of assistant/judge.py."""

    decides: float
    opposes: float
    share: float


@dataclass(frozen=True, slots=True)
class Found:
    """Thresholds with what they reach."""

    thresholds: Thresholds
    macro_f1: float
    accuracy: float


def main() -> None:
    """Search, and print what to paste."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.calibrate", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with claims/")
    parser.add_argument("--sample", type=int, help="use only so many claims, for a trial run")
    given = parser.parse_args()
    reading = Reading(stance_model(settings().stance), PackagedReranker())
    claims = sample(climate_fever(given.data), given.sample)
    stances = reading.stances([(claim.claim, claim.texts) for claim in claims])
    reading.close()
    print(told(claims, stances))


def told(claims: Sequence[LabelledClaim], stances: Sequence[Stances]) -> str:
    """The best thresholds, what they reach, and the constants."""
    even = [place for place, claim in enumerate(claims) if claim.row % 2 == 0]
    odd = [place for place, claim in enumerate(claims) if claim.row % 2]
    gold = [claim.label for claim in claims]
    found = search([gold[n] for n in even], [stances[n] for n in even])
    lines = ["Even rows, best first:"]
    lines += [
        f"  {one.thresholds}: macro-F1 {percent(one.macro_f1)}, accuracy {percent(one.accuracy)}"
        for one in found[:_SHOWN]
    ]
    best = found[0].thresholds
    present = Thresholds(judge.DECIDES, judge.OPPOSES, judge.OPPOSES_SHARE)
    for name, thresholds in (("best of the even rows", best), ("in assistant/judge.py", present)):
        given = labels([stances[n] for n in odd], thresholds)[0]
        expected = [gold[n] for n in odd]
        lines.append(
            f"Odd rows (n = {len(odd)}), {name}: macro-F1 {percent(macro_f1(expected, given))}, "
            f"accuracy {percent(accuracy(expected, given))}"
        )
    given, strengths = labels([stances[n] for n in even], best)
    lines += ["", f"DECIDES = {best.decides}", f"OPPOSES = {best.opposes}"]
    lines += [f"OPPOSES_SHARE = {best.share}", _CONFIDENCE]
    for label in Label:
        own = [
            (strength, right == label)
            for one, strength, right in zip(given, strengths, (gold[n] for n in even), strict=True)
            if one == label
        ]
        steps = ", ".join(f"({start:g}, {share:g})" for start, share in confidence_steps(own))
        lines.append(f"    Label.{label.name}: ({steps}{',' if steps.count('(') == 1 else ''}),")
    return "\n".join([*lines, "}"])


def search(gold: Sequence[str], stances: Sequence[Stances]) -> list[Found]:
    """Thresholds of a grid, by macro-F1, without those that lose too much accuracy; of equal ones
    the most cautious about conflicts."""
    found = []
    for decides, opposes, share in product(_DECIDES, _OPPOSES, _SHARES):
        if opposes > decides:
            continue
        thresholds = Thresholds(float(decides), float(opposes), float(share))
        given, _ = labels(stances, thresholds)
        found.append(Found(thresholds, macro_f1(gold, given), accuracy(gold, given)))
    most = max(one.accuracy for one in found)
    kept = [one for one in found if one.accuracy >= most - _GUARD]
    return sorted(
        kept,
        key=lambda one: (
            -one.macro_f1,
            -one.accuracy,
            -one.thresholds.opposes,
            -one.thresholds.share,
        ),
    )


def labels(stances: Sequence[Stances], thresholds: Thresholds) -> tuple[list[str], list[float]]:
    """What `decide` would give with other thresholds: labels, and their strengths."""
    strongest = [
        (max((s for s, _ in one), default=0.0), max((r for _, r in one), default=0.0))
        for one in stances
    ]
    sides: npt.NDArray[np.float64] = np.array(strongest, dtype=float).reshape(len(stances), 2)
    stronger, weaker = sides.max(axis=1), sides.min(axis=1)
    undecided = stronger < thresholds.decides
    conflict = weaker >= np.maximum(thresholds.opposes, thresholds.share * stronger)
    given = np.select(
        [undecided, conflict, sides[:, 0] > sides[:, 1]],
        [Label.NOT_ENOUGH.value, Label.CONFLICTING.value, Label.SUPPORTED.value],
        Label.REFUTED.value,
    )
    strengths = np.select([undecided, conflict], [1 - stronger, weaker], stronger)
    return [str(one) for one in given], [float(one) for one in strengths]


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
