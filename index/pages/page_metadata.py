"""What a web page says about its article for machines: JSON-LD, OpenGraph, meta elements."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from lxml.html import HtmlElement

from index.pages.json_ld import Item, JsonLd, listed, text_of
from index.pages.live_blogs import LivePost
from index.pages.page_authors import page_authors
from index.pages.page_dates import page_dates
from index.reading.date_order import day_first
from index.reading.header_fields import Metadata
from index.reading.outlets import part_title
from index.reading.publication_order import moment
from index.reading.titles import whole

_META = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title",
              "parsely-title"),
    "outlet": ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_journal_title",
               "publisher"),
    "url": ("og:url",),
    "language": ("content-language", "og:locale", "dc.language"),
}  # fmt: skip
"""What is given, and the names of the meta elements that give it, the most reliable first."""
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def page_facts(
    tree: HtmlElement,
    json_ld: JsonLd,
    posts: Sequence[LivePost] = (),
    address: str | None = None,
) -> Metadata:
    """What the page says, None where it doesn't. The first to say it wins: JSON-LD, OpenGraph and
    meta elements, the page's own elements.

    posts: those of a live blog; address: where the page was fetched from, None for a file."""
    metadata = Metadata()
    articles = json_ld.articles()
    for item in articles:
        _learn_json_ld(metadata, item, json_ld)
    meta = _meta(tree)
    for field, names in _META.items():
        for name in names:
            for value in meta.get(name, ()):
                metadata.learn(field, value)
    _learn_canonical(metadata, tree, meta.get("og:url", []))
    language = tree.get("lang") or tree.get(_XML_LANGUAGE) or ""
    metadata.learn("language", language)
    if not metadata.title:
        title, outlet = _headline(tree)
        metadata.learn("title", title)
        metadata.learn("outlet", outlet or "")
    if metadata.title:
        metadata.title = whole(metadata.title, _titles(tree, articles, meta))
    address = metadata.url or address
    tags = [language, *(value for name in _META["language"] for value in meta.get(name, ()))]
    tags += [text_of(one) for item in articles for one in listed(item.get("inLanguage"))]
    metadata.day_first = day_first(tags, address)
    elements = [post.element for post in posts]
    authors = page_authors(tree, json_ld, meta, address)
    dates = page_dates(
        tree,
        json_ld,
        meta,
        address,
        day_first=metadata.day_first,
        authors=authors,
        languages=[tag for tag in tags if tag],
        posts=elements,
    )
    metadata.published, metadata.updated = dates.published, dates.updated
    _learn_from_posts(metadata, posts, is_told=json_ld.live_blog() is not None)
    metadata.add(Metadata(authors=authors))
    return metadata


def _learn_from_posts(metadata: Metadata, posts: Sequence[LivePost], *, is_told: bool) -> None:
    """A live blog that doesn't say when it began did so with its first post, and it was updated
    with its last one. If no JSON-LD says that it is one (is_told), a date of publication after its
    first post is that of another post."""
    times = sorted((post.published for post in posts if post.published), key=moment)
    if not times:
        return
    if not is_told and metadata.published and moment(times[0]) < moment(metadata.published):
        metadata.published = None
    metadata.add(Metadata(published=times[0], updated=times[-1]))


def told_by_meta(tree: HtmlElement, *names: str) -> list[str]:
    """What the meta elements with these names say."""
    meta = _meta(tree)
    return [value for name in names for value in meta.get(name, ())]


def _learn_canonical(metadata: Metadata, tree: HtmlElement, also: list[str]) -> None:
    links = {link.get("href") or "" for link in tree.iterfind(".//link[@rel='canonical']")}
    for link in links:
        metadata.learn("url", link)
    if len(links) < 2:  # a page that names several doesn't know
        metadata.add(Metadata(canonical=next(iter(links or also), None)))


def _titles(
    tree: HtmlElement, articles: Iterable[Item], meta: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """The title in all its versions, the visible one first."""
    yield from (str(heading.text_content()) for heading in islice(tree.iter("h1", "h2"), 10))
    yield str(tree.findtext(".//title") or "")
    yield from (text_of(item.get("headline")) for item in articles)
    yield from (value for name in _META["title"] for value in meta.get(name, ()))


def _headline(tree: HtmlElement) -> tuple[str, str | None]:
    """The page's only main heading, or else its window title, which may end in its outlet."""
    headings = [text for h in tree.iterfind(".//h1") if (text := h.text_content().strip())]
    if len(headings) == 1:
        return str(headings[0]), None
    return part_title(" ".join((tree.findtext(".//title") or "").split()))


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """The contents of the meta elements by their name, in lower case."""
    contents: dict[str, list[str]] = {}
    for element in tree.iterfind(".//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("http-equiv")
        name = name or element.get("itemprop")
        value = (element.get("content") or "").strip()
        if name and value:
            contents.setdefault(name.strip().lower(), []).append(html.unescape(value))
    return contents


def _learn_json_ld(metadata: Metadata, item: Item, json_ld: JsonLd) -> None:
    publisher = json_ld.resolved(item.get("publisher"))
    names = [one.get("name") if isinstance(one, dict) else one for one in listed(publisher)]
    for field, value in (
        ("title", item.get("headline") or item.get("name")),
        ("outlet", next(iter(names), None)),
        ("url", _address(item)),
        ("language", item.get("inLanguage")),
    ):
        if text := text_of(value):
            metadata.learn(field, text)


def _address(item: Item) -> object:
    page = item.get("mainEntityOfPage")
    return item.get("url") or (page.get("@id") if isinstance(page, dict) else page)
