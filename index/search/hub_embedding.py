"""A sentence-transformers model from a folder or a hub's cache as the embedding model."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelError
from index.search.embedding import Matrix, Running
from index.types import ProgressCallback, silent

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SHORTEST = 128
"""Tokens: a model that reads less has no room for a title and a paragraph."""
_TELLING = {".json", ".txt", ".model", ".safetensors", ".bin"}
"""Suffixes of the files that make a model what it is …"""
_OTHER_FORMATS = ["*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf", "onnx/*", "openvino/*"]
"""… and the files that are never loaded."""
_SAMPLES, _SAMPLE = 64, 16_384
"""Of a large file, this many parts of this many bytes are looked at."""


class HubEmbedder:
    """Knows its name at once; loads on first use. Safe to use from several threads.

    Texts go in as they are: a model that wants instructions before them ("query: ") gets none."""

    def __init__(self, location: str, revision: str | None = None) -> None:
        """`location`: a folder, or a name of the hub; `revision`: of the hub, in the cache only.
        Raises ModelError if there is no model."""
        self._location = location
        folder = Path(location).expanduser()
        if folder.is_dir():
            self._folder = folder.resolve()
            self.name = f"{self._folder}@{self._fingerprint()}"
        else:
            self._folder = self._of_hub(revision)
            self.name = f"{location}@{self._folder.name}"
        self._loading = threading.Lock()
        self._running: Running | None = None
        self._counter: Tokenizer | None = None

    @classmethod
    def named(cls, name: str) -> HubEmbedder:
        """The model whose `name` was that. Raises ModelError if it is gone, or has changed."""
        location, _, mark = name.rpartition("@")
        found = cls(location, None if Path(location).is_dir() else mark)
        if found.name != name:
            raise found._unusable("The model has changed since.")
        return found

    @property
    def dimensions(self) -> int:
        return self._loaded().dimensions

    @property
    def limit(self) -> int:
        return self._loaded().limit

    def count_tokens(self, text: str) -> int:
        if self._counter is None:
            self._counter = self._loaded().counter()
        return len(self._counter.encode(text).ids)

    def embed(self, texts: Sequence[str], progress: ProgressCallback = silent) -> Matrix:
        return self._loaded().embed(texts, progress)

    def _loaded(self) -> Running:
        with self._loading:
            if self._running is None:
                try:
                    running = Running(self._folder)
                except Exception as error:
                    raise self._unusable(
                        f"The embedding model cannot be loaded ({type(error).__name__})."
                    ) from error
                if running.limit < SHORTEST:
                    raise self._unusable(
                        f"The embedding model reads {running.limit} tokens of a text; at least "
                        f"{SHORTEST} are needed."
                    )
                self._running = running
            return self._running

    def _of_hub(self, revision: str | None) -> Path:
        """Where it is in the hub's cache; a model that is not there is fetched if the environment
        allows it (index/offline.py) and no revision is requested."""
        from huggingface_hub import snapshot_download  # noqa: PLC0415  seldom needed

        def find(*, only_here: bool) -> Path:
            return Path(
                snapshot_download(
                    self._location,
                    revision=revision,
                    local_files_only=only_here,
                    ignore_patterns=_OTHER_FORMATS,
                )
            )

        try:
            try:
                return find(only_here=True)
            except FileNotFoundError:
                if revision:
                    raise
                return find(only_here=False)
        except Exception as error:
            raise self._unusable(
                f"There is no such embedding model ({type(error).__name__})."
            ) from error

    def _fingerprint(self) -> str:
        """Twelve digits that another model in this folder would not have."""
        told = hashlib.sha256()
        try:
            for path in sorted(self._folder.rglob("*")):
                if path.suffix in _TELLING and path.is_file():
                    size = path.stat().st_size
                    told.update(f"{path.relative_to(self._folder)} {size}\n".encode())
                    with path.open("rb") as file:
                        for place in range(_SAMPLES):
                            file.seek(max(0, size - _SAMPLE) * place // (_SAMPLES - 1))
                            told.update(file.read(_SAMPLE))
                            if size <= _SAMPLE:
                                break
        except OSError as error:
            raise self._unusable(f"It cannot be read ({error.strerror or error}).") from error
        if not (self._folder / "config.json").is_file():
            raise self._unusable("There is no embedding model in this folder.")
        return told.hexdigest()[:12]

    def _unusable(self, happened: str) -> ModelError:
        return ModelError(
            happened,
            subject=f"ONRECORD_EMBEDDING={self._location}",
            remedy="Check the name or the folder, and that the hub can be reached or the model "
            "is cached (HF_HUB_OFFLINE=0); unset ONRECORD_EMBEDDING to use the packaged model.",
        )
