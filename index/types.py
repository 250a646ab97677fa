"""The nouns of the index, in the order in which the data takes them.

    Source -read-> Document -number-> Article (Paragraphs) -pack-> Chunk -embed-> vectors, full text

Each is frozen, and complete from the moment it exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum

from index.errors import OnrecordError
from index.strings.folding import folded

ProgressCallback = Callable[[str, int, int], None]
"""Called as progress(stage, done, total) with stage in words, for instance "reading"."""


def silent(stage: str, done: int, total: int) -> None:
    """A ProgressCallback that shows nothing."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article came from. The location is its identity: the same location read again
    with another text is a new version of the same article."""

    kind: str
    """ "file", "upload" for a file that a reader gave to the page, or "url" for an article from
    the web: fetched, or saved with its address."""
    location: str
    """file: the absolute path; upload: the name the file had; url: the address. An article among
    others in a file has its place behind a "#": the line of a .jsonl file, the name in a .zip."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the person who adds an article knows better than its text. None: take the text's."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    """ISO 8601, of any precision: "2024", "2024-01", "2024-01-03", "2024-01-03T10:30+01:00"."""


LONGEST_OVERRIDE = 500
"""Characters of a title or an outlet's name that is given by hand."""
NO_OVERRIDES = Overrides()


class Role(StrEnum):
    """What a paragraph is to its article. Only body and heading paragraphs and notes are
    retrieved; all of them stay visible."""

    BODY = "body"
    TITLE = "title"
    HEADING = "heading"
    BYLINE = "byline"
    CAPTION = "caption"
    NOTE = "note"
    """A footnote or an endnote; they come after the text."""
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as a format marks it, before it has a number."""

    text: str
    role: Role | None
    """What the format says it is; None if only its words and its place can show it."""
    published: str | None = None
    """As in a Paragraph."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered part of one version of an article, the unit of citation.

    `number` counts from 1 over all paragraphs, boilerplate included, and never changes for a
    version. `text` is the article's own, to the character, without the white space around it."""

    number: int
    text: str
    role: Role
    published: str | None = None
    """When this part was published, if it is of a post with its own time, in a live blog: ISO 8601
    like that of an article. None: with the article."""


class Incomplete(StrEnum):
    """Why a text is not, or perhaps not, the whole article. What is not in it may be in the article
    all the same."""

    PAYWALL = "paywall"
    """The page shows its beginning, and the rest to subscribers."""
    DOUBT = "doubt"
    """Much of what the page shows as its article is not in the text, or much in the text is not
    in there."""

    @property
    def words(self) -> str:
        """For a reader, beside the article."""
        if self is Incomplete.PAYWALL:
            return "only the beginning; the rest is for subscribers"
        return "perhaps not the whole text"


@dataclass(frozen=True, slots=True)
class ArticleDetails:
    """One version of one published text, without its paragraphs. What the text doesn't say is None
    or empty."""

    id: str
    """12 hexadecimal digits, made from the source's identity: the same for all versions."""
    version: int
    """Counts from 1."""
    source: Source
    title: str
    """The title as the text has it; the file's name if the text has none."""
    outlet: str | None
    authors: tuple[str, ...]
    published: str | None
    """ISO 8601 of the precision that the text gives: "2022", "2022-11-24", "2022-11-24T08:00".
    Of a live blog, when it began."""
    url: str | None
    language: str | None
    """ISO 639-1, None where the text is too short to tell."""
    machine_translated: bool
    """Whether the text says that a machine translated it: then its words are no one's."""
    partial: Incomplete | None = None
    """Why the text may not be the whole article: then what is missing from it proves nothing."""
    retracted: str | None = None
    """In words, when and why it was retracted; None if it wasn't."""
    gone: str | None = None
    """In words, since when its source no longer has it; None if it has it."""
    updated: str | None = None
    """When the text was changed last, in the form of `published`. It does not tell when that
    was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(ArticleDetails):
    """The same with its text."""

    content_hash: str
    """sha256 of title, outlet, authors, time of publication, machine_translated, partial and
    paragraphs: two articles with the same hash say the same thing in the same place. `updated` is
    not part of it: a new date alone is not another text."""
    paragraphs: tuple[Paragraph, ...]

    @property
    def details(self) -> ArticleDetails:
        """All but its text."""
        return ArticleDetails(**{name: getattr(self, name) for name in _DETAILS})

    def published_at(self, paragraph: Paragraph) -> str | None:
        """When a paragraph was published: with its post, or else with the article."""
        return paragraph.published or self.published

    def paragraph(self, number: int) -> Paragraph:
        """The paragraph with that number (IndexError if there is none)."""
        if number < 1:
            raise IndexError(number)
        return self.paragraphs[number - 1]


_DETAILS = tuple(one.name for one in fields(ArticleDetails))


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole paragraphs, or a slice of one very long one; the unit of retrieval."""

    key: str
    """sha256 of the reading, 32 hexadecimal digits: the id of its vector and of its entry in the
    full text. Equal input to the embedding model, equal key."""
    article_id: str
    version: int
    first: int
    """Number of the first paragraph."""
    last: int
    """Number of the last paragraph."""
    start: int
    """Where the text begins in the first paragraph; 0 except for slices."""
    end: int
    """Where the text ends in the last paragraph."""
    context: str
    """Title, outlet and date of the article in one line, embedded together with the text."""
    text: str
    """The body and heading paragraphs among them, joined by a newline."""

    @property
    def reading(self) -> str:
        """What the embedding model reads: context and text, folded (index/strings/folding.py)."""
        return folded(f"{self.context}\n{self.text}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk's key that came back from one of the two searches, best first.

    `score` is the cosine similarity for dense hits, BM25 for lexical ones."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be added, and why."""

    source: str
    error: OnrecordError
