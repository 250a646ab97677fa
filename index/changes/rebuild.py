"""From the catalog to an index made anew: another model, another way of cutting, or damage.

    articles -pack-> draft -embed-> embeddings -> full text -> vectors -> switch -purge-> the store

Until the switch everybody searches the index before, and others may change the store: the write
lock is held for moments only, and for the last part, in which what they changed is caught up with.
The draft and its embeddings lie in the catalog, so whoever rebuilds after an interruption goes on
with them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress

from index import disk
from index.catalog.rebuild_draft import Target
from index.changes.change import GROUP
from index.changes.removal import purge_where_possible
from index.errors import ArticleNotFound, StoreLocked
from index.generations.open_parts import Parts
from index.lock import rebuilding, writing
from index.reports import RebuildReport
from index.search.embedding import Embedder
from index.text.chunks import PACKING, pack
from index.types import Chunk, ProgressCallback

_AT_ONCE = 64 * GROUP
"""Chunks without an embedding that are held in memory together."""
_FOR_AS_LONG_AS_IT_TAKES = -1.0

Hold = Callable[[], AbstractContextManager[None]]
"""Takes the write lock for a moment."""


def rebuild(parts: Parts, progress: ProgressCallback) -> RebuildReport:
    """Make the index anew from the articles, with the wished model and today's way of cutting.
    Waits while others change the store.

    Raises ModelError, StoreLocked (somebody else is rebuilding it), StoreReadOnly, StoreFull; then
    the index is what it was, and what was done so far is kept for the next time."""
    started = time.perf_counter()
    catalog, embedder = parts.catalog, parts.models.wished
    hold = _hold_of(parts, progress)
    embedded = 0
    with rebuilding(parts.folder), disk.in_words(parts.folder):
        with hold():
            catalog.draft.begin(Target(embedder.name, PACKING), embedder.dimensions)
        while True:
            cut = _cut(parts, embedder, hold, progress)
            new = _embed(parts, embedder, hold, progress)
            embedded += new
            if not cut + new:
                break
        with hold():
            catalog.draft.catch_up()
            _cut(parts, embedder, nullcontext, progress)
            embedded += _embed(parts, embedder, nullcontext, progress)
            number, chunks, freed = _switch(parts, embedder.name, progress)
            articles = catalog.count()
    return RebuildReport(
        generation=number,
        model=embedder.name,
        articles=articles,
        chunks=chunks,
        embedded=embedded,
        reused=max(0, chunks - embedded),
        freed=freed,
        seconds=time.perf_counter() - started,
    )


def abandon(parts: Parts, progress: ProgressCallback) -> int:
    """Drop what an unfinished rebuild made; returns how many bytes that freed. Raises StoreLocked
    (it is going on, or the store is being changed), StoreReadOnly, StoreFull."""
    with rebuilding(parts.folder), writing(parts.folder), disk.in_words(parts.folder):
        if parts.catalog.draft.target() is None:
            return 0
        before = disk.size_of(parts.folder)
        parts.catalog.draft.drop()
        purge_where_possible(parts, progress)
        return max(0, before - disk.size_of(parts.folder))


def _hold_of(parts: Parts, progress: ProgressCallback) -> Hold:
    @contextmanager
    def hold() -> Iterator[None]:
        with ExitStack() as held:
            try:
                held.enter_context(writing(parts.folder))
            except StoreLocked:
                progress("waiting for another change to finish", 0, 1)
                held.enter_context(writing(parts.folder, _FOR_AS_LONG_AS_IT_TAKES))
            yield

    return hold


def _cut(parts: Parts, embedder: Embedder, hold: Hold, progress: ProgressCallback) -> int:
    """Cut the articles that the draft lacks, some at a time; returns how many chunks came of it."""
    draft = parts.catalog.draft
    total, done, cut, after = draft.count_uncut(), 0, 0, ""
    while names := draft.uncut(after, GROUP):
        chunks: list[Chunk] = []
        for name, version in names:
            progress("cutting", done, max(done, total))
            with suppress(ArticleNotFound):  # it was removed just now
                article = parts.catalog.article(name, version)
                chunks += pack(article, embedder.count_tokens, embedder.limit)
            done += 1
        with hold():
            cut += draft.add(chunks)
        after = names[-1][0]
    return cut


def _embed(parts: Parts, embedder: Embedder, hold: Hold, progress: ProgressCallback) -> int:
    """Embed what of the draft is not embedded; returns how many texts that were."""
    draft, model = parts.catalog.draft, embedder.name
    total, done = draft.count_unembedded(model), 0
    while chunks := draft.unembedded(model, _AT_ONCE):
        for start in range(0, len(chunks), GROUP):
            progress("embedding", done, max(done, total))
            group = chunks[start : start + GROUP]
            vectors = embedder.embed([chunk.reading for chunk in group])
            with hold():
                draft.remember(model, [chunk.key for chunk in group], vectors)
            done += len(group)
    if done:
        progress("embedding", done, done)
    return done


def _switch(parts: Parts, model: str, progress: ProgressCallback) -> tuple[int, int, int]:
    """Derive everything from the finished draft, make it the index, and free what the one before
    took; returns the generation, how many chunks it has, and bytes."""
    draft = parts.catalog.draft
    keys = draft.keys()
    parts.snapshots.sweep()
    disk.make_sure_of_room(parts.folder, 8 * draft.size() + 1_000_000)
    try:
        new = sorted(keys - parts.fulltext.keys())
        if new:
            progress("arranging words", 0, len(new))
            parts.fulltext.write(draft.chunks(new))
            progress("arranging words", len(new), len(new))
        vectors = parts.snapshots.remake(keys, model, progress)
        before = disk.size_of(parts.folder)
        progress("saving", 0, 1)
        number = draft.switch(vectors)
        progress("saving", 1, 1)
    finally:
        parts.snapshots.sweep()
    purge_where_possible(parts, progress)
    return number, len(keys), max(0, before - disk.size_of(parts.folder))
