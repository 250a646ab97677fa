"""Sitemaps, and the feeds that a page announces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SourceNotText
from index.web import sitemaps
from index.web.sitemaps import SitemapEntry, read_sitemap

URL = "https://news.example/sitemap.xml"
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><!-- the dam --><loc> https://news.example/dam </loc><lastmod>2031-03-05</lastmod>
<image:image><image:loc>https://news.example/dam.jpg</image:loc><image:title>No</image:title>
</image:image><news:news><news:publication><news:name>Brannick Post</news:name>
<news:language>en</news:language></news:publication>
<news:publication_date>2031-03-04T08:00:00+01:00</news:publication_date>
<news:title>Dam &amp; bridge</news:title></news:news></url>
<url><loc>/relative</loc></url><url><loc>ftp://news.example/</loc></url><url/></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://news.example/1.xml.gz</loc>
<lastmod>2031-03</lastmod></sitemap></sitemapindex>"""


def test_a_news_sitemap() -> None:
    read = read_sitemap(NEWS.encode(), URL)
    assert read.pages == (
        SitemapEntry(
            "https://news.example/dam",
            "2031-03-05",
            title="Dam & bridge",
            outlet="Brannick Post",
            published="2031-03-04T08:00:00+01:00",
            language="en",
        ),
        SitemapEntry("https://news.example/relative", None),
    )
    assert (read.maps, read.notices) == ((), ())


def test_an_index() -> None:
    read = read_sitemap(INDEX.encode(), URL)
    assert read.maps == (SitemapEntry("https://news.example/1.xml.gz", "2031-03"),)
    assert read.pages == ()


def test_no_more_pages_than_a_sitemap_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemaps.MOST_PAGES == 50_000
    monkeypatch.setattr(sitemaps, "MOST_PAGES", 10)
    read = read_sitemap(f"<urlset>{'<url><loc>/a</loc></url>' * 11}</urlset>".encode(), URL)
    assert len(read.pages) == 10
    assert "Only the first 10" in read.notices[0]


def test_of_a_broken_sitemap_what_can_be_read() -> None:
    read = read_sitemap(NEWS[: NEWS.index("<url><loc>ftp")].encode(), URL)
    assert len(read.pages) == 2
    assert "The sitemap is damaged" in read.notices[0]


@pytest.mark.parametrize("data", [b"", b"hello", b"<", b"\0\0\0", b"\xff\xfe<"])
def test_what_is_no_sitemap(data: bytes) -> None:
    with pytest.raises(SourceNotText, match="isn't a readable sitemap"):
        read_sitemap(data, URL)


def test_entities_bring_nothing_in() -> None:
    text = (
        '<!DOCTYPE urlset SYSTEM "http://127.0.0.1:1/x.dtd" [<!ENTITY a "aaaa">'
        '<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        "<urlset><url><loc>https://news.example/&f;&a;</loc></url></urlset>"
    )
    (page,) = read_sitemap(text.encode(), URL).pages
    assert page.location == "https://news.example/&f;&a;"


pieces = st.sampled_from(
    "<urlset> <url> </url> <loc> </loc> <sitemapindex> <sitemap> </sitemap> <lastmod> &x; http://a"
    " [ <!DOCTYPE x [<!ENTITY ]> <!-- --> <?x ?> <news> <news:news> </news> 2031 <n:loc".split()
)


@settings(deadline=None, max_examples=100)
@given(
    st.one_of(st.binary(max_size=300), st.lists(pieces, max_size=30).map("".join).map(str.encode))
)
def test_any_bytes_are_a_sitemap_or_an_error_with_a_cause(data: bytes) -> None:
    for sitemap in (data, NEWS.encode()[:500] + data):
        try:
            read = read_sitemap(sitemap, URL)
        except SourceNotText:
            continue
        assert all(page.location.startswith("http") for page in read.pages + read.maps)
