"""What opening a store checks, and creates if it is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

from index import disk
from index.catalog.catalog import FILE, Catalog
from index.errors import StoreDamaged
from index.lock import check_platform, writing
from index.search.embedding import Embedder
from index.search.fulltext import FullTextDamaged, TantivyFullText
from index.text.chunks import PACKING

VECTORS = "chroma"
FULLTEXT = "fulltext"


def create_where_absent(folder: Path, embedder: Embedder) -> None:
    """Make the folder and an empty catalog if there is none. Raises StoreError on a system
    without file locks."""
    check_platform()
    with disk.in_words(folder):
        if folder.exists() and not folder.is_dir():
            raise StoreDamaged(
                "This is a file; a store is a folder.",
                subject=str(folder),
                remedy="Choose a folder, or a name that isn't taken yet.",
            )
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / FILE).exists():
            if (folder / VECTORS).exists():
                raise StoreDamaged(
                    f"Its catalog, {FILE}, is missing; the rest of the store is there.",
                    subject=str(folder),
                    remedy="Restore the catalog from a backup, or move the folder aside and add "
                    "the articles again.",
                )
            with writing(folder):
                if not (folder / FILE).exists():
                    Catalog.create(folder, embedder.name, PACKING)


def outdated(catalog: Catalog, wished: str) -> str:
    """Why the index should be rebuilt, in a sentence; empty if it needn't be."""
    made_with = catalog.generation().model
    if made_with != wished:
        return (
            f"The articles were prepared for search with the embedding model {made_with}, which is "
            f"still used. To switch to {wished}: onrecord rebuild"
        )
    if catalog.meta("packing") != PACKING:
        return (
            "The articles were split into passages by an older version. To split them again: "
            "onrecord rebuild"
        )
    return ""


def open_fulltext(folder: Path, copies: Path | None) -> TantivyFullText:
    """The full text; an empty one in place of one that cannot be read."""
    try:
        if copies is None:
            return TantivyFullText(folder / FULLTEXT)
        disk.copy_files(folder / FULLTEXT, copies / FULLTEXT)  # Tantivy locks what it opens
        return TantivyFullText(copies / FULLTEXT)
    except (FullTextDamaged, OSError) as error:
        if copies is not None:
            raise derived_damaged(folder, "full text", error) from error
        with writing(folder):
            shutil.rmtree(folder / FULLTEXT, ignore_errors=True)
            return TantivyFullText(folder / FULLTEXT)


def derived_damaged(folder: Path, what: str, error: Exception) -> StoreDamaged:
    """The error for a derived part that can be neither read nor rebuilt."""
    return StoreDamaged(
        f"Its {what} cannot be read ({error}) or made again, because the folder is read-only.",
        subject=str(folder),
        remedy="Open it once as a user who can write there. It will repair itself.",
    )
