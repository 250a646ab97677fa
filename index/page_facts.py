"""What a web page says of its article for machines: JSON-LD, OpenGraph, meta elements, dates."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from htmldate import find_date
from lxml.html import HtmlElement

from index.metadata import Told

ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|ReviewNewsArticle|LiveBlogPosting)$")
"""Types of schema.org that are an article."""
DEEPEST = 8
"""Levels of JSON-LD that are looked into."""

_PRECISION = re.compile(r"T00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?$|(?<=:\d\d)\.\d+")
"""Midnight to the second is how programs write a day, and nobody publishes by the millisecond."""

_META = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title",
              "parsely-title"),
    "outlet": ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_journal_title",
               "publisher"),
    "authors": ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author",
                "parsely-author", "sailthru.author", "byl"),
    "published": ("article:published_time", "og:published_time", "datepublished", "date",
                  "publishdate", "pubdate", "dc.date", "dc.date.issued", "dcterms.created",
                  "citation_publication_date", "parsely-pub-date", "sailthru.date"),
    "url": ("og:url",),
    "language": ("content-language", "og:locale", "dc.language"),
}  # fmt: skip
"""What is told, and the names of the meta elements that tell it, the surest first."""


def page_facts(tree: HtmlElement) -> Told:
    """What the page tells, None where it does not. The first to tell wins: JSON-LD, OpenGraph and
    meta elements, the page's own elements, and what htmldate finds of a date."""
    told = Told()
    for item in articles_of(tree):
        _learn_json_ld(told, item)
    meta = _meta(tree)
    for field, names in _META.items():
        for name in names:
            for value in meta.get(name, ()):
                if field == "authors" and value.startswith(("http://", "https://", "@")):
                    continue  # the address of a profile
                told.learn(field, value)
    _learn_canonical(told, tree, meta.get("og:url", []))
    told.learn(
        "language", tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    )
    if not told.title:
        told.learn("title", _headline(tree))
    if not told.published:
        told.learn("published", _date(tree))
    if told.published:
        told.published = _PRECISION.sub("", told.published)
    return told


def told_by_meta(tree: HtmlElement, *names: str) -> list[str]:
    """What the meta elements of these names say."""
    meta = _meta(tree)
    return [value for name in names for value in meta.get(name, ())]


def _learn_canonical(told: Told, tree: HtmlElement, also: list[str]) -> None:
    links = {link.get("href") or "" for link in tree.iterfind(".//link[@rel='canonical']")}
    for link in links:
        told.learn("url", link)
    if len(links) < 2:  # a page that names several knows none
        told.add(Told(canonical=next(iter(links or also), None)))


def _headline(tree: HtmlElement) -> str:
    """The page's only main heading, else the title of its window."""
    headings = [text for h in tree.iterfind(".//h1") if (text := h.text_content().strip())]
    if len(headings) == 1:
        return str(headings[0])
    return str(tree.findtext(".//title") or "")


def _date(tree: HtmlElement) -> str:
    """The day of publication that elements and the address tell; no search through the text, for
    the dates there are those of events."""
    try:
        return str(find_date(tree, extensive_search=False, original_date=True) or "")
    except Exception:  # noqa: BLE001 - a page without a date is better than no page
        return ""


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """The contents of the meta elements by their name, in lower case."""
    found: dict[str, list[str]] = {}
    for element in tree.iterfind(".//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("http-equiv")
        name = name or element.get("itemprop")
        value = (element.get("content") or "").strip()
        if name and value:
            found.setdefault(name.strip().lower(), []).append(html.unescape(value))
    return found


def articles_of(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The articles that a page's JSON-LD describes."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text_content().strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue  # pages are full of broken ones
        yield from _articles_in(data, DEEPEST)


def _articles_in(data: object, levels: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list):
        for item in data[:50]:
            yield from _articles_in(item, levels)
    elif isinstance(data, dict) and levels:
        types = data.get("@type")
        types = types if isinstance(types, list) else [types]
        if any(isinstance(name, str) and ARTICLES.search(name) for name in types):
            yield data
            return
        for inner in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles_in(data.get(inner), levels - 1)


def _learn_json_ld(told: Told, item: Mapping[str, Any]) -> None:
    names = _names(item.get("author")) or _names(item.get("creator"))
    if names:
        told.add(Told(authors=names))
    for field, value in (
        ("title", item.get("headline") or item.get("name")),
        ("outlet", next(iter(_names(item.get("publisher"))), None)),
        ("published", item.get("datePublished")),
        ("url", _address(item)),
        ("language", item.get("inLanguage")),
    ):
        if isinstance(value, str) and value.strip():
            told.learn(field, html.unescape(value))


def _address(item: Mapping[str, Any]) -> object:
    page = item.get("mainEntityOfPage")
    return item.get("url") or (page.get("@id") if isinstance(page, dict) else page)


def _names(value: object) -> tuple[str, ...]:
    """The names of persons and organizations, each once."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        for each in name if isinstance(name, list) else [name]:
            text = " ".join(html.unescape(each).split()) if isinstance(each, str) else ""
            if 0 < len(text) <= 100 and "://" not in text:
                found.append(text)
    return tuple(dict.fromkeys(found))
