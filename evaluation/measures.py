"""The measures of the tables: shares of right labels, and how far probabilities can be trusted.

All are between 0 and 1; `percent` prints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

BINS = 15
"""Bins of equal width for the calibration error, as Guo et al. (2017, arXiv:1706.04599) count."""
_THRESHOLDS = 200
"""Thresholds that are tried at most."""


def accuracy(gold: Sequence[str], given: Sequence[str]) -> float:
    """The share of right labels; 0 if there are none."""
    right = [one == two for one, two in zip(gold, given, strict=True)]
    return sum(right) / len(right) if right else 0.0


def macro_f1(gold: Sequence[str], given: Sequence[str]) -> float:
    """The mean over the labels, each counted once, of F1; the labels are those that the gold has or
    that were given."""
    scores = []
    for label in sorted({*gold, *given}):
        both = sum(one == two == label for one, two in zip(gold, given, strict=True))
        scores.append(2 * both / (gold.count(label) + given.count(label)))
    return sum(scores) / len(scores) if scores else 0.0


def balanced_accuracy(gold: Sequence[bool], given: Sequence[bool]) -> float:
    """The mean over the classes that the gold has of the share of them that was found."""
    shares = []
    for label in sorted(set(gold)):
        found = [two == label for one, two in zip(gold, given, strict=True) if one == label]
        shares.append(sum(found) / len(found))
    return sum(shares) / len(shares) if shares else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """The predictions whose confidence lies in one range."""

    low: float
    high: float
    count: int
    confidence: float
    """Their mean confidence."""
    right: float
    """The share of them that is right."""


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """The bins of equal width between 0 and 1 that have predictions, lowest first. A confidence on
    a border counts with the bin below it, 0 with the first."""
    values, hits = np.asarray(confidences, dtype=float), np.asarray(right, dtype=float)
    places = np.clip(np.ceil(values * bins - 1e-9).astype(int) - 1, 0, bins - 1)
    return [
        Bin(
            low=place / bins,
            high=(place + 1) / bins,
            count=int(np.sum(places == place)),
            confidence=float(values[places == place].mean()),
            right=float(hits[places == place].mean()),
        )
        for place in range(bins)
        if np.any(places == place)
    ]


def calibration_error(
    confidences: Sequence[float], right: Sequence[bool], bins: int = BINS
) -> float:
    """The expected calibration error: the mean over all predictions of the distance, in their bin,
    between confidence and the share that is right."""
    found = reliability(confidences, right, bins)
    distances = [one.count * abs(one.confidence - one.right) for one in found]
    return sum(distances) / len(confidences) if confidences else 0.0


def best_threshold(scores: Sequence[float], measure: Callable[[float], float]) -> float:
    """The threshold with the highest measure, the lowest of several: tried are the scores
    themselves, evenly thinned where they are many."""
    tried = np.unique(np.asarray(scores, dtype=float))
    if len(tried) > _THRESHOLDS:
        tried = np.quantile(tried, np.linspace(0, 1, _THRESHOLDS), method="nearest")
    if not len(tried):
        return 0.0
    return max((float(one) for one in tried), key=lambda one: (measure(one), -one))


def percent(share: float) -> str:
    """A share with one decimal: 0.4567 is "45.7"."""
    return f"{100 * share:.1f}"
