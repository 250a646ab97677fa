"""What an article doesn't say means nothing if only a part of it is here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.types import Article

MOST_NAMED = 3
"""How many articles are named."""


def notices_of_absence(articles: Iterable[Article]) -> Iterator[str]:
    """For a reply based on what the articles don't say: which of them are incomplete."""
    partial = {article.id: article for article in articles if article.partial}
    for article in list(partial.values())[:MOST_NAMED]:
        assert article.partial
        yield (
            f"“{article.title}”: {article.partial.words}. If it doesn't mention something, that "
            "proves nothing."
        )
