"""The store's truth: articles, their versions, paragraphs and chunks."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np

from index.catalog import copies, schema
from index.catalog.database import Database
from index.catalog.ledger import Ledger, now
from index.catalog.rebuild_draft import RebuildDraft
from index.catalog.rows import add_version, article_of
from index.catalog.sightings import Sightings
from index.catalog.watchlist import Watchlist
from index.search.embedding import Matrix
from index.types import Article, Chunk, ProgressCallback, Source, silent

FILE = "catalog.sqlite"


@dataclass(frozen=True, slots=True)
class Generation:
    """One committed state of the index."""

    number: int
    vectors: str
    """Name of the folder with its vectors; empty where it has no chunks."""
    model: str
    """Name of the embedding model that they come from."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one commit writes."""

    articles: tuple[Article, ...]
    """New versions; the one that was searched until now is retired."""
    chunks: tuple[Chunk, ...]
    """All their chunks."""
    vectors: str


class Catalog:
    """An open catalog. Several threads may read; one at a time, under the write lock, writes.

    All methods raise StoreDamaged, those that write also StoreFull and StoreReadOnly."""

    def __init__(self, folder: Path, read_only: bool = False) -> None:
        self._database = Database(folder / FILE, read_only)
        self.ledger = Ledger(self._database)
        self.sightings = Sightings(self._database)
        self.watchlist = Watchlist(self._database)
        self.draft = RebuildDraft(self._database)
        self.copies = copies.Copies(self._database)

    @staticmethod
    def create(folder: Path, embedder: str, packing: str) -> None:
        """Make an empty catalog. It has its name only once it is whole. Under the write lock."""
        new = folder / f"{FILE}.new"
        new.unlink(missing_ok=True)
        database = Database.create(new)
        with database.transaction() as write:
            # What tells it apart from other stores that share a server.
            meta = [("packing", packing), ("store", secrets.token_hex(8))]
            write.executemany("INSERT INTO meta VALUES (?, ?)", meta)
            write.execute("INSERT INTO generations VALUES (0, ?, '', ?)", (now(), embedder))
        database.close()
        new.replace(folder / FILE)

    def close(self) -> None:
        self._database.close()

    # Reading

    def meta(self, name: str) -> str:
        return str(self._database.read("SELECT value FROM meta WHERE name = ?", name)[0][0])

    def generation(self) -> Generation:
        """The newest committed one."""
        sql = "SELECT number, vectors, model FROM generations ORDER BY number DESC LIMIT 1"
        return Generation(*self._database.read(sql)[0])

    def count(self) -> int:
        """How many articles there are."""
        return int(self._database.read("SELECT count(*) FROM versions WHERE until IS NULL")[0][0])

    def hashes(self) -> dict[str, tuple[int, str, str]]:
        """By article id: the newest version's number, content hash and title."""
        sql = "SELECT article_id, version, content_hash, title FROM versions WHERE until IS NULL"
        return {row[0]: row[1:] for row in self._database.read(sql)}

    def sources(self) -> set[Source]:
        """Where the articles came from."""
        return {Source(*row) for row in self._database.read("SELECT kind, location FROM articles")}

    def articles(self) -> list[Article]:
        """The newest version of every article, by title."""
        with self._database.snapshot():
            rows = self._database.read(f"{schema.READ_VERSION} WHERE v.until IS NULL")
            paragraphs = self._database.read(
                f"{schema.READ_PARAGRAPHS} JOIN versions v USING (article_id, version)"
                " WHERE v.until IS NULL ORDER BY article_id, number"
            )
            retracted, gone = self.ledger.retractions(), self.sightings.gone()
        texts = {key: list(group) for key, group in groupby(paragraphs, key=lambda row: row[0])}
        newest = [
            replace(
                article_of(row, texts.get(row[0], [])),
                retracted=retracted.get(row[0]),
                gone=gone.get(row[0]),
            )
            for row in rows
        ]
        return sorted(newest, key=lambda article: (article.title.casefold(), article.id))

    def latest(self, article_id: str) -> int:
        """The number of the version that is searched. Raises ArticleNotFound."""
        sql = "SELECT version FROM versions WHERE article_id = ? AND until IS NULL"
        rows = self._database.read(sql, article_id)
        if not rows:
            raise self.ledger.missing(article_id)
        return int(rows[0][0])

    def article(self, article_id: str, version: int) -> Article:
        """One version of an article. Raises ArticleNotFound."""
        where = "WHERE article_id = ? AND version = ?"
        with self._database.snapshot():
            rows = self._database.read(f"{schema.READ_VERSION} {where}", article_id, version)
            paragraphs = self._database.read(
                f"{schema.READ_PARAGRAPHS} {where} ORDER BY number", article_id, version
            )
            retracted, gone = self.ledger.retractions(), self.sightings.gone()
        if not rows:
            raise self.ledger.missing(article_id, version)
        return replace(
            article_of(rows[0], paragraphs),
            retracted=retracted.get(article_id),
            gone=gone.get(article_id),
        )

    def keys(self) -> set[str]:
        """The keys of all chunks."""
        return {row[0] for row in self._database.read("SELECT DISTINCT key FROM chunks")}

    def count_keys(self) -> int:
        """How many different keys the chunks have."""
        return int(self._database.read("SELECT count(DISTINCT key) FROM chunks")[0][0])

    def active(self, keys: Collection[str]) -> set[str]:
        """Those of the keys that a chunk has."""
        rows = self._database.read(schema.ACTIVE_KEYS, json.dumps(list(keys)))
        return {row[0] for row in rows}

    def keys_without(self, article_ids: Collection[str]) -> set[str]:
        """The keys of the chunks of all articles but these."""
        rows = self._database.read(schema.OTHER_KEYS, json.dumps(list(article_ids)))
        return {row[0] for row in rows}

    def chunks(self, keys: Collection[str]) -> dict[str, list[Chunk]]:
        """By key, its chunks; a key that no chunk has is left out."""
        rows = self._database.read(schema.READ_CHUNKS, json.dumps(list(keys)))
        return {
            key: [Chunk(*row) for row in group] for key, group in groupby(rows, lambda row: row[0])
        }

    def copy_to(self, path: Path) -> None:
        """Write what is committed at this moment to a new catalog file, without what no chunk
        uses, whoever reads or writes meanwhile."""
        self._database.copy_to(path)
        copy = Database(path, read_only=False)
        try:
            RebuildDraft(copy).drop()
            with copy.transaction() as write:
                write.execute("DELETE FROM meta WHERE name = 'purge'")
            copy.compact()
        finally:
            copy.close()

    def is_foreign(self, dimensions: int) -> bool:
        """Whether the file has other tables than ours, or vectors of another length."""
        here = self._database.read(schema.TABLES_THERE)
        wrong = self._database.read(schema.WRONG_EMBEDDINGS, dimensions * 4)[0][0]
        return here != Database.tables() or bool(wrong)

    def embedded(self, model: str) -> set[str]:
        """The keys of which a model's embedding is known, of chunks or not."""
        rows = self._database.read("SELECT key FROM embeddings WHERE model = ?", model)
        return {row[0] for row in rows}

    def embeddings(self, model: str, keys: Sequence[str]) -> Matrix:
        """A model's embeddings of these keys, in their order (KeyError where one is not known)."""
        vectors = dict(self._database.read(schema.READ_EMBEDDINGS, model, json.dumps(list(keys))))
        return np.stack([np.frombuffer(vectors[key], dtype="<f4") for key in keys])

    def damages(self) -> list[str]:
        """What is wrong with the file or with what refers to what, in words. Reads it all."""
        damages = [
            str(row[0])
            for row in self._database.read("PRAGMA integrity_check(5)")
            if row[0] != "ok"
        ]
        for sql, what in (
            ("SELECT count(*) FROM pragma_foreign_key_check", "rows refer to a missing row"),
            (schema.INCOMPLETE_VERSIONS, "versions are missing paragraphs"),
            (schema.UNREACHABLE_CHUNKS, "chunks don't lead to their paragraphs"),
            (schema.UNREACHABLE_TEXTS, "fingerprints don't lead to their paragraphs"),
        ):
            count = self._database.read(sql)[0][0]
            if count:
                damages.append(f"{count} {what}")
        return damages

    # Writing, under the write lock

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is written in it, by whatever part of the catalog, is written whole or not at all.
        Reading in it shows what was there before."""
        with self._database.transaction():
            yield

    def remember(self, model: str, keys: Sequence[str], vectors: Matrix) -> None:
        """Keep a model's embeddings, so that it reads no text twice."""
        rows = [
            (model, key, row.astype("<f4").tobytes())
            for key, row in zip(keys, vectors, strict=True)
        ]
        with self._database.transaction() as writer:
            writer.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)", rows)

    def forget_unused_embeddings(self) -> None:
        """Drop the embeddings that no chunk uses."""
        with self._database.transaction() as writer:
            writer.execute(schema.FORGET_UNUSED_EMBEDDINGS)

    def use_vectors(self, folder: str) -> None:
        """Let the newest generation find its vectors in another folder."""
        sql = (
            "UPDATE generations SET vectors = ?"
            " WHERE number = (SELECT max(number) FROM generations)"
        )
        with self._database.transaction() as writer:
            writer.execute(sql, (folder,))

    def commit(self, change: Change, progress: ProgressCallback = silent) -> int:
        """Switch to a new generation, in one transaction; returns its number."""
        with self._database.transaction() as writer:
            number = next(writer.execute(schema.NEXT_GENERATION, (now(), change.vectors)))[0]
            writer.executemany(
                "DELETE FROM chunks WHERE article_id = ?", [(each.id,) for each in change.articles]
            )
            copies.forget(writer, [article.id for article in change.articles])
            for article in change.articles:
                add_version(writer, article, number)
            copies.note(writer, change.articles, progress)
            writer.executemany(schema.ADD_CHUNK, [astuple(chunk) for chunk in change.chunks])
        return int(number)
