"""The changes that a command can make, each telling what it did as its JSON document: to a store of
this machine (here), or through a running server (ui/remote/client.py)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.changes.selection import Selection
from index.types import Overrides, Progress
from ui.json import keeping_documents, report_documents, syncing_documents
from ui.json.keeping_documents import (
    AbandonedJson,
    MeantJson,
    RebuildJson,
    RemovalsJson,
    RetractionJson,
)
from ui.json.report_documents import ReportJson
from ui.json.syncing_documents import SyncJson

if TYPE_CHECKING:
    from assistant import Assistant


class Changes(Protocol):
    """See `assistant.Assistant` for what each does, and the errors that it raises."""

    @property
    def count(self) -> int:
        """How many articles there are."""

    def add(
        self,
        sources: Sequence[str],
        overrides: Overrides,
        progress: Progress,
        *,
        follow_links: bool = False,
    ) -> ReportJson: ...

    def sync(self, *, prune: bool, resting: bool, progress: Progress) -> SyncJson: ...

    def meant(self, selection: Selection) -> MeantJson: ...

    def remove(self, ids: Sequence[str], progress: Progress) -> RemovalsJson: ...

    def retract(self, article: str, note: str, *, undo: bool) -> RetractionJson: ...

    def rebuild(self, progress: Progress) -> RebuildJson: ...

    def abandon_rebuild(self, progress: Progress) -> AbandonedJson: ...


class Here:
    """Changes to the store that an assistant has open."""

    def __init__(self, desk: Assistant) -> None:
        self._desk = desk

    @property
    def count(self) -> int:
        return self._desk.count

    @property
    def generation(self) -> int:
        """The number of the committed state of the index."""
        return self._desk.generation

    def add(
        self,
        sources: Sequence[str],
        overrides: Overrides,
        progress: Progress,
        *,
        follow_links: bool = False,
    ) -> ReportJson:
        done = self._desk.add(
            sources, overrides=overrides, follow_links=follow_links, progress=progress
        )
        return report_documents.judged(report_documents.report(done), sources)

    def add_uploads(
        self, files: Sequence[Path], overrides: Overrides, progress: Progress
    ) -> ReportJson:
        """Add files that are known by their names; the paths are where they lie for now."""
        done = self._desk.add(files, overrides=overrides, upload=True, progress=progress)
        return report_documents.judged(report_documents.report(done), [one.name for one in files])

    def sync(self, *, prune: bool, resting: bool, progress: Progress) -> SyncJson:
        done = self._desk.sync(prune=prune, rested=not resting, progress=progress)
        return syncing_documents.synced(done)

    def meant(self, selection: Selection) -> MeantJson:
        return keeping_documents.meant(self._desk.matching(selection), self._desk.generation)

    def remove(self, ids: Sequence[str], progress: Progress) -> RemovalsJson:
        return keeping_documents.removed(self._desk.remove(ids, progress))

    def retract(self, article: str, note: str, *, undo: bool) -> RetractionJson:
        if undo:
            self._desk.unretract(article)
        else:
            self._desk.retract(article, note)
        return keeping_documents.retraction(self._desk.article(article))

    def rebuild(self, progress: Progress) -> RebuildJson:
        return keeping_documents.rebuilt(self._desk.rebuild(progress))

    def abandon_rebuild(self, progress: Progress) -> AbandonedJson:
        return keeping_documents.abandoned(self._desk.abandon_rebuild(progress))
