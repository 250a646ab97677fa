"""Sitemaps, indexes of sitemaps and news sitemaps to the pages that they name; read by lxml, with
entities, document types and the network switched off."""

from __future__ import annotations

import io
from dataclasses import dataclass

from lxml import etree

from index.errors import SourceNotText
from index.locations import absolute
from index.reading.dates import read_date

MOST_PAGES = 50_000
"""Pages, or further sitemaps, that one sitemap may name; what is beyond is not read."""
LONGEST = 1_000
"""Characters of a title or a name that are kept."""


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page, or a further sitemap. What the sitemap doesn't say is None."""

    location: str
    """An absolute URL."""
    updated: str | None
    """ISO 8601."""
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    """ISO 8601. It, title, outlet and language are in news sitemaps only."""
    language: str | None = None
    """ISO 639-1."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What can be read of a sitemap."""

    pages: tuple[SitemapEntry, ...]
    maps: tuple[SitemapEntry, ...]
    """Further sitemaps, where this is an index."""
    notices: tuple[str, ...]
    """What could not be read, in sentences."""


def read_sitemap(data: bytes, url: str) -> Sitemap:
    """What a sitemap names. url: where it came from, which its links are relative to.

    Raises SourceNotText if nothing in it can be read."""
    pages: list[SitemapEntry] = []
    maps: list[SitemapEntry] = []
    notices: list[str] = []
    events = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            if len(pages) + len(maps) >= MOST_PAGES:
                notices.append(f"Only the first {MOST_PAGES:,} of its addresses were read.")
                break
            entry = _entry(element, url)
            if entry is not None:
                (maps if _name(element) == "sitemap" else pages).append(entry)
            _forget(element)
        else:
            if len(events.error_log):
                problem = events.error_log[0]
                notices.append(_damaged(f"{problem.message.strip()[:200]}, line {problem.line}"))
    except etree.XMLSyntaxError as error:
        notices.append(_damaged(str(error)[:200]))
    if notices and not pages and not maps:
        raise SourceNotText(
            f"It isn't a readable sitemap. {notices[0]}",
            subject=url,
            remedy="Check the address with a browser, or add the pages one by one.",
        )
    return Sitemap(tuple(pages), tuple(maps), tuple(notices))


def _entry(element: etree._Element, base: str) -> SitemapEntry | None:
    told = {_name(child): child for child in element}
    location = absolute(base, _text(told.get("loc")) or "#") if "loc" in told else None
    if location is None:
        return None
    news = told.get("news")
    if news is None:
        return SitemapEntry(location, _date(told.get("lastmod")))
    of_news = {_name(child): child for child in news.iter()}
    return SitemapEntry(
        location,
        _date(told.get("lastmod")),
        title=_text(of_news.get("title")),
        outlet=_text(of_news.get("name")),
        published=_date(of_news.get("publication_date")),
        language=_language(_text(of_news.get("language"))),
    )


def _forget(element: etree._Element) -> None:
    """Free what was read: a sitemap of 50,000 pages is not kept in memory twice."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _name(element: etree._Element) -> str:
    """The name without its namespace, which sitemaps write in several ways."""
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _text(element: etree._Element | None) -> str | None:
    if element is None:
        return None
    return " ".join("".join(map(str, element.itertext())).split())[:LONGEST] or None


def _date(element: etree._Element | None) -> str | None:
    return read_date(_text(element) or "")


def _language(value: str | None) -> str | None:
    code = (value or "").lower().partition("-")[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def _damaged(reason: str) -> str:
    return f"The sitemap is damaged ({reason}). Only its readable part was used."
