"""The vectors of a store in a Chroma server, which several processes may share.

A change adds what is new to the collection in use; until the commit no one sees it, since keys that
the catalog does not know are skipped; after it what is old is deleted. If nothing old may stay, or
it is another model's, a new collection is filled instead, and the commit switches to it by name."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path

from index.catalog.catalog import Catalog
from index.errors import VectorServerError
from index.search.embedding import Matrix
from index.search.vector_server import ChromaServer
from index.search.vectors import VectorsDamaged
from index.types import Hit, ProgressCallback


class ServerSnapshots:
    """`Snapshots` in a server. All methods but `sweep`, `is_missing` and `leftovers` raise
    VectorServerError if it cannot be used."""

    def __init__(self, folder: Path, catalog: Catalog, server: ChromaServer) -> None:
        self._folder = folder
        self._catalog = catalog
        self._server = server
        self._prefix = f"onrecord-{catalog.meta('store')}-"

    @property
    def folder(self) -> Path:
        return self._folder

    def nearest(self, vector: Matrix, limit: int) -> list[Hit]:
        name = self._catalog.generation().vectors
        if not name:
            return []
        ask = limit
        while True:
            hits = self._server.nearest(name, vector, ask)
            if hits is None:
                if name == self._catalog.generation().vectors:
                    raise VectorsDamaged(f"the server has no collection {name}")
                return self.nearest(vector, limit)  # someone has just switched to another
            active = self._catalog.active([hit.key for hit in hits])
            found = [hit for hit in hits if hit.key in active]
            if len(found) >= limit or len(hits) < ask:
                return found[:limit]
            ask *= 2  # keys not committed yet, or not swept yet, took up places

    def keys(self) -> set[str]:
        name = self._catalog.generation().vectors
        return self._server.keys(name) & self._catalog.keys() if name else set()

    def is_missing(self) -> bool:
        """Also False if the server cannot be asked: searches then report it."""
        name = self._catalog.generation().vectors
        if not name:
            return False
        with suppress(VectorServerError):
            count = self._server.count(name) if name.startswith(self._prefix) else None
            return count is None or count < self._catalog.count_keys()
        return False

    def make(self, keys: set[str], progress: ProgressCallback, *, afresh: bool = False) -> str:
        generation = self._catalog.generation()
        if not keys:
            return ""
        present = self._server.keys(generation.vectors) if generation.vectors else set()
        if afresh or not present:
            return self.remake(keys, generation.model, progress)
        embeddings = partial(self._catalog.embeddings, generation.model)
        self._server.write(generation.vectors, sorted(keys - present), embeddings, progress)
        return generation.vectors

    def remake(self, keys: set[str], model: str, progress: ProgressCallback) -> str:
        if not keys:
            return ""
        number = self._catalog.generation().number + 1
        name = f"{self._prefix}{number:06}-{secrets.token_hex(3)}"
        embeddings = partial(self._catalog.embeddings, model)
        self._server.write(name, sorted(keys), embeddings, progress)
        return name

    def sweep(self) -> None:
        """If the server cannot be used now, it is swept the next time."""
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            shutil.rmtree(path, ignore_errors=True)
        with suppress(VectorServerError):
            name = self._catalog.generation().vectors
            for other in self._server.names(self._prefix):
                if other != name:
                    self._server.drop(other)
            if name:
                self._server.delete(name, self._server.keys(name) - self._catalog.keys())

    def leftovers(self) -> list[str]:
        found = [path.name for path in self._folder.iterdir()] if self._folder.is_dir() else []
        with suppress(VectorServerError):
            name = self._catalog.generation().vectors
            found += [other for other in self._server.names(self._prefix) if other != name]
            surplus = (self._server.count(name) or 0) - self._catalog.count_keys() if name else 0
            found += [f"{surplus} keys in {name}"] if surplus > 0 else []
        return found

    def close(self) -> None:
        """There is nothing to release."""
