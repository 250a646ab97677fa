"""A written sentence with the paragraphs that it cites, and what they say: computed once, and given
to every check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from assistant.attribution.speech_acts import asserts
from assistant.attribution.statements import Statement, statements
from assistant.evidence import ArticleStatement
from assistant.llm.prompt_context import PromptParagraph
from index.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of a paragraph."""

    source: PromptParagraph
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CitedParagraph:
    """A paragraph with its sentences."""

    source: PromptParagraph
    statements: tuple[Statement, ...]
    """All of them."""
    assertions: tuple[Statement, ...]
    """Those that state something, rather than asking or ordering."""

    @classmethod
    def of(cls, source: PromptParagraph) -> Self:
        """The paragraph that a source is."""
        number = source.paragraph.number
        own = tuple(one for one in statements(source.article) if one.paragraph.number == number)
        return cls(source, own, tuple(one for one in own if asserts(one.text)))

    @property
    def text(self) -> str:
        """What it states, without what only asks or orders."""
        return " ".join(one.text for one in self.assertions)

    @property
    def words(self) -> str:
        """All words that a sentence may take from it."""
        article = self.source.article
        title = article.title if asserts(article.title) else None
        dated = article.published_at(self.source.paragraph)
        readings = (one.reading for one in self.assertions)
        parts = (title, article.outlet, dated, self.text, *readings)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A written sentence whose keys and quote are what was supplied."""

    text: str
    quote: Span | None
    """The words that it says it rests on; None where it gives none."""
    paragraphs: tuple[CitedParagraph, ...]
    """At least one."""
    stated: tuple[str, ...]
    """What each paragraph states, as a text; without those that state nothing."""
    sentences: tuple[tuple[str, ...], ...]
    """The sentences of each of these texts."""
    words: str
    """All words that it may take from its paragraphs."""

    @classmethod
    def of(cls, text: str, sources: tuple[PromptParagraph, ...], quote: Span | None = None) -> Self:
        """A sentence that rests on these paragraphs."""
        paragraphs = tuple(map(CitedParagraph.of, sources))
        stated = tuple(one.text for one in paragraphs if one.text)
        return cls(
            text=text,
            quote=quote,
            paragraphs=paragraphs,
            stated=stated,
            sentences=tuple(tuple(split(one)) for one in stated),
            words=" ".join(one.words for one in paragraphs),
        )

    @property
    def assertions(self) -> list[ArticleStatement]:
        """All sentences of its paragraphs that state something."""
        return [
            ArticleStatement(statement, paragraph.source.article)
            for paragraph in self.paragraphs
            for statement in paragraph.assertions
        ]


def split(text: str) -> list[str]:
    """The sentences of an English text."""
    return [text[start:end] for start, end in sentences(text, "en")]
