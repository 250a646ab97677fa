"""From sources to a new generation of the index.

    sources -plan-> Plan -pack-> Chunks -embed-> embeddings -> full text -> vectors -> commit

The catalog's commit is the switch. What is written before it is either invisible to readers or
ignored by them, and found again when the change is made anew after an interruption.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from index import disk
from index.catalog import Catalog, Change
from index.chunks import PACKING, pack
from index.decode import decode
from index.errors import SourceError, StoreFull
from index.lock import writing
from index.parts import Parts
from index.read import read
from index.sources import find
from index.types import Article, Chunk, Failure, IndexReport, Overrides, Progress, silent

GROUP = 64
"""Texts whose embeddings are kept together: what an interruption costs at most."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the sources hold that the catalog does not. Articles are named as (id, title)."""

    added: tuple[Article, ...]
    updated: tuple[Article, ...]
    repacked: tuple[Article, ...]
    """Articles whose chunks were cut in another way than is done now."""
    unchanged: tuple[tuple[str, str], ...]
    failed: tuple[Failure, ...]


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
        plan = _plan(parts.catalog, sources, overrides, upload, progress)
        number, embedded = parts.catalog.generation().number, 0
        if plan.added or plan.updated or plan.repacked:
            number, embedded = _apply(parts, plan, progress)
    return IndexReport(
        generation=number,
        added=tuple((article.id, article.title) for article in plan.added),
        updated=tuple((article.id, article.title) for article in plan.updated),
        unchanged=plan.unchanged,
        failed=plan.failed,
        embedded=embedded,
        seconds=time.perf_counter() - started,
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


def _plan(
    catalog: Catalog,
    sources: Sequence[str | Path],
    overrides: Overrides,
    upload: bool,
    progress: Progress,
) -> Plan:
    """Read all sources, and compare them with the catalog by identity and content."""
    found = find(sources, upload)
    present = catalog.hashes()
    by_content = {content: (name, title) for name, (_, content, title) in present.items()}
    planned: dict[str, Article] = {}
    updated: list[Article] = []
    unchanged: list[tuple[str, str]] = []
    failed: list[Failure] = []
    for done, item in enumerate(found):
        progress("reading", done, len(found))
        if isinstance(item, Failure):
            failed.append(item)
            continue
        source, path = item
        try:
            article = read(decode(source, path), overrides)
        except SourceError as error:
            failed.append(Failure(source.location, error))
            continue
        version, content, _ = present.get(article.id, (0, "", ""))
        if article.id in planned and planned[article.id].content_hash != article.content_hash:
            failed.append(Failure(source.location, _same_name(source.location)))
        elif content == article.content_hash:
            unchanged.append((article.id, article.title))
        elif not version and article.content_hash in by_content:
            unchanged.append(by_content[article.content_hash])
        else:
            planned[article.id] = replace(article, version=version + 1)
            by_content.setdefault(article.content_hash, (article.id, article.title))
            if version:
                updated.append(planned[article.id])
    progress("reading", len(found), len(found))
    repacked: tuple[Article, ...] = ()
    if catalog.meta("packing") != PACKING:
        repacked = tuple(each for each in catalog.articles() if each.id not in planned)
    return Plan(
        added=tuple(each for each in planned.values() if each.version == 1),
        updated=tuple(updated),
        repacked=repacked,
        unchanged=tuple(unchanged),
        failed=tuple(failed),
    )


def _same_name(location: str) -> SourceError:
    return SourceError(
        "Two different files of this name were given at once.",
        subject=location,
        remedy="Rename one of them and add it again.",
    )


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
        number = catalog.commit(Change(articles, repacked, tuple(chunks), vectors, PACKING))
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
