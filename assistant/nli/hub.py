"""An NLI cross-encoder from a model hub as the stance model."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.nli.base import NEUTRAL, REFUTES, SUPPORTS, Chances, softmax
from index.errors import ModelError, SettingError
from index.strings.folding import legible

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_NAMES: Mapping[str, int] = {
    "entailment": SUPPORTS,
    "entail": SUPPORTS,
    "supports": SUPPORTS,
    "supported": SUPPORTS,
    "contradiction": REFUTES,
    "contradict": REFUTES,
    "refutes": REFUTES,
    "refuted": REFUTES,
    "neutral": NEUTRAL,
    "not_entailment": NEUTRAL,
    "not enough info": NEUTRAL,
}
"""What models call their outputs, in lower case."""


class HubStance:
    """An NLI cross-encoder through sentence-transformers, for instance
    "cross-encoder/nli-deberta-v3-base". The order of its labels is read from its configuration."""

    def __init__(self, name: str) -> None:
        """`name`: on the hub, or a folder."""
        self.name = name
        self._lock = threading.Lock()
        self._loaded: tuple[CrossEncoder, list[int]] | None = None

    def load(self) -> None:
        self._model()

    def close(self) -> None:
        """Let the weights go."""
        self._loaded = None

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Chances:
        chances = np.zeros((len(pairs), 3), dtype=np.float32)
        if not pairs:
            return chances
        model, columns = self._model()
        raw = np.asarray(
            model.predict(
                [(legible(a), legible(b)) for a, b in pairs],
                show_progress_bar=False,
                apply_softmax=False,
            ),
            dtype=np.float32,
        )
        for output, column in enumerate(columns):
            chances[:, column] += softmax(raw)[:, output]
        return chances

    def _model(self) -> tuple[CrossEncoder, list[int]]:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> tuple[CrossEncoder, list[int]]:
        from sentence_transformers import CrossEncoder  # noqa: PLC0415 - takes ten seconds

        try:
            model = CrossEncoder(self.name, device="cpu")
        except Exception as error:
            raise ModelError(
                f"The stance model cannot be loaded ({type(error).__name__}).",
                subject=f"ONRECORD_STANCE={self.name}",
                remedy="Check the name, and that the hub can be reached or the model is cached "
                "(HF_HUB_OFFLINE=0); unset ONRECORD_STANCE to use the packaged model.",
            ) from error
        labels = model.config.id2label
        columns = [_NAMES.get(str(labels[output]).lower(), -1) for output in sorted(labels)]
        if SUPPORTS not in columns or -1 in columns:
            raise SettingError(
                f"Its outputs are {', '.join(map(str, labels.values()))}, not those of an NLI "
                "model (entailment, contradiction, neutral).",
                subject=f"ONRECORD_STANCE={self.name}",
                remedy="Choose a cross-encoder for natural language inference.",
            )
        return model, columns
