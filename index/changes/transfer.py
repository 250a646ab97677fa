"""Between a store and an archive of it.

    catalog -copy-> archive
    archive -check-> another catalog -derive-> full text, vectors -> commit -purge-> the store

An import switches like every change: the full text and the vectors of what comes are written beside
those that are there, then one transaction of the catalog exchanges all of its rows."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from index import disk
from index.catalog.catalog import FILE, Catalog
from index.changes import archive
from index.changes.change import embed_missing, write_words
from index.changes.removal import purge_where_possible
from index.errors import OnrecordError, StoreMismatch, StoreNotEmpty
from index.generations.open_parts import Parts
from index.lock import writing
from index.reports import Archived, Restored
from index.types import ProgressCallback

_GROUP = 1000
"""Embeddings that are looked at together."""


def export(parts: Parts, file: Path, replace: bool) -> Archived:
    """Write the store to an archive, whoever reads or writes meanwhile. Raises ArchiveError,
    StoreFull, StoreReadOnly; then there is no file of that name, or the one from before."""
    manifest, size, sha256 = archive.pack(parts.catalog, file, replace)
    return Archived(str(file), size, manifest.articles, manifest.generation, sha256)


def restore(parts: Parts, file: Path, replace: bool, progress: ProgressCallback) -> Restored:
    """Make the store hold what an archive does. `replace`: even where it holds articles.

    Raises ArchiveError, StoreNotEmpty, StoreMismatch (another embedding model), StoreLocked,
    StoreReadOnly, StoreFull; then the store is as it was."""
    started = time.perf_counter()
    catalog = parts.catalog
    with writing(parts.folder), disk.in_words(parts.folder):
        parts.snapshots.sweep()
        held = catalog.count()
        if held and not replace:
            raise StoreNotEmpty(
                f"It holds {held} articles, and an import would replace them.",
                subject=str(parts.folder),
                remedy="Import it into another folder, or add --replace.",
            )
        parts.snapshots.folder.mkdir(exist_ok=True)
        # In there, whatever an interruption leaves behind is swept.
        with TemporaryDirectory(prefix="import-", dir=parts.snapshots.folder) as scratch:
            progress("checking the archive", 0, 1)
            other = _checked(parts, file, Path(scratch))
            progress("checking the archive", 1, 1)
            try:
                number, embedded = _take_over(parts, other, Path(scratch, FILE), progress)
            finally:
                other.close()
        parts.snapshots.sweep()
        if held:
            purge_where_possible(parts, progress)
        else:
            catalog.ledger.purge()
    return Restored(number, catalog.count(), held, embedded, time.perf_counter() - started)


def _take_over(
    parts: Parts, other: Catalog, file: Path, progress: ProgressCallback
) -> tuple[int, int]:
    """The new generation, and how many chunks were embedded."""
    catalog = parts.catalog
    keys, model = other.keys(), other.generation().model
    chunks = [found[0] for found in other.chunks(keys).values()]
    disk.make_sure_of_room(parts.folder, 3 * file.stat().st_size)
    catalog.ledger.take_embeddings(file, model)
    embedded = embed_missing(parts, model, chunks, progress)
    write_words(parts, chunks, progress)
    vectors = parts.snapshots.remake(keys, model, progress)
    progress("saving", 0, 1)
    number = catalog.ledger.become(file, vectors, model)
    progress("saving", 1, 1)
    return number, embedded


def _checked(parts: Parts, file: Path, scratch: Path) -> Catalog:
    """The archive's catalog, read from its first byte to its last."""
    manifest = archive.unpack(file, scratch)
    if manifest.embedder not in (parts.models.wished.name, parts.catalog.generation().model):
        # No other is looked for, whatever an archive names.
        raise StoreMismatch(
            f"It was made with the embedding model {manifest.embedder}, not with "
            f"{parts.models.wished.name}.",
            subject=str(file),
            remedy="Import it with that model (ONRECORD_EMBEDDING).",
        )
    dimensions = parts.models.of(manifest.embedder).dimensions
    try:
        other = Catalog(scratch, read_only=True)
    except OnrecordError as error:
        raise archive.damaged(file, error.happened) from error
    try:
        if other.generation().model != manifest.embedder:
            raise archive.damaged(file, "its catalog names a different embedding model")
        _refuse_unusable(other, file, dimensions)
    except BaseException:
        other.close()
        raise
    return other


def _refuse_unusable(other: Catalog, file: Path, dimensions: int) -> None:
    try:
        if other.is_foreign(dimensions):
            raise archive.damaged(file, "its catalog has different tables")
        damages = other.damages()
        if damages:
            raise archive.damaged(file, damages[0])
        for article in other.articles():
            for version in other.ledger.versions(article.id):
                other.article(article.id, version.number)
        model = other.generation().model
        keys = sorted(other.embedded(model))
        for start in range(0, len(keys), _GROUP):
            if not np.isfinite(other.embeddings(model, keys[start : start + _GROUP])).all():
                raise archive.damaged(file, "its embeddings aren't numbers")
    except (ValueError, TypeError, IndexError, KeyError, RecursionError) as error:
        raise archive.damaged(file, f"its catalog doesn't make sense: {error}") from error
