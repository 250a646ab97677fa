"""A visit to a URL: a page, a document, the pages of a feed or a sitemap, and what goes wrong."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import PUBLIC, Site, serving

from index.errors import SourceGone, SourceRefused, SourceTooLarge, SourceUnreachable
from index.types import Failure
from index.web.content_types import ContentKind, is_readable, kind_of
from index.web.crawl import visit
from index.web.visits import Announced, Delivered, Listed, Outcome, Unchanged, Validators


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as opened:
        yield opened


def paths(outcomes: list[Outcome]) -> list[str]:
    """The last part of each page that was delivered."""
    return [item.location.rpartition("/")[2] for item in outcomes if isinstance(item, Delivered)]


def item(link: str, day: int, more: str = "") -> str:
    return (
        f"<item><title>Day {day}</title><link>{link}</link>"
        f"<pubDate>{day:02} Mar 2031 08:00:00 GMT</pubDate>{more}</item>"
    )


def feed(*items: str) -> str:
    return (
        f"<rss version='2.0'><channel><title>Brannick Post</title>{''.join(items)}</channel></rss>"
    )


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return buffer.getvalue()


def test_a_page(site: Site) -> None:
    site.page("/a?id=1", "<p>text</p>", headers={"ETag": '"1"', "Last-Modified": "x"})
    assert list(visit(site.url("/a?id=1&utm_source=x#top"), site.fetcher())) == [
        Delivered(
            location=site.url("/a?id=1"),
            asked=site.url("/a?id=1"),
            kind=ContentKind.PAGE,
            data=b"<p>text</p>",
            charset="utf-8",
            announced=Announced(),
            validators=Validators('"1"', "x"),
        )
    ]


def test_what_was_read_before_is_unchanged(site: Site) -> None:
    site.page("/a", status=304)
    memory = {site.url("/a"): Validators('"1"')}
    assert list(visit(site.url("/a#x"), site.fetcher(), memory)) == [Unchanged(site.url("/a"))]


def test_nothing_is_raised(site: Site) -> None:
    for url, error in (
        ("ftp://news.example", SourceRefused),
        (site.url("/none"), SourceGone),
        ("http://10.0.0.1/", SourceRefused),
    ):
        (failure,) = visit(url, site.fetcher())
        assert isinstance(failure, Failure)
        assert type(failure.error) is error


def test_the_pages_of_a_feed_the_newest_first(site: Site) -> None:
    items = (item("/old", 1), item("/new?fbclid=1", 3), item("/gone", 2), item("/new", 4))
    site.page("/feed", feed(*items), "application/rss+xml", headers={"ETag": '"f"'})
    site.page("/old", "old")
    site.page("/new", "new")
    outcomes = list(visit(site.url("/feed"), site.fetcher()))
    assert paths(outcomes) == ["new", "old"]
    newest = outcomes[0]
    assert isinstance(newest, Delivered)
    assert newest.announced == Announced("Day 4", "Brannick Post", (), "2031-03-04T08:00+00:00")
    failure = outcomes[1]
    assert isinstance(failure, Failure)
    assert failure.source == site.url("/gone")
    assert outcomes[-1] == Listed(
        site.url("/feed"), ContentKind.FEED, "Brannick Post", 4, 3, (), Validators()
    )


def test_a_feed_is_remembered_once_all_of_it_was_read(site: Site) -> None:
    site.page("/feed", feed(item("/a", 1), item("/b", 2)), headers={"ETag": '"f"'})
    site.page("/a", status=304)
    site.page("/b")
    memory = {site.url("/a"): Validators('"a"')}
    outcomes = list(visit(site.url("/feed"), site.fetcher(), memory))
    assert Unchanged(site.url("/a")) in outcomes
    assert isinstance(outcomes[-1], Listed)
    assert outcomes[-1].validators == Validators('"f"')
    outcomes = list(visit(site.url("/feed"), site.fetcher(pages=1), memory))
    assert paths(outcomes) == ["b"]
    assert isinstance(outcomes[-1], Listed)
    assert outcomes[-1].validators == Validators()


def test_two_links_to_one_page_are_one(site: Site) -> None:
    site.page("/feed", feed(item("/a", 1), item("/b", 2)))
    site.redirect("/b", "/a?utm_medium=rss")
    site.page("/a?utm_medium=rss")
    site.page("/a")
    assert paths(list(visit(site.url("/feed"), site.fetcher()))) == ["a"]


def test_an_entrys_own_text_where_its_page_cannot_be_had(site: Site) -> None:
    teaser = "<description>Short.</description>"
    whole = f"<description>{'The dam held. ' * 60}</description>"
    unlinked = f"<item><title>No link</title>{whole}</item>"
    site.page("/feed", feed(item("/a", 1, teaser), item("/b", 2, whole), unlinked))
    outcomes = list(visit(site.url("/feed"), site.fetcher()))
    linked, failure, alone, listed = outcomes
    assert isinstance(linked, Delivered)
    assert linked.location == site.url("/b")
    assert linked.data.startswith(b"The dam held.")
    assert isinstance(linked.instead, SourceGone)
    assert isinstance(failure, Failure)
    assert isinstance(alone, Delivered)
    assert alone.location.startswith(site.url("/feed#"))
    assert isinstance(alone.instead, SourceRefused)
    assert isinstance(listed, Listed)


def test_a_feed_of_the_open_internet_does_not_lead_inside(site: Site) -> None:
    site.names["news.example"] = [[PUBLIC]]
    inside = site.url("/secret")
    site.page("/feed", feed(item(inside, 1)))
    site.page("/secret")
    outcomes = list(visit(site.url("/feed", "news.example"), site.fetcher()))
    assert isinstance(outcomes[0], Failure)
    assert "private network" in outcomes[0].error.happened
    assert "/secret" not in site.asked


def test_a_feed_that_links_to_a_feed(site: Site) -> None:
    site.page("/feed", feed(item("/feed2", 1)))
    site.page("/feed2", feed())
    outcomes = list(visit(site.url("/feed"), site.fetcher()))
    assert isinstance(outcomes[0], Failure)
    assert "another feed" in outcomes[0].error.happened


def test_a_busy_site_is_not_asked_for_the_other_pages(site: Site) -> None:
    site.page("/feed", feed(item("/a", 2), item("/b", 1)))
    site.page("/a", status=429)
    outcomes = list(visit(site.url("/feed"), site.fetcher()))
    assert all(isinstance(outcome, Failure) for outcome in outcomes[:2])
    assert "/b" not in site.asked


def urlset(*urls: str, day: str = "2031-03-01") -> str:
    entries = "".join(f"<url><loc>{url}</loc><lastmod>{day}</lastmod></url>" for url in urls)
    return f"<?xml version='1.0'?><urlset>{entries}</urlset>"


def test_an_index_of_sitemaps_with_a_packed_one(site: Site) -> None:
    names = "".join(f"<sitemap><loc>/{n}</loc></sitemap>" for n in ("1", "2.gz", "3", "4", "5.gz"))
    index = f"<sitemapindex>{names}</sitemapindex>"
    site.page("/sitemap", index, "application/xml", headers={"ETag": '"s"'})
    site.page("/1", urlset("/a", day="2030"), "text/xml")
    site.page("/2.gz", gzip.compress(urlset("/b").encode()), "application/x-gzip")
    site.page("/3", index, "text/xml")  # an index in an index
    site.page("/4", "<p>no sitemap</p>")
    site.page("/5.gz", gzip.compress(b"<urlset>" + b" " * 2_000_000), "application/gzip")
    for path in ("/a", "/b"):
        site.page(path)
    outcomes = list(visit(site.url("/sitemap"), site.fetcher(size=1_000_000)))
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    assert [failure.source for failure in failures] == [site.url(p) for p in ("/3", "/4", "/5.gz")]
    assert isinstance(failures[2].error, SourceTooLarge)
    assert paths(outcomes) == ["b", "a"]
    assert outcomes[-1] == Listed(
        site.url("/sitemap"), ContentKind.SITEMAP, None, 2, 2, (), Validators()
    )


def test_a_damaged_gzip_file(site: Site) -> None:
    site.page("/a.gz", gzip.compress(b"text" * 99)[:-9], "application/gzip")
    (failure,) = visit(site.url("/a.gz"), site.fetcher())
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, SourceUnreachable)


@pytest.mark.parametrize(
    ("content_type", "data", "kind"),
    [
        ("text/html", b"<!doctype html><p>x", ContentKind.PAGE),
        ("text/html", b"just words", ContentKind.PAGE),
        ("text/html", b"<?xml version='1.0'?><!-- x --><rss>", ContentKind.FEED),
        ("application/atom+xml", b"\xef\xbb\xbf\n<feed>", ContentKind.FEED),
        ("text/xml", b"<rdf:RDF>", ContentKind.FEED),
        ("text/xml", "\ufeff<rss>".encode("utf-16-le"), ContentKind.FEED),
        ("application/rss+xml", b"<!DOCTYPE rss [<!ENTITY x 'y'>]><rss>", ContentKind.FEED),
        ("text/xml", b"<sm:urlset>", ContentKind.SITEMAP),
        ("", b"<sitemapindex>", ContentKind.SITEMAP),
        ("application/xml", b"<html xmlns='x'>", ContentKind.PAGE),
        ("text/plain", b"<b>words", ContentKind.TEXT),
        ("text/html", b"%PDF-1.7", ContentKind.PDF),
        ("application/octet-stream", archive("word/document.xml"), ContentKind.DOCX),
        ("application/zip", archive("a.txt"), ContentKind.ZIP),
        ("application/zip", b"PK\x03\x04broken", ContentKind.ZIP),
        ("application/json", b'{"a": 1}', ContentKind.JSON),
        ("application/x-ndjson", b'{"a": 1}\n{"a": 2}', ContentKind.JSON_LINES),
        ("text/plain", "Grüße".encode(), ContentKind.TEXT),
        ("", "Grüße".encode(), ContentKind.TEXT),
    ],
)
def test_what_a_body_is(content_type: str, data: bytes, kind: ContentKind) -> None:
    assert kind_of(content_type, data, "https://news.example/a") is kind


def test_json_lines_by_their_name() -> None:
    assert kind_of("", b'{"a": 1}', "https://news.example/a.jsonl?x") is ContentKind.JSON_LINES


def test_bytes_that_nobody_names_are_refused() -> None:
    with pytest.raises(SourceRefused, match="neither a page nor a document"):
        kind_of("application/octet-stream", b"\x7fELF\x00\xff\xfe", "https://news.example/a")


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=20), st.binary(max_size=100))
def test_any_body_has_a_kind_or_is_refused(content_type: str, data: bytes) -> None:
    is_readable(content_type)
    try:
        assert kind_of(content_type, data, "https://news.example/a") in ContentKind
    except SourceRefused:
        assert content_type == "" or "\x00" in data.decode("latin-1")
