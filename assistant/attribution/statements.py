"""From an article to its statements: each sentence with who asserts it.

What a sentence alone leaves open ("he added", "the ministry stresses", "it was reported that") is
resolved within the article (assistant/attribution/coreference.py); what cannot be stays as it
stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.attribution.coreference import Antecedents
from assistant.attribution.speakers import attribute
from index.strings.folding import legible
from index.strings.quotation_marks import quotations
from index.text.sentences import sentences
from index.types import Article, Paragraph, Role


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a body paragraph and who asserts it."""

    place: int
    """Among the article's statements, from 0."""
    paragraph: Paragraph
    start: int
    end: int
    speaker: str | None
    """For the reader, in the article's words; None where the outlet itself asserts it."""
    parties: frozenset[str]
    """Whom the speaker speaks for: countries, else the words of the name in plain letters;
    empty where the outlet itself asserts it."""
    denies: bool
    accuser: str | None
    """Who asserts what the speaker denies, where the sentence tells."""
    reading: str
    """The sentence as it is read (index/strings/folding.py), introduced by its speaker where only
    its surroundings tell who that is: what a model should read instead of the bare sentence."""

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.paragraph.text[self.start : self.end]


@lru_cache(maxsize=512)
def statements(article: Article) -> tuple[Statement, ...]:
    """All statements of an article's body and notes, in reading order."""
    return tuple(_walk(article))


def _walk(article: Article) -> Iterator[Statement]:
    antecedents = Antecedents()
    place = 0
    for paragraph in article.paragraphs:
        if paragraph.role in (Role.HEADING, Role.NOTE):
            antecedents.new_section()
        if paragraph.role not in (Role.BODY, Role.NOTE):
            continue
        antecedents.new_paragraph()
        inside = False
        for start, end in sentences(paragraph.text, article.language):
            text = legible(paragraph.text[start:end])
            attribution = attribute(text, inside)
            speaker, outside = antecedents.resolve(text, attribution, inside)
            yield Statement(
                place=place,
                paragraph=paragraph,
                start=start,
                end=end,
                speaker=speaker,
                parties=antecedents.parties(outside or speaker),
                denies=attribution.denies if attribution else False,
                accuser=attribution.accuser if attribution else None,
                reading=f"{outside}: {text}" if outside else text,
            )
            place += 1
            inside = quotations(text, inside)[1]
