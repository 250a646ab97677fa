"""Why a text may not be the whole article. What is not in it may be in the article all the same."""

from __future__ import annotations

from enum import StrEnum


class Partial(StrEnum):
    """Why a text is not the whole article, or perhaps not."""

    PAYWALL = "paywall"
    """The page shows its beginning, and the rest to subscribers."""
    DOUBT = "doubt"
    """Much of what the page shows as its article is not in the text, or much in the text is not
    in there."""

    @property
    def words(self) -> str:
        """For a reader, beside the article."""
        if self is Partial.PAYWALL:
            return "only the beginning, the rest is for subscribers"
        return "perhaps not the whole text"
