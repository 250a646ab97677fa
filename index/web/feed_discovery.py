"""The feeds that a page announces: <link rel="alternate" type="application/rss+xml" href=…>."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from index.locations import absolute

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
READ = 1_000_000
"""Bytes of a page that are looked through; announcements are in its head."""
MOST = 20
"""Feeds that are named of one page."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page announces."""

    url: str
    title: str
    """What the page calls it, "" if it does not."""


def feeds_of(page: bytes, url: str, charset: str | None = None) -> tuple[FeedLink, ...]:
    """The feeds that a page announces, in its order, each once; none if it cannot be read.

    page: HTML; url: where it came from; charset: as its server says."""
    try:
        parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding=charset)
    except LookupError:  # an encoding that Python knows and libxml2 does not
        parser = etree.HTMLParser(no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(page[:READ], parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    if tree is None:
        return ()
    bases = [href for element in tree.iter("base") if (href := element.get("href"))]
    base = (absolute(url, bases[0]) if bases else None) or url
    found: dict[str, str] = {}
    for link in tree.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in relations and kind in FEED_TYPES:
            target = absolute(base, link.get("href") or "")
            if target:
                found.setdefault(target, " ".join((link.get("title") or "").split())[:200])
    return tuple(FeedLink(target, title) for target, title in found.items())[:MOST]
