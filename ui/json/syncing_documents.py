"""The JSON documents of sync and sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from index.catalog.watchlist import Watched
from index.reports import SyncReport
from ui.json.documents import FailureJson, NameJson, failures, names
from ui.json.report_documents import SkippedJson, skipped


class SyncedJson(TypedDict):
    """One source in a SyncJson; the numbers are of articles"""

    source: str
    added: int
    updated: int
    unchanged: int
    left_out: int
    """They were removed by hand, and stay so."""
    failed: int
    """Pages or files that could not be read."""
    error: str | None
    """Why nothing at all could be read there."""
    rests_until: str | None
    """It failed several times in a row, and is not tried before: ISO 8601, UTC."""
    resting: bool
    """It was not tried this time."""


class SyncJson(TypedDict):
    """sync"""

    kind: Literal["sync"]
    generation: int
    sources: list[SyncedJson]
    added: list[NameJson]
    updated: list[NameJson]
    unchanged: int
    """Articles."""
    gone: list[NameJson]
    """Kept and marked now: no source has them any more."""
    pruned: list[NameJson]
    failed: list[FailureJson]
    skipped: list[SkippedJson]
    embedded: int
    notices: list[str]
    seconds: float


class WatchedJson(TypedDict):
    source: str
    outlet: str | None
    """Given when it was added, as the title and the date may be; null: as the text says."""
    title: str | None
    published: str | None
    since: str
    """ISO 8601, UTC, as all times here."""
    looked: str
    succeeded: str | None
    error: str | None
    failures: int
    """In a row."""
    rests_until: str | None
    follow_links: bool
    """Whether symbolic links in it are followed."""


class SourcesJson(TypedDict):
    """sources"""

    kind: Literal["sources"]
    sources: list[WatchedJson]


def synced(done: SyncReport) -> SyncJson:
    return SyncJson(
        kind="sync",
        generation=done.generation,
        sources=[
            SyncedJson(
                source=one.location,
                added=one.added,
                updated=one.updated,
                unchanged=one.unchanged,
                left_out=one.left_out,
                failed=one.failed,
                error=one.error,
                rests_until=one.rests_until,
                resting=one.is_resting,
            )
            for one in done.sources
        ],
        added=names(done.added),
        updated=names(done.updated),
        unchanged=done.unchanged,
        gone=names(done.gone),
        pruned=names(done.pruned),
        failed=failures(done.failed),
        skipped=skipped(done.skipped),
        embedded=done.embedded,
        notices=list(done.notices),
        seconds=round(done.seconds, 3),
    )


def sources(found: Sequence[Watched]) -> SourcesJson:
    return SourcesJson(
        kind="sources",
        sources=[
            WatchedJson(
                source=one.location,
                outlet=one.overrides.outlet,
                title=one.overrides.title,
                published=one.overrides.published,
                since=one.since,
                looked=one.looked,
                succeeded=one.succeeded,
                error=one.error,
                failures=one.failures,
                rests_until=one.rests_until,
                follow_links=one.follow_links,
            )
            for one in found
        ],
    )
