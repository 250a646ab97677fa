"""What the page needs of an assistant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.events import Event
from assistant.types import Answer, Turn
from assistant.verdicts.types import Verdict, Wish
from index.catalog.watchlist import Watched
from index.reports import Carrier, Version
from index.types import Article
from ui.changes import Additions


class Desk(Additions, Protocol):
    """The part of `assistant.Assistant` that a page uses; see there for what each does."""

    def warm(self) -> None: ...

    def sources(self) -> list[Watched]: ...

    @property
    def notices(self) -> tuple[str, ...]: ...

    def articles(self) -> list[Article]: ...

    def article(self, article_id: str, version: int | None = None) -> Article: ...

    def versions(self, article_id: str) -> list[Version]: ...

    def copies(self, article_id: str) -> list[Carrier]: ...

    def ask(self, question: str, conversation: Sequence[Turn] = ()) -> Answer: ...

    def check_all(self, message: str) -> list[Verdict]: ...

    def reply(
        self, message: str, conversation: Sequence[Turn] = (), wish: Wish = Wish.EITHER
    ) -> Iterator[Event[Answer | Verdict]]: ...
