"""What a page's JSON-LD describes: its items, whatever their nesting, each once and in order."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml.html import HtmlElement

Item = Mapping[str, Any]

ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|ReviewNewsArticle|LiveBlogPosting)$")
"""Types of schema.org that are an article."""
PAGE = re.compile(r"^WebPage$")
LIVE_BLOG = re.compile(r"LiveBlogPosting$")
DEEPEST = 8
"""Levels of nesting that are looked into."""
MOST = 50
"""Items of a list that are looked into."""
MOST_POSTS = 2_000
"""Posts of a live blog."""
_INNER = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")


class JsonLd:
    """All blocks of JSON-LD on a page; broken ones are left out."""

    def __init__(self, tree: HtmlElement) -> None:
        self._blocks: list[object] = []
        for script in tree.iterfind(".//script[@type='application/ld+json']"):
            try:
                self._blocks.append(
                    json.loads(script.text_content().strip().rstrip(";"), strict=False)
                )
            except (ValueError, RecursionError):
                continue  # pages are full of broken ones
        self._by_id: dict[str, Item] = {}
        for item in self._all():
            name = item.get("@id")
            if isinstance(name, str) and len(item) > 1:
                self._by_id.setdefault(name, item)

    def articles(self) -> tuple[Item, ...]:
        """The articles that are not part of another; a live blog first."""
        found = [item for block in self._blocks for item in _articles_in(block, DEEPEST)]
        return tuple(sorted(found, key=lambda item: not is_a(item, LIVE_BLOG)))

    def pages(self) -> tuple[Item, ...]:
        """What the JSON-LD says about the page itself."""
        return tuple(item for item in self._all() if is_a(item, PAGE))

    def live_blog(self) -> Item | None:
        """The first live blog, wherever it is."""
        return next((item for item in self._all() if is_a(item, LIVE_BLOG)), None)

    def resolved(self, value: object) -> object:
        """The item that a bare reference ({"@id": …}) refers to; otherwise the value itself."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return self._by_id.get(str(value.get("@id")), value)
        return value

    def _all(self) -> Iterator[Item]:
        for block in self._blocks:
            yield from _walked(block, DEEPEST)


def is_a(item: Item, types: re.Pattern[str]) -> bool:
    """Whether an item has a type that the pattern finds."""
    return any(types.search(name) for name in types_of(item))


def types_of(item: Item) -> list[str]:
    """The names of its types."""
    return [name for name in listed(item.get("@type")) if isinstance(name, str)]


def listed(value: object) -> Sequence[Any]:
    """A list, or a single value in place of one."""
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def text_of(value: object) -> str:
    """A text in one line; empty if it isn't one."""
    value = value[0] if isinstance(value, list) and value else value
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""


def posts_of(blog: Item) -> list[Item]:
    """The posts of a live blog, in its order."""
    return [one for one in listed(blog.get("liveBlogUpdate"))[:MOST_POSTS] if isinstance(one, dict)]


def _articles_in(data: object, levels: int) -> Iterator[Item]:
    if isinstance(data, list):
        for item in data[:MOST]:
            yield from _articles_in(item, levels)
    elif isinstance(data, dict) and levels:
        if is_a(data, ARTICLE):
            yield data
            return
        for inner in _INNER:
            yield from _articles_in(data.get(inner), levels - 1)


def _walked(data: object, levels: int) -> Iterator[Item]:
    if isinstance(data, list):
        for item in data[:MOST]:
            yield from _walked(item, levels)
    elif isinstance(data, dict) and levels:
        yield data
        for inner in (*_INNER, "author", "creator", "publisher", "isPartOf"):
            yield from _walked(data.get(inner), levels - 1)
