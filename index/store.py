"""The store: one folder that holds the articles and finds them again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from index import change, disk, repair
from index.catalog import FILE, Catalog
from index.chunks import PACKING
from index.embed import Embedder
from index.errors import StoreDamaged, StoreLocked, StoreMismatch
from index.fulltext import FullTextDamaged, TantivyFullText
from index.lock import writing
from index.parts import Parts
from index.snapshots import Snapshots
from index.types import (
    NO_OVERRIDES,
    Article,
    Chunk,
    Finding,
    Hit,
    IndexReport,
    Overrides,
    Progress,
    silent,
)
from index.vectors import VectorsDamaged

VECTORS = "chroma"
FULLTEXT = "fulltext"
CACHED_ARTICLES = 2000


class Store:
    """An open store. Several threads, and several processes, may search it while one adds."""

    def __init__(self, parts: Parts, copies: TemporaryDirectory[str] | None) -> None:
        """Use `open`. copies: of a read-only store, where its derived parts were copied to."""
        self._parts = parts
        self._copies = copies
        self._words_of = -1
        self._closed = False
        # A version of an article never changes, so it may be kept.
        self._article: Callable[[str, int], Article] = lru_cache(CACHED_ARTICLES)(
            parts.catalog.article
        )

    @classmethod
    def open(cls, path: str | Path, embedder: Embedder) -> Self:
        """Open a store's folder, or make one, and make again what is missing of what is derived.

        Raises StoreMismatch (made with another embedding model or version of Onrecord),
        StoreDamaged (the catalog cannot be read), StoreReadOnly, StoreLocked, StoreFull."""
        folder = Path(path).expanduser().absolute()
        _create_where_absent(folder, embedder)
        read_only = not disk.writable(folder)
        catalog = Catalog(folder, read_only)
        copies = TemporaryDirectory(prefix="onrecord-") if read_only else None
        try:
            _refuse_other_model(folder, catalog, embedder)
            place = Path(copies.name) if copies else None
            parts = Parts(
                folder=folder,
                embedder=embedder,
                catalog=catalog,
                snapshots=Snapshots(folder / VECTORS, catalog, embedder.dimensions, place),
                fulltext=_open_fulltext(folder, place),
            )
            if not read_only and repair.is_needed(parts):
                with suppress(StoreLocked):  # whoever is writing makes it whole
                    repair.mend(parts)
        except BaseException:
            catalog.close()
            if copies:
                copies.cleanup()
            raise
        return cls(parts, copies)

    def add(
        self,
        sources: Sequence[str | Path],
        overrides: Overrides = NO_OVERRIDES,
        upload: bool = False,
        progress: Progress = silent,
    ) -> IndexReport:
        """Add files and folders; what cannot be read is in the report. `upload`: files known by
        their names rather than by their paths. Raises StoreLocked, StoreReadOnly, StoreFull."""
        if self._copies:
            raise disk.read_only(self._parts.folder)
        return change.add(self._parts, sources, overrides, upload, progress)

    def dense(self, text: str, limit: int) -> list[Hit]:
        """The chunks nearest in meaning, best first, by cosine similarity."""
        vector = self._parts.embedder.embed([text])
        try:
            hits = self._parts.snapshots.nearest(vector, limit)
        except VectorsDamaged as error:
            if self._copies:
                raise self._derived_damaged("vectors", error) from error
            repair.mend(self._parts)
            hits = self._parts.snapshots.nearest(vector, limit)
        return self._active(hits)

    def lexical(self, text: str, limit: int) -> list[Hit]:
        """The chunks that have the text's words, best first, by BM25."""
        fulltext = self._parts.fulltext
        generation = self.generation
        if self._words_of != generation:
            fulltext.reload()
            self._words_of = generation
        ask = limit
        while True:
            hits = fulltext.search(text, ask)
            active = self._active(hits)
            if len(active) >= limit or len(hits) < ask:
                return active[:limit]
            ask *= 2  # leftovers of an interrupted change took places

    def chunks(self, keys: Collection[str]) -> dict[str, list[Chunk]]:
        """By key, the chunks of the articles' newest versions that have it."""
        return self._parts.catalog.chunks(keys)

    def article(self, article_id: str, version: int | None = None) -> Article:
        """One version of an article; None takes the newest. Raises ArticleNotFound."""
        return self._article(article_id, version or self._parts.catalog.latest(article_id))

    def articles(self) -> list[Article]:
        """The newest version of every article, by title."""
        return self._parts.catalog.articles()

    @property
    def count(self) -> int:
        """How many articles there are."""
        return self._parts.catalog.count()

    @property
    def generation(self) -> int:
        """The number of the committed state of the index; 0 for an empty store."""
        return self._parts.catalog.generation().number

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader should know about this store, one sentence each."""
        if self._copies:
            return ("The store's folder cannot be written: it can be searched, not added to.",)
        return ()

    def check(self) -> list[Finding]:
        """Compare everything with the catalog. Takes a while in a large store."""
        return repair.check(self._parts)

    def repair(self, progress: Progress = silent) -> None:
        """Make again what is missing of what is derived. Raises StoreLocked, StoreReadOnly,
        StoreFull."""
        if self._copies:
            raise disk.read_only(self._parts.folder)
        repair.mend(self._parts, progress)

    def close(self) -> None:
        """Release all files. Using the store afterwards raises StoreError."""
        if self._closed:
            return
        self._closed = True
        self._parts.snapshots.close()
        self._parts.fulltext.close()
        self._parts.catalog.close()
        if self._copies:
            self._copies.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _active(self, hits: list[Hit]) -> list[Hit]:
        """Without the leftovers of an interrupted change."""
        active = self._parts.catalog.active([hit.key for hit in hits])
        return [hit for hit in hits if hit.key in active]

    def _derived_damaged(self, what: str, error: Exception) -> StoreDamaged:
        return _derived_damaged(self._parts.folder, what, error)


def _create_where_absent(folder: Path, embedder: Embedder) -> None:
    """Make the folder and an empty catalog where there is none."""
    with disk.in_words(folder):
        if folder.exists() and not folder.is_dir():
            raise StoreDamaged(
                "This is a file; a store is a folder.",
                subject=str(folder),
                remedy="Name a folder, or one that does not exist yet.",
            )
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / FILE).exists():
            if (folder / VECTORS).exists():
                raise StoreDamaged(
                    f"Its catalog, {FILE}, is gone; the rest of the store is there.",
                    subject=str(folder),
                    remedy="Put a backup of the catalog there, or move the folder aside and add "
                    "the articles again.",
                )
            with writing(folder):
                if not (folder / FILE).exists():
                    Catalog.create(folder, embedder.name, PACKING)


def _refuse_other_model(folder: Path, catalog: Catalog, embedder: Embedder) -> None:
    made_with = catalog.meta("embedder")
    if made_with != embedder.name:
        raise StoreMismatch(
            f"It was made with the embedding model {made_with}, not with {embedder.name}.",
            subject=str(folder),
            remedy="Use that model, or another store folder and add the articles there.",
        )


def _open_fulltext(folder: Path, copies: Path | None) -> TantivyFullText:
    """The full text; an empty one in place of one that cannot be read."""
    try:
        if copies is None:
            return TantivyFullText(folder / FULLTEXT)
        disk.copy_files(folder / FULLTEXT, copies / FULLTEXT)  # Tantivy locks what it opens
        return TantivyFullText(copies / FULLTEXT)
    except (FullTextDamaged, OSError) as error:
        if copies is not None:
            raise _derived_damaged(folder, "full text", error) from error
        with writing(folder):
            shutil.rmtree(folder / FULLTEXT, ignore_errors=True)
            return TantivyFullText(folder / FULLTEXT)


def _derived_damaged(folder: Path, what: str, error: Exception) -> StoreDamaged:
    return StoreDamaged(
        f"Its {what} cannot be read ({error}), nor made again, for the folder is read-only.",
        subject=str(folder),
        remedy="Open it once as somebody who may write there: it repairs itself.",
    )
