"""What was done to articles beside adding them: their versions, removals and retractions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from index.catalog import copies, schema
from index.catalog.database import Database
from index.errors import ArticleNotFound, ArticleRemoved
from index.reading.dates import in_words
from index.reports import Removal, Version

_OF_ARTICLES = (
    "gone", "retractions", "sightings", "printed", "chunks", "draft", "paragraphs", "versions",
)  # fmt: skip
"""Tables with rows of an article, each before those that it refers to."""


class Ledger:
    """A part of the catalog (`Catalog.ledger`); the same errors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Reading

    def versions(self, article_id: str) -> list[Version]:
        """All versions of an article, oldest first. Raises ArticleNotFound, ArticleRemoved."""
        rows = self._database.read(schema.READ_VERSIONS, article_id)
        if not rows:
            raise self.missing(article_id)
        return [
            Version(number, title, seen, generation, bool(is_current))
            for number, title, seen, generation, is_current in rows
        ]

    def removals(self) -> list[Removal]:
        """All removals, the oldest first."""
        rows = self._database.read(f"{schema.READ_REMOVALS} ORDER BY generation, article_id")
        return [Removal(*row) for row in rows]

    def removed_versions(self) -> dict[str, int]:
        """By id of an article that was ever removed: the number of its newest version then. Later
        versions count on from there, so that an old citation never leads to another text."""
        sql = "SELECT article_id, max(version) FROM removals GROUP BY article_id"
        return dict(self._database.read(sql))

    def removed_texts(self) -> set[str]:
        """The content hashes of all articles that were ever removed."""
        return {row[0] for row in self._database.read("SELECT content_hash FROM removals")}

    def retractions(self) -> dict[str, str]:
        """By id of an article that is retracted: when and why, in words."""
        rows = self._database.read("SELECT article_id, retracted_at, note FROM retractions")
        return {
            name: f"retracted on {in_words(when[:10])}" + (f": {note}" if note else "")
            for name, when, note in rows
        }

    def missing(self, article_id: str, version: int | None = None) -> ArticleNotFound:
        """The error for an article, or a version of one, that is not there."""
        where = f"{schema.READ_REMOVALS} WHERE article_id = ? AND version >= ?"
        rows = self._database.read(f"{where} ORDER BY generation", article_id, version or 0)
        what = article_id if version is None else f"{article_id}, version {version}"
        if not rows:
            return ArticleNotFound(
                "There is no such article in the store.",
                subject=what,
                remedy="List the articles with their ids: onrecord articles",
            )
        removal = Removal(*rows[-1])
        return ArticleRemoved(
            f"The article “{removal.title}” was removed on {removal.removed_at[:10]} at "
            f"{removal.removed_at[11:16]} UTC.",
            subject=what,
            remedy="Its text has been deleted. To search it again, add its file again.",
        )

    def purge_is_due(self) -> bool:
        """Whether text of a removed article may still lie in the store's files."""
        return bool(self._database.read("SELECT 1 FROM meta WHERE name = 'purge'"))

    # Writing, under the write lock

    def remove(self, article_ids: Collection[str], vectors: str) -> int:
        """Switch to a generation without these articles, in one transaction; returns its number.
        From then on a purge is due."""
        names = [(name,) for name in article_ids]
        with self._database.transaction() as write:
            number = next(write.execute(schema.NEXT_GENERATION, (now(), vectors)))[0]
            copies.forget(write, article_ids)
            write.executemany(schema.ADD_REMOVAL, [(now(), number, name) for (name,) in names])
            # What else came with it is the same, but an add brings the article back.
            write.executemany(schema.NOT_SEEN_WHOLE, names)
            for table in _OF_ARTICLES:
                write.executemany(f"DELETE FROM {table} WHERE article_id = ?", names)  # noqa: S608
            write.executemany("DELETE FROM articles WHERE id = ?", names)
            write.execute(schema.FORGET_UNUSED_EMBEDDINGS)
            write.execute("INSERT OR REPLACE INTO meta VALUES ('purge', 'due')")
        return int(number)

    def purge(self) -> bool:
        """Rewrite the catalog's file with only what it holds, and empty its log. False: somebody
        is reading an older state, so it stays due."""
        if not self._database.compact():
            return False
        with self._database.transaction() as write:
            write.execute("DELETE FROM meta WHERE name = 'purge'")
        return True

    def retract(self, article_id: str, note: str, vectors: str) -> None:
        """Mark an article as retracted, in a new generation."""
        with self._database.transaction() as write:
            row = (article_id, now(), note)
            write.execute("INSERT OR REPLACE INTO retractions VALUES (?, ?, ?)", row)
            write.execute(schema.NEXT_GENERATION, (now(), vectors)).fetchall()

    def unretract(self, article_id: str, vectors: str) -> None:
        """Take that back, in a new generation."""
        with self._database.transaction() as write:
            write.execute("DELETE FROM retractions WHERE article_id = ?", (article_id,))
            write.execute(schema.NEXT_GENERATION, (now(), vectors)).fetchall()

    def take_embeddings(self, other: Path, model: str) -> None:
        """Copy a model's embeddings of another catalog that are not known yet."""
        sql = "INSERT OR IGNORE INTO embeddings SELECT * FROM other.embeddings WHERE model = ?"
        with self._database.attached(other), self._database.transaction() as write:
            write.execute(sql, (model,))

    def become(self, other: Path, vectors: str, model: str) -> int:
        """Switch to a generation that holds what another catalog does, with the vectors of a model,
        in one transaction; returns its number, which is above those of both. What was removed here
        stays on record; an unfinished rebuild starts again."""
        with self._database.attached(other), self._database.transaction() as write:
            newest = next(write.execute("SELECT max(number) FROM generations"))[0]
            write.execute("DELETE FROM main.draft")
            for table in reversed(schema.COPIED):
                write.execute(f"DELETE FROM main.{table}")  # noqa: S608
            for table in schema.COPIED:
                write.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")  # noqa: S608
            # Their folders of vectors are another store's.
            write.execute("UPDATE main.generations SET vectors = ''")
            write.execute("INSERT OR IGNORE INTO main.removals SELECT * FROM other.removals")
            write.execute(
                "UPDATE main.meta SET value = (SELECT value FROM other.meta WHERE name = 'packing')"
                " WHERE name = 'packing'"
            )
            number = (
                1
                + next(
                    write.execute("SELECT max(?, max(number)) FROM main.generations", (newest,))
                )[0]
            )
            row = (number, now(), vectors, model)
            write.execute("INSERT INTO main.generations VALUES (?, ?, ?, ?)", row)
            write.execute(schema.FORGET_UNUSED_EMBEDDINGS)
            write.execute("INSERT OR REPLACE INTO main.meta VALUES ('purge', 'due')")
        return int(number)


def now() -> str:
    """ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
