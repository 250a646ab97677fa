"""What a reply may rest on: a statement in its article, one that was found, and its citation.

A Candidate is made by assistant/retrieval/sentence_selection.py; `cite` is the only way from one to
a Citation, so that a quotation is what its paragraph says, wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.attribution.statements import Statement
from assistant.attribution.syndication import printed_at
from assistant.english.english_only import can_be_judged
from assistant.english.names import same_name
from assistant.types import Citation
from index.reading.publication_order import earliest
from index.types import Article


@dataclass(frozen=True, slots=True)
class ArticleStatement:
    """A statement with the article that it stands in."""

    statement: Statement
    article: Article

    @property
    def can_be_judged(self) -> bool:
        """Whether the models can read it."""
        return can_be_judged(self.statement.text, self.article)

    def is_said_by(self, name: str) -> bool:
        """Whether it gives the words of the speaker that a question names."""
        speaker = self.statement.speaker
        return speaker is not None and same_name(name, speaker, self.statement.parties)

    @property
    def text(self) -> frozenset[str]:
        """Ids of all articles that are known to have its article's text: two statements that share
        one are parts of one text. To share a sentence is not enough: many who write on their own
        quote the same words of a speaker."""
        return frozenset({self.article.id})


@dataclass(frozen=True, slots=True)
class Candidate(ArticleStatement):
    """A statement that may answer the question."""

    support: float
    """Probability between 0 and 1 that it answers, from the cross-encoder."""
    fits: bool
    """Has what the question's words demand: the names, and a number where one is asked for; and the
    models can read it."""
    carriers: tuple[Article, ...] = ()
    """Other articles that print the same, the first publisher first."""

    same_text: frozenset[str] = frozenset()
    """Ids of the articles that print most of its article's text."""

    @property
    def text(self) -> frozenset[str]:
        """With those that a search knows."""
        return self.same_text | {self.article.id}


def speaker_of(candidate: Candidate, *, as_denied: bool = False) -> str | None:
    """Whose word it is; None where it is the outlet's. `as_denied`: a sentence that tells whose
    account somebody denies is quoted as that account, of those who gave it."""
    statement = candidate.statement
    return (statement.accuser if as_denied else None) or statement.speaker


def cite(number: int, candidate: Candidate, *, as_denied: bool = False) -> Citation:
    """A candidate as a citation. `as_denied`: as in `speaker_of`."""
    statement, speaker = candidate.statement, speaker_of(candidate, as_denied=as_denied)
    return cite_words(number, candidate, speaker, statement.start, statement.end)


def cite_words(
    number: int, candidate: Candidate, speaker: str | None, start: int, end: int
) -> Citation:
    """Some words of a candidate's paragraph, as the word of a speaker (None: of the outlet)."""
    statement = candidate.statement
    printing = (candidate.article, *candidate.carriers)
    own = _name(candidate.article)
    carriers = dict.fromkeys(name for one in candidate.carriers if (name := _name(one)) != own)
    dates = (printed_at(article, statement.text) for article in printing)
    first = earliest([*dates]) if carriers else None
    return Citation(
        number=number,
        article=candidate.article,
        paragraph=statement.paragraph,
        start=start,
        end=end,
        speaker=speaker,
        carriers=tuple(carriers),
        first_publisher=_name(printing[first]) if first is not None else None,
    )


def _name(article: Article) -> str:
    """Who prints it."""
    name = article.outlet or article.title
    return name if article.retracted is None else f"{name} (retracted)"
