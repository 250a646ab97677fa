"""Who may send the app a request, tried on every route that it has, byte by byte."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser import served
from raw_request import Answer, ask, routes
from scripted_assistant import ScriptedAssistant
from service_run import TOKEN, in_service
from starlette.types import Message

from app import server
from index.errors import SettingError
from service.allowed_names import Authority, Names
from service.change_permission import Guard
from service.gate import LARGEST_MESSAGE, Gate
from service.service import Service
from ui.web.upload_room import upload_room

HOSTS = [
    "evil.example:PORT", "evil.example", "127.0.0.1.evil.example:PORT", "localhost.:PORT",
    "127.0.0.1.:PORT", "localhost", "127.0.0.1", "[::1]", "localhost:1", "127.0.0.1:80",
    "localhost:", "localhost:0PORT", "localhost:PORT0000", "localhost:+PORT", "localhost:PORT/",
    "user@localhost:PORT", "localhost:PORT@evil.example", "localhost:PORT#", "localhost:PORT, a",
    "localhost:PORT evil.example", "2130706433:PORT", "127.1:PORT", "0x7f.0.0.1:PORT",
    "127.0.0.01:PORT", "0.0.0.0:PORT", "[::]:PORT", "[::ffff:127.0.0.1]:PORT", "[::1:PORT",
    "[::1%lo]:PORT", "::1:PORT", "[localhost]:PORT", "[127.0.0.1]:PORT", "", ":PORT",
    "loc\xe4l:PORT",
    "ʟocalhost:PORT".encode().decode("latin-1"),
]  # fmt: skip
"""None of them is a name of a server that listens on this machine."""
ORIGINS = [
    "http://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1", "http://localhost:PORT",
    "http://[::1]:PORT", "https://127.0.0.1:PORT", "http://127.0.0.1:PORT.evil.example",
    "http://127.0.0.1:PORT@evil.example", "http://evil.example@127.0.0.1:PORT",
    "http://127.0.0.1:PORT/", "http://127.0.0.1:PORT, http://evil.example", "file://", "",
    "//127.0.0.1:PORT", "127.0.0.1:PORT", "chrome-extension://abcdef", "http://127.0.0.1:PORT#",
    "HTTP//127.0.0.1:PORT",
]  # fmt: skip
"""No page of http://127.0.0.1:PORT says one of these."""
SITES = ["cross-site", "same-site", "Same-Origin", "", "same-origin, cross-site"]
RULES = (
    "cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy",
    "referrer-policy", "x-content-type-options", "x-frame-options", "content-security-policy",
    "cache-control",
)  # fmt: skip


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the page and the service."""
    with in_service(tmp_path_factory.mktemp("gate")) as (desk, url):
        yield url
        assert (desk.count, desk.generation) == (0, 0)


@pytest.fixture(scope="module")
def every_route(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """(method, path) of all that the app has, Gradio's own with it."""
    desk: Any = ScriptedAssistant()
    with upload_room(tmp_path_factory.mktemp("routes")) as room:
        service = Service(desk, Guard.of("127.0.0.1", ""), room)
        names = Names.of("127.0.0.1", "127.0.0.1", 7860)
        gate: Any = asyncio.run(server(desk, names, room, service=service)).config.app
    found = [*routes(gate.app)]
    assert {("GET", "/"), ("GET", "/api/hello"), ("POST", "/gradio_api/upload")} <= {*found}
    assert len(found) > 80
    return found


def own(url: str) -> str:
    """The server's own name, as its page says it."""
    return urlsplit(url).netloc


def at(url: str, text: str) -> str:
    return text.replace("PORT", str(urlsplit(url).port))


def assert_kept_out(answer: Answer, status: int, words: str) -> None:
    """That it was refused, by us, with all that we tell browsers."""
    assert answer.status == status, answer.body
    assert words in answer.body.decode() or not answer.body  # HEAD
    assert_ruled(answer)


def assert_ruled(answer: Answer) -> None:
    assert [name for name in RULES if not answer.header(name)] == []
    assert [name for name, _ in answer.headers if name.startswith("access-control-")] == []
    assert "frame-ancestors 'none'" in answer.header("content-security-policy")


@pytest.mark.parametrize("host", HOSTS)
def test_no_route_answers_to_another_name(
    url: str, every_route: list[tuple[str, str]], host: str
) -> None:
    for method, path in every_route:
        answer = ask(url, path, [f"Host: {at(url, host)}"], method)
        assert answer.status in {400, 403}, (method, path)
        assert_ruled(answer)


@pytest.mark.parametrize("origin", ORIGINS)
def test_no_route_answers_a_page_of_another_origin(
    url: str, every_route: list[tuple[str, str]], origin: str
) -> None:
    for method, path in every_route:
        answer = ask(url, path, [f"Host: {own(url)}", f"Origin: {at(url, origin)}"], method)
        assert_kept_out(answer, 403, "A page on another site")


@pytest.mark.parametrize("site", SITES)
def test_no_route_answers_what_a_browser_says_is_of_another_site(
    url: str, every_route: list[tuple[str, str]], site: str
) -> None:
    for method, path in every_route:
        for mode in ("no-cors", "navigate"):
            about = [f"Sec-Fetch-Site: {site}", f"Sec-Fetch-Mode: {mode}", "Sec-Fetch-Dest: iframe"]
            answer = ask(url, path, [f"Host: {own(url)}", *about], method)
            assert_kept_out(answer, 403, "A page on another site")


def test_one_wrong_of_two_is_enough(url: str) -> None:
    host, origin = f"Host: {own(url)}", f"Origin: http://{own(url)}"
    foreign = "Origin: http://evil.example"
    for lines in ([origin, foreign], [foreign, origin]):
        assert_kept_out(ask(url, "/config", [host, *lines]), 403, "A page on another site")
    sites = ["Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"]
    assert_kept_out(ask(url, "/config", [host, *sites]), 403, "A page on another site")
    # The web server itself refuses these, so there is nothing of ours in the answer.
    for lines in ([host, "Host: evil.example"], [host, host]):
        assert ask(url, "/config", lines).status == 400


def test_a_request_without_a_host_is_refused(url: str, every_route: list[tuple[str, str]]) -> None:
    for method, path in every_route:
        answer = ask(url, path, [], method, version="1.0")
        assert_kept_out(answer, 400, "name exactly one host")
    assert ask(url, "/config", [], version="1.1").status == 400


@pytest.mark.parametrize(
    "target", ["http://evil.example/", "http://127.0.0.1:PORT/config", "*", "evil.example:443"]
)
@pytest.mark.parametrize("method", ["GET", "OPTIONS", "CONNECT"])
def test_a_request_for_a_proxy_is_refused(url: str, target: str, method: str) -> None:
    answer = ask(url, at(url, target), [f"Host: {own(url)}"], method)
    assert_kept_out(answer, 400, "names no path")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "[0:0::0:1]"])
@pytest.mark.parametrize("path", ["/", "/config", "/theme.css", "/gradio_api/info"])
def test_the_page_answers_by_the_names_of_this_machine(url: str, name: str, path: str) -> None:
    host = at(url, f"{name}:PORT")
    assert_ruled(page := ask(url, path, [f"Host: {host}"]))
    assert page.status == 200
    own_page = [f"Host: {host}", f"Origin: http://{host}", "Sec-Fetch-Site: same-origin"]
    assert_ruled(page := ask(url, path, own_page))
    assert page.status == 200


@pytest.mark.parametrize(
    "line",
    [
        "X-Forwarded-Host: evil.example", "X-Forwarded-Server: evil.example",
        "X-Forwarded-Proto: https", "X-Forwarded-Prefix: /evil.example",
        "Forwarded: host=evil.example", "X-Original-URL: /monitoring", "X-Rewrite-URL: /monitoring",
        "X-Original-Host: evil.example", "X-HTTP-Method-Override: POST",
    ],
)  # fmt: skip
def test_what_is_forwarded_is_not_believed(url: str, line: str) -> None:
    answer = ask(url, "/config", [f"Host: {own(url)}", line])
    assert answer.status == 200
    assert json.loads(answer.body)["root"] == url.rstrip("/")
    assert_kept_out(ask(url, "/config", ["Host: evil.example", line]), 403, "doesn't go by")
    for other in (own(url), "127.0.0.1", f"localhost:{urlsplit(url).port}"):
        forwarded = ["Host: evil.example", f"X-Forwarded-Host: {other}"]
        assert_kept_out(ask(url, "/", forwarded), 403, "doesn't go by")


def test_a_link_elsewhere_leads_to_the_page_and_nowhere_else(url: str) -> None:
    def follow(path: str, method: str = "GET", **other: str) -> Answer:
        about = {"Site": "cross-site", "Mode": "navigate", "Dest": "document", **other}
        lines = [f"Sec-Fetch-{name}: {value}" for name, value in about.items()]
        return ask(url, path, [f"Host: {own(url)}", *lines], method)

    assert follow("/").status == 200
    assert follow("/?question=a").status == 200
    for answer in (
        follow("/config"), follow("/gradio_api/startup-events"), follow("/api/hello"),
        follow("/assets/x.js"), follow("/", "POST"), follow("/", Dest="iframe"),
        follow("/", Dest="object"), follow("/", Mode="no-cors"), follow("/", Mode="cors"),
    ):  # fmt: skip
        assert_kept_out(answer, 403, "A page on another site")


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/hostname", "/gradio_api/file=http://127.0.0.1:PORT/config",
        "/gradio_api/file=pyproject.toml", "/gradio_api/file/etc/hostname", "/file=/etc/hostname",
        "/gradio_api/%66ile=/etc/hostname", "/gradio_api/proxy=http://127.0.0.1:PORT/config",
        "/gradio_api/deep_link?session_hash=a", "/gradio_api/runs", "/gradio_api/vibe-code",
        "/monitoring", "/monitoring/summary", "/login", "/logout", "/pwa_icon", "/svelte/x",
        "/gradio_api/stream/a/b/c/playlist.m3u8", "/gradio_api/token", "/gradio_api/user",
        "/gradio_api/dev/reload", "/gradio_api/openapi.json", "/docs", "/assets/../config",
        "/assets/..%2fconfig", "//config", "/config/x", "/queue/data", "/sw.js",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_what_the_page_does_not_use_is_closed(url: str, path: str, method: str) -> None:
    answer = ask(url, at(url, path), [f"Host: {own(url)}"], method)
    assert answer.status == 404
    assert_ruled(answer)
    if method != "HEAD":
        assert b"nothing at this address" in answer.body or b"Not Found" in answer.body


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])
def test_the_page_knows_two_methods(url: str, method: str) -> None:
    assert_kept_out(ask(url, "/config", [f"Host: {own(url)}"], method), 405, "GET and POST")


def test_no_preflight_is_granted(url: str, every_route: list[tuple[str, str]]) -> None:
    asked = ["Access-Control-Request-Method: POST", "Access-Control-Request-Headers: x-onrecord"]
    for _, path in every_route:
        for origin in ("http://evil.example", f"http://{own(url)}"):
            lines = [f"Host: {own(url)}", f"Origin: {origin}", *asked]
            assert_ruled(answer := ask(url, path, lines, "OPTIONS"))
            assert answer.status in {403, 405}


def test_a_web_socket_is_opened_for_nobody(url: str, tmp_path: Path) -> None:
    upgrade = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAA"]
    for path in ("/", "/queue/join", "/gradio_api/queue/join"):
        foreign = [f"Host: {own(url)}", "Origin: http://evil.example", *upgrade]
        assert_kept_out(ask(url, path, foreign), 403, "A page on another site")
        assert ask(url, path, [f"Host: {own(url)}", *upgrade]).status in {200, 404}
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    desk: Any = ScriptedAssistant()
    with upload_room(tmp_path) as room:
        names = Names.of("127.0.0.1", "127.0.0.1", 7860)
        gate: Any = asyncio.run(server(desk, names, room)).config.app
        asyncio.run(gate({"type": "websocket", "path": "/", "headers": []}, None, send))
    assert isinstance(gate, Gate)
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_only_gradios_own_files_may_be_kept(url: str) -> None:
    host = [f"Host: {own(url)}"]
    for path in ("/", "/config", "/theme.css", "/gradio_api/info", "/assets/none.js", "/api/hello"):
        assert ask(url, path, host).header("cache-control") == "no-store"
    kept = ask(url, "/static/js/iframeResizer.contentWindow.min.js", host)
    assert (kept.status, kept.header("cache-control")) == (200, "private, max-age=86400")


def test_the_page_has_no_base_and_every_script_of_it_is_named(url: str) -> None:
    compressed = ask(url, "/", [f"Host: {own(url)}", "Accept-Encoding: br, gzip"])
    page, policy = compressed.body.decode(), compressed.header("content-security-policy")
    assert "<base" not in page
    assert "'unsafe-inline'" not in policy.partition("style-src")[0]
    assert policy.count("'sha256-") == 7  # six in the page, and page.js, which Gradio adds
    assert ask(url, "/", [f"Host: {own(url)}"], "HEAD").status == 200


def test_a_message_without_end_is_not_read(url: str) -> None:
    host = f"Host: {own(url)}"
    for path in ("/gradio_api/queue/join", "/gradio_api/upload", "/gradio_api/call/ask"):
        endless = ask(url, path, [host, "Transfer-Encoding: chunked"], "POST")
        assert_kept_out(endless, 411, "doesn't say how long")
        if "upload" not in path:
            long = ask(url, path, [host], "POST", length=LARGEST_MESSAGE + 1)
            assert_kept_out(long, 413, "too long")


@pytest.mark.parametrize("host", ["news.example", "news.example:443", "NEWS.example:PORT"])
def test_a_further_name_is_listed_and_brings_its_tls(host: str) -> None:
    with served(ScriptedAssistant(), hosts="news.example, desk.lan:8443") as url:
        name = at(url, host)
        assert ask(url, "/config", [f"Host: {name}"]).status == 200
        same = [f"Host: {name}", f"Origin: https://{name.lower()}"]
        assert ask(url, "/config", same).status == 200
        assert ask(url, "/config", ["Host: desk.lan:8443"]).status == 200
        for other in ("desk.lan", "desk.lan:443", "news.example:8443", "www.news.example"):
            assert_kept_out(ask(url, "/config", [f"Host: {other}"]), 403, "doesn't go by")
        crossed = [f"Host: {name}", "Origin: https://desk.lan:8443"]
        assert_kept_out(ask(url, "/config", crossed), 403, "A page on another site")


def names(host: str, address: str, listed: str = "") -> Names:
    return Names.of(host, address, 7860, listed)


def included(server: Names, text: str) -> bool:
    host = Authority.read(text)
    return host is not None and server.include(host)


def test_on_all_addresses_names_must_be_listed() -> None:
    for address in ("0.0.0.0", "::"):
        bound = names(address, address, "news.example")
        for host in ("192.168.1.5:7860", "[2001:db8::1]:7860", "localhost:7860", "news.example"):
            assert included(bound, host)
        for host in ("desk.lan:7860", "192.168.1.5", "192.168.1.5:80", "evil.example:7860"):
            assert not included(bound, host)


def test_on_one_address_it_answers_to_that() -> None:
    for host, address in (("desk.lan", "192.168.1.5"), ("192.168.1.5", "192.168.1.5")):
        bound = names(host, address)
        assert included(bound, "192.168.1.5:7860")
        assert included(bound, f"{host}:7860")
        for other in ("localhost:7860", "127.0.0.1:7860", "192.168.1.6:7860", "evil.example:7860"):
            assert not included(bound, other)
    assert included(names("fe80::1%lo", "fe80::1%lo"), "[fe80::1]:7860")


def test_on_the_port_of_the_web_a_port_need_not_be_said() -> None:
    bound = Names.of("127.0.0.1", "127.0.0.1", 80)
    assert included(bound, "localhost")
    assert included(bound, "localhost:80")
    assert not included(bound, "localhost:443")


@pytest.mark.parametrize("listed", ["http://news.example", "news.example/", "*", "a b", "a:99999"])
def test_a_list_that_cannot_be_read_is_a_setting_error(listed: str) -> None:
    with pytest.raises(SettingError, match="ONRECORD_HOSTS"):
        names("127.0.0.1", "127.0.0.1", listed)


def test_what_asks_for_a_token_still_does(tmp_path: Path) -> None:
    with in_service(tmp_path, guard=Guard.of("127.0.0.1", TOKEN)) as (_, url):
        host = f"Host: {own(url)}"
        answer = ask(url, "/api/hello", [host, "X-Onrecord: 1"])
        assert (answer.status, answer.header("www-authenticate")) == (401, "Bearer")
        assert ask(url, "/api/hello", [host]).status == 403
        known = [host, "X-Onrecord: 1", f"Authorization: Bearer {TOKEN}"]
        assert ask(url, "/api/hello", known).status == 200
        assert_kept_out(ask(url, "/api/hello", ["Host: evil.example", *known[1:]]), 403, "go by")
