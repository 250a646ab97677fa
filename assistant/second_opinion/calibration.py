"""How sure a verdict is once a language model has read the same sentences.

How the table was found, and why a model that is not in it can only lower the confidence:
docs/measurements/verdicts.md."""

from __future__ import annotations

import math
from typing import NamedTuple

from assistant.thresholds import SUREST, UNMEASURED


class Worth(NamedTuple):
    """What a model's opinion adds to the log-odds that the verdict's label is right."""

    agrees: float
    differs: float


WORTHS: dict[str, Worth] = {}
"""By the model's name, as measured; 0 and 0: its opinion says nothing."""


def pair_confidence(model: str, alone: float, *, agrees: bool) -> float:
    """The probability that a verdict's label is right: `alone` is that without the model's opinion,
    and `agrees` is whether it has the same label."""
    worth = WORTHS.get(model)
    if worth is None:
        return alone if agrees else min(alone, UNMEASURED)
    return round(moved(alone, worth.agrees if agrees else worth.differs), 4)


def moved(probability: float, log_odds: float) -> float:
    """A probability with its log-odds moved by so much; by 0 it stays the same."""
    if not log_odds:
        return probability
    kept = min(max(probability, 1 - SUREST), SUREST)
    odds = math.log(kept / (1 - kept)) + log_odds
    return min(max(1 / (1 + math.exp(-odds)), 1 - SUREST), SUREST)
