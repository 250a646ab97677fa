"""Looking again at every source that was added: what is new, what changed, what is gone."""

from __future__ import annotations

import time
from datetime import datetime

from index import disk
from index.change import take_in
from index.comparison import Looked
from index.errors import SettingError
from index.lock import writing
from index.online import place_of
from index.parts import Parts
from index.plan import Named
from index.removal import remove
from index.reports import SyncedSource, SyncReport
from index.types import Progress
from index.watchlist import Watched


def sync(
    parts: Parts, moment: datetime, *, prune: bool, rested: bool, progress: Progress
) -> SyncReport:
    """Look at every watched source, all in one change. `rested`: not at those that failed several
    times and rest at this moment (UTC). `prune`: remove what is gone, rather than keep and mark it.

    Articles that were removed by hand stay so. A source that cannot be read is in the report, and
    the rest goes on. Raises StoreLocked, StoreReadOnly, StoreFull."""
    started = time.perf_counter()
    watchlist = parts.catalog.watchlist
    with writing(parts.folder), disk.in_words(parts.folder):
        watched = watchlist.watched()
        due = [one for one in watched if one.is_due(moment) or not rested]
        named = [Named(one.location, one.overrides) for one in due]
        report, plan = take_in(parts, named, progress, again=True)
        looked = {
            one.location: (look, one.after(moment, _error(look)))
            for one, look in zip(due, plan.looked, strict=True)
        }
        watchlist.watch([after for _, after in looked.values()])
    pruned: tuple[tuple[str, str], ...] = ()
    if prune and (marked := watchlist.gone()):
        removed = remove(parts, list(marked), progress).removed
        pruned = tuple((one.article_id, one.title) for one in removed)
    return SyncReport(
        index=report,
        sources=tuple(
            _told(*looked[one.location]) if one.location in looked else _resting(one)
            for one in watched
        ),
        pruned=pruned,
        generation=parts.catalog.generation().number,
        seconds=time.perf_counter() - started,
    )


def unwatch(parts: Parts, source: str) -> None:
    """Look at a source no more. Raises SettingError where it is not watched, StoreLocked,
    StoreReadOnly."""
    with writing(parts.folder):
        if not parts.catalog.watchlist.unwatch(place_of(source)):
            raise SettingError(
                "This source is not among those that are looked at again.",
                subject=source,
                remedy="List them: onrecord sources",
            )


def _error(look: Looked) -> str | None:
    """Why a source delivered nothing at all, if so."""
    if look.delivered or not look.failed:
        return None
    error = look.failed[0].error
    return f"{error.happened} {error.remedy}"


def _told(look: Looked, after: Watched) -> SyncedSource:
    return SyncedSource(
        location=after.location,
        added=len(look.added),
        updated=len(look.updated),
        unchanged=len(look.unchanged),
        left_out=len(look.left_out),
        failed=len(look.failed),
        error=after.error,
        rests_until=after.rests_until,
    )


def _resting(one: Watched) -> SyncedSource:
    return SyncedSource(
        location=one.location, error=one.error, rests_until=one.rests_until, is_resting=True
    )
