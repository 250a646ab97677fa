"""One page is one article, however its address is spelled and whichever of them it was found at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Site, serving

from index.changes.selection import Selection
from index.page_identity import is_same_site, own_address, page_key
from index.reading.article_reader import identity
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.types import Source
from index.web.limits import FetchLimits

STORY = "https://www.velmora-courier.co.uk/harbour/2031/ferry-sails-again"
PAGE = """<html lang="en"><head><title>The ferry is back</title>{head}</head><body>
<article><h1>The ferry is back</h1><p>The ferry to Quellhaven sails again since Monday, the harbour
office of Orsk said, after nine weeks in which nobody could cross the sound.</p><p>{more}</p>
</article></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    fetching = FetchLimits(allow=("127.0.0.1",), delay=0)
    with Store.open(tmp_path / "store", FakeEmbedder(), fetching) as opened:
        yield opened


def page(head: str = "", more: str = "The first boat carried forty people and a goat.") -> str:
    return PAGE.format(head=head, more=more)


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.velmora-courier.co.uk/harbour/2031/ferry-sails-again/",
        "http://www.velmora-courier.co.uk/harbour/2031/ferry-sails-again",
        "http://velmora-courier.co.uk:80/harbour/2031/ferry-sails-again",
        "https://WWW.Velmora-Courier.co.uk:443/harbour/2031/ferry-sails-again#top",
        "https://www.velmora-courier.co.uk./harbour/2031/ferry-sails-again?",
        "https://www.velmora-courier.co.uk/harbour/2031/ferry%2dsails%2Dagain",
        "https://www.velmora-courier.co.uk/harbour/2031/ferry-sails-again/index.html",
        "https://www.velmora-courier.co.uk/harbour/2031/ferry-sails-again?utm_source=a&fbclid=b",
        "https://www.velmora-courier.co.uk/harbour/2031/ferry-sails-again?UTM_Medium=a&",
        "https://www.velmora-courier.co.uk/harbour/2031/ferry-sails-again#:~:text=nine%20weeks",
    ],
)
def test_spellings_of_one_address_are_one_article(spelling: str, tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text(json.dumps({"url": STORY, "title": "Ferry", "text": "The ferry sails again."}))
    with Store.open(tmp_path / "store", FakeEmbedder()) as store:
        store.add([file])
        again = {"url": spelling, "title": "Ferry", "text": "The ferry sails again since Monday."}
        file.write_text(json.dumps(again))
        report = store.add([file])
        assert (len(report.added), len(report.updated)) == (0, 1)
        (article,) = store.matching(Selection(ids=(spelling,)))
        assert article.version == 2


@pytest.mark.parametrize(
    "other",
    [
        "https://www.velmora-courier.co.uk/harbour/2031/ferry-sails",
        "https://www.velmora-courier.co.uk/Harbour/2031/ferry-sails-again",
        "https://www.velmora-courier.co.uk:8443/harbour/2031/ferry-sails-again",
        "https://news.velmora-courier.co.uk/harbour/2031/ferry-sails-again",
        "https://www.velmora-courier.co.uk/harbour/2031/ferry-sails-again?id=123",
        "https://www.velmora-courier.co.uk/harbour/2031/ferry%2Fsails-again",
    ],
)
def test_other_pages_stay_others(other: str) -> None:
    assert page_key(STORY) != page_key(other)


def test_parameters_that_name_an_article_count_and_their_order_does_not() -> None:
    assert page_key("https://orsk.example/?p=45") != page_key("https://orsk.example/?p=46")
    first = page_key("https://orsk.example/a?id=1&lang=en&utm_id=7")
    assert first == page_key("https://orsk.example/a?lang=en&id=1")
    assert page_key("https://orsk.example/a?id=1&id=2") != page_key(
        "https://orsk.example/a?id=2&id=1"
    )


def test_parts_of_a_file_from_the_web_stay_apart() -> None:
    archive = Source("url", "https://orsk.example/all.zip#storm.html")
    other = Source("url", "https://orsk.example/all.zip#ferry.html")
    assert identity(archive) != identity(other)


@pytest.mark.parametrize(
    ("found_at", "named"),
    [
        (f"{STORY}/amp", STORY),
        (f"{STORY}?output=print", STORY),
        ("https://amp.velmora-courier.co.uk/harbour/2031/ferry-sails-again", STORY),
        ("https://m.velmora-courier.co.uk/ferry-sails-again.html", f"{STORY}.html"),
        ("https://www.velmora-courier.co.uk/?p=45", STORY),
        ("https://orsk.example/7/amp", "https://orsk.example/7"),
        ("https://orsk.example/read?story=77&from=app", "https://orsk.example/read?story=77"),
        ("https://orsk.example/a/b/ferry-is-late-again-123456", "/ferry-late-again-123456"),
    ],
)
def test_the_address_that_a_page_names_as_its_own_is_the_one(found_at: str, named: str) -> None:
    known_as = own_address(found_at, named)
    assert known_as != found_at
    assert known_as.endswith(named)


@pytest.mark.parametrize(
    "named",
    [
        "https://www.velmora-courier.co.uk/",
        "https://www.velmora-courier.co.uk/?lang=en",
        "https://www.velmora-courier.co.uk/harbour/2031",
        "https://www.velmora-courier.co.uk/harbour/",
        "https://www.velmora-courier.co.uk/en/harbour",
        "https://www.velmora-courier.co.uk/sport/",
        "https://www.velmora-courier.co.uk/harbour/2031/bridge-closed-by-storm",
        "https://other-courier.co.uk/harbour/2031/ferry-sails-again",
        "https://www.velmora-courier.co.uk:8080/harbour/2031/ferry-sails-again",
        "https://user@www.velmora-courier.co.uk/harbour/2031/ferry-sails-again",
        "javascript:alert(1)",
        "http://[",
        " ",
    ],
)
def test_a_named_address_that_is_another_page_is_not_followed(named: str) -> None:
    assert own_address(STORY, named) == STORY


def test_a_further_page_of_an_article_is_not_its_first() -> None:
    for found_at in (f"{STORY}?page=2", f"{STORY}/2", f"{STORY}/page/3/"):
        assert own_address(found_at, STORY) == found_at


def test_a_page_that_contradicts_itself_is_known_by_where_it_is() -> None:
    named = STORY.replace("ferry-sails-again", "ferry-sails-again-today")
    assert own_address(STORY, named) == named
    assert own_address(STORY, named, also=f"{STORY}?utm_source=x") == STORY


def test_sites_are_told_apart_where_anybody_can_have_one() -> None:
    assert is_same_site("https://m.orsk.example/a", "http://www.orsk.example/b")
    assert not is_same_site("https://orsk.github.io/a", "https://velmora.github.io/a")
    assert not is_same_site("https://127.0.0.1:8001/a", "https://127.0.0.1:8002/a")


def test_a_page_that_is_added_again_in_other_spellings_is_unchanged(
    site: Site, store: Store
) -> None:
    for path in ("/ferry-sails-again", "/ferry-sails-again/", "/ferry-sails-again?utm_source=x"):
        site.page(path, page())
    first = site.url("/ferry-sails-again")
    store.add([first])
    for spelling in (
        first + "/",
        first + "#top",
        first + "?utm_source=x",
        first.upper()[:4] + first[4:],
    ):
        report = store.add([spelling])
        assert (len(report.added), len(report.updated), len(report.unchanged)) == (0, 0, 1)
    assert [one.location for one in store.watched()] == [first]
    report = store.add([first + "/", first])
    assert not report.failed
    assert len(store.articles()) == 1
    store.unwatch(first + "/?utm_source=y")
    assert store.watched() == []


def test_a_feed_that_spells_an_address_twice_has_one_page(site: Site, store: Store) -> None:
    site.page("/ferry", page())
    site.page("/ferry/", page(more="Another goat was counted."))
    items = "".join(
        f"<item><title>Ferry</title><link>{site.url(path)}</link></item>"
        for path in ("/ferry", "/ferry/", "/ferry?fbclid=1#top")
    )
    site.page("/feed", f'<rss version="2.0"><channel><title>Orsk</title>{items}</channel></rss>')
    report = store.add([site.url("/feed")])
    assert not report.failed
    assert len(report.added) == 1


def test_an_alternate_of_a_page_is_the_same_article(site: Site, store: Store) -> None:
    canonical = '<link rel="canonical" href="/ferry-sails-again">'
    site.page("/ferry-sails-again", page(canonical))
    site.page("/ferry-sails-again/amp", page(canonical, more="The first boat carried a goat."))
    alternate = store.add([site.url("/ferry-sails-again/amp")])
    ((name, _),) = alternate.added
    assert store.article(name).source.location == site.url("/ferry-sails-again")
    own = store.add([site.url("/ferry-sails-again")])
    assert [one for one, _ in own.updated] == [name]
    again = store.add([site.url("/ferry-sails-again/amp")])
    assert ([one for one, _ in again.unchanged], again.updated) == ([name], ())
    assert any("forty people" in part.text for part in store.article(name).paragraphs)


@pytest.mark.parametrize("order", [("", "/amp"), ("/amp", "")])
def test_both_at_once_are_read_as_the_page_itself(
    site: Site, store: Store, order: tuple[str, str]
) -> None:
    canonical = '<link rel="canonical" href="/ferry-sails-again">'
    site.page("/ferry-sails-again", page(canonical))
    site.page("/ferry-sails-again/amp", page(canonical, more="The first boat carried a goat."))
    report = store.add([site.url(f"/ferry-sails-again{end}") for end in order])
    assert not report.failed
    ((name, _),) = report.added
    assert any("forty people" in part.text for part in store.article(name).paragraphs)
    store.sync()
    assert store.article(name).version == 1
