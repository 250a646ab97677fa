"""Comparing what is derived with the catalog, and making again what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from index import disk
from index.changes.change import embed_missing, write_words
from index.changes.removal import purge_where_possible
from index.generations.open_parts import Parts
from index.lock import PATIENCE, writing
from index.reports import Finding
from index.search.vectors import VectorsDamaged
from index.types import Chunk, ProgressCallback, silent

DOCTOR = "Run: onrecord doctor"


def is_needed(parts: Parts) -> bool:
    """Whether something derived is plainly missing or too much. Cheap: asked whenever a store is
    opened."""
    other_words = parts.fulltext.count() != parts.catalog.count_keys()
    vectors = parts.snapshots.is_missing() or bool(parts.snapshots.leftovers())
    return other_words or vectors or parts.catalog.ledger.purge_is_due()


def mend(parts: Parts, progress: ProgressCallback = silent, patience: float = PATIENCE) -> None:
    """Make again what the catalog says should be there, and sweep what should not. Raises
    StoreLocked, StoreReadOnly, StoreFull, StoreMismatch (a vector lacks, and the model too)."""
    with writing(parts.folder, patience), disk.in_words(parts.folder):
        keys = parts.catalog.keys()
        chunks = _chunks(parts, keys)
        model = parts.catalog.generation().model
        embed_missing(parts, model, chunks, progress)
        write_words(parts, chunks, progress)
        if _vectors_differ(parts, keys):
            parts.catalog.use_vectors(parts.snapshots.remake(keys, model, progress))
        parts.snapshots.sweep()
        if parts.catalog.ledger.purge_is_due():
            purge_where_possible(parts, progress)
        else:
            parts.fulltext.remove(parts.fulltext.keys() - keys)


def leftovers(parts: Parts) -> list[str]:
    """What no generation needs, but for embeddings."""
    keys = parts.catalog.keys()
    unneeded = [f"{name} among the vectors" for name in parts.snapshots.leftovers()]
    unneeded += [f"{key} in the full text" for key in parts.fulltext.keys() - keys]
    return unneeded + (["a purge that is due"] if parts.catalog.ledger.purge_is_due() else [])


def check(parts: Parts) -> list[Finding]:
    """All that a full comparison sees. Raises StoreDamaged."""
    return list(_findings(parts))


def _findings(parts: Parts) -> Iterator[Finding]:
    catalog = parts.catalog
    damages = catalog.damages()
    for damage in damages:
        yield Finding(
            False, f"The catalog is damaged: {damage}.", "Replace the store with a backup."
        )
    if not damages:
        yield Finding(True, f"The catalog is sound: {catalog.count()} articles, all readable.")
    keys, words = catalog.keys(), parts.fulltext.keys()
    embedded = catalog.embedded(catalog.generation().model)
    yield _comparison("the stored embeddings", keys, embedded)
    yield _comparison("the search by words (full text)", keys, words)
    try:
        yield _comparison("the search by meaning (vectors)", keys, parts.snapshots.keys())
    except VectorsDamaged as error:
        yield Finding(False, f"The search by meaning (vectors) cannot be read: {error}.", DOCTOR)
    draft = catalog.draft.target()
    if draft:
        missing = catalog.draft.count_unembedded(draft.model)
        yield Finding(
            True,
            f"A rebuild with {draft.model} is not finished: it prepared "
            f"{catalog.draft.count() - missing:,} passages so far. To continue it: onrecord "
            "rebuild. To discard it: onrecord rebuild --abandon.",
        )
    of_draft = catalog.draft.keys() if draft else set()
    leftovers = len((embedded | words) - keys - of_draft) + len(parts.snapshots.leftovers())
    if leftovers:
        yield Finding(
            True,
            f"{leftovers} leftovers of an interrupted change: searches ignore them, adding the "
            "same articles again uses them, and any other change clears them away.",
        )


def _comparison(what: str, expected: Collection[str], present: Collection[str]) -> Finding:
    missing = set(expected) - set(present)
    if missing:
        return Finding(
            False, f"{len(missing)} of {len(expected)} passages are missing from {what}.", DOCTOR
        )
    return Finding(True, f"All {len(expected)} passages are in {what}.")


def _vectors_differ(parts: Parts, keys: set[str]) -> bool:
    try:
        return parts.snapshots.keys() != keys
    except VectorsDamaged:
        return True


def _chunks(parts: Parts, keys: Collection[str]) -> list[Chunk]:
    """One chunk of each key."""
    return [chunks[0] for chunks in parts.catalog.chunks(keys).values()]
