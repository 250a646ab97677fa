"""The changes that can be requested as JSON, each with what it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from index.changes.selection import Selection
from index.types import Overrides, ProgressCallback
from index.web.online_documents import is_address
from ui.changes import Changes
from ui.json import report_documents, store_documents, syncing_documents

MOST = 1_000_000
"""Addresses or ids in one request."""


def _address(named: str) -> str:
    """Anything else would be the path of a file on this machine."""
    if not is_address(named):
        raise ValueError("an address begins with http:// or https://")
    return named


class ChangeRequest(BaseModel):
    """A change that is requested. An unknown key is refused."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    def do(self, changes: Changes, progress: ProgressCallback) -> Mapping[str, object]:
        """Make the change, and return its document. Raises OnrecordError."""
        raise NotImplementedError

    def end(self) -> None:
        """Nothing is left of it."""


class Telling(BaseModel):
    """What applies to everything added in one request."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    title: str | None = None
    outlet: str | None = None
    published: str | None = None

    @property
    def overrides(self) -> Overrides:
        return Overrides(title=self.title, outlet=self.outlet, published=self.published)


class Add(Telling, ChangeRequest):
    addresses: list[Annotated[str, AfterValidator(_address)]] = Field(max_length=MOST)

    def do(self, changes: Changes, progress: ProgressCallback) -> Mapping[str, object]:
        done = changes.add(self.addresses, overrides=self.overrides, progress=progress)
        return report_documents.report(done, self.addresses)


class Sync(ChangeRequest):
    prune: bool = False
    resting: bool = False

    def do(self, changes: Changes, progress: ProgressCallback) -> Mapping[str, object]:
        done = changes.sync(prune=self.prune, resting=self.resting, progress=progress)
        return syncing_documents.synced(done)


class Remove(ChangeRequest):
    ids: list[str] = Field(default=[], max_length=MOST)
    outlet: str | None = None
    before: str | None = None
    after: str | None = None
    matching: str | None = None
    dry_run: bool = False

    def do(self, changes: Changes, progress: ProgressCallback) -> Mapping[str, object]:
        selection = Selection(tuple(self.ids), self.outlet, self.before, self.after, self.matching)
        meant = changes.matching(selection)
        if self.dry_run or not meant:
            return store_documents.meant(meant, changes.generation)
        done = changes.remove([article.id for article in meant], progress=progress)
        return store_documents.removed(done)


class Retract(ChangeRequest):
    article: str
    note: str = ""
    undo: bool = False

    def do(self, changes: Changes, progress: ProgressCallback) -> Mapping[str, object]:
        if self.undo:
            return store_documents.retraction(changes.unretract(self.article))
        return store_documents.retraction(changes.retract(self.article, self.note))


class Rebuild(ChangeRequest):
    abandon: bool = False

    def do(self, changes: Changes, progress: ProgressCallback) -> Mapping[str, object]:
        if self.abandon:
            return store_documents.abandoned(changes.abandon_rebuild(progress=progress))
        return store_documents.rebuilt(changes.rebuild(progress=progress))


CHANGE_REQUESTS: dict[str, type[ChangeRequest]] = {
    "add": Add,
    "sync": Sync,
    "remove": Remove,
    "retract": Retract,
    "rebuild": Rebuild,
}
"""By the name in the address."""
