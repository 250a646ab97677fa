"""Which articles print a sentence that a passage has, and who was first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from assistant.statements import Statement
from assistant.types import Passage
from assistant.variants import same_statement
from index.publication import moment
from index.sentences import sentences
from index.types import Article


def carriers(statement: Statement, passage: Passage) -> tuple[Article, ...]:
    """Those carriers of the passage that print this very sentence."""
    found = (
        copy.article
        for copy in passage.copies
        if _prints(copy.paragraph.text, copy.article.language, statement.text)
    )
    return in_order(found)


def in_order(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Each article once, by their dates, and else as they come."""
    distinct = {article.id: article for article in articles}.values()
    return tuple(sorted(distinct, key=lambda article: moment(article.published)))


@lru_cache(maxsize=4096)  # most copies are equal, and compared once
def _prints(paragraph: str, language: str | None, sentence: str) -> bool:
    return any(
        same_statement(sentence, paragraph[start:end])
        for start, end in sentences(paragraph, language)
    )
