"""The feeds that a page announces."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.web.feed_discovery import FeedLink, feeds_of

URL = "https://news.example/a"
PAGE = b"""<!doctype html><html><head><base href="/news/"><title>x</title>
<link rel="stylesheet" href="a.css"><link rel="alternate" hreflang="de" href="/de">
<link REL="Alternate home" type="application/rss+xml; charset=utf-8" title=" All
 news " href="feed.xml"><link rel=alternate type=application/atom+xml href=//other.example/atom>
<link rel="alternate" type="application/rss+xml" href="feed.xml" title="again">
<link rel="alternate" type="application/rss+xml" href="javascript:x"></head><body>"""


def test_feeds_that_a_page_announces() -> None:
    assert feeds_of(PAGE, URL) == (
        FeedLink("https://news.example/news/feed.xml", "All news"),
        FeedLink("https://other.example/atom", ""),
    )
    assert feeds_of(PAGE, URL, "utf-8")
    assert feeds_of(PAGE, URL, "klingon")


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_any_page_is_looked_through(data: bytes) -> None:
    assert feeds_of(data, URL) == () or data
    assert len(feeds_of(PAGE + data, URL)) == 2
