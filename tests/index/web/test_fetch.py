"""Fetching from a server on this machine: what comes back, and what is refused on the way."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import httpcore
import pytest
import trustme
from loopback import PUBLIC, Site, serving

from index.errors import (
    SettingError,
    SourceBusy,
    SourceGone,
    SourceRefused,
    SourceUnreachable,
)
from index.web.connect import secure
from index.web.fetch import Fetched, NotModified
from index.web.limits import FetchLimits


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as opened:
        yield opened


def fetched(answer: Fetched | NotModified) -> Fetched:
    assert isinstance(answer, Fetched)
    return answer


def test_a_page_with_what_its_server_says_of_it(site: Site) -> None:
    told = {"ETag": 'W/"7"', "Last-Modified": "Tue, 04 Mar 2031 08:00:00 GMT"}
    site.page("/a?b=c", "<p>Grüße</p>", 'Text/HTML; Charset="UTF-8"', headers=told)
    assert site.fetcher().get(site.url("/a?b=c#part")) == Fetched(
        url=site.url("/a?b=c"),
        status=200,
        content_type="text/html",
        charset="utf-8",
        data="<p>Grüße</p>".encode(),
        etag='W/"7"',
        modified="Tue, 04 Mar 2031 08:00:00 GMT",
        public=False,
    )


def test_it_says_who_it_is(site: Site) -> None:
    site.page("/a")
    site.fetcher().get(site.url("/a"))
    assert site.headers[-1]["user-agent"] == f"Onrecord/{version('onrecord')}"
    site.fetcher(contact="desk@news.example").get(site.url("/a"))
    assert site.headers[-1]["user-agent"].endswith(" (+desk@news.example)")
    assert site.headers[-1]["host"] == f"127.0.0.1:{site.port}"


@pytest.mark.parametrize("charset", ["klingon", "hex", "rot13"])
def test_a_charset_that_is_none(site: Site, charset: str) -> None:
    site.page("/a", content_type=f"text/html; charset={charset}")
    assert fetched(site.fetcher().get(site.url("/a"))).charset is None


def test_what_is_not_modified_is_not_sent_again(site: Site) -> None:
    site.page("/a", status=304)
    answer = site.fetcher().get(site.url("/a"), etag='"7"', modified="yesterday")
    assert answer == NotModified(site.url("/a"))
    assert site.headers[-1]["if-none-match"] == '"7"'
    assert site.headers[-1]["if-modified-since"] == "yesterday"
    with pytest.raises(SourceUnreachable, match="304 Not Modified"):
        site.fetcher().get(site.url("/a"))  # nothing was remembered, so 304 is not an answer


def test_a_remembered_etag_cannot_write_headers(site: Site) -> None:
    site.page("/a")
    site.fetcher().get(site.url("/a"), etag='"7"\r\nX-Evil: 1', modified="Grüße")
    assert {"x-evil", "if-none-match", "if-modified-since"}.isdisjoint(site.headers[-1])


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (404, SourceGone, "There is no such page \\(404 Not Found\\)"),
        (410, SourceGone, "The page has been removed \\(410 Gone\\)"),
        (401, SourceRefused, "subscribers"),
        (403, SourceRefused, "subscribers"),
        (451, SourceRefused, "legal reasons"),
        (429, SourceBusy, "asked too often"),
        (503, SourceBusy, "busy"),
        (500, SourceUnreachable, "500 Internal Server Error"),
        (418, SourceUnreachable, "418"),
        (206, SourceUnreachable, "206"),
        (599, SourceUnreachable, "599"),
    ],
)
def test_an_error_of_the_site_in_words(
    site: Site, status: int, error: type[Exception], words: str
) -> None:
    site.page("/a", status=status)
    with pytest.raises(error, match=words):
        site.fetcher().get(site.url("/a"))


@pytest.mark.parametrize(
    ("header", "again"),
    [
        ("120", datetime(2031, 3, 4, 12, 2, tzinfo=UTC)),
        ("Tue, 04 Mar 2031 12:30:00 GMT", datetime(2031, 3, 4, 12, 30, tzinfo=UTC)),
        ("soon", None),
        ("9" * 30, None),
    ],
)
def test_a_busy_site_is_left_alone_until_the_time_it_names(
    site: Site, header: str, again: datetime | None
) -> None:
    site.page("/a", status=429, headers={"Retry-After": header})
    site.page("/b")
    fetcher = site.fetcher()
    with pytest.raises(SourceBusy) as caught:
        fetcher.get(site.url("/a"))
    assert caught.value.again == again
    before = len(site.asked)
    with pytest.raises(SourceBusy):
        fetcher.get(site.url("/b"))
    assert len(site.asked) == before  # it was not asked at all
    site.clock.sleep(1800)
    assert fetched(fetcher.get(site.url("/b"))).status == 200


def test_redirects_are_followed_to_the_last_page(site: Site) -> None:
    site.redirect("/a", "b?x=1", 301)
    site.redirect("/b?x=1", site.url("/gr%C3%BC%C3%9Fe"), 308)
    site.page("/gr%C3%BC%C3%9Fe", "<p>here</p>")
    assert fetched(site.fetcher().get(site.url("/a"))).url == site.url("/gr%C3%BC%C3%9Fe")


def test_redirects_end(site: Site) -> None:
    site.redirect("/loop", "/loop2")
    site.redirect("/loop2", "/loop")
    for number in range(12):
        site.redirect(f"/{number}", f"/{number + 1}")
    with pytest.raises(SourceUnreachable, match="redirects to itself"):
        site.fetcher().get(site.url("/loop"))
    with pytest.raises(SourceUnreachable, match="more than 10 times"):
        site.fetcher().get(site.url("/0"))
    assert site.asked[-1] == "/10"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("http://127.0.0.1:1/", "isn't on the public internet"),
        ("http://169.254.169.254/latest", "isn't on the public internet"),
        ("http://[::1]/", "isn't on the public internet"),
        ("http://2130706433/", "written in an unusual way"),
        ("http://inside.example/", "isn't on the public internet"),
        ("file:///etc/passwd", "Only http and https"),
        ("http://u:p@news.example/", "user name or password"),
    ],
)
def test_each_redirect_is_checked_like_a_first_address(site: Site, target: str, words: str) -> None:
    site.names["inside.example"] = [["10.0.0.7"]]
    site.redirect("/a", target)
    with pytest.raises(SourceRefused, match=words):
        site.fetcher().get(site.url("/a"))
    assert set(site.targets) == {"127.0.0.1"}  # by the first, allowed, address only
    assert set(site.asked) == {"/robots.txt", "/a"}


def test_the_open_internet_does_not_redirect_into_what_is_allowed(site: Site) -> None:
    site.names["news.example"] = [[PUBLIC]]
    site.redirect("/a", site.url("/secret"))
    site.page("/secret")
    with pytest.raises(SourceRefused, match="leads here, into a private network"):
        site.fetcher().get(site.url("/a", "news.example"))
    assert fetched(site.fetcher().get(site.url("/secret"))).status == 200
    assert "/secret" in site.asked


def test_a_name_that_changes_its_mind_gains_nothing(site: Site) -> None:
    """DNS rebinding: the name is looked up once, and what was checked is what is connected to."""
    site.names["news.example"] = [[PUBLIC], ["10.0.0.7"]]
    site.page("/a")
    assert fetched(site.fetcher(allow=()).get(site.url("/a", "news.example"))).public
    assert site.lookups == ["news.example"]
    assert set(site.targets) == {PUBLIC}
    assert site.headers[-1]["host"] == f"news.example:{site.port}"
    with pytest.raises(SourceRefused, match=r"10\.0\.0\.7"):
        site.fetcher(allow=()).get(site.url("/a", "news.example"))
    assert set(site.targets) == {PUBLIC}


def test_a_host_that_does_not_answer_at_one_address_is_tried_at_the_next(site: Site) -> None:
    site.names["news.example"] = [["23.0.2.8", PUBLIC]]
    site.page("/a")
    fetcher = site.fetcher(allow=())
    connect = site.connect

    def first_is_down(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        if address == "23.0.2.8":
            raise httpcore.ConnectError("refused")
        return connect(address, port, seconds)

    fetcher._connect = first_is_down
    assert fetched(fetcher.get(site.url("/a", "news.example"))).status == 200


def test_a_host_that_is_not_there(site: Site) -> None:
    with pytest.raises(SourceUnreachable, match="no such host"):
        site.fetcher().get("http://nowhere.example/")


def test_proxies_of_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    site.page("/a")
    assert fetched(site.fetcher().get(site.url("/a"))).status == 200


def test_certificates_and_host_names_are_verified() -> None:
    context = secure()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[trustme.CA]:
    """An authority that the system trusts for the time of a test."""
    own = trustme.CA()
    own.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    secure.cache_clear()
    yield own
    secure.cache_clear()


def serving_as(name: str, authority: trustme.CA) -> AbstractContextManager[Site]:
    """A site with a certificate for that name."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return serving(context)


def test_the_certificate_is_for_the_name_though_the_connection_is_to_an_address(
    authority: trustme.CA,
) -> None:
    with serving_as("news.example", authority) as site:
        site.names["news.example"] = [[PUBLIC]]
        site.page("/a", "<p>text</p>")
        url = f"https://news.example:{site.port}/a"
        assert fetched(site.fetcher(allow=()).get(url)).data == b"<p>text</p>"
        assert set(site.targets) == {PUBLIC}


def test_a_certificate_for_another_name_or_of_nobody_is_refused(authority: trustme.CA) -> None:
    for issuer in (authority, trustme.CA()):
        name = "other.example" if issuer is authority else "news.example"
        with serving_as(name, issuer) as site:
            site.names["news.example"] = [[PUBLIC]]
            site.page("/a")
            with pytest.raises(SourceUnreachable, match=r"not valid for news\.example"):
                site.fetcher(allow=()).get(f"https://news.example:{site.port}/a")
            assert site.asked == []


@pytest.mark.parametrize(
    "limits",
    [
        {"delay": -1.0},
        {"delay": float("nan")},
        {"size": 0},
        {"pages": 0},
        {"seconds": float("inf")},
        {"contact": "me)\r\nX: y"},
        {"contact": "Grüße"},
        {"allow": ("a b",)},
    ],
)
def test_limits_that_cannot_be_used(limits: dict[str, object]) -> None:
    with pytest.raises(SettingError):
        FetchLimits(**limits)  # type: ignore[arg-type]
