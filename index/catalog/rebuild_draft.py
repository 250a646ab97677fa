"""The rebuild in progress: the chunks that it has cut, and which of them are embedded.

Nobody searches a draft. It outlives the process that makes it, so that another goes on with it, and
it becomes the index in one transaction (`switch`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from index.catalog import schema
from index.catalog.database import Database, Transaction
from index.catalog.ledger import now
from index.search.embedding import Matrix
from index.types import Chunk

_MODEL, _PACKING = "draft model", "draft packing"
"""Rows of the table `meta`."""
_BATCH = 1000
"""Chunks that are read together."""

_IS_SEARCHED = """
EXISTS (SELECT 1 FROM versions v WHERE v.article_id = {0} AND v.version = {1} AND v.until IS NULL)
"""
_UNCUT = """
FROM versions v WHERE v.until IS NULL AND v.article_id > ? AND NOT EXISTS
    (SELECT 1 FROM draft d WHERE d.article_id = v.article_id AND d.version = v.version)
"""
_UNEMBEDDED = """
FROM draft d WHERE NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.model = ? AND e.key = d.key)
"""
_CHUNK = 'key, article_id, version, first, last, start, "end", context, text'


@dataclass(frozen=True, slots=True)
class Target:
    """What a rebuild makes the index of."""

    model: str
    """Name of the embedding model."""
    packing: str
    """Name of the way of cutting (index/text/chunks.py)."""


class RebuildDraft:
    """A part of the catalog (`Catalog.draft`); the same errors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Reading

    def target(self) -> Target | None:
        """What the unfinished rebuild is to; None where there is none."""
        sql = "SELECT name, value FROM meta WHERE name IN (?, ?)"
        values = dict(self._database.read(sql, _MODEL, _PACKING))
        return Target(values[_MODEL], values[_PACKING]) if values else None

    def count(self) -> int:
        """How many different keys its chunks have."""
        return int(self._database.read("SELECT count(DISTINCT key) FROM draft")[0][0])

    def count_uncut(self) -> int:
        """How many articles it has no chunks of."""
        return int(self._database.read(f"SELECT count(*) {_UNCUT}", "")[0][0])

    def uncut(self, after: str, limit: int) -> list[tuple[str, int]]:
        """The first such articles above an id, in the order of their ids, with their versions."""
        sql = f"SELECT v.article_id, v.version {_UNCUT} ORDER BY v.article_id LIMIT ?"
        return [(name, version) for name, version in self._database.read(sql, after, limit)]

    def count_unembedded(self, model: str) -> int:
        """How many different keys the model has not embedded."""
        sql = f"SELECT count(DISTINCT key) {_UNEMBEDDED}"
        return int(self._database.read(sql, model)[0][0])

    def unembedded(self, model: str, limit: int) -> list[Chunk]:
        """A chunk of each of so many of those, the longest first."""
        sql = f"SELECT {_CHUNK} {_UNEMBEDDED} GROUP BY key ORDER BY length(text) DESC LIMIT ?"
        return [Chunk(*row) for row in self._database.read(sql, model, limit)]

    def keys(self) -> set[str]:
        """The keys of its chunks."""
        return {row[0] for row in self._database.read("SELECT DISTINCT key FROM draft")}

    def chunks(self, keys: Sequence[str]) -> Iterator[Chunk]:
        """One chunk of each key, read little by little."""
        asked = "key IN (SELECT value FROM json_each(?))"
        sql = f"SELECT {_CHUNK} FROM draft WHERE {asked} GROUP BY key"  # noqa: S608
        for start in range(0, len(keys), _BATCH):
            part = json.dumps(list(keys[start : start + _BATCH]))
            yield from (Chunk(*row) for row in self._database.read(sql, part))

    def size(self) -> int:
        """Characters of its texts."""
        sql = "SELECT coalesce(sum(length(context) + length(text)), 0) FROM draft"
        return int(self._database.read(sql)[0][0])

    # Writing, under the write lock

    def begin(self, target: Target, dimensions: int) -> None:
        """Go on with the draft of that target, or begin one; another one's chunks are dropped. So
        are embeddings of the model that have another length than its vectors."""
        with self._database.transaction() as write:
            if self.target() != target:
                write.execute("DELETE FROM draft")
                rows = [(_MODEL, target.model), (_PACKING, target.packing)]
                write.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)
            write.execute(
                "DELETE FROM embeddings WHERE model = ? AND length(vector) <> ?",
                (target.model, dimensions * 4),
            )

    def add(self, chunks: Sequence[Chunk]) -> int:
        """Keep chunks, all that an article has together; those of a version that is not searched
        (any more) are left out. Returns how many were kept."""
        if not chunks:
            return 0
        sql = (
            "INSERT OR REPLACE INTO draft SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE "
            + _IS_SEARCHED.format("?2", "?3")
        )
        with self._database.transaction() as write:
            return write.executemany(sql, [astuple(chunk) for chunk in chunks]).rowcount

    def remember(self, model: str, keys: Sequence[str], vectors: Matrix) -> None:
        """Keep a model's embeddings of the draft; of what it does not hold (any more), none."""
        rows = [
            (model, key, row.astype("<f4").tobytes())
            for key, row in zip(keys, vectors, strict=True)
        ]
        with self._database.transaction() as write:
            write.executemany(
                "INSERT OR REPLACE INTO embeddings SELECT ?1, ?2, ?3"
                " WHERE EXISTS (SELECT 1 FROM draft WHERE key = ?2)",
                rows,
            )

    def catch_up(self) -> None:
        """Drop the chunks of versions that are not searched any more."""
        is_searched = _IS_SEARCHED.format("draft.article_id", "draft.version")
        with self._database.transaction() as write:
            write.execute(f"DELETE FROM draft WHERE NOT {is_searched}")  # noqa: S608

    def switch(self, vectors: str) -> int:
        """Make the draft the index, in one transaction; returns the new generation. What only the
        one before needed is dropped, and a purge is due, which gives its room back."""
        with self._database.transaction() as write:
            sql = (
                "INSERT INTO generations SELECT max(number) + 1, ?, ?,"
                " (SELECT value FROM meta WHERE name = ?) FROM generations RETURNING number"
            )
            number = next(write.execute(sql, (now(), vectors, _MODEL)))[0]
            write.execute("DELETE FROM chunks")
            write.execute(f"INSERT INTO chunks SELECT {_CHUNK} FROM draft")  # noqa: S608
            write.execute(
                "UPDATE meta SET value = (SELECT value FROM meta WHERE name = ?)"
                " WHERE name = 'packing'",
                (_PACKING,),
            )
            _drop(write)
        return int(number)

    def drop(self) -> None:
        """Forget the draft, and the embeddings that the index does not need; a purge is due."""
        with self._database.transaction() as write:
            _drop(write)


def _drop(write: Transaction) -> None:
    write.execute("DELETE FROM draft")
    write.execute("DELETE FROM meta WHERE name IN (?, ?)", (_MODEL, _PACKING))
    write.execute(schema.FORGET_UNUSED_EMBEDDINGS)
    write.execute("INSERT OR REPLACE INTO meta VALUES ('purge', 'due')")
