"""The one surface for changes to a store.

`assistant.Assistant` has it for a store of this machine, `ui.remote.client.RemoteChanges` for the
store that a running server has open; the command line, the page and the server use it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from index.changes.selection import Selection
from index.reports import IndexReport, RebuildReport, RemovalReport, SyncReport
from index.types import NO_OVERRIDES, ArticleDetails, Overrides, ProgressCallback, silent


class Additions(Protocol):
    """What the page may do: add, and nothing that takes away. See `assistant.Assistant` for what
    each does, and the errors that it raises."""

    @property
    def count(self) -> int: ...

    @property
    def generation(self) -> int: ...

    def add(
        self,
        sources: Sequence[str | Path],
        *,
        overrides: Overrides = NO_OVERRIDES,
        upload: bool = False,
        follow_links: bool = False,
        progress: ProgressCallback = silent,
    ) -> IndexReport: ...

    def sync(
        self, *, prune: bool = False, resting: bool = False, progress: ProgressCallback = silent
    ) -> SyncReport: ...

    def rebuild(self, *, progress: ProgressCallback = silent) -> RebuildReport: ...


class Changes(Additions, Protocol):
    """All of them."""

    def matching(self, selection: Selection) -> Sequence[ArticleDetails]: ...

    def remove(
        self, article_ids: Sequence[str], *, progress: ProgressCallback = silent
    ) -> RemovalReport: ...

    def retract(self, article_id: str, note: str = "") -> ArticleDetails: ...

    def unretract(self, article_id: str) -> ArticleDetails: ...

    def abandon_rebuild(self, *, progress: ProgressCallback = silent) -> int: ...
