"""Pages, feeds and files are added by their addresses, from a server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Site, serving

from index.errors import SourceGone, SourceRefused
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.web.limits import FetchLimits

PAGE = """<html lang="en"><head><title>The ferry is back</title>
<meta property="og:site_name" content="Orsk Herald">
<meta property="article:published_time" content="2031-03-04"></head><body><nav>Home Sport</nav>
<article><h1>The ferry is back</h1><p>The ferry to Quellhaven sails again since Monday, the harbour
office of Orsk said, after nine weeks in which nobody could cross the sound.</p><p>{more}</p>
</article></body></html>"""
FEED = """<rss version="2.0"><channel><title>Quell Radio</title><item><title>Ferry</title>
<link>{first}</link></item><item><title>Gone</title><link>{second}</link></item></channel></rss>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    fetching = FetchLimits(allow=("127.0.0.1",), delay=0)
    with Store.open(tmp_path / "store", FakeEmbedder(), fetching) as opened:
        yield opened


def page(more: str) -> str:
    return PAGE.format(more=more)


def test_a_page_is_an_article_with_what_it_tells(site: Site, store: Store) -> None:
    site.page("/ferry", page("The first boat carried forty people and a goat."))
    report = store.add([site.url("/ferry")])
    assert not report.failed
    (article,) = store.articles()
    assert (article.source.kind, article.source.location) == ("url", site.url("/ferry"))
    assert (article.title, article.outlet) == ("The ferry is back", "Orsk Herald")
    assert (article.published, article.url) == ("2031-03-04", site.url("/ferry"))
    assert any("forty people and a goat" in part.text for part in article.paragraphs)
    assert not any("Sport" in part.text for part in article.paragraphs)


def test_a_page_that_changed_is_a_new_version(site: Site, store: Store) -> None:
    site.page("/ferry", page("The first boat carried forty people and a goat."))
    store.add([site.url("/ferry")])
    again = store.add([site.url("/ferry")])
    assert (len(again.unchanged), again.embedded) == (1, 0)
    site.page("/ferry", page("The first boat carried thirty people, not forty."))
    assert len(store.add([site.url("/ferry")]).updated) == 1
    assert store.articles()[0].version == 2


def test_the_pages_of_a_feed_are_added_and_a_gone_one_is_named(site: Site, store: Store) -> None:
    site.page("/ferry", page("The first boat carried forty people and a goat."))
    site.page("/gone", "gone", status=410)
    feed = FEED.format(first=site.url("/ferry"), second=site.url("/gone"))
    site.page("/feed", feed, "application/rss+xml")
    report = store.add([site.url("/feed")])
    assert [title for _, title in report.added] == ["The ferry is back"]
    (failure,) = report.failed
    assert failure.source == site.url("/gone")
    assert isinstance(failure.error, SourceGone)


def test_neither_a_server_nor_an_update_tells_when_a_page_was_published(
    site: Site, store: Store
) -> None:
    bare = page("Nobody knows when.").replace("article:published_time", "other")
    changed = {"Last-Modified": "Mon, 03 Mar 2031 08:00:00 GMT"}
    site.page("/ferry", bare, headers=changed)
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Quell Radio</title><entry><id>1</id>"
        f"<title>Ferry</title><link href='{site.url('/ferry')}'/><author><name>Quell Radio</name>"
        "</author><updated>2031-03-05T09:00:00Z</updated></entry></feed>"
    )
    site.page("/atom", atom, content_type="application/atom+xml")
    store.add([site.url("/ferry")])
    (article,) = store.articles()
    assert (article.published, article.updated) == (None, None)
    store.remove([article.id])
    store.add([site.url("/atom")])
    (article,) = store.articles()
    assert (article.published, article.updated) == (None, "2031-03-05T09:00:00Z")
    assert article.authors == ()


def test_a_page_that_announces_a_feed_leads_to_it(site: Site, store: Store) -> None:
    feed = '<link rel="alternate" href="/feed" type="application/rss+xml"></head>'
    site.page("/", page("It runs twice a day.").replace("</head>", feed))
    (notice,) = store.add([site.url("/")]).notices
    assert f"onrecord add {site.url('/feed')}" in notice
    listed = FEED.format(first=site.url("/"), second=site.url("/gone"))
    site.page("/feed", listed, "application/rss+xml")
    assert not store.add([site.url("/feed")]).notices


def test_a_private_address_is_refused_where_it_is_not_allowed(site: Site, tmp_path: Path) -> None:
    with Store.open(tmp_path / "careful", FakeEmbedder()) as careful:
        (failure,) = careful.add([site.url("/ferry")]).failed
    assert isinstance(failure.error, SourceRefused)
    assert site.asked == []
