"""From sources to a new generation of the index.

    sources -compare-> Plan -pack-> Chunks -embed-> embeddings -> full text -> vectors -> commit

The catalog's commit is the switch. What is written before it is either invisible to readers or
ignored by them, and found again when the change is made anew after an interruption.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from index import disk
from index.catalog import Change
from index.chunks import PACKING, pack
from index.errors import StoreFull
from index.lock import writing
from index.parts import Parts
from index.plan import Plan, compare
from index.types import Article, Chunk, IndexReport, Overrides, Progress, silent

GROUP = 64
"""Texts whose embeddings are kept together: what an interruption costs at most."""


def add(
    parts: Parts,
    sources: Sequence[str | Path],
    overrides: Overrides,
    upload: bool,
    progress: Progress,
) -> IndexReport:
    """Make the sources' articles searchable. Raises StoreLocked, StoreReadOnly, StoreFull; then
    the generation before is what readers see, and nothing of it is lost."""
    started = time.perf_counter()
    with writing(parts.folder), disk.in_words(parts.folder):
        parts.snapshots.sweep()
        plan = compare(parts, sources, overrides, upload, progress)
        number, embedded = parts.catalog.generation().number, 0
        if plan.added or plan.updated or plan.repacked:
            number, embedded = _apply(parts, plan, progress)
        with suppress(StoreFull):  # it only saves time: without it the sources are read again
            parts.catalog.note(plan.sightings)
    added = tuple((article.id, article.title) for article in plan.added)
    return IndexReport(
        generation=number,
        added=added,
        copies=parts.catalog.copies.added(added),
        updated=tuple((article.id, article.title) for article in plan.updated),
        unchanged=plan.unchanged,
        failed=plan.failed,
        embedded=embedded,
        notices=_notices(plan),
        seconds=time.perf_counter() - started,
    )


def _notices(plan: Plan) -> tuple[str, ...]:
    """What whoever added the plan's articles should know."""
    foreign = {name: count for name, count in plan.languages.items() if name not in (None, "en")}
    if not foreign:
        return ()
    each = ", ".join(f"{name}: {count}" for name, count in sorted(foreign.items(), key=str))
    count = sum(foreign.values())
    whole = "1 article is" if count == 1 else f"{count} articles are"
    return (
        f"{whole} not in English ({each}). The models were trained on English: such articles are "
        "found best by a question in their own language, with more misses.",
    )


def embed_missing(parts: Parts, chunks: Iterable[Chunk], progress: Progress = silent) -> int:
    """Embed the chunks whose key has no embedding yet; returns how many there were."""
    known = parts.catalog.embedded()
    missing = {chunk.key: chunk for chunk in chunks if chunk.key not in known}
    # Texts of like length go through the model together, the longest first: an embedding that
    # does not fit into memory fails at once, and the time left is never more than it seems.
    todo = sorted(missing.values(), key=lambda chunk: len(chunk.text), reverse=True)
    for start in range(0, len(todo), GROUP):
        progress("embedding", start, len(todo))
        group = todo[start : start + GROUP]
        vectors = parts.embedder.embed([f"{chunk.context}\n{chunk.text}" for chunk in group])
        parts.catalog.remember([chunk.key for chunk in group], vectors)
    if todo:
        progress("embedding", len(todo), len(todo))
    return len(todo)


def _apply(parts: Parts, plan: Plan, progress: Progress) -> tuple[int, int]:
    """Write what the plan says; returns the new generation and how many chunks were embedded."""
    catalog, embedder = parts.catalog, parts.embedder
    articles = plan.added + plan.updated
    chunks: list[Chunk] = []
    for done, article in enumerate(articles + plan.repacked):
        progress("cutting", done, len(articles + plan.repacked))
        chunks += pack(article, embedder.count_tokens, embedder.limit)
    repacked = frozenset(article.id for article in plan.repacked)
    replaced = repacked | {article.id for article in articles}
    keys = catalog.keys_without(replaced) | {chunk.key for chunk in chunks}
    disk.make_sure_of_room(parts.folder, _size(articles, chunks, embedder.dimensions))
    try:
        embedded = embed_missing(parts, chunks, progress)
        write_words(parts, chunks, progress)
        vectors = parts.snapshots.make(keys, progress)
        progress("saving", 0, 1)
        change = Change(articles, repacked, tuple(chunks), vectors, PACKING)
        number = catalog.commit(change, progress)
        progress("saving", 1, 1)
    finally:
        # Whether it failed or not: the room that vectors of another generation take is needed.
        parts.snapshots.sweep()
    # The change is made. A disk too full to tidy up on is no reason to call it failed: what is
    # left over is ignored by searches, and swept by the next change.
    with suppress(StoreFull):
        progress("tidying", 0, 2)
        parts.fulltext.remove(parts.fulltext.keys() - keys)
        progress("tidying", 1, 2)
        catalog.forget_unused_embeddings()
        progress("tidying", 2, 2)
    return number, embedded


def write_words(parts: Parts, chunks: Iterable[Chunk], progress: Progress = silent) -> None:
    """Add the chunks whose key the full text does not have yet."""
    known = parts.fulltext.keys()
    new = {chunk.key: chunk for chunk in chunks if chunk.key not in known}
    if new:
        progress("arranging words", 0, len(new))
        parts.fulltext.write(new.values())
        progress("arranging words", len(new), len(new))


def _size(articles: Iterable[Article], chunks: Sequence[Chunk], dimensions: int) -> int:
    """Bytes that a change needs in the catalog and the full text, generously."""
    texts = sum(len(p.text) for article in articles for p in article.paragraphs)
    words = sum(len(chunk.context) + len(chunk.text) for chunk in chunks)
    return 8 * (texts + words) + len(chunks) * dimensions * 8 + 1_000_000
