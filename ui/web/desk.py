"""What the page needs of an assistant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from assistant.events import Event
from assistant.types import Answer, Turn
from assistant.verdicts.types import Verdict, Wish
from index.catalog.watchlist import Watched
from index.reports import Carrier, IndexReport, RebuildReport, SyncReport, Version
from index.types import NO_OVERRIDES, Article, Overrides, Progress, silent


class Desk(Protocol):
    """The part of `assistant.Assistant` that a page uses; see there for what each does."""

    @property
    def count(self) -> int: ...

    @property
    def generation(self) -> int: ...

    def warm(self) -> None: ...

    def add(
        self,
        sources: Sequence[str | Path],
        *,
        overrides: Overrides = NO_OVERRIDES,
        upload: bool = False,
        follow_links: bool = False,
        progress: Progress = silent,
    ) -> IndexReport: ...

    def sync(
        self, *, prune: bool = False, rested: bool = True, progress: Progress = silent
    ) -> SyncReport: ...

    def sources(self) -> list[Watched]: ...
    @property
    def notices(self) -> tuple[str, ...]: ...

    def rebuild(self, progress: Progress = silent) -> RebuildReport: ...

    def articles(self) -> list[Article]: ...

    def article(self, article_id: str, version: int | None = None) -> Article: ...

    def versions(self, article_id: str) -> list[Version]: ...

    def copies(self, article_id: str) -> list[Carrier]: ...

    def ask(self, question: str, conversation: Sequence[Turn] = ()) -> Answer: ...

    def check_all(self, message: str) -> list[Verdict]: ...

    def reply(
        self, message: str, conversation: Sequence[Turn] = (), wish: Wish = Wish.EITHER
    ) -> Iterator[Event[Answer | Verdict]]: ...
