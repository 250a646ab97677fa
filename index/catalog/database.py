"""The seam to SQLite: connections, transactions, and its errors in our words."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from index import disk
from index.catalog import schema
from index.errors import StoreDamaged, StoreError, StoreLocked, StoreMismatch

Transaction = sqlite3.Connection

BUSY = 10.0
"""Seconds to wait for another process that is just committing."""


class Database:
    """An open SQLite file: one connection that reads, shared by all threads, and one that writes,
    for whoever holds the store's write lock. Raises StoreError only."""

    def __init__(self, path: Path, read_only: bool) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._writer: sqlite3.Connection | None = None
        with self._in_words():
            self._reader = _connect_read_only(path) if read_only else _connect(path)
            try:
                self._check_kind()
                if not read_only:
                    self._writer = _connect(path)
                    self._writer.execute("PRAGMA synchronous = FULL")
                    self._writer.execute("PRAGMA foreign_keys = ON")
                    # What is deleted is overwritten, so that no text stays in free pages.
                    self._writer.execute("PRAGMA secure_delete = ON")
            except BaseException:
                self._reader.close()
                raise

    @classmethod
    def create(cls, path: Path) -> Database:
        """Make a file with the tables, empty."""
        with _in_words(path):
            connection = sqlite3.connect(path)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(schema.TABLES)
                connection.execute(f"PRAGMA application_id = {schema.APPLICATION}")
                connection.execute(f"PRAGMA user_version = {schema.VERSION}")
            finally:
                connection.close()
        return cls(path, read_only=False)

    @staticmethod
    def tables() -> list[Any]:
        """What the tables of a new file are (schema.TABLES_THERE)."""
        connection = sqlite3.connect(":memory:")
        try:
            connection.executescript(schema.TABLES)
            return connection.execute(schema.TABLES_THERE).fetchall()
        finally:
            connection.close()

    def read(self, sql: str, *values: object) -> list[Any]:
        """All rows."""
        with self._lock, self._in_words():
            return self._reader.execute(sql, values).fetchall()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let several reads see the same generation."""
        with self._lock, self._in_words():
            self._reader.execute("BEGIN")
            try:
                yield
            finally:
                self._reader.execute("COMMIT")

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """What is written in it is written whole or not at all. One within another is a part of
        that, which must not go on when it fails."""
        if self._writer is None:
            raise disk.read_only(self._path)
        with self._in_words():
            if self._writer.in_transaction:
                yield self._writer
                return
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    def compact(self) -> bool:
        """Write the file anew with only what it holds, and empty its log. False: another process
        is reading an older state, which the log must keep for it."""
        if self._writer is None:
            raise disk.read_only(self._path)
        with self._in_words():
            self._writer.execute("VACUUM")
            busy, *_ = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def copy_to(self, path: Path) -> None:
        """Write what is committed at this moment to a new file, whoever reads or writes meanwhile.
        Unlike SQLite's backup, VACUUM INTO copies no free pages."""
        with self._in_words():
            connection = _connect_read_only(self._path)
            try:
                connection.execute("VACUUM INTO ?", (str(path),))
            finally:
                connection.close()

    @contextmanager
    def attached(self, path: Path) -> Iterator[None]:
        """Let transactions read another catalog's file, by the name `other`."""
        if self._writer is None:
            raise disk.read_only(self._path)
        with self._in_words():
            uri = f"{path.absolute().as_uri()}?mode=ro"
            self._writer.execute("ATTACH DATABASE ? AS other", (uri,))
            try:
                yield
            finally:
                self._writer.execute("DETACH DATABASE other")

    def close(self) -> None:
        with self._lock, self._in_words():
            if self._writer is not None:
                self._writer.close()
            self._reader.close()

    def _check_kind(self) -> None:
        """Raise unless this is a catalog of this version of Onrecord."""
        kind = self._reader.execute("PRAGMA application_id").fetchone()[0]
        version = self._reader.execute("PRAGMA user_version").fetchone()[0]
        if kind != schema.APPLICATION:
            raise _damaged(self._path, "it is not an Onrecord catalog")
        if version != schema.VERSION:
            raise StoreMismatch(
                f"It was made by another version of Onrecord (catalog {version}; this one "
                f"reads {schema.VERSION}).",
                subject=str(self._path),
                remedy="Use that version, or choose another store folder and add the articles "
                "there.",
            )

    def _in_words(self) -> AbstractContextManager[None]:
        return _in_words(self._path)


def _connect(path: Path, mode: str = "mode=rw") -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=BUSY,
        isolation_level=None,  # transactions begin and end where we say
        check_same_thread=False,
    )
    connection.execute("PRAGMA trusted_schema = OFF")  # an imported file may be anybody's
    return connection


def _connect_read_only(path: Path) -> sqlite3.Connection:
    """Where nothing can be written, not even the file that readers share."""
    connection = _connect(path, "mode=ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise
        return _connect(path, "immutable=1")
    return connection


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into the store's."""
    try:
        yield
    except sqlite3.ProgrammingError as error:
        raise closed(path) from error
    except sqlite3.DatabaseError as error:
        raise _translated(path, error) from error


def closed(path: Path) -> StoreError:
    """The error for a store that is used after it was closed."""
    return StoreError(
        "It was closed.", subject=str(path), remedy="Open the store again before using it."
    )


def _translated(path: Path, error: sqlite3.DatabaseError) -> StoreError:
    name = str(getattr(error, "sqlite_errorname", ""))
    if name == "SQLITE_FULL" or name in ("SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"):
        return disk.full(path)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return disk.read_only(path)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreLocked(
            "Another process has locked the catalog.",
            subject=str(path),
            remedy="Close the program that has it open and try again.",
        )
    return _damaged(path, str(error))


def _damaged(path: Path, why: str) -> StoreDamaged:
    return StoreDamaged(
        f"The catalog cannot be read ({why}). It was left unchanged.",
        subject=str(path),
        remedy="Replace it with a backup, or move the store's folder aside and add the articles "
        "again.",
    )
