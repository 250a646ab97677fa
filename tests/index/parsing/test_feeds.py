"""Feeds: RSS, Atom and RDF, whole, broken and hostile."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SourceNotText, SourceTooLarge
from index.parsing import feeds
from index.parsing.feeds import MOST_ENTRIES, Entry, read_feed

URL = "https://news.example/feed.xml"
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Brannick &amp; Coast</title><link>https://news.example/</link>
<language>en-gb</language>
<item><title>Dam &lt;i&gt;holds&lt;/i&gt;</title><link>/dam?utm_source=rss</link>
<guid isPermaLink="false">tag-7</guid><pubDate>Tue, 04 Mar 2031 23:30:00 -0500</pubDate>
<dc:creator>Ada Merrow</dc:creator><dc:creator>Tom Vale</dc:creator>
<description>The dam held.</description>
<content:encoded><![CDATA[<p>The dam <b>held</b>.</p>]]></content:encoded></item>
<item><title>Second</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Küstenblatt</title>
<entry><id>urn:x:1</id><title type="html">Damm &amp;amp; Deich</title>
<link rel="edit" href="/edit"/><link rel="alternate" href="damm"/>
<author><name>Ida Fenn</name></author><published>2031-03-04T08:00:00+01:00</published>
<updated>2031-03-05T09:00:00Z</updated><summary>Kurz.</summary>
<source><title>Nordpost</title></source>
<content type="html">&lt;p&gt;Er hält.&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://news.example/"><title>Old</title>
</channel><item rdf:about="https://news.example/1"><title>One</title>
<link>https://news.example/1</link></item></rdf:RDF>"""


def test_rss() -> None:
    feed = read_feed(RSS.encode(), URL, content_type="text/html", charset="utf-8")
    assert (feed.title, feed.notices) == ("Brannick & Coast", ())
    assert feed.entries[0] == Entry(
        id="tag-7",
        link="https://news.example/dam?utm_source=rss",
        title="Dam holds",
        outlet=None,
        authors=("Ada Merrow", "Tom Vale"),
        published="2031-03-04T23:30-05:00",
        updated=None,
        content_html="<p>The dam <b>held</b>.</p>",
        summary="The dam held.",
        language="en",
    )
    assert (feed.entries[1].title, feed.entries[1].link) == ("Second", None)


def test_atom() -> None:
    (entry,) = read_feed(ATOM.encode(), URL).entries
    assert entry == Entry(
        id="urn:x:1",
        link="https://news.example/damm",
        title="Damm & Deich",
        outlet="Nordpost",
        authors=("Ida Fenn",),
        published="2031-03-04T08:00:00+01:00",
        updated="2031-03-05T09:00:00Z",
        content_html="<p>Er hält.</p>",
        summary="Kurz.",
        language="de",
    )


@pytest.mark.parametrize(
    ("dates", "published", "updated"),
    [
        ("<dc:date>2031-03-04</dc:date>", "2031-03-04", None),
        ("<dcterms:modified>2031-03-04</dcterms:modified>", None, "2031-03-04"),
        ("<atom:updated>2031-03-04T08:00:00Z</atom:updated>", None, "2031-03-04T08:00:00Z"),
        (
            "<pubDate>4 Mar 2031 08:00 GMT</pubDate><atom:updated>2031-03-05</atom:updated>",
            "2031-03-04T08:00+00:00", "2031-03-05",
        ),
    ],
)  # fmt: skip
def test_an_update_is_no_publication(
    dates: str, published: str | None, updated: str | None
) -> None:
    spaces = (
        "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/' "
        "xmlns:atom='http://www.w3.org/2005/Atom'"
    )
    item = f"<item><title>Dam holds</title><link>https://news.example/1</link>{dates}</item>"
    rss = f"<rss version='2.0' {spaces}><channel><title>News</title>{item}</channel></rss>"
    (entry,) = read_feed(rss.encode(), URL).entries
    assert (entry.published, entry.updated) == (published, updated)


def test_rdf() -> None:
    feed = read_feed(RDF.encode(), URL)
    assert [(entry.title, entry.link) for entry in feed.entries] == [
        ("One", "https://news.example/1")
    ]


def test_other_encodings() -> None:
    text = RSS.replace("Brannick &amp; Coast", "Küste").replace("UTF-8", "ISO-8859-1")
    assert read_feed(text.encode("latin-1"), URL).title == "Küste"
    wide = RSS.replace("Brannick &amp; Coast", "Küste").replace("UTF-8", "UTF-16").encode("utf-16")
    assert read_feed(wide, URL).title == "Küste"


def test_of_a_broken_feed_what_can_be_read() -> None:
    feed = read_feed(RSS[: RSS.index("<item><title>Second") + 25].encode(), URL)
    assert feed.entries[0].title == "Dam holds"
    assert "The feed is damaged" in feed.notices[0]


@pytest.mark.parametrize("end", ["</item>", ""])
def test_a_flood_of_entries_is_cut_before_it_is_read(end: str) -> None:
    items = "".join(f"<item><title>{number}</title>{end}" for number in range(100_000))
    feed = read_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), URL)
    assert 0 < len(feed.entries) <= MOST_ENTRIES
    assert feed.entries[0].title == "0"
    assert "Only the first 500 entries" in feed.notices[0]
    assert (len(feed.notices) == 1) == bool(end)


def test_a_feed_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "LARGEST", 100)
    with pytest.raises(SourceTooLarge):
        read_feed(RSS.encode(), URL)


def test_entities_bring_nothing_in() -> None:
    laughs = "".join(
        f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9)
    )  # a billion, if they were let
    text = (
        f'<!DOCTYPE rss [<!ENTITY l0 "lol"><!ENTITY f SYSTEM "file:///etc/hostname">{laughs}]>'
        "<rss version='2.0'><channel><title>x&l9;&f;</title><item><title>y</title></item>"
        "</channel></rss>"
    )
    feed = read_feed(text.encode(), URL)
    assert len(feed.title or "") < 100


def test_bytes_are_never_taken_for_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: object, **__: object) -> None:
        raise AssertionError("a feed opens nothing")

    monkeypatch.setattr(socket.socket, "connect", no)
    monkeypatch.setattr(socket, "getaddrinfo", no)
    for data in (
        b"http://127.0.0.1:1/feed",
        b"/etc/hostname",
        b"file:///etc/hostname",
        b"",
        b"<rss",
    ):
        with pytest.raises(SourceNotText, match="isn't a readable feed"):
            read_feed(data, URL)


tags = st.sampled_from(
    "<rss> <channel> <item> </item> <entry> </entry> <feed> <title> </title> <link> <link href='"
    " '/> <pubDate> </pubDate> <![CDATA[ ]]> &amp; &#0; &x; <!DOCTYPE <!-- -->"
    " <content type='xhtml'> <div> <published> <author> <source> <id> http:// [ 2031-03 \x00".split(
        " "
    )
)


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.binary(max_size=300), st.lists(tags, max_size=30).map("".join).map(str.encode)))
def test_any_bytes_are_a_feed_or_an_error_with_a_cause(data: bytes) -> None:
    for feed in (data, RSS.encode()[:600] + data):
        try:
            read = read_feed(feed, URL)
        except SourceNotText:
            continue
        assert all((entry.link or "http").startswith("http") for entry in read.entries)
