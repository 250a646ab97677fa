"""From a URL to what is to be read there: the page itself, or the pages of a feed or a sitemap."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from index.errors import OnrecordError, SourceError, SourceRefused, SourceUnreachable
from index.locations import absolute, canonical
from index.page_identity import page_key
from index.parsing.feeds import Entry, Feed, read_feed
from index.types import Failure
from index.web.connect import too_large
from index.web.content_types import ContentKind, kind_of
from index.web.decompression import GZIP, BeyondLimit, Damaged, gunzip
from index.web.fetch import Fetched, Fetcher, NotModified
from index.web.sitemaps import SitemapEntry, read_sitemap
from index.web.visits import Announced, Delivered, Listed, Memory, Outcome, Unchanged, Validators

MOST_SITEMAPS = 50
"""How many sitemaps of an index are read per visit, the newest first."""
ReadFeed = Callable[..., Feed]
"""As `read_feed` in index/parsing/feeds.py: it, or one that does it in a separate process."""
DEEPEST = 2
"""An index of sitemaps may name sitemaps, but no further index."""
LEAST_SUMMARY = 600
"""Characters from which a feed's summary passes for the text itself, if its page cannot be
fetched."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page to ask for."""

    url: str
    """For an entry without a link, the feed's URL with the entry's name, which is never fetched."""
    announced: Announced
    own_html: str | None
    """The text that the feed carries itself, as HTML."""
    linked: bool = True


def visit(
    url: str, fetcher: Fetcher, memory: Memory | None = None, feeds: ReadFeed = read_feed
) -> Iterator[Outcome]:
    """What is to be read at a URL, one by one as it arrives.

    memory: what was read before; it is not changed. feeds: what reads a feed. Once a Delivered or
    Listed is stored, its `validators` are to be remembered under its `asked`. What cannot be
    fetched is a Failure, and the rest goes on; nothing is raised."""
    memory = memory or {}
    asked = url
    try:
        asked = canonical(url)
        got = _get(fetcher, asked, memory, public=False)
        if isinstance(got, NotModified):
            yield Unchanged(asked)
            return
        kind, got = _opened(got, fetcher.limits.size)
        if kind is ContentKind.FEED:
            feed = feeds(got.data, got.url, content_type=got.content_type, charset=got.charset)
            yield from _visit_feed(asked, got, feed, fetcher, memory)
        elif kind is ContentKind.SITEMAP:
            yield from _visit_sitemap(asked, got, fetcher, memory)
        else:
            yield _delivered(asked, kind, got, Announced())
    except OnrecordError as error:
        yield Failure(asked, error)


def _visit_feed(
    asked: str, got: Fetched, feed: Feed, fetcher: Fetcher, memory: Memory
) -> Iterator[Outcome]:
    pages = []
    for entry in feed.entries:
        told = Announced(
            title=entry.title,
            outlet=entry.outlet or feed.title,
            authors=entry.authors,
            published=entry.published,
            updated=entry.updated,
            language=entry.language,
        )
        link = entry.link or absolute("", entry.id or "")
        name = link or f"{asked}#{_name_of(entry)}"
        pages.append(_Page(name, told, _own_text(entry), linked=link is not None))
    listed = Listed(asked, ContentKind.FEED, feed.title, 0, 0, feed.notices, _validators(got))
    yield from _visit_pages(listed, pages, got.public, fetcher, memory)


def _visit_sitemap(asked: str, got: Fetched, fetcher: Fetcher, memory: Memory) -> Iterator[Outcome]:
    first = read_sitemap(got.data, got.url)
    entries, notices = list(first.pages), list(first.notices)
    maps = sorted(first.maps, key=lambda entry: _age(entry.updated), reverse=True)
    if len(maps) > MOST_SITEMAPS:
        notices.append(f"Only the newest {MOST_SITEMAPS} of its {len(maps):,} sitemaps were read.")
    failed = False
    for entry in maps[:MOST_SITEMAPS]:
        try:
            answer = fetcher.get(entry.location, public=got.public)
            assert isinstance(answer, Fetched)  # no conditions were sent
            kind, inner = _opened(answer, fetcher.limits.size)
            if kind is not ContentKind.SITEMAP:
                raise _no_sitemap(entry, "It isn't a sitemap, though an index lists it as one.")
            found = read_sitemap(inner.data, inner.url)
            if found.maps:
                raise _no_sitemap(entry, f"Sitemaps are nested more than {DEEPEST} levels deep.")
            entries += found.pages
            notices += found.notices
        except SourceError as error:
            failed = True
            yield Failure(entry.location, error)
    pages = [
        _Page(
            entry.location,
            Announced(
                title=entry.title,
                outlet=entry.outlet,
                published=entry.published,
                updated=entry.updated,
                language=entry.language,
            ),
            None,
        )
        for entry in entries
    ]
    validators = Validators() if failed or first.maps else _validators(got)
    listed = Listed(asked, ContentKind.SITEMAP, None, 0, 0, tuple(notices), validators)
    yield from _visit_pages(listed, pages, got.public, fetcher, memory)


def _visit_pages(
    listed: Listed, pages: list[_Page], public: bool, fetcher: Fetcher, memory: Memory
) -> Iterator[Outcome]:
    """Each page once, the newest first, then what was listed.

    public: the list came over the open internet."""
    chosen: dict[str, _Page] = {}
    complete = True
    for page in sorted(pages, key=_page_age, reverse=True):
        url = canonical(page.url) if page.linked else page.url
        key = page_key(url)
        if key not in chosen and len(chosen) >= fetcher.limits.pages:
            complete = False
            break
        chosen.setdefault(key, replace(page, url=url))
    delivered: set[str] = set()
    for page in chosen.values():
        outcome = _read_page(page, fetcher, memory, public=public)
        if isinstance(outcome, Delivered):
            complete = complete and not isinstance(outcome.instead, SourceUnreachable)
            if page_key(outcome.location) in delivered:
                continue  # two links that lead to one page
            delivered.add(page_key(outcome.location))
        complete = complete and not isinstance(outcome, Failure)
        yield outcome
    yield replace(
        listed,
        pages=len(pages),
        visited=len(chosen),
        validators=listed.validators if complete else Validators(),
    )


def _read_page(page: _Page, fetcher: Fetcher, memory: Memory, *, public: bool) -> Outcome:
    try:
        if not page.linked:
            raise SourceRefused(
                "The entry doesn't link to a page.",
                subject=page.url,
                remedy="Ask the feed's editors.",
            )
        got = _get(fetcher, page.url, memory, public=public)
        if isinstance(got, NotModified):
            return Unchanged(page.url)
        kind, got = _opened(got, fetcher.limits.size)
        if kind in (ContentKind.FEED, ContentKind.SITEMAP):
            raise SourceRefused(
                f"It is another {kind}, not a page.",
                subject=page.url,
                remedy="To read it, add it on its own.",
            )
        return _delivered(page.url, kind, got, page.announced)
    except SourceError as error:
        if page.own_html is None:
            return Failure(page.url, error)
        return Delivered(
            location=page.url,
            asked=page.url,
            kind=ContentKind.PAGE,
            data=page.own_html.encode("utf-8", errors="replace"),
            charset="utf-8",
            announced=page.announced,
            validators=Validators(),
            instead=error,
        )


def _get(fetcher: Fetcher, url: str, memory: Memory, *, public: bool) -> Fetched | NotModified:
    known = memory.get(url, Validators())
    return fetcher.get(url, etag=known.etag, modified=known.modified, public=public)


def _opened(got: Fetched, limit: int) -> tuple[ContentKind, Fetched]:
    """The kind of a body, which is unpacked first if it is a gzip file (sitemap.xml.gz)."""
    if got.data.startswith(GZIP):
        try:
            got = replace(got, data=gunzip(got.data, limit), content_type="")
        except BeyondLimit:
            raise too_large(got.url, limit) from None
        except Damaged as error:
            raise SourceUnreachable(
                f"It is a damaged gzip file ({error}).",
                subject=got.url,
                remedy="Try again later.",
            ) from error
    return kind_of(got.content_type, got.data, got.url), got


def _delivered(asked: str, kind: ContentKind, got: Fetched, announced: Announced) -> Delivered:
    charset = (
        got.charset if kind not in (ContentKind.PDF, ContentKind.DOCX, ContentKind.ZIP) else None
    )
    return Delivered(
        canonical(got.url), asked, kind, got.data, charset, announced, _validators(got)
    )


def _validators(got: Fetched) -> Validators:
    return Validators(got.etag, got.modified)


def _own_text(entry: Entry) -> str | None:
    """The text that an entry carries itself, if it is more than a teaser."""
    if entry.content_html:
        return entry.content_html
    return entry.summary if entry.summary and len(entry.summary) >= LEAST_SUMMARY else None


def _name_of(entry: Entry) -> str:
    """What distinguishes an entry without a link from the others of its feed, at every visit."""
    told = entry.id or f"{entry.title}\n{entry.published}"
    return hashlib.sha256(told.encode("utf-8", errors="replace")).hexdigest()[:16]


def _page_age(page: _Page) -> datetime:
    return _age(page.announced.published or page.announced.updated)


def _age(told: str | None) -> datetime:
    """A date to sort by; an entry without one counts as the oldest."""
    text = told or ""
    try:
        when = datetime.fromisoformat(text + "0001-01-01"[len(text) :])
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _no_sitemap(entry: SitemapEntry, happened: str) -> SourceRefused:
    return SourceRefused(happened, subject=entry.location, remedy="Add it on its own.")
