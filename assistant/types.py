"""The nouns of the assistant, in the order in which a message takes them.

    message -understand-> Question -retrieve-> Passage -select-> Candidate
        -answer-> AnswerContent -> Answer

A Candidate (assistant/evidence.py) holds a Statement (assistant/attribution/statements.py).

Each is frozen and complete when it exists. `Answer` as JSON is a contract
(docs/reference/answer.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_serializer
from typing_extensions import TypedDict

from index.text.prompt_injection import suspicion
from index.types import Article, Chunk, Paragraph


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    asked: str
    """As the reader typed it."""
    about: str
    """The question that was answered or the claim that was checked, standing alone."""
    said: str = ""
    """The reply to it, as plain text."""


class Wanted(StrEnum):
    """What kind of thing would answer a question."""

    QUANTITY = "quantity"
    TIME = "time"
    YES_OR_NO = "yes or no"
    RESPONSIBILITY = "responsibility"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A message, made to stand alone, with what its words demand of an answer."""

    asked: str
    """As the reader typed it."""
    text: str
    """Standing alone: what is searched and shown when it differs from `asked`."""
    wanted: Wanted
    speaker: str | None
    """Whose words are asked for ("What did X say …?"), as the question names them."""
    names: tuple[str, ...]
    """The proper names in the question: an article that has none of a name does not answer it."""
    is_english: bool = True
    """Whether the models can read it; if not, nothing answers it."""
    asks_when: bool = False
    """Whether a date answers it."""

    @property
    def only_speaker(self) -> str | None:
        """Whose words alone answer: "What did X say?" wants X's, "Did X say …?" anybody's."""
        return None if self.wanted is Wanted.YES_OR_NO else self.speaker


@dataclass(frozen=True, slots=True)
class Copy:
    """A paragraph of another article that prints what a passage prints."""

    article: Article
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that came back for a question, with its article and its scores."""

    chunk: Chunk
    article: Article
    score: float
    """Probability between 0 and 1, from the reranker, that the passage answers the question; 0
    where the reranker cannot read the question."""
    dense_rank: int | None
    """Place among the vectors' hits, from 1; None where it was not among them."""
    lexical_rank: int | None
    """Place among the full text's hits, from 1; None where it was not among them."""
    copies: tuple[Copy, ...] = ()
    """The first publisher's first. Not every one has all that the passage has."""
    same_text: frozenset[str] = frozenset()
    """Ids of the articles that print most of the article's text."""

    @property
    def carriers(self) -> tuple[Article, ...]:
        """Other articles that print the same text, or a paragraph of it."""
        return tuple({copy.article.id: copy.article for copy in self.copies}.values())

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs that the chunk spans."""
        return self.article.paragraphs[self.chunk.first - 1 : self.chunk.last]

    @property
    def suspicious(self) -> str | None:
        """Why a paragraph of it looks like orders to a language model; None where none does."""
        return next(filter(None, (suspicion(one.text) for one in self.paragraphs)), None)


class CitationJson(TypedDict):
    """A citation as JSON."""

    number: int
    article: str
    version: int
    title: str
    outlet: str | None
    url: str | None
    published: str | None
    """When the quoted words were published: in a live blog with their post."""
    updated: str | None
    """When the article was changed last."""
    machine_translated: bool
    partial: str | None
    """Where its article is not whole, or perhaps not: paywall or doubt."""
    paragraph: int
    quote: str
    start: int
    end: int
    speaker: str | None
    carriers: list[str]
    first_publisher: str | None
    retracted: str | None
    """Where the article was retracted: when and why, in words."""
    suspicious: str | None
    """Where the paragraph looks like orders to a language model: why, in words."""


class Citation(BaseModel):
    """A quote with the way to it: `citation.paragraph.text[start:end] == citation.quote`."""

    model_config = ConfigDict(frozen=True)

    number: int
    """Counts from 1 within an answer."""
    article: Article
    paragraph: Paragraph
    start: int
    """Where the quote begins in `paragraph.text`, in Unicode code points from 0, as Python counts
    them."""
    end: int
    """Where it ends: the place after its last code point."""
    speaker: str | None = None
    """Who asserts the quoted thing, in the article's own words; None where the outlet does."""
    carriers: tuple[str, ...] = ()
    """Other outlets (or titles, where the outlet is not known) that print the same sentence, the
    first publisher first; with "(retracted)" where their article is."""
    first_publisher: str | None = None
    """Who printed the sentence before all the others, as far as their dates tell: the article's own
    outlet or one of the carriers; None where the dates do not tell, or nobody else prints it."""

    @property
    def quote(self) -> str:
        """The quoted words, a substring of the paragraph by construction."""
        return self.paragraph.text[self.start : self.end]

    @property
    def published(self) -> str | None:
        """When the quoted words were published: with their post in a live blog, else with the
        article; ISO 8601 of the precision that is known."""
        return self.article.published_at(self.paragraph)

    @property
    def updated(self) -> str | None:
        """When the article was changed last, in the same form."""
        return self.article.updated

    @property
    def retracted(self) -> str | None:
        """When and why its article was retracted, in words; None where it stands."""
        return self.article.retracted

    @property
    def suspicious(self) -> str | None:
        """Why its paragraph looks like orders to a language model; None where it does not."""
        return suspicion(self.paragraph.text)

    @model_serializer
    def flat(self) -> CitationJson:
        return CitationJson(
            number=self.number,
            article=self.article.id,
            version=self.article.version,
            title=self.article.title,
            outlet=self.article.outlet,
            url=self.article.url,
            published=self.published,
            updated=self.updated,
            machine_translated=self.article.machine_translated,
            partial=self.article.partial,
            paragraph=self.paragraph.number,
            quote=self.quote,
            start=self.start,
            end=self.end,
            speaker=self.speaker,
            carriers=list(self.carriers),
            first_publisher=self.first_publisher,
            retracted=self.retracted,
            suspicious=self.suspicious,
        )


NOT_CONFIRMED = "not confirmed by its sources"
"""What a reader is told of a sentence that is marked."""


class Sentence(BaseModel):
    """One sentence of a reply and the citations that it rests on."""

    model_config = ConfigDict(frozen=True)

    text: str
    """A quote, verbatim, or a sentence that a language model wrote (`check`)."""
    citations: tuple[int, ...]
    support: float
    """Probability between 0 and 1: of a quote, that it answers the question; of a written sentence,
    that its paragraphs say it."""
    side: int | None = None
    """Which of the contradicting accounts it belongs to (1, 2 …); None where none does."""
    check: Literal["kept", "marked"] | None = None
    """Of a sentence that a language model wrote: "kept" where its paragraphs say it, "marked" where
    they neither say nor contradict it. None of a quote, which needs no check."""
    speaker: str | None = None
    """Of a sentence that a language model wrote as a fact: whose word it is, as its sources give
    it."""


class Struck(BaseModel):
    """A sentence that a language model wrote and that is no part of the reply."""

    model_config = ConfigDict(frozen=True)

    text: str
    reason: str


SentenceCheck = Literal["kept", "marked", "struck"]
"""What became of a sentence that a language model wrote, once it is checked."""


@dataclass(frozen=True, slots=True)
class UnfinishedSentence:
    """One sentence while a language model writes, as far as it is there."""

    text: str
    check: SentenceCheck | None = None
    """None: not checked yet."""


@dataclass(frozen=True, slots=True)
class Writing:
    """A reply that a language model is writing: for showing, not for believing."""

    sentences: tuple[UnfinishedSentence, ...]


class Disagreement(BaseModel):
    """Accounts of the same point that contradict each other."""

    model_config = ConfigDict(frozen=True)

    reason: str
    """In words, for the reader: what they disagree about."""
    sides: tuple[str, ...]
    """Who stands behind side 1, side 2 …, for instance "Russia's ministry, in RT in French"."""


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """What a reply says: all of an Answer but what was asked, when, and how long it took."""

    text: str
    """The whole reply as plain text, citations as [1]."""
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    written_by: str
    """"quotes", or the name of the language model."""
    notices: tuple[str, ...]
    """What the reader should know of how this was made, one sentence each."""
    disagreements: tuple[Disagreement, ...] = ()
    struck: tuple[Struck, ...] = ()
    abstained: bool = False
    nearest: tuple[Citation, ...] = ()
    not_judged: str | None = None
    """As in an Answer."""


class Answer(BaseModel):
    """A reply. Either it has sentences, or it abstains and shows the closest passages as such."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["answer"] = "answer"
    question: str
    """The question that was answered, standing alone."""
    asked: str
    """The message as the reader typed it."""
    text: str
    """The whole reply as plain text, citations as [1]."""
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...] = ()
    """Only in an abstention: the closest passages, none of which is known to answer."""
    abstained: bool
    not_judged: str | None = None
    """Only in an abstention: why the models could not tell whether the closest passages answer the
    question, in words; None where they could."""
    disagreement: bool
    disagreements: tuple[Disagreement, ...] = ()
    struck: tuple[Struck, ...] = ()
    """What a language model wrote and the checks did not let through."""
    notices: tuple[str, ...] = ()
    """What the reader should know of how this was made, one sentence each."""
    written_by: str
    """"quotes", or the name of the language model."""
    generation: int
    """Of the index that was asked: it grows with every change."""
    seconds: dict[str, float]
    """How long each step took, in seconds: "understand", "retrieve", "select", "relate" and
    "answer"."""
