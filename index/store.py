"""The store: one folder that holds the articles and finds them again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from index import disk
from index.catalog.catalog import Catalog
from index.catalog.watchlist import Watched
from index.changes import change, rebuild, removal, repair, retraction, sync, transfer
from index.changes.plan import NamedSource
from index.changes.selection import Selection, select
from index.errors import StoreLocked, StoreMismatch, VectorServerError
from index.generations.open_parts import Parts
from index.generations.opening import VECTORS, create_where_absent, open_fulltext, outdated
from index.generations.server_snapshots import ServerSnapshots
from index.generations.snapshots import FolderSnapshots
from index.reports import (
    Archived,
    CarriedParagraph,
    Carrier,
    Finding,
    IndexReport,
    RebuildReport,
    Removal,
    RemovalReport,
    Restored,
    SyncReport,
    Version,
)
from index.search.embedding import Embedder
from index.search.embedding_models import Load, Models, no_other
from index.search.vector_server import ChromaServer
from index.searches import Search
from index.types import NO_OVERRIDES, Article, Chunk, Hit, Overrides, ProgressCallback, silent
from index.web.limits import CAREFUL, FetchLimits

CACHED_ARTICLES = 2000


class Store:
    """An open store. Several threads, and several processes, may search it while one adds."""

    def __init__(self, parts: Parts, copies: TemporaryDirectory[str] | None) -> None:
        """Use `open`. copies: of a read-only store, where its derived parts were copied to."""
        self._parts = parts
        self._copies = copies
        self._search = Search(parts, read_only=copies is not None)
        self._closed = False
        self._articles_of = -1
        # A version of an article does not change within a generation, so it may be kept.
        self._article: Callable[[str, int], Article] = lru_cache(CACHED_ARTICLES)(
            parts.catalog.article
        )
        self._forget: Callable[[], None] = self._article.cache_clear

    @classmethod
    def open(
        cls,
        path: str | Path,
        embedder: Embedder,
        fetching: FetchLimits = CAREFUL,
        load: Load = no_other,
        server: ChromaServer | None = None,
    ) -> Self:
        """Open a store's folder, or make one, and rebuild derived parts that are missing.

        `embedder`: what a new store and `rebuild` are made with; a store made with another is
        searched and added to with that one, which `load` returns. If it cannot, `dense` and `add`
        raise StoreMismatch, and everything that needs no model works.

        `server`: where the vectors are kept; None: in the folder. One that does not answer stops
        only what needs the vectors (VectorServerError).

        Raises StoreMismatch (made by another version of Onrecord), StoreDamaged (the catalog cannot
        be read), StoreReadOnly, StoreLocked, StoreFull."""
        folder = Path(path).expanduser().absolute()
        create_where_absent(folder, embedder)
        read_only = not disk.writable(folder)
        catalog = Catalog(folder, read_only)
        copies = TemporaryDirectory(prefix="onrecord-") if read_only else None
        try:
            place = Path(copies.name) if copies else None
            parts = Parts(
                folder=folder,
                models=Models(folder, embedder, load),
                catalog=catalog,
                snapshots=ServerSnapshots(folder / VECTORS, catalog, server)
                if server
                else FolderSnapshots(folder / VECTORS, catalog, place),
                fulltext=open_fulltext(folder, place),
                fetching=fetching,
            )
            if not read_only and repair.is_needed(parts):
                # The writer makes it complete; what lacks a model must be rebuilt.
                with suppress(StoreLocked, StoreMismatch, VectorServerError):
                    repair.mend(parts, patience=0)
        except BaseException:
            catalog.close()
            if copies:
                copies.cleanup()
            raise
        return cls(parts, copies)

    def add(
        self,
        sources: Sequence[str | Path],
        *,
        overrides: Overrides = NO_OVERRIDES,
        upload: bool = False,
        follow_links: bool = False,
        progress: ProgressCallback = silent,
    ) -> IndexReport:
        """Add files, folders and addresses; what cannot be read is in the report. `upload`: files
        known by name rather than by path; `follow_links`: in folders, as long as they stay in them,
        now and in `sync`. Raises StoreLocked, StoreReadOnly, StoreFull."""
        named = [
            NamedSource(one, overrides, upload, follow_links) for one in dict.fromkeys(sources)
        ]
        return change.add(self._writable(), named, progress)

    def sync(
        self, *, prune: bool = False, resting: bool = False, progress: ProgressCallback = silent
    ) -> SyncReport:
        """Look again at every source that was added. `prune`: remove what is gone; `resting`: also
        try sources that failed several times before they have rested. Raises StoreLocked,
        StoreReadOnly, StoreFull."""
        now = datetime.now(UTC)
        return sync.sync(self._writable(), now, prune=prune, resting=resting, progress=progress)

    def watched(self) -> list[Watched]:
        """The sources that a sync checks, by location."""
        return self._parts.catalog.watchlist.watched()

    def unwatch(self, source: str) -> None:
        """Stop watching a source; its articles stay. Raises SettingError if it is not watched,
        StoreLocked, StoreReadOnly."""
        sync.unwatch(self._writable(), source)

    def matching(self, selection: Selection) -> list[Article]:
        """The newest versions of the articles that are meant, by title. Raises SettingError,
        ArticleNotFound."""
        for name in selection.article_ids:
            self._parts.catalog.latest(name)
        return select(self.articles(), selection)

    def remove(
        self, article_ids: Sequence[str], *, progress: ProgressCallback = silent
    ) -> RemovalReport:
        """Delete articles in all their versions, and keep only the fact that they were removed.
        Raises ArticleNotFound, StoreLocked, StoreReadOnly, StoreFull."""
        return removal.remove(self._writable(), article_ids, progress)

    def copies(self, article_id: str) -> list[Carrier]:
        """The articles that print most of the same text, itself among them, the first publisher
        first; empty where no other does. Raises ArticleNotFound, ArticleRemoved."""
        self._parts.catalog.latest(article_id)
        return self._parts.catalog.copies.of_article(article_id)

    def carriers(
        self, article_id: str, first: int, last: int | None = None
    ) -> dict[int, list[CarriedParagraph]]:
        """By number, those of the newest version's paragraphs first to last that other articles
        print, too, with all that do, itself among them, the first publisher first."""
        return self._parts.catalog.copies.of_paragraphs(article_id, first, last or first)

    def removals(self) -> list[Removal]:
        """What was ever removed, the oldest first."""
        return self._parts.catalog.ledger.removals()

    def retract(self, article_id: str, note: str = "") -> Article:
        """Mark an article as retracted; returns it as it is marked now. Raises ArticleNotFound,
        SettingError, StoreLocked, StoreReadOnly, StoreFull."""
        retraction.retract(self._writable(), article_id, note)
        return self.article(article_id)

    def unretract(self, article_id: str) -> Article:
        """Take that back. The same errors."""
        retraction.unretract(self._writable(), article_id)
        return self.article(article_id)

    def export(self, file: str | Path, *, replace: bool = False) -> Archived:
        """Write everything to one file; `replace`: even if there is one with that name. Raises
        ArchiveError, StoreFull, StoreReadOnly."""
        return transfer.export(self._parts, Path(file).expanduser().absolute(), replace)

    def restore(
        self, file: str | Path, *, replace: bool = False, progress: ProgressCallback = silent
    ) -> Restored:
        """Take over the contents of an exported file; `replace`: instead of the articles that are
        here. Raises ArchiveError, StoreNotEmpty, StoreMismatch, StoreLocked, StoreReadOnly,
        StoreFull."""
        file = Path(file).expanduser().absolute()
        return transfer.restore(self._writable(), file, replace, progress)

    def rebuild(self, *, progress: ProgressCallback = silent) -> RebuildReport:
        """Rebuild the index, with the model that the store was opened with; readers notice nothing,
        and others may add in the meantime. If interrupted, it continues the next time. Raises
        ModelError, StoreLocked, StoreReadOnly, StoreFull."""
        return rebuild.rebuild(self._writable(), progress)

    def abandon_rebuild(self, *, progress: ProgressCallback = silent) -> int:
        """Drop what an unfinished rebuild made; returns how many bytes that freed. Raises
        StoreLocked, StoreReadOnly, StoreFull."""
        return rebuild.abandon(self._writable(), progress)

    def dense(self, text: str, limit: int) -> list[Hit]:
        """The chunks nearest in meaning, best first, by cosine similarity. Raises StoreMismatch,
        ModelError."""
        return self._search.dense(text, limit)

    def lexical(self, text: str, limit: int) -> list[Hit]:
        """The chunks that have the text's words, best first, by BM25."""
        return self._search.lexical(text, limit)

    def chunks(self, keys: Collection[str]) -> dict[str, list[Chunk]]:
        """By key, the chunks of the articles' newest versions that have it."""
        return self._parts.catalog.chunks(keys)

    def article(self, article_id: str, version: int | None = None) -> Article:
        """One version of an article; None takes the newest. Raises ArticleNotFound, or
        ArticleRemoved if there was one."""
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
    def model(self) -> str:
        """Name of the embedding model that the index was made with."""
        return self._parts.catalog.generation().model

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader should know about this store, one sentence each."""
        sentences = [outdated(self._parts.catalog, self._parts.models.wished.name)]
        if self._copies:
            sentences.append(
                "The store's folder is read-only. It can be searched, but nothing can be added."
            )
        return tuple(filter(None, sentences))

    def check(self) -> list[Finding]:
        """Compare everything with the catalog. Takes a while in a large store."""
        return repair.check(self._parts)

    def leftovers(self) -> list[str]:
        """What an interrupted change left and no opening has swept yet, in words; embeddings, which
        the same change made again would use, are not counted."""
        return repair.leftovers(self._parts)

    def repair(self, progress: ProgressCallback = silent) -> None:
        """Rebuild derived parts that are missing. Raises StoreLocked, StoreReadOnly,
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
