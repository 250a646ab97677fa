"""The JSON documents that the command line prints, one for each command
(docs/reference/command-line.md).

`ask` prints the Answer of docs/reference/answer.md, `check` of one claim the Verdict of
docs/reference/verdict.md. A document has the key `error` exactly when the command ends with exit
code 1."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NotRequired

import typer
from typing_extensions import TypedDict

from index.errors import OnrecordError, SourceNotArticle
from index.reports import Carrier, Finding
from index.strings.characters import NOT_READ
from index.text.prompt_injection import suspicion
from index.types import Article, ArticleDetails, Failure

if TYPE_CHECKING:
    from assistant.types import Answer, Passage
    from assistant.verdicts.types import Verdict


class ErrorJson(TypedDict):
    kind: str
    """The name in the tree of errors (index/errors.py), for instance "StoreLocked"."""
    happened: str
    subject: str
    remedy: str
    links: NotRequired[list[str]]
    """For a page that only lists articles (SourceNotArticle): where it leads."""


class NameJson(TypedDict):
    article: str
    """The article's id."""
    title: str


class FailureJson(TypedDict):
    source: str
    error: ErrorJson


class CarrierJson(TypedDict):
    """An article that prints the same text"""

    article: str
    title: str
    outlet: str | None
    published: str | None


class SourceJson(TypedDict):
    kind: str
    location: str


class AboutJson(TypedDict):
    """An article without its paragraphs."""

    article: str
    version: int
    title: str
    outlet: str | None
    authors: list[str]
    published: str | None
    """ISO 8601 of the precision that the text gives."""
    updated: str | None
    """When it was last changed, in the same form; this doesn't say when it was published."""
    url: str | None
    language: str | None
    retracted: str | None
    """When and why it was retracted, in words."""
    gone: str | None
    """Since when its source no longer has it, in words."""
    machine_translated: bool
    """Whether the text says that a machine translated it."""
    partial: str | None
    """Why it may not be the whole article: paywall or doubt; null if nothing says so."""
    source: SourceJson


class ParagraphJson(TypedDict):
    number: int
    role: str
    """body, title, heading, byline, caption, note or boilerplate."""
    text: str
    published: str | None
    """When it was published, if it is of a post with its own time, in a live blog; else null."""
    suspicious: str | None
    """Why it looks like instructions to a language model; null if it doesn't."""


class ArticleJson(AboutJson):
    """show: all paragraphs, or the one that was asked for"""

    kind: Literal["article"]
    carriers: list[CarrierJson]
    """All articles that print most of this text, itself among them, the first publisher first;
    empty if no other does."""
    paragraphs: list[ParagraphJson]


class ArticlesJson(TypedDict):
    """articles"""

    kind: Literal["articles"]
    generation: int
    articles: list[AboutJson]


class PassageJson(TypedDict):
    article: str
    version: int
    title: str
    outlet: str | None
    published: str | None
    retracted: str | None
    suspicious: str | None
    """Why a paragraph of it looks like instructions to a language model."""
    first: int
    """Number of the passage's first paragraph."""
    last: int
    text: str
    score: float
    """Probability between 0 and 1, from the reranker."""
    dense_rank: int | None
    lexical_rank: int | None
    carriers: list[NameJson]
    """Other articles that print the same text."""


class PassagesJson(TypedDict):
    """search"""

    kind: Literal["passages"]
    query: str
    generation: int
    passages: list[PassageJson]


class VerdictsJson(TypedDict):
    """check, of several claims; of one claim it prints its verdict alone"""

    kind: Literal["verdicts"]
    verdicts: list[dict[str, Any]]
    """Each is a Verdict (verdict.md)."""


class FindingJson(TypedDict):
    ok: bool
    what: str
    remedy: str


class FindingsJson(TypedDict):
    """doctor"""

    kind: Literal["findings"]
    findings: list[FindingJson]
    error: NotRequired[ErrorJson]
    """Only when a finding is not ok."""


class ServerJson(TypedDict):
    """serve, printed once the page can be opened"""

    kind: Literal["server"]
    url: str


def write(document: Mapping[str, object], wrong: OnrecordError | None = None) -> None:
    """Print one document, with the error if there is one."""
    typer.echo(as_text({**document, "error": error(wrong)} if wrong else document))


def as_text(document: Mapping[str, object]) -> str:
    """The document as JSON that can neither drive a terminal nor end the <script> element of a page
    that it is put into: invisible characters are written as escapes, and read as themselves."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return NOT_READ.sub(lambda found: _escape(found[0]), text.replace("<", _escape("<")))


def _escape(character: str) -> str:
    """As JSON writes what it does not write itself: \\u202e, in two halves above U+FFFF."""
    halves = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{halves[at : at + 4]}" for at in range(0, len(halves), 4))


def error(wrong: OnrecordError) -> ErrorJson:
    told = ErrorJson(
        kind=type(wrong).__name__,
        happened=wrong.happened,
        subject=wrong.subject,
        remedy=wrong.remedy,
    )
    if isinstance(wrong, SourceNotArticle):
        told["links"] = list(wrong.links)
    return told


def names(pairs: Sequence[tuple[str, str]]) -> list[NameJson]:
    return [NameJson(article=article, title=title) for article, title in pairs]


def failures(found: Sequence[Failure]) -> list[FailureJson]:
    return [FailureJson(source=one.source, error=error(one.error)) for one in found]


def carrier(one: Carrier) -> CarrierJson:
    return CarrierJson(
        article=one.article_id, title=one.title, outlet=one.outlet, published=one.published
    )


def about(article: ArticleDetails) -> AboutJson:
    return AboutJson(
        article=article.id,
        version=article.version,
        title=article.title,
        outlet=article.outlet,
        authors=list(article.authors),
        published=article.published,
        updated=article.updated,
        url=article.url,
        language=article.language,
        retracted=article.retracted,
        gone=article.gone,
        machine_translated=article.machine_translated,
        partial=article.partial,
        source=SourceJson(kind=article.source.kind, location=article.source.location),
    )


def articles(found: Sequence[Article], generation: int) -> ArticlesJson:
    return ArticlesJson(
        kind="articles", generation=generation, articles=[about(article) for article in found]
    )


def article(whole: Article, number: int | None, carriers: Sequence[Carrier]) -> ArticleJson:
    """All paragraphs, or only the one with that number (IndexError where there is none)."""
    shown = whole.paragraphs if number is None else (whole.paragraph(number),)
    return ArticleJson(
        kind="article",
        carriers=[carrier(one) for one in carriers],
        paragraphs=[
            ParagraphJson(
                number=one.number,
                role=one.role.value,
                text=one.text,
                published=one.published,
                suspicious=suspicion(one.text),
            )
            for one in shown
        ],
        **about(whole),
    )


def passages(found: Sequence[Passage], query: str, generation: int) -> PassagesJson:
    return PassagesJson(
        kind="passages",
        query=query,
        generation=generation,
        passages=[
            PassageJson(
                article=passage.article.id,
                version=passage.article.version,
                title=passage.article.title,
                outlet=passage.article.outlet,
                published=passage.article.published,
                retracted=passage.article.retracted,
                suspicious=passage.suspicious,
                first=passage.chunk.first,
                last=passage.chunk.last,
                text=passage.chunk.text,
                score=round(passage.score, 4),
                dense_rank=passage.dense_rank,
                lexical_rank=passage.lexical_rank,
                carriers=[NameJson(article=a.id, title=a.title) for a in passage.carriers],
            )
            for passage in found
        ],
    )


def checked(found: Sequence[Verdict] | Answer) -> Mapping[str, object]:
    """The one verdict alone, several together; what was not checked."""
    if not isinstance(found, Sequence):
        return found.model_dump(mode="json")
    return found[0].model_dump(mode="json") if len(found) == 1 else verdicts(found)


def verdicts(found: Sequence[Verdict]) -> VerdictsJson:
    return VerdictsJson(
        kind="verdicts", verdicts=[verdict.model_dump(mode="json") for verdict in found]
    )


def findings(seen: Sequence[Finding]) -> FindingsJson:
    return FindingsJson(
        kind="findings",
        findings=[FindingJson(ok=f.ok, what=f.what, remedy=f.remedy) for f in seen],
    )


def server(url: str) -> ServerJson:
    return ServerJson(kind="server", url=url)
