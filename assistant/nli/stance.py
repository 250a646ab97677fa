"""The stance model: what does a piece of evidence say of a claim?

Four ways to the same three probabilities: the model in this repository (docs/stance-model.md), the
judge (assistant/nli/judge.py), any NLI cross-encoder of a hub (assistant/nli/hub.py), and a
fake that compares words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.english.similarity import NEGATIONS, stems, words
from assistant.nli.onnx_cross_encoder import PairModel, files_of

Chances = npt.NDArray[np.float32]
"""Shape (pairs, 3): the probabilities of supports, refutes, neutral; each row sums to 1."""

SUPPORTS, REFUTES, NEUTRAL = 0, 1, 2
"""The columns of Chances."""

PACKAGED = "packaged"
"""The setting that means the model in this repository."""
JUDGE = "judge"
"""The setting that means the judge (assistant/nli/judge.py) in its place."""

FOLDER = Path(__file__).parents[1] / "models" / "stance"
"""Where the packaged model lies."""
_REMEDY = "Get the file again: git checkout -- assistant/models, or install Onrecord again."
_MAXIMUM_TOKENS = 256


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


def stance_model(setting: str) -> StanceModel:
    """The model that ONRECORD_STANCE names: "packaged", "judge", or one of a hub or a folder."""
    if setting == PACKAGED:
        return PackagedStance()
    if setting == JUDGE:
        from assistant.nli.judge import JudgeStance  # noqa: PLC0415 - only when asked for

        return JudgeStance()
    from assistant.nli.hub import HubStance  # noqa: PLC0415 - only when asked for

    return HubStance(setting)


class PackagedStance:
    """The model in this repository. Loads on first use; safe to use from several threads."""

    name = "Onrecord's stance model"

    def __init__(self, folder: Path = FOLDER) -> None:
        """`folder` holds `model.onnx`, `tokenizer.json` and their SHA256SUMS."""
        self._model = PairModel(
            lambda: files_of("The stance model", folder, _REMEDY, _MAXIMUM_TOKENS), outputs=3
        )

    def load(self) -> None:
        self._model.load()

    def close(self) -> None:
        """End the worker threads."""
        self._model.close()

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Chances:
        # The model reads the claim first, as the reranker that it was trained from read questions.
        return softmax(self._model.logits([(claim, evidence) for evidence, claim in pairs]))


class WordStance:
    """Supports what has all the claim's words, refutes it where one of the two is negated and the
    other is not: exact and without a model, for tests of what is built on a stance model."""

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


def softmax(logits: npt.NDArray[np.float32]) -> Chances:
    """Probabilities of logits, row by row."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)
