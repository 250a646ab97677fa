"""Which vectors belong to the committed generation, and how the next ones are made."""

from __future__ import annotations

import secrets
import shutil
import threading
from functools import partial
from pathlib import Path
from typing import Protocol

from index import disk
from index.catalog.catalog import Catalog
from index.search import vectors
from index.search.embedding import Matrix
from index.search.vectors import ChromaVectors, VectorsDamaged
from index.types import Hit, ProgressCallback

MOST_HOLES = 0.25
"""Deleted vectors leave holes in the graph; with a larger share of them it is rebuilt."""
BYTES_OVERHEAD = 6_000
"""Of a vector in the folder, beyond twice its own: graph, identity, log."""


class Snapshots(Protocol):
    """Where the vectors of each generation are. Safe to use from several threads; `make`, `remake`
    and `sweep` under the write lock."""

    @property
    def folder(self) -> Path:
        """The folder for everything that belongs to no generation; its contents are swept."""

    def nearest(self, vector: Matrix, limit: int) -> list[Hit]:
        """Search the committed generation. Raises VectorsDamaged."""

    def keys(self) -> set[str]:
        """The keys of the committed generation. Raises VectorsDamaged."""

    def is_missing(self) -> bool:
        """Whether the committed generation's vectors are plainly unusable. Cheap."""

    def make(self, keys: set[str], progress: ProgressCallback, *, afresh: bool = False) -> str:
        """Make vectors of exactly these keys, whose embeddings the catalog knows, and return the
        name that the commit is to give them; the present one if that is right. `afresh`: from
        scratch, without traces of other vectors, since Chroma keeps what it deletes. Raises
        StoreFull, StoreReadOnly."""

    def remake(self, keys: set[str], model: str, progress: ProgressCallback) -> str:
        """The same from scratch, with the embeddings of that model."""

    def sweep(self) -> None:
        """Delete what belongs to no committed generation, as far as possible."""

    def leftovers(self) -> list[str]:
        """What belongs to no committed generation, by name."""

    def close(self) -> None:
        """Release the files."""


class FolderSnapshots:
    """The folder `chroma/`, and the snapshot in it that is open. Safe to use from several
    threads; `make` and `sweep` under the write lock."""

    def __init__(self, folder: Path, catalog: Catalog, copies: Path | None) -> None:
        """copies: where to open copies, since Chroma writes to what it opens; None: in place."""
        self._folder = folder
        self._catalog = catalog
        self._lock = threading.RLock()
        self._name = ""
        self._open: ChromaVectors | None = None
        self._copies = copies

    @property
    def folder(self) -> Path:
        return self._folder

    def nearest(self, vector: Matrix, limit: int) -> list[Hit]:
        with self._lock:
            try:
                current = self._current()
                return current.nearest(vector, limit) if current else []
            except VectorsDamaged:  # perhaps another process has just swept this folder
                self._release()
                current = self._current()
                return current.nearest(vector, limit) if current else []

    def keys(self) -> set[str]:
        with self._lock:
            current = self._current()
            return current.keys() if current else set()

    def is_missing(self) -> bool:
        name = self._catalog.generation().vectors
        return bool(name) and not (self._folder / name / vectors.MANIFEST).is_file()

    def make(self, keys: set[str], progress: ProgressCallback, *, afresh: bool = False) -> str:
        generation = self._catalog.generation()
        name, model = generation.vectors, generation.model
        if not keys:
            return ""
        base = self._folder / name if name else None
        present = self._catalog.keys()
        try:
            if base is None or self._is_worn(base, present, len(present - keys)):
                base, present = None, set()
            elif present == keys:
                return name
            elif afresh:
                base, present = None, set()
            added, removed = sorted(keys - present), sorted(present - keys)
            return self._build(base, model, added, removed, progress)
        except VectorsDamaged:
            if base is None:
                raise
            return self._build(None, model, sorted(keys), [], progress)

    def remake(self, keys: set[str], model: str, progress: ProgressCallback) -> str:
        return self._build(None, model, sorted(keys), [], progress) if keys else ""

    def sweep(self) -> None:
        for name in self.leftovers():
            # Whatever stays is swept the next time.
            shutil.rmtree(self._folder / name, ignore_errors=True)

    def leftovers(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        name = self._catalog.generation().vectors
        return [path.name for path in self._folder.iterdir() if path.name != name]

    def close(self) -> None:
        with self._lock:
            self._release()

    def _release(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open, self._name = None, ""

    def _current(self) -> ChromaVectors | None:
        """The committed generation's vectors, opened; None if it has none."""
        while True:
            name = self._catalog.generation().vectors
            if name != self._name:
                self._release()
                if name:
                    try:
                        self._open = ChromaVectors(self._to_open(name))
                    except VectorsDamaged:
                        if name == self._catalog.generation().vectors:
                            raise
                        continue  # another process has just switched to the next and swept this
                    self._name = name
            return self._open

    def _to_open(self, name: str) -> Path:
        if self._copies is None:
            return self._folder / name
        copy = self._copies / name
        try:
            disk.copy_files(self._folder / name, copy)
        except OSError as error:
            raise VectorsDamaged(str(error)) from error
        return copy

    def _build(
        self,
        base: Path | None,
        model: str,
        add: list[str],
        remove: list[str],
        progress: ProgressCallback,
    ) -> str:
        name = f"{self._catalog.generation().number + 1:06}-{secrets.token_hex(3)}"
        folder = self._folder / name
        embeddings = partial(self._catalog.embeddings, model)
        dimensions = embeddings(add[:1]).shape[1] if add else 0
        size = len(add) * (dimensions * 8 + BYTES_OVERHEAD) + 1_000_000
        disk.make_sure_of_room(self._folder.parent, size + (disk.size_of(base) if base else 0))
        try:
            with disk.in_words(folder):
                folder.mkdir(parents=True)
                vectors.build(
                    folder,
                    base,
                    add=add,
                    remove=remove,
                    embeddings=embeddings,
                    progress=progress,
                )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return name

    @staticmethod
    def _is_worn(base: Path, present: set[str], removing: int) -> bool:
        """Whether the folder is not worth starting from. Raises VectorsDamaged."""
        manifest = vectors.read_manifest(base)
        holes = manifest.holes + removing
        return manifest.count != len(present) or holes > MOST_HOLES * (manifest.count + holes)
