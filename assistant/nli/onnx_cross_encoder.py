"""A cross-encoder in an ONNX file: two texts in, logits out.

The reranker, the stance model and the judge are of this kind. ONNX Runtime and the tokenizers stay
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
    from tokenizers import Encoding, Tokenizer

Logits = npt.NDArray[np.float32]
"""Shape (pairs, outputs of the model)."""

_BATCH = 4
"""Pairs in one run. Small batches of equal length waste least on padding: on two cores 1 to 4
were fastest, 16 took twice as long."""
_WORKERS = 2
"""Runs side by side, one thread each: 10 to 20 % faster than one run with two threads."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Where a model is and what its files must be."""

    called: str
    """For the reader: "The reranker"."""
    folder: Path
    """Holds `model.onnx` and `tokenizer.json`."""
    sha256: Mapping[str, str]
    """Of each file, by name, in hexadecimal."""
    remedy: str
    """What the reader can do if a file is missing or has changed."""
    longest: int
    """Tokens of both texts together; longer ones lose their end."""


@dataclass(frozen=True, slots=True)
class PairOutputs:
    """What a model puts out for one pair."""

    outputs: Mapping[str, npt.NDArray[np.float32]]
    """By name. An output for each token has the pair's tokens as its first axis."""
    places: tuple[tuple[int, int] | None, ...]
    """For each token, where it is in the second text, in characters; None: not in it."""


def files_of(called: str, folder: Path, remedy: str, longest: int) -> ModelFiles:
    """The two files of a packaged model and their sums, from its SHA256SUMS. Raises ModelError."""
    listed = folder / "SHA256SUMS"
    try:
        lines = listed.read_text(encoding="ascii").splitlines()
        sums = {name: digest for digest, name in (line.split() for line in lines)}
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{called}'s list of files cannot be read.", subject=str(listed), remedy=remedy
        ) from error
    if set(sums) != {"model.onnx", "tokenizer.json"}:
        raise ModelError(
            f"{called}'s list of files names others than it needs.",
            subject=str(listed),
            remedy=remedy,
        )
    return ModelFiles(called, folder, sums, remedy, longest)


class PairModel:
    """Loads on first use; safe to use from several threads."""

    def __init__(
        self,
        find: Callable[[], ModelFiles],
        outputs: int,
        *,
        as_written: bool = False,
    ) -> None:
        """`find` is called once, when the model is first needed. It may raise ModelError.

        Args:
            outputs: how many logits, for `logits`.
            as_written: "[SEP]" and the like in a text are words, and separate nothing.
        """
        self._find = find
        self._outputs = outputs
        self._as_written = as_written
        self._lock = threading.Lock()
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None
        self._endless: Tokenizer | None = None
        """The tokenizer without its truncation."""
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="pairs")

    def load(self) -> None:
        """Read and verify the files now. Raises ModelError."""
        self._model()

    def close(self) -> None:
        """End the worker threads."""
        self._pool.shutdown()

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """The model's outputs for each pair, in their order. Raises ModelError."""
        outputs = np.zeros((len(pairs), self._outputs), dtype=np.float32)

        def take(places: list[int], _: Sequence[Encoding], out: list[Any]) -> None:
            outputs[places] = np.asarray(out[0]).reshape(len(places), self._outputs)

        # What looks alike is read alike; `read` keeps the characters, whose places it returns.
        folded = [(legible(first), legible(second)) for first, second in pairs]
        self._run(folded, ["logits"], take)
        return outputs

    def read(self, pairs: Sequence[tuple[str, str]], outputs: Sequence[str]) -> list[PairOutputs]:
        """The named outputs for each pair, in their order. Raises ModelError."""
        by_place: dict[int, PairOutputs] = {}

        def take(places: list[int], encodings: Sequence[Encoding], out: list[Any]) -> None:
            for row, (place, encoding) in enumerate(zip(places, encodings, strict=True)):
                size = len(encoding.ids)
                given = {
                    name: np.asarray(array[row], dtype=np.float32)
                    for name, array in zip(outputs, out, strict=True)
                }
                by_place[place] = PairOutputs(
                    {name: one[:size] if one.ndim else one for name, one in given.items()},
                    tuple(
                        at if part == 1 else None
                        for at, part in zip(encoding.offsets, encoding.sequence_ids, strict=True)
                    ),
                )

        self._run(pairs, list(outputs), take)
        return [by_place[place] for place in range(len(pairs))]

    def tokens(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Where the tokens of each text start and end, in characters, however many. Raises
        ModelError."""
        if not texts:
            return []
        tokenizer, _ = self._model()
        with self._lock:
            if self._endless is None:
                self._endless = type(tokenizer).from_str(tokenizer.to_str())
                self._endless.no_truncation()
                self._endless.encode_special_tokens = self._as_written
        encodings = self._endless.encode_batch(list(texts), add_special_tokens=False)
        return [list(encoding.offsets) for encoding in encodings]

    def _run(
        self,
        pairs: Sequence[tuple[str, str]],
        outputs: list[str],
        take: Callable[[list[int], Sequence[Encoding], list[Any]], None],
    ) -> None:
        tokenizer, session = self._model()  # even if there is nothing to read: it may be broken
        if not pairs:
            return
        encodings = tokenizer.encode_batch(list(pairs))
        order = sorted(range(len(pairs)), key=lambda place: len(encodings[place].ids))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        inputs = [one.name for one in session.get_inputs()]

        def run(places: list[int]) -> None:
            given = [encodings[place] for place in places]
            take(places, given, list(session.run(outputs, _feed(given, inputs))))

        # The longest first, so that no worker is left alone with them at the end.
        for _ in self._pool.map(run, reversed(batches)):
            pass

    def _model(self) -> tuple[Tokenizer, InferenceSession]:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._find())
                self._loaded[0].encode_special_tokens = self._as_written
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
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(
            f"{files.called}'s file cannot be read ({error.strerror}).",
            subject=str(path),
            remedy=files.remedy,
        ) from error
    if digest != expected:
        raise ModelError(
            f"{files.called}'s file isn't the one this version was made with (sha256 {digest}).",
            subject=str(path),
            remedy=files.remedy,
        )


def _feed(encodings: list[Encoding], inputs: list[str]) -> dict[str, npt.NDArray[np.int64]]:
    """The model's inputs, padded on the right to the longest; shape (batch, tokens)."""
    length = max(len(encoding.ids) for encoding in encodings)
    feed = {name: np.zeros((len(encodings), length), dtype=np.int64) for name in inputs}
    for row, encoding in enumerate(encodings):
        size = len(encoding.ids)
        given = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        for name in inputs:
            feed[name][row, :size] = given[name]
    return feed
