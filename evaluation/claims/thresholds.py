"""Label thresholds that fit one data set: the search on its even rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from assistant.nli.scoring import Leaning
from assistant.verdicts.label_decision import Thresholds, decide
from evaluation.batched_models import Stances
from evaluation.measures import accuracy, macro_f1

_SUPPORTS = [step / 20 for step in range(2, 20)]
_REFUTES = [step / 20 for step in range(4, 20)]
_SHARES = [step / 10 for step in range(3, 11)]


@dataclass(frozen=True, slots=True)
class Found:
    """Thresholds with what they reach on the rows that they were searched on."""

    thresholds: Thresholds
    macro_f1: float
    accuracy: float


def search(gold: Sequence[str], stances: Sequence[Stances]) -> list[Found]:
    """Thresholds of a grid, the highest sum of accuracy and macro-F1 first; of equal ones the most
    cautious."""
    strongest = [_strongest(one) for one in stances]
    found = []
    for supports, refutes, share in product(_SUPPORTS, _REFUTES, _SHARES):
        thresholds = Thresholds(supports, refutes, share)
        given = [decide(one, thresholds)[0].value for one in strongest]
        found.append(Found(thresholds, macro_f1(gold, given), accuracy(gold, given)))
    return sorted(
        found,
        key=lambda one: (
            -one.macro_f1 - one.accuracy,
            -one.thresholds.share,
            -one.thresholds.refutes,
            -one.thresholds.supports,
        ),
    )


def _strongest(stances: Stances) -> Stances:
    """As few as decide the same."""
    return [
        Leaning(
            max((one.supports for one in stances), default=0.0),
            max((one.refutes for one in stances if one.computed is computed), default=0.0),
            computed,
        )
        for computed in (False, True)
    ]
