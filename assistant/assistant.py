"""The front door for Python, the command line and the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.types import Answer, Passage, Turn
from index.types import NO_OVERRIDES, Article, Finding, IndexReport, Overrides, Progress, silent


class Assistant:
    """An open store with everything that answers from it. Safe to use from several threads."""

    @classmethod
    def open(cls, store: str | Path | None = None) -> Self:
        """Open (or create) the store folder; None takes ONRECORD_STORE, default `.onrecord`.

        Cheap: the models load on first use, or in `warm`. Raises StoreError."""
        raise SystemExit("contract only")

    def warm(self) -> None:
        """Load the models now, so that the first question does not wait for them."""

    def add(
        self,
        sources: Sequence[str | Path],
        *,
        overrides: Overrides = NO_OVERRIDES,
        upload: bool = False,
        progress: Progress = silent,
    ) -> IndexReport:
        """Add files and folders. `upload`: known by file name rather than by path, for files
        that come through the page. Bad files are in the report, each with its error."""
        raise SystemExit("contract only")

    def articles(self) -> list[Article]:
        """The newest version of every article, by title, WITH paragraphs."""
        raise SystemExit("contract only")

    def article(self, article_id: str, version: int | None = None) -> Article:
        """One version of an article; None takes the newest. Raises ArticleNotFound."""
        raise SystemExit("contract only")

    @property
    def count(self) -> int:
        """How many articles there are."""
        raise SystemExit("contract only")

    @property
    def generation(self) -> int:
        """The number of the committed state of the index; 0 for an empty store."""
        raise SystemExit("contract only")

    def search(self, query: str, limit: int = 10) -> list[Passage]:
        """The passages nearest to a query, best first. Raises QuestionError."""
        raise SystemExit("contract only")

    def ask(self, question: str, conversation: Sequence[Turn] = ()) -> Answer:
        """Answer a question. Raises QuestionError."""
        raise SystemExit("contract only")

    def steps(self, question: str, conversation: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        """Like `ask`, but tells in words what it is doing, and yields the Answer last."""
        raise SystemExit("contract only")

    def doctor(self) -> list[Finding]:
        """Check the store and the models, and mend what can be mended."""
        raise SystemExit("contract only")

    def close(self) -> None:
        """Release the store. Using the assistant afterwards raises StoreError."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
