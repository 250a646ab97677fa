"""Looking again at every source that was added: what is new, what changed, what is gone."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime

from index import disk
from index.catalog.watchlist import Watched
from index.changes.change import take_in
from index.changes.plan import NamedSource, Plan
from index.changes.plan_builder import SourceResult
from index.changes.removal import erase
from index.errors import SettingError, SourceGone
from index.generations.open_parts import Parts
from index.lock import writing
from index.page_identity import page_key
from index.reports import SyncedSource, SyncReport
from index.types import ProgressCallback
from index.web.online_documents import place_of


def sync(
    parts: Parts, moment: datetime, *, prune: bool, resting: bool, progress: ProgressCallback
) -> SyncReport:
    """Look at every watched source, all in one change. `resting`: also at those that failed
    several times and rest at this moment (UTC). `prune`: remove what is gone, rather than keep
    and mark it; only where it could be seen at this very look, since what was gone may be back.

    Articles that were removed by hand stay so. A source that cannot be read is in the report, and
    the rest goes on. Raises StoreLocked, StoreReadOnly, StoreFull."""
    started = time.perf_counter()
    watchlist = parts.catalog.watchlist
    with writing(parts.folder), disk.in_words(parts.folder):
        watched = watchlist.watched()
        due = [one for one in watched if resting or one.is_due(moment)]
        named = [
            NamedSource(one.location, one.overrides, follow_links=one.follow_links) for one in due
        ]

        def after(plan: Plan) -> list[Watched]:
            each = zip(due, plan.results, strict=True)
            return [one.after(moment, _error(result)) for one, result in each]

        report, plan = take_in(parts, named, after, progress, again=True)
        results = dict(zip((one.location for one in due), plan.results, strict=True))
        seen = {one.location: one for one in after(plan)}
        pruned: tuple[tuple[str, str], ...] = ()
        if prune and (gone := _surely_gone(parts, results)):
            pruned = erase(parts, gone, progress).removed
    return SyncReport(
        generation=parts.catalog.generation().number,
        sources=tuple(
            _synced(results[one.location], seen[one.location])
            if one.location in results
            else _resting(one)
            for one in watched
        ),
        added=report.added,
        updated=report.updated,
        unchanged=len(report.unchanged),
        gone=report.gone,
        pruned=pruned,
        failed=report.failed,
        skipped=report.skipped,
        embedded=report.embedded,
        notices=report.notices,
        seconds=time.perf_counter() - started,
    )


def _surely_gone(parts: Parts, results: Mapping[str, SourceResult]) -> list[str]:
    """The articles that are marked as gone, and of whose source that could be seen at this look."""
    by_page = {page_key(place): result for place, result in results.items()}
    return [
        name
        for name, missed in parts.catalog.sightings.missed().items()
        if (result := by_page.get(page_key(missed.watched))) and _could_see(result, missed.location)
    ]


def _could_see(result: SourceResult, location: str) -> bool:
    """Whether an article from that location, a part of the source, would have been noticed."""
    if any(source.location == location for source in result.absent):
        return True
    unread = [one.source for one in result.failed if not isinstance(one.error, SourceGone)]
    if any(place == location or place.startswith(f"{location}#") for place in unread):
        return False
    return result.delivered or not unread


def unwatch(parts: Parts, source: str) -> None:
    """Look at a source no more. Raises SettingError where it is not watched, StoreLocked,
    StoreReadOnly."""
    with writing(parts.folder):
        key = page_key(place_of(source))
        watchlist = parts.catalog.watchlist
        known = [one.location for one in watchlist.watched() if page_key(one.location) == key]
        for location in known:
            watchlist.unwatch(location)
        if not known:
            raise SettingError(
                "This source isn't being watched.",
                subject=source,
                remedy="List them: onrecord sources",
            )


def _error(result: SourceResult) -> str | None:
    """Why a source delivered nothing at all, if so."""
    if result.delivered or not result.failed:
        return None
    error = result.failed[0].error
    return f"{error.happened} {error.remedy}"


def _synced(result: SourceResult, after: Watched) -> SyncedSource:
    return SyncedSource(
        location=after.location,
        added=len(result.added),
        updated=len(result.updated),
        unchanged=len(result.unchanged),
        left_out=len(result.left_out),
        failed=len(result.failed),
        error=after.error,
        rests_until=after.rests_until,
    )


def _resting(watched: Watched) -> SyncedSource:
    return SyncedSource(
        location=watched.location,
        error=watched.error,
        rests_until=watched.rests_until,
        is_resting=True,
    )
