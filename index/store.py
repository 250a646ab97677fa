"""The store: one folder that holds the articles and finds them again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from index import change, disk, removal, repair, retraction, transfer
from index.catalog import Catalog
from index.embed import Embedder
from index.errors import StoreDamaged, StoreLocked
from index.limits import CAREFUL, FetchLimits
from index.opening import (
    VECTORS,
    create_where_absent,
    derived_damaged,
    open_fulltext,
    refuse_other_model,
)
from index.parts import Parts
from index.selection import Selection, select
from index.snapshots import Snapshots
from index.types import (
    NO_OVERRIDES,
    Archived,
    Article,
    Carrier,
    Chunk,
    Finding,
    Hit,
    IndexReport,
    Overrides,
    Progress,
    Removal,
    RemovalReport,
    Restored,
    Version,
    silent,
)
from index.vectors import VectorsDamaged

CACHED_ARTICLES = 2000


class Store:
    """An open store. Several threads, and several processes, may search it while one adds."""

    def __init__(self, parts: Parts, copies: TemporaryDirectory[str] | None) -> None:
        """Use `open`. copies: of a read-only store, where its derived parts were copied to."""
        self._parts = parts
        self._copies = copies
        self._words_of = -1
        self._closed = False
        self._articles_of = -1
        # A version of an article does not change within a generation, so it may be kept.
        self._article: Callable[[str, int], Article] = lru_cache(CACHED_ARTICLES)(
            parts.catalog.article
        )
        self._forget: Callable[[], None] = self._article.cache_clear

    @classmethod
    def open(cls, path: str | Path, embedder: Embedder, fetching: FetchLimits = CAREFUL) -> Self:
        """Open a store's folder, or make one, and make again what is missing of what is derived.

        Raises StoreMismatch (made with another embedding model or version of Onrecord),
        StoreDamaged (the catalog cannot be read), StoreReadOnly, StoreLocked, StoreFull."""
        folder = Path(path).expanduser().absolute()
        create_where_absent(folder, embedder)
        read_only = not disk.writable(folder)
        catalog = Catalog(folder, read_only)
        copies = TemporaryDirectory(prefix="onrecord-") if read_only else None
        try:
            refuse_other_model(folder, catalog, embedder)
            place = Path(copies.name) if copies else None
            parts = Parts(
                folder=folder,
                embedder=embedder,
                catalog=catalog,
                snapshots=Snapshots(folder / VECTORS, catalog, embedder.dimensions, place),
                fulltext=open_fulltext(folder, place),
                fetching=fetching,
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
        """Add files, folders, and by their addresses pages, feeds, sitemaps and files of the web;
        what cannot be read is in the report. `upload`: files known by their names rather than by
        their paths. Raises StoreLocked, StoreReadOnly, StoreFull."""
        return change.add(self._writable(), sources, overrides, upload, progress)

    def matching(self, selection: Selection) -> list[Article]:
        """The newest versions of the articles that are meant, by title. Raises SettingError,
        ArticleNotFound."""
        for name in selection.ids:
            self._parts.catalog.latest(name)
        return select(self.articles(), selection)

    def remove(self, article_ids: Sequence[str], progress: Progress = silent) -> RemovalReport:
        """Forget articles in all their versions, and keep only that they were removed. Raises
        ArticleNotFound, StoreLocked, StoreReadOnly, StoreFull."""
        return removal.remove(self._writable(), article_ids, progress)

    def copies(self, article_id: str) -> list[Carrier]:
        """The articles that print most of the same text, itself among them, the first publisher
        first; empty where no other does. Raises ArticleNotFound, ArticleRemoved."""
        self._parts.catalog.latest(article_id)
        return self._parts.catalog.copies.of_article(article_id)

    def carriers(
        self, article_id: str, first: int, last: int | None = None
    ) -> dict[int, list[Carrier]]:
        """By number, those of the newest version's paragraphs first to last that other articles
        print too, with all who do, itself among them, the first publisher first."""
        return self._parts.catalog.copies.of_paragraphs(article_id, first, last or first)

    def removals(self) -> list[Removal]:
        """What was ever removed, the oldest first."""
        return self._parts.catalog.ledger.removals()

    def retract(self, article_id: str, note: str = "") -> int:
        """Mark an article as retracted; returns the new generation. Raises ArticleNotFound,
        SettingError, StoreLocked, StoreReadOnly, StoreFull."""
        return retraction.retract(self._writable(), article_id, note)

    def unretract(self, article_id: str) -> int:
        """Take that back; returns the generation. The same errors."""
        return retraction.unretract(self._writable(), article_id)

    def export(self, file: str | Path, *, replace: bool = False) -> Archived:
        """Write everything to one file; `replace`: even where there is one of that name. Raises
        ArchiveError, StoreFull, StoreReadOnly."""
        return transfer.export(self._parts, Path(file).expanduser().absolute(), replace)

    def restore(
        self, file: str | Path, *, replace: bool = False, progress: Progress = silent
    ) -> Restored:
        """Hold what an exported file does; `replace`: instead of the articles that are here. Raises
        ArchiveError, StoreNotEmpty, StoreMismatch, StoreLocked, StoreReadOnly, StoreFull."""
        file = Path(file).expanduser().absolute()
        return transfer.restore(self._writable(), file, replace, progress)

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
        """One version of an article; None takes the newest. Raises ArticleNotFound, ArticleRemoved
        where there was one."""
        generation = self.generation
        if generation != self._articles_of:
            self._forget()
            self._articles_of = generation
        return self._article(article_id, version or self._parts.catalog.latest(article_id))

    def versions(self, article_id: str) -> list[Version]:
        """All versions of an article, oldest first. Raises ArticleNotFound, ArticleRemoved."""
        return self._parts.catalog.ledger.versions(article_id)

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

    def leftovers(self) -> list[str]:
        """What an interrupted change left and no opening has swept yet, in words; embeddings, which
        the same change made again would use, are not counted."""
        return repair.leftovers(self._parts)

    def repair(self, progress: Progress = silent) -> None:
        """Make again what is missing of what is derived. Raises StoreLocked, StoreReadOnly,
        StoreFull."""
        repair.mend(self._writable(), progress)

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

    def _writable(self) -> Parts:
        """Raises StoreReadOnly."""
        if self._copies:
            raise disk.read_only(self._parts.folder)
        return self._parts

    def _active(self, hits: list[Hit]) -> list[Hit]:
        """Without the leftovers of an interrupted change."""
        active = self._parts.catalog.active([hit.key for hit in hits])
        return [hit for hit in hits if hit.key in active]

    def _derived_damaged(self, what: str, error: Exception) -> StoreDamaged:
        return derived_damaged(self._parts.folder, what, error)
