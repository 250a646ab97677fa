"""From sources to a new generation of the index.

    sources -compare-> Plan -pack-> Chunks -embed-> embeddings -> full text -> vectors -> commit

The catalog's commit is the switch. What is written before it is either invisible to readers or
ignored by them, and found again when the change is made anew after an interruption.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from index import disk
from index.catalog.catalog import Change
from index.catalog.sightings import Missed
from index.catalog.watchlist import Watched
from index.changes.plan import NamedSource, Plan, compare
from index.errors import StoreFull
from index.generations.open_parts import Parts
from index.lock import writing
from index.page_identity import page_key
from index.reports import IndexReport
from index.text.chunks import pack
from index.types import Article, Chunk, ProgressCallback, silent
from index.web.online_documents import place_of

MOST_NAMED = 5
"""Articles that are named for one thing."""
GROUP = 64
"""Texts whose embeddings are kept together: what an interruption costs at most."""


def add(parts: Parts, named: Sequence[NamedSource], progress: ProgressCallback) -> IndexReport:
    """Make the sources' articles searchable, and watch those that delivered any. Raises
    StoreLocked, StoreReadOnly, StoreFull; then the generation before is what readers see, and
    nothing of it is lost."""
    with writing(parts.folder), disk.in_words(parts.folder):
        watchlist = parts.catalog.watchlist
        known = {page_key(each.location): each for each in watchlist.watched()}
        now = datetime.now(UTC)

        def watched(plan: Plan) -> list[Watched]:
            spelled: dict[str, tuple[str, NamedSource]] = {}  # one of each page
            for named_source, result in zip(named, plan.results, strict=True):
                if not named_source.upload and result.delivered:
                    place = place_of(named_source.location)
                    spelled.setdefault(page_key(place), (place, named_source))
            return [
                replace(
                    known.get(key, Watched.new(place, named_source.overrides, now)),
                    overrides=named_source.overrides,
                    follow_links=named_source.follow_links,
                ).after(now, None)
                for key, (place, named_source) in spelled.items()
            ]

        report, _ = take_in(parts, named, watched, progress)
    return report


def take_in(
    parts: Parts,
    named: Sequence[NamedSource],
    watched: Callable[[Plan], Sequence[Watched]],
    progress: ProgressCallback,
    *,
    again: bool = False,
) -> tuple[IndexReport, Plan]:
    """Compare the sources with the catalog and write what is new, under the write lock, in one
    commit with where it was read and which sources are watched from now on. `again`: as for
    `compare`. The same errors as `add`."""
    started = time.perf_counter()
    parts.snapshots.sweep()
    plan = compare(parts, named, progress, again=again)
    gone: dict[str, str] = {}
    embedded = 0

    def note(vectors: str) -> None:
        with parts.catalog.transaction():
            gone.update(_note(parts, named, plan, vectors))
            parts.catalog.watchlist.watch(watched(plan))

    if plan.added or plan.updated:
        embedded = _apply(parts, plan, note, progress)
    else:
        with suppress(StoreFull):  # without it the sources are read again the next time
            note(parts.catalog.generation().vectors)
    added = tuple((article.id, article.title) for article in plan.added)
    report = IndexReport(
        generation=parts.catalog.generation().number,
        added=added,
        copies=parts.catalog.copies.added(added),
        updated=tuple((article.id, article.title) for article in plan.updated),
        unchanged=plan.unchanged,
        gone=tuple(gone.items()),
        failed=plan.failed,
        skipped=plan.skipped,
        embedded=embedded,
        notices=() if again else _notices(plan),
        seconds=time.perf_counter() - started,
    )
    return report, plan


def _note(parts: Parts, named: Sequence[NamedSource], plan: Plan, vectors: str) -> dict[str, str]:
    """Remember what was read where; the articles, by id, that no source has any more. `vectors`:
    those of the generation that is being written."""
    catalog = parts.catalog
    before = catalog.sightings.last()
    here = {one.article_id for seen in plan.sightings.values() for one in seen}
    missed = {
        seen.article_id: Missed(place_of(one.location), source.location)
        for one, result in zip(named, plan.results, strict=True)
        if not one.upload  # another file of the same name takes nothing back
        for source in (*result.read, *result.absent)
        for seen in before.get(source, [])
        if seen.article_id not in here
    }
    gone = catalog.sightings.note(plan.sightings, missed, vectors)
    catalog.watchlist.remember(plan.visits)
    return gone


def _notices(plan: Plan) -> tuple[str, ...]:
    """What whoever added the plan's articles should know."""
    notices = [
        f"The page announces a feed. To follow it: onrecord add {result.feed}"
        for result in plan.results
        if result.feed
    ]
    foreign = {name: count for name, count in plan.languages.items() if name not in (None, "en")}
    if foreign:
        each = ", ".join(f"{name}: {count}" for name, count in sorted(foreign.items(), key=str))
        count = sum(foreign.values())
        whole = "1 article is" if count == 1 else f"{count} articles are"
        notices.append(
            f"{whole} not in English ({each}). The models were trained on English. Such articles "
            "are best found by a question in their own language, and are missed more often."
        )
    notices += _partial([*plan.added, *plan.updated])
    notices += _suspicions([*plan.added, *plan.updated], plan.suspicious)
    return tuple(notices)


def _partial(articles: Sequence[Article]) -> list[str]:
    """Which articles are not whole, or perhaps not."""
    notices = [
        f"“{article.title}”: {article.partial.words}. It is kept and marked. To read it: "
        f"onrecord show {article.id}"
        for article in articles
        if article.partial
    ]
    more = len(notices) - MOST_NAMED
    return notices[:MOST_NAMED] + (
        [f"{more} more articles are marked the same way."] if more > 0 else []
    )


def _suspicions(
    articles: Sequence[Article], suspicious: Mapping[str, tuple[int, ...]]
) -> list[str]:
    """How many paragraphs look like instructions to a language model, and where one is."""
    suspects = [(article.id, number) for article in articles for number in suspicious[article.id]]
    if not suspects:
        return []
    article_id, number = suspects[0]
    several = len(suspects) > 1
    return [
        f"{len(suspects)} paragraph{'s look' if several else ' looks'} like instructions to a "
        f"language model. {'They are' if several else 'It is'} kept and marked, and no language "
        f"model is given {'them' if several else 'it'}. "
        f"To read {'the first' if several else 'it'}: onrecord show {article_id}#{number}"
    ]


def embed_missing(
    parts: Parts, model: str, chunks: Iterable[Chunk], progress: ProgressCallback = silent
) -> int:
    """Embed the chunks whose key has no embedding by that model yet; returns how many there were.
    Raises StoreMismatch where it cannot be loaded."""
    known = parts.catalog.embedded(model)
    missing = {chunk.key: chunk for chunk in chunks if chunk.key not in known}
    # Texts of like length go through the model together, the longest first: an embedding that
    # does not fit into memory fails at once, and the time left is never more than it seems.
    todo = sorted(missing.values(), key=lambda chunk: len(chunk.text), reverse=True)
    for start in range(0, len(todo), GROUP):
        progress("embedding", start, len(todo))
        group = todo[start : start + GROUP]
        vectors = parts.models.of(model).embed([chunk.reading for chunk in group])
        parts.catalog.remember(model, [chunk.key for chunk in group], vectors)
    if todo:
        progress("embedding", len(todo), len(todo))
    return len(todo)


def _apply(
    parts: Parts, plan: Plan, note: Callable[[str], None], progress: ProgressCallback
) -> int:
    """Write what the plan says, and in the same commit what is to be noted with its vectors;
    returns how many chunks were embedded."""
    catalog, embedder = parts.catalog, parts.embedder
    articles = plan.added + plan.updated
    chunks: list[Chunk] = []
    for done, article in enumerate(articles):
        progress("cutting", done, len(articles))
        chunks += pack(article, embedder.count_tokens, embedder.limit)
    others = catalog.keys_without([article.id for article in articles])
    keys = others | {chunk.key for chunk in chunks}
    disk.make_sure_of_room(parts.folder, _size(articles, chunks, embedder.dimensions))
    try:
        embedded = embed_missing(parts, embedder.name, chunks, progress)
        write_words(parts, chunks, progress)
        vectors = parts.snapshots.make(keys, progress)
        progress("saving", 0, 1)
        with catalog.transaction():
            catalog.commit(Change(articles, tuple(chunks), vectors), progress)
            note(vectors)
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
    return embedded


def write_words(parts: Parts, chunks: Iterable[Chunk], progress: ProgressCallback = silent) -> None:
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
