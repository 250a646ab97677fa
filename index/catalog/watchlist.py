"""The sources that were added, to look at them again, and what is remembered of the last look."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from index.catalog import schema
from index.catalog.database import Database
from index.types import Overrides

PATIENCE = 3
"""Failures in a row from which on a source is looked at less and less often."""
FIRST_PAUSE = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Watched:
    """A source that was added: a file, a folder, or an address of the web."""

    location: str
    """The absolute path, or the address."""
    overrides: Overrides
    since: str
    """ISO 8601, UTC, as all times here."""
    looked: str
    """When it was looked at last."""
    succeeded: str | None
    """When something could be read there last."""
    error: str | None
    """Why nothing could be read there the last time; None where something was."""
    failures: int
    """How often in a row."""
    rests_until: str | None
    """After several failures: until when it is left alone."""
    follow_links: bool = False
    """Whether symbolic links in it are followed, if it is a folder."""

    def is_due(self, moment: datetime) -> bool:
        """Whether it is to be looked at again at that moment."""
        return self.rests_until is None or datetime.fromisoformat(self.rests_until) <= moment

    @classmethod
    def new(cls, location: str, overrides: Overrides, moment: datetime) -> Watched:
        """A source that was not looked at before."""
        now = moment.isoformat(timespec="seconds")
        return cls(location, overrides, now, now, None, None, 0, None)

    def after(self, moment: datetime, error: str | None) -> Watched:
        """The same source after one more look; `error`: why nothing could be read."""
        now = moment.isoformat(timespec="seconds")
        if error is None:
            return replace(
                self,
                looked=now,
                succeeded=now,
                error=None,
                failures=0,
                rests_until=None,
            )
        failures = self.failures + 1
        rests = None
        if failures >= PATIENCE:
            pause = min(FIRST_PAUSE * 2 ** min(failures - PATIENCE, 10), LONGEST_PAUSE)
            rests = (moment + pause).isoformat(timespec="seconds")
        return replace(self, looked=now, error=error, failures=failures, rests_until=rests)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a server recognises by what was read at a URL last."""

    asked: str
    location: str | None
    """Where the articles that were read there are from; None of a feed or a sitemap."""
    etag: str | None
    modified: str | None
    reading: str
    """Signature of the way in which it was read."""


class Watchlist:
    """A part of the catalog (`Catalog.watchlist`); the same errors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Reading

    def watched(self) -> list[Watched]:
        """All sources, by location."""
        rows = self._database.read(schema.READ_WATCHED)
        return [
            replace(
                Watched(location, Overrides(**json.loads(told)), *rest), follow_links=bool(links)
            )
            for location, told, *rest, links in rows
        ]

    def visits(self) -> list[Visit]:
        """All visits that are remembered."""
        sql = "SELECT asked, location, etag, modified, reading FROM visits"
        return [Visit(*row) for row in self._database.read(sql)]

    # Writing, under the write lock

    def watch(self, sources: Sequence[Watched]) -> None:
        """Keep sources and how the last look at them ended; those known already are replaced."""
        rows = [
            (
                one.location, json.dumps(asdict(one.overrides)), one.since, one.looked,
                one.succeeded, one.error, one.failures, one.rests_until, one.follow_links,
            )
            for one in sources
        ]  # fmt: skip
        with self._database.transaction() as write:
            write.executemany(
                "INSERT OR REPLACE INTO watched VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
            )

    def unwatch(self, location: str) -> bool:
        """Forget a source; False where it is not known."""
        with self._database.transaction() as write:
            sql = "DELETE FROM watched WHERE location = ?"
            return bool(write.execute(sql, (location,)).rowcount)

    def remember(self, visits: Sequence[Visit]) -> None:
        """Keep what servers recognise."""
        rows = [(one.asked, one.location, one.etag, one.modified, one.reading) for one in visits]
        with self._database.transaction() as write:
            write.executemany("INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?)", rows)
            # Where a redirect led is remembered all the same: should it be gone, that is gone.
            write.execute(
                "DELETE FROM visits WHERE etag IS NULL AND modified IS NULL"
                " AND (location IS NULL OR location = asked)"
            )
