"""The changes that can be requested as JSON, each with what it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from index.changes.selection import Selection
from index.types import Overrides, Progress
from index.web.online_documents import is_address
from ui.remote.changes import Here

MOST = 1_000_000
"""Addresses or ids in one request."""


def _address(named: str) -> str:
    """Anything else would be the path of a file on this machine."""
    if not is_address(named):
        raise ValueError("an address begins with http:// or https://")
    return named


class Wish(BaseModel):
    """A change that is requested. An unknown key is refused."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    def do(self, changes: Here, progress: Progress) -> Mapping[str, object]:
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


class Add(Telling, Wish):
    addresses: list[Annotated[str, AfterValidator(_address)]] = Field(max_length=MOST)

    def do(self, changes: Here, progress: Progress) -> Mapping[str, object]:
        return changes.add(self.addresses, self.overrides, progress)


class Sync(Wish):
    prune: bool = False
    resting: bool = False

    def do(self, changes: Here, progress: Progress) -> Mapping[str, object]:
        return changes.sync(prune=self.prune, resting=self.resting, progress=progress)


class Remove(Wish):
    ids: list[str] = Field(default=[], max_length=MOST)
    outlet: str | None = None
    before: str | None = None
    after: str | None = None
    matching: str | None = None
    dry_run: bool = False

    def do(self, changes: Here, progress: Progress) -> Mapping[str, object]:
        selection = Selection(tuple(self.ids), self.outlet, self.before, self.after, self.matching)
        meant = changes.meant(selection)
        if self.dry_run or not meant["articles"]:
            return meant
        return changes.remove([each["article"] for each in meant["articles"]], progress)


class Retract(Wish):
    article: str
    note: str = ""
    undo: bool = False

    def do(self, changes: Here, progress: Progress) -> Mapping[str, object]:
        return changes.retract(self.article, self.note, undo=self.undo)


class Rebuild(Wish):
    abandon: bool = False

    def do(self, changes: Here, progress: Progress) -> Mapping[str, object]:
        return changes.abandon_rebuild(progress) if self.abandon else changes.rebuild(progress)


WISHES: dict[str, type[Wish]] = {
    "add": Add,
    "sync": Sync,
    "remove": Remove,
    "retract": Retract,
    "rebuild": Rebuild,
}
"""By the name in the address."""
