"""robots.txt, the pause between two pages of a host, and how often either is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from loopback import PUBLIC, Clock, Site, serving

from index.errors import SourceRefused, SourceUnreachable
from index.locations import locate
from index.web.robots import LARGEST, Robots

RULES = (
    "User-agent: *\nDisallow: /all\n\nUser-agent: onrecord\nDisallow: /mine*end$\nCrawl-delay: 7\n"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as opened:
        for path in ("/a", "/b", "/all", "/mine/end"):
            opened.page(path)
        yield opened


def test_rules_for_onrecord_go_before_those_for_all(site: Site) -> None:
    site.page("/robots.txt", RULES, "text/plain")
    fetcher = site.fetcher()
    fetcher.get(site.url("/all"))
    with pytest.raises(SourceRefused, match=r"robots\.txt doesn't allow"):
        fetcher.get(site.url("/mine/end"))
    assert site.asked == ["/robots.txt", "/all"]


def test_a_redirect_does_not_lead_round_the_rules(site: Site) -> None:
    site.page("/robots.txt", RULES, "text/plain")
    site.redirect("/a", "/mine/end")
    with pytest.raises(SourceRefused, match=r"robots\.txt doesn't allow"):
        site.fetcher().get(site.url("/a"))
    assert "/mine/end" not in site.asked


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_rules_allows_all(site: Site, status: int) -> None:
    site.page("/robots.txt", "Disallow: /", status=status)
    site.fetcher().get(site.url("/a"))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_rules_that_cannot_be_had_allow_nothing_for_now(site: Site, status: int) -> None:
    site.page("/robots.txt", status=status)
    fetcher = site.fetcher()
    for _ in range(2):
        with pytest.raises(SourceUnreachable, match=r"robots\.txt cannot be read"):
            fetcher.get(site.url("/a"))
    assert site.asked == ["/robots.txt"]
    site.page("/robots.txt", RULES)
    site.clock.sleep(601)
    fetcher.get(site.url("/a"))


def test_rules_whose_site_breaks_off_allow_nothing_for_now(site: Site) -> None:
    site.raw("/robots.txt", b"nonsense")
    with pytest.raises(SourceUnreachable, match=r"robots\.txt cannot be read"):
        site.fetcher().get(site.url("/a"))


def test_rules_may_be_elsewhere_but_not_inside(site: Site) -> None:
    site.redirect("/robots.txt", "/rules.txt")
    site.page("/rules.txt", "User-agent: *\nDisallow: /b", "text/html")
    fetcher = site.fetcher()
    fetcher.get(site.url("/a"))
    with pytest.raises(SourceRefused, match=r"robots\.txt doesn't allow"):
        fetcher.get(site.url("/b"))
    site.names["news.example"] = [[PUBLIC]]
    site.redirect("/robots.txt", "http://10.0.0.1/robots.txt")
    with pytest.raises(SourceRefused, match="private network"):
        site.fetcher().get(site.url("/a", "news.example"))


def test_rules_are_kept_for_a_day(site: Site) -> None:
    site.page("/robots.txt", "")
    fetcher = site.fetcher()
    fetcher.get(site.url("/a"))
    fetcher.get(site.url("/b"))
    assert site.asked == ["/robots.txt", "/a", "/b"]
    site.clock.sleep(24 * 3600)
    fetcher.get(site.url("/a"))
    assert site.asked.count("/robots.txt") == 2


def test_of_very_long_rules_the_beginning_is_read(site: Site) -> None:
    filler = "#" + "x" * LARGEST + "\n"
    site.page("/robots.txt", "User-agent: *\nDisallow: /b\n" + filler + "Disallow: /a\n")
    fetcher = site.fetcher()
    fetcher.get(site.url("/a"))
    with pytest.raises(SourceRefused):
        fetcher.get(site.url("/b"))


def test_a_host_is_asked_once_a_second(site: Site) -> None:
    fetcher = site.fetcher(delay=1.0)
    fetcher.get(site.url("/a"))
    assert site.clock.slept == []
    fetcher.get(site.url("/b"))
    assert site.clock.slept == [1.0]
    site.clock.sleep(5)
    fetcher.get(site.url("/a"))
    assert site.clock.slept == [1.0, 5]


def test_other_hosts_are_not_waited_for(site: Site) -> None:
    site.names["news.example"] = [[PUBLIC]]
    fetcher = site.fetcher(delay=1.0)
    fetcher.get(site.url("/a"))
    fetcher.get(site.url("/a", "news.example"))
    assert site.clock.slept == []


@pytest.mark.parametrize(("asked", "slept"), [("7", 7.0), ("900", 30.0), ("nan", 1.0), ("-5", 1.0)])
def test_a_site_may_ask_for_more(site: Site, asked: str, slept: float) -> None:
    site.page("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}\n")
    fetcher = site.fetcher(delay=1.0)
    fetcher.get(site.url("/a"))
    fetcher.get(site.url("/b"))
    assert site.clock.slept == [slept]


@settings(deadline=None, max_examples=50)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
@example(b"0.1e999")
def test_any_rules_are_read(data: bytes) -> None:
    page = locate("https://news.example/a?b")
    for before in (b"", b"User-agent: *\nCrawl-delay: ", b"User-agent: *\nDisallow: "):
        try:
            delay = Robots("Onrecord", Clock()).check(page, partial(answer, before + data))
        except SourceRefused:
            continue
        assert 0 <= delay < float("inf")


def answer(rules: bytes, _: str) -> tuple[int, bytes]:
    return 200, rules
