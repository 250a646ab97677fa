"""What a language model is given to write from: paragraphs, each with a key that cannot be guessed.

A key is valid for one reply. So text in an article that poses as a paragraph, or names a key, names
none; and what a model makes up is recognised by its key."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from langchain_core.messages.utils import count_tokens_approximately

from assistant.english.english_only import can_be_judged
from assistant.types import Passage
from index.strings.folding import legible
from index.text.prompt_injection import suspicion
from index.types import Article, Paragraph, Role

_LETTERS = "bcdfghjkmnpqrstvwxz"
"""No vowels: no key is a word."""
_KEY_LETTERS = 4
LONGEST = 1_500
"""Characters of a paragraph that are sent; a longer one is cut."""
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class PromptParagraph:
    """One paragraph that a model may cite."""

    key: str
    article: Article
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class Sheet:
    """All paragraphs of one prompt, those of one article together, the best first."""

    sources: tuple[PromptParagraph, ...]

    @property
    def text(self) -> str:
        """As the model reads it."""
        return "\n".join(_lines(self.sources))

    def source(self, key: str) -> PromptParagraph | None:
        """The paragraph with that key."""
        return next((one for one in self.sources if one.key == key), None)


def sheet(passages: Sequence[Passage], tokens: int) -> Sheet:
    """The passages' paragraphs, as many as fit into about so many tokens, at least one. Left out
    are what isn't article text, what addresses a language model (index/text/prompt_injection.py),
    and what nothing could be checked against because it is not in English; so are titles and names
    of outlets that address a language model."""
    taken: dict[tuple[str, int], PromptParagraph] = {}
    fresh = keys()
    used = 0
    for passage in passages:
        for paragraph in passage.paragraphs:
            place = (passage.article.id, paragraph.number)
            is_text = paragraph.role in (Role.BODY, Role.NOTE)
            if place in taken or not is_text or suspicion(paragraph.text):
                continue
            if not can_be_judged(paragraph.text, passage.article):
                continue
            source = PromptParagraph(next(fresh), passage.article, paragraph)
            needed = cost("\n".join(_lines([source])))
            if taken and used + needed > tokens:
                return Sheet(_by_article(taken.values()))
            taken[place] = source
            used += needed
    return Sheet(_by_article(taken.values()))


def cost(text: str) -> int:
    """About how many tokens a text has."""
    return count_tokens_approximately([text])


def keys() -> Iterator[str]:
    """Endless keys, each drawn at random and none twice."""
    given: set[str] = set()
    while True:
        key = "".join(secrets.choice(_LETTERS) for _ in range(_KEY_LETTERS))
        if key not in given:
            given.add(key)
            yield key


def _by_article(sources: Iterable[PromptParagraph]) -> tuple[PromptParagraph, ...]:
    """Those of one article together, in reading order; the articles in the order in which they
    came."""
    groups: dict[str, list[PromptParagraph]] = {}
    for one in sources:
        groups.setdefault(one.article.id, []).append(one)
    return tuple(
        one
        for group in groups.values()
        for one in sorted(group, key=lambda source: source.paragraph.number)
    )


def _lines(sources: Sequence[PromptParagraph]) -> Iterator[str]:
    last: tuple[str, str | None] | None = None
    for one in sources:
        published = one.article.published_at(one.paragraph)
        if (one.article.id, published) != last:
            last = one.article.id, published
            names = (one.article.outlet, one.article.title)
            told = [visible(each, LONGEST_NAME) for each in names if each and not suspicion(each)]
            dated = [published] if published else []
            yield f"Article: {', '.join([*told, *dated]) or 'no title'}"
        yield f"[{one.key}] {visible(one.paragraph.text, LONGEST)}"


def visible(text: str, longest: int) -> str:
    """A text in one line, without brackets, which mark keys, and without invisible characters."""
    seen = legible(text).replace("[", "(").replace("]", ")")
    return " ".join(seen.split())[:longest]
