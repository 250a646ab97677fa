"""A cross-encoder in an ONNX file: two texts in, logits out.

The reranker and the stance model are both of this kind. ONNX Runtime and the tokenizers stay
behind this file."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from index.strings.folding import legible

if TYPE_CHECKING:
    from onnxruntime.capi.onnxruntime_inference_collection import InferenceSession
    from tokenizers import Tokenizer

Logits = npt.NDArray[np.float32]
"""Shape (pairs, outputs of the model)."""

_BATCH = 4
"""Pairs in one run. Small batches of equal length waste least on padding: on two cores 1 to 4
were fastest, 16 took twice as long."""
_WORKERS = 2
"""Runs side by side, one thread each: 10 to 20 % faster than one run with two threads."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Where a model lies and what its files must be."""

    called: str
    """For the reader: "The reranker"."""
    folder: Path
    """Holds `model.onnx` and `tokenizer.json`."""
    sha256: Mapping[str, str]
    """Of each file, by name, in hexadecimal."""
    remedy: str
    """What the reader can do when a file is missing or another."""
    longest: int
    """Tokens of both texts together; what is longer loses its end."""


class PairModel:
    """Loads on first use; safe to use from several threads."""

    def __init__(self, find: Callable[[], ModelFiles], outputs: int) -> None:
        """`find` is called once, when the model is first needed. It may raise ModelError."""
        self._find = find
        self._outputs = outputs
        self._lock = threading.Lock()
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="pairs")

    def load(self) -> None:
        """Read and verify the files now. Raises ModelError."""
        self._model()

    def close(self) -> None:
        """End the worker threads."""
        self._pool.shutdown()

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """The model's outputs for each pair, in their order. Raises ModelError."""
        tokenizer, session = self._model()  # also where there is nothing to read: it may be broken
        found = np.zeros((len(pairs), self._outputs), dtype=np.float32)
        if not pairs:
            return found
        encodings = tokenizer.encode_batch([(legible(a), legible(b)) for a, b in pairs])
        order = sorted(range(len(pairs)), key=lambda place: len(encodings[place].ids))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]

        def run(places: list[int]) -> None:
            feed = _feed([encodings[place] for place in places])
            out = np.asarray(session.run(["logits"], feed)[0], dtype=np.float32)
            found[places] = out.reshape(len(places), self._outputs)

        # The longest first, so that no worker is left alone with them at the end.
        for _ in self._pool.map(run, reversed(batches)):
            pass
        return found

    def _model(self) -> tuple[Tokenizer, InferenceSession]:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._find())
            return self._loaded


def _load(files: ModelFiles) -> tuple[Tokenizer, InferenceSession]:
    import onnxruntime  # noqa: PLC0415 - a third of a second that only a question has to pay
    from tokenizers import Tokenizer  # noqa: PLC0415

    for name, expected in files.sha256.items():
        _verify(files, files.folder / name, expected)
    tokenizer = Tokenizer.from_file(str(files.folder / "tokenizer.json"))
    tokenizer.enable_truncation(files.longest, strategy="longest_first")
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(files.folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    return tokenizer, session


def _verify(files: ModelFiles, path: Path, expected: str) -> None:
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(
            f"{files.called}'s file cannot be read ({error.strerror}).",
            subject=str(path),
            remedy=files.remedy,
        ) from error
    if found != expected:
        raise ModelError(
            f"{files.called}'s file isn't the one this version was made with (sha256 {found}).",
            subject=str(path),
            remedy=files.remedy,
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
