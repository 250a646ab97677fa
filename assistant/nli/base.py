"""What a stance model is: it says what a piece of evidence says about a claim.

The packaged one is in assistant/nli/packaged.py, those of a hub in assistant/nli/hub.py, and a fake
that compares words in assistant/testing/word_stance.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Chances = npt.NDArray[np.float32]
"""Shape (pairs, 3): the probabilities of supports, refutes, neutral; each row sums to 1."""

SUPPORTS, REFUTES, NEUTRAL = 0, 1, 2
"""The columns of Chances."""


class StanceModel(Protocol):
    """Weighs evidence against claims."""

    @property
    def name(self) -> str:
        """For the reader: which model this is."""
        ...

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Chances:
        """The stance of each (evidence, claim) pair, in their order. Raises ModelError."""
        ...

    def load(self) -> None:
        """Make the first `weigh` as fast as the others. Raises ModelError."""
        ...

    def close(self) -> None:
        """Release what it holds."""
        ...


def softmax(logits: npt.NDArray[np.float32]) -> Chances:
    """Probabilities of logits, row by row."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)
