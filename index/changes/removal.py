"""From articles to a generation without them, and to files without a word of them.

    articles -vectors of the others-> commit -purge-> full text, catalog and its log written anew

The commit hides them at once. The purge comes after it; until it is done the catalog notes that it
is due, and whoever opens the store next does it (index/changes/repair.py)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

from index import disk
from index.errors import StoreError
from index.generations.open_parts import Parts
from index.lock import writing
from index.reports import RemovalReport
from index.types import Chunk, ProgressCallback, silent

_GROUP = 1000
"""Chunks that are held in memory together."""


def remove(parts: Parts, article_ids: Sequence[str], progress: ProgressCallback) -> RemovalReport:
    """Delete articles, in all their versions. Raises ArticleNotFound, StoreLocked, StoreReadOnly,
    StoreFull; then nothing was removed."""
    with writing(parts.folder), disk.in_words(parts.folder):
        return erase(parts, article_ids, progress)


def erase(parts: Parts, article_ids: Sequence[str], progress: ProgressCallback) -> RemovalReport:
    """The same under the write lock."""
    started = time.perf_counter()
    catalog = parts.catalog
    parts.snapshots.sweep()
    before = disk.size_of(parts.folder)
    for name in article_ids:
        catalog.latest(name)
    keys = catalog.keys_without(article_ids)
    try:
        vectors = parts.snapshots.make(keys, progress, afresh=True)
        progress("saving", 0, 1)
        number = catalog.ledger.remove(dict.fromkeys(article_ids), vectors)
        progress("saving", 1, 1)
    finally:
        parts.snapshots.sweep()
    is_purged = purge_where_possible(parts, progress)
    freed = max(0, before - disk.size_of(parts.folder))
    return RemovalReport(
        generation=number,
        removed=tuple(
            (one.article_id, one.title)
            for one in catalog.ledger.removals()
            if one.generation == number
        ),
        is_purged=is_purged,
        freed=freed,
        seconds=time.perf_counter() - started,
    )


def purge_where_possible(parts: Parts, progress: ProgressCallback = silent) -> bool:
    """Purge; False where there is no room, or where somebody reads for long. The purge
    then stays pending; the change itself still happens."""
    with suppress(StoreError):
        return purge(parts, progress)
    return False


def purge(parts: Parts, progress: ProgressCallback = silent) -> bool:
    """Leave no word of what was removed in any file, under the write lock. False: somebody is
    reading an older state, so it stays due. Raises StoreFull, StoreReadOnly."""
    progress("overwriting", 0, 3)
    parts.snapshots.close()  # the swept folder takes its room until then
    parts.fulltext.rewrite(_all_chunks(parts))
    progress("overwriting", 1, 3)
    parts.snapshots.sweep()
    done = parts.catalog.ledger.purge()
    progress("overwriting", 3, 3)
    return done


def _all_chunks(parts: Parts) -> Iterator[Chunk]:
    """One chunk of each key."""
    keys = sorted(parts.catalog.keys())
    for start in range(0, len(keys), _GROUP):
        for chunks in parts.catalog.chunks(keys[start : start + _GROUP]).values():
            yield chunks[0]
