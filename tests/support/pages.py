"""Small web pages about an invented storm, and reading them without a process of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from documents import BRIDGE, HOUSES, RIVER

from index.pages.html import read_html
from index.reading.article_reader import read
from index.reading.contents import Document
from index.types import NO_OVERRIDES, Article, Source

HEADING = "<h1>Storm closes bridge</h1>"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in (BRIDGE, HOUSES, RIVER))


def page(
    above: str = "",
    below: str = "",
    *,
    head: str = "",
    lang: str = "en",
    body: str = f"{TEXT}",
    title: str = "Storm closes bridge",
) -> str:
    """A page with something between the heading and the text, and below the text."""
    return (
        f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title>"
        f"{head}</head><body><nav><a href='/'>Home</a></nav><main><article>{HEADING}{above}{body}"
        f"{below}</article></main><footer>About us</footer></body></html>"
    )


def json_ld(item: Mapping[str, object] | Sequence[object]) -> str:
    """The element that gives it."""
    return f"<script type='application/ld+json'>{json.dumps(item)}</script>"


def news(**fields: object) -> str:
    """JSON-LD of an article."""
    return json_ld({"@type": "NewsArticle", "headline": "Storm closes bridge", **fields})


def read_page(html: str, address: str | None = None) -> Article:
    """The article of a page."""
    contents = read_html(html, address)
    source = Source("file", "/pages/storm.html")
    document = Document(source, contents.text, "utf-8", contents.metadata, contents.blocks)
    return read(document, NO_OVERRIDES)
