"""Which articles print a sentence that a passage has, and who was first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from assistant.attribution.statements import Statement
from assistant.english.word_diff import same_statement
from assistant.types import Passage
from index.reading.publication_order import moment
from index.text.sentences import sentences
from index.types import Article


def carriers(statement: Statement, passage: Passage) -> tuple[Article, ...]:
    """Those carriers of the passage that print this very sentence."""
    found = (
        copy.article
        for copy in passage.copies
        if _prints(copy.paragraph.text, copy.article.language, statement.text)
    )
    return in_order(found, statement.text)


def in_order(articles: Iterable[Article], sentence: str) -> tuple[Article, ...]:
    """Each article once, by when they printed the sentence, and else as they come."""
    distinct = {article.id: article for article in articles}.values()
    return tuple(sorted(distinct, key=lambda article: moment(printed_at(article, sentence))))


def printed_at(article: Article, sentence: str) -> str | None:
    """When an article printed a sentence: with the post that has it, in a live blog."""
    for paragraph in article.paragraphs:
        if paragraph.published and _prints(paragraph.text, article.language, sentence):
            return paragraph.published
    return article.published


@lru_cache(maxsize=4096)  # most copies are equal, and compared once
def _prints(paragraph: str, language: str | None, sentence: str) -> bool:
    return any(
        same_statement(sentence, paragraph[start:end])
        for start, end in sentences(paragraph, language)
    )
