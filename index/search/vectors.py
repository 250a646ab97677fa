"""Search by meaning: the seam to Chroma.

Each generation of the index has its own folder, which is never changed once it is made: a change
copies the last one, works on the copy, and the catalog's commit switches to it. Chroma writes its
graph in place, and a half-written graph, left by a killed process or read while it is written, ends
the process that loads it.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from index import disk
from index.search.embedding import Matrix
from index.types import Hit, ProgressCallback

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

COLLECTION = "chunks"
DATABASE = "chroma.sqlite3"
MANIFEST = "manifest.json"
BATCH = 5000
"""Vectors that are written together, at most."""
GRAPH: CreateHNSWConfiguration = {"space": "cosine", "ef_construction": 200, "ef_search": 300}
"""How thoroughly Chroma's graph is made and searched. With its defaults (100 and 100) a vector did
not find itself in 1 of 600 graphs of 300 vectors made on a busy machine; with 300 for both, or for
the search alone, in none of 600. It costs little beside embedding."""
ATTEMPTS = 100


class VectorsDamaged(Exception):
    """The folder cannot be read; it can be made again from the catalog."""


class ChromaVectors:
    """One generation's vectors, to read. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Check every file against the manifest, and open. Raises VectorsDamaged."""
        manifest = read_manifest(folder)
        if _sums(folder) != manifest.files:
            raise VectorsDamaged(f"{folder}: a file has changed since it was written")
        self._folder = folder
        self._lock = threading.Lock()
        self._client = _client(folder)
        try:
            with _in_words(folder):
                self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
                self._count = self._collection.count()
            if self._count != manifest.count:
                raise VectorsDamaged(f"{folder}: {self._count} vectors of {manifest.count}")
        except BaseException:
            self._client.close()
            raise

    def nearest(self, vector: Matrix, limit: int) -> list[Hit]:
        """The nearest keys to one vector (1, dimensions), with their cosine similarities, best
        first."""
        with self._lock, _in_words(self._folder):
            found = self._collection.query(
                query_embeddings=vector, n_results=min(limit, self._count), include=["distances"]
            )
        distances = found["distances"] or [[]]
        # Chroma's cosine distance is 1 minus the similarity.
        return [
            Hit(key, 1.0 - distance)
            for key, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def keys(self) -> set[str]:
        """All keys."""
        with self._lock, _in_words(self._folder):
            return set(self._collection.get(include=[])["ids"])

    def close(self) -> None:
        with self._lock:
            self._client.close()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a finished folder holds; a folder without one was never finished."""

    count: int
    """Vectors."""
    holes: int
    """Places in the graph whose vector was deleted."""
    files: Mapping[str, str]
    """sha256 of each file of the graph, by path below the folder."""


def read_manifest(folder: Path) -> Manifest:
    """Raises VectorsDamaged."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise VectorsDamaged(str(error)) from error


def build(
    folder: Path,
    base: Path | None,
    *,
    add: Sequence[str],
    remove: Collection[str],
    embeddings: Callable[[Sequence[str]], Matrix],
    progress: ProgressCallback,
) -> None:
    """Make a folder: `base` (None: nothing) without the keys `remove` and with the keys `add`.

    It counts for nothing until the catalog names it. Raises StoreFull, VectorsDamaged (the base
    cannot be used)."""
    count = holes = 0
    if base is not None:
        manifest = read_manifest(base)
        count, holes = manifest.count - len(remove), manifest.holes + len(remove)
        _copy(base, folder)
        (folder / MANIFEST).unlink()
        if _sums(folder) != manifest.files:
            raise VectorsDamaged(f"{base}: a file has changed since it was written")
    client = _client(folder)
    try:
        with _in_words(folder):
            # The graph goes to its files with every batch (sync_threshold), rather than being
            # made again from Chroma's log whenever the folder is opened.
            collection = client.get_or_create_collection(
                COLLECTION,
                configuration={"hnsw": {**GRAPH, "sync_threshold": 1}},
                embedding_function=None,
            )
            size = min(BATCH, client.get_max_batch_size())
            for keys in _batches(list(remove), size):
                collection.delete(ids=keys)
            for start, keys in enumerate(_batches(add, size)):
                collection.upsert(ids=keys, embeddings=embeddings(keys))
                progress("arranging vectors", start * size + len(keys), len(add))
            count += len(add)
            if collection.count() != count:
                raise VectorsDamaged(f"{folder}: {collection.count()} vectors of {count}")
    finally:
        client.close()
    written = {"count": count, "holes": holes, "files": _sums(folder)}
    (folder / MANIFEST).write_text(json.dumps(written), encoding="utf-8")
    disk.settle(folder)


def import_now() -> None:
    """Import what takes a second, before a process forks."""
    import chromadb.api.rust  # noqa: F401, PLC0415  takes a second


def _client(folder: Path) -> Client:
    import chromadb  # noqa: PLC0415  takes a second
    from chromadb.config import Settings  # noqa: PLC0415

    with _in_words(folder):
        client = chromadb.PersistentClient(folder, Settings(anonymized_telemetry=False))
        return cast("Client", client)


def _copy(base: Path, folder: Path) -> None:
    """Copy a finished folder. Opening one is noted in its database, and nothing else ever changes;
    so copy again if someone opened it in the meantime."""
    database = base / DATABASE
    journal = base / f"{DATABASE}-journal"
    for _ in range(ATTEMPTS):
        before = database.stat().st_mtime_ns, journal.exists()
        disk.copy_files(base, folder)
        if before == (database.stat().st_mtime_ns, journal.exists()) == (before[0], False):
            (folder / journal.name).unlink(missing_ok=True)
            return
    raise VectorsDamaged(f"{base}: it keeps changing")


def _sums(folder: Path) -> dict[str, str]:
    """sha256 of the graph's files. The database is left out: Chroma writes to it on opening, and
    notices itself when it is damaged."""
    found = {}
    for path in sorted(folder.glob("*/*")):
        with path.open("rb") as file:
            found[str(path.relative_to(folder))] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _batches(keys: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(keys), size):
        yield list(keys[start : start + size])


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Turn Chroma's errors into StoreFull, StoreReadOnly or VectorsDamaged."""
    from chromadb.errors import ChromaError  # noqa: PLC0415  takes a second

    try:
        yield
    except (ChromaError, ValueError, RuntimeError) as error:
        code = _sqlite_code(error)
        if code == _SQLITE_FULL:
            raise disk.full(folder) from error
        if code == _SQLITE_READONLY:
            raise disk.read_only(folder) from error
        raise VectorsDamaged(str(error)) from error


_SQLITE_FULL, _SQLITE_READONLY = 13, 8


def _sqlite_code(error: Exception) -> int | None:
    """SQLite's code of an error of the database that Chroma keeps, where it is one. Chroma raises
    the same error for all of them, and tells the code only in its message."""
    code = re.search(r"code: (\d+)", str(error))
    return int(code[1]) if code else None
