"""What an address of the web delivers: its documents, each with what announced it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import SourceEmpty
from index.files.documents import documents_of
from index.files.skipped import Skip
from index.formats import DOCX, HTML, JSONL, PDF, TEXT, ZIP
from index.page_identity import address_of, own_address
from index.parsing.parser import Parser
from index.reading.contents import Document
from index.reading.header_fields import Metadata
from index.types import Failure, Source
from index.web.content_types import ContentKind
from index.web.crawl import visit
from index.web.feed_discovery import feeds_of
from index.web.fetch import Fetcher
from index.web.visits import Delivered, Listed, Memory, Unchanged

_FORMATS = {
    ContentKind.PAGE: HTML,
    ContentKind.PDF: PDF,
    ContentKind.DOCX: DOCX,
    ContentKind.ZIP: ZIP,
    ContentKind.JSON: JSONL,
    ContentKind.JSON_LINES: JSONL,
    ContentKind.TEXT: TEXT,
}


@dataclass(frozen=True, slots=True)
class Page:
    """Something that was fetched and is not read yet."""

    source: Source
    delivered: Delivered

    def documents(self, parser: Parser) -> Iterator[Document | Skip | Failure]:
        """The documents in it, nothing is raised."""
        got = self.delivered
        found = documents_of(self.source, _FORMATS[got.kind], got.data, parser, got.charset)
        for item in found:
            yield _announced(item, got) if isinstance(item, Document) else item

    @property
    def feed(self) -> str | None:
        """The address of the first feed that a page announces."""
        got = self.delivered
        if got.kind is not ContentKind.PAGE:
            return None
        return next((one.url for one in feeds_of(got.data, got.location, got.charset)), None)


Outcome = Page | Unchanged | Listed | Failure


def pages(url: str, fetcher: Fetcher, memory: Memory, parser: Parser) -> Iterator[Outcome]:
    """The page at an address, or those of its feed or sitemap and then what was listed; of what
    `memory` knows, only that it is unchanged. Nothing is raised."""
    seen = False
    for outcome in visit(url, fetcher, memory, parser.feed):
        if isinstance(outcome, Delivered):
            yield Page(Source("url", outcome.location), outcome)
        elif isinstance(outcome, Listed) and not seen:
            what = " ".join(outcome.notices) or "It lists no pages."
            error = SourceEmpty(what, subject=url, remedy="Add the address of a page, or wait.")
            yield Failure(url, error)
        else:
            yield outcome
        seen = True


def is_address(named: object) -> bool:
    """Whether a source is named by its address in the web."""
    return isinstance(named, str) and named.lower().startswith(("http://", "https://"))


def place_of(named: str | Path) -> str:
    """What a source that a person named is known by: its address, or its absolute path."""
    if is_address(named):
        return address_of(str(named))
    try:
        return os.path.realpath(Path(named).expanduser())
    except (OSError, ValueError, RuntimeError):  # no file can have that name
        return str(named)


def _announced(document: Document, got: Delivered) -> Document:
    """A document that also carries what the feed or sitemap said about it; a page's document is
    identified by the address that the page names as its own."""
    told = replace(document.metadata) if document.metadata else Metadata()
    source = document.source
    if got.kind is ContentKind.PAGE:
        source = Source("url", own_address(source.location, told.canonical, told.url))
    said = got.announced
    own = {name.casefold() for name in (told.outlet, said.outlet) if name}
    told.learn_authors(name for name in said.authors if name.casefold() not in own)
    told.add(
        Metadata(
            title=said.title,
            outlet=said.outlet,
            published=said.published,
            updated=said.updated,
            url=got.location,
            language=said.language,
        )
    )
    return replace(document, source=source, metadata=told)
