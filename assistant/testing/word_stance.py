"""A stance model that compares words, for tests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.english.similarity import stems, words
from assistant.nli.base import Chances
from index.words.function_words import NEGATIONS


class WordStance:
    """Supports a claim whose words are all in the evidence, refutes it if one of the two is negated
    and the other is not: exact and without a model, for tests of what is built on a stance
    model."""

    name = "words"

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Chances:
        rows = [_by_words(evidence, claim) for evidence, claim in pairs]
        return np.array(rows, dtype=np.float32).reshape(len(pairs), 3)

    def load(self) -> None:
        """There is nothing to load."""

    def close(self) -> None:
        """There is nothing to release."""


def _by_words(evidence: str, claim: str) -> tuple[float, float, float]:
    claimed = {word for word in stems(claim) if word not in NEGATIONS}
    if not claimed or not claimed <= stems(evidence):
        return 0.02, 0.02, 0.96
    if _negated(evidence) == _negated(claim):
        return 0.96, 0.02, 0.02
    return 0.02, 0.96, 0.02


def _negated(text: str) -> bool:
    found = [word.lower() for word in words(text)]
    return sum(word in NEGATIONS or word.endswith(("n't", "n’t")) for word in found) % 2 == 1
