"""What pages of other sites can do to a served page in a real browser: nothing; and the page works
under the policy that sees to that."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import SWITCHES, WAIT, Visit, served
from loopback import Site, serving
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tls_front import tls_front

from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from index.search.embedding import FakeEmbedder
from index.store import Store
from onrecord import Assistant
from ui.web import upload_room

FERRY = "Ferry of Ansel late\n\nThe ferry of Ansel sails on Friday, said its master.\n"
KEPT_OUT = "A page on another site may not use this server."

ATTEMPTS = """async (server) => {
    const article = new File(["Planted\\n\\nThe mayor resigned, said Reuters."], "planted.txt");
    const files = () => { const form = new FormData(); form.append("files", article); return form };
    const ask = JSON.stringify({data: ["Who resigned?"]});
    const join = JSON.stringify({fn_index: 0, data: [], session_hash: "abc"});
    const json = {"Content-Type": "application/json"};
    const ways = [
        ["", {}], ["config", {}], ["config", {credentials: "include"}],
        ["config", {credentials: "omit"}], ["config", {mode: "no-cors"}],
        ["gradio_api/info", {}], ["gradio_api/queue/data?session_hash=abc", {}],
        ["gradio_api/heartbeat/abc", {}], ["theme.css", {mode: "no-cors"}],
        ["gradio_api/upload", {method: "POST", body: files()}],
        ["gradio_api/upload", {method: "POST", body: files(), mode: "no-cors"}],
        ["gradio_api/upload", {method: "POST", body: files(), credentials: "include"}],
        ["gradio_api/upload?upload_id=a", {method: "POST", body: files(), mode: "no-cors",
                                           credentials: "include"}],
        ["gradio_api/call/ask", {method: "POST", body: ask}],
        ["gradio_api/call/ask", {method: "POST", body: ask, headers: json}],
        ["gradio_api/call/ask", {method: "POST", body: ask, mode: "no-cors"}],
        ["gradio_api/call/add", {method: "POST", body: ask, keepalive: true, mode: "no-cors"}],
        ["gradio_api/queue/join", {method: "POST", body: join, headers: json}],
        ["gradio_api/queue/join", {method: "POST", body: join, mode: "no-cors"}],
        ["gradio_api/run/predict", {method: "POST", body: join, referrerPolicy: "no-referrer"}],
        ["api/hello", {}], ["api/hello", {mode: "no-cors"}],
        ["api/sync", {method: "POST", body: "{}", headers: {...json, "X-Onrecord": "1"}}],
        ["api/sync", {method: "POST", body: "{}", mode: "no-cors"}],
        ["config", {method: "HEAD"}], ["config", {method: "PUT"}],
    ];
    const seen = [];
    for (const [path, init] of ways) {
        await fetch(server + path, init).then(
            (reply) => seen.push(path + ": " + reply.type + " " + reply.status), () => null);
    }
    const load = (element, address) => new Promise((settle) => {
        element.onload = () => settle(seen.push(element.localName + " was loaded"));
        element.onerror = () => settle();
        element[element.localName === "link" ? "href" : "src"] = address;
        document.body.append(element);
    });
    await load(document.createElement("script"), server + "config");
    await load(document.createElement("img"), server + "static/img/logo.svg");
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    await load(sheet, server + "theme.css");
    const listen = (stream) => new Promise((settle) => {
        stream.onopen = () => settle(seen.push(stream.url + " was opened"));
        stream.onerror = () => { stream.close(); settle() };
    });
    await listen(new EventSource(server + "gradio_api/heartbeat/abc"));
    await listen(new EventSource(server + "gradio_api/heartbeat/abc", {withCredentials: true}));
    await listen(new WebSocket(server.replace("http", "ws") + "queue/join"));
    await listen(new WebSocket(server.replace("http", "ws") + "gradio_api/queue/join"));
    navigator.sendBeacon(server + "gradio_api/call/ask", ask);
    navigator.sendBeacon(server + "gradio_api/upload", files());
    return seen;
}"""
FORM = """([server, path, enctype, field]) => {
    const form = document.createElement("form");
    Object.assign(form, {method: "post", enctype, action: server + path});
    const input = document.createElement("input");
    input.name = field;
    if (enctype === "multipart/form-data") {
        const chosen = new DataTransfer();
        chosen.items.add(new File(["Planted\\n\\nThe mayor resigned."], "planted.txt"));
        input.type = "file";
        input.files = chosen.files;
    } else input.value = '"]}';
    form.append(input);
    document.body.append(form);
    form.submit();
}"""


# In the place of the other tests' browser: here names lead to this machine that should not.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium in which evil.example is this machine, as its owner made the name lead there."""
    rebound = "--host-resolver-rules=MAP evil.example 127.0.0.1"
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=[*SWITCHES, rebound])
        yield browser
        browser.close()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def desk(store: Path) -> Iterator[Assistant]:
    with Assistant(Store.open(store, FakeEmbedder()), OverlapReranker(), WordStance()) as desk:
        yield desk


@pytest.fixture
def url(desk: Assistant, store: Path) -> Iterator[str]:
    """Its page. Whatever was tried, nothing may have come of it."""
    with served(desk, store=store) as url:
        yield url
        assert (desk.count, desk.generation) == (0, 0)
        assert uploaded(store) == []


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


@pytest.fixture
def site() -> Iterator[Site]:
    """Another server of this machine, on another port."""
    with serving() as site:
        site.page("/", "<h1>Welcome</h1>")
        yield site


def uploaded(store: Path) -> list[Path]:
    """The files in the room for uploads."""
    rooms = (store / "uploads").glob("room-*/**/*")
    return [path for path in rooms if path.is_file()]


def test_a_name_that_was_made_to_lead_here_opens_nothing(url: str, chromium: Browser) -> None:
    rebound = f"http://evil.example:{urlsplit(url).port}/"
    page = chromium.new_context(bypass_csp=True).new_page()  # the refusal's own lets it do nothing
    response = page.goto(rebound)
    assert response
    assert response.status == 403
    assert "The server doesn't go by this name." in page.content()
    # What that origin could still do from there, were it let in: every request is its own.
    seen = page.evaluate(ATTEMPTS, rebound)
    assert {line.rpartition(" ")[2] for line in seen} == {"403"}, seen
    page.context.close()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost"])
def test_a_page_of_another_origin_reads_and_changes_nothing(
    url: str, page: Page, site: Site, host: str
) -> None:
    page.goto(site.url("/", host))
    assert page.evaluate(ATTEMPTS, url) == []


@pytest.mark.parametrize("enctype", ["application/x-www-form-urlencoded", "multipart/form-data",
                                     "text/plain"])  # fmt: skip
@pytest.mark.parametrize("path", ["gradio_api/upload", "gradio_api/call/ask", "api/sync", ""])
def test_a_form_of_another_site_is_refused(
    url: str, page: Page, site: Site, path: str, enctype: str
) -> None:
    page.goto(site.url("/", "evil.example"))
    field = "files" if enctype == "multipart/form-data" else '{"data": ["'
    with page.expect_navigation():
        page.evaluate(FORM, [url, path, enctype, field])
    assert KEPT_OUT in page.content()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1"])
@pytest.mark.parametrize("frame", ["iframe src", "embed src", "object data"])
def test_no_other_page_frames_it(url: str, page: Page, site: Site, frame: str, host: str) -> None:
    kind = frame.partition(" ")[0]
    site.page("/frame", f"<h1>Welcome</h1><{frame}='{url}'></{kind}><iframe src='{url}config'>")
    page.goto(site.url("/frame", host))
    page.wait_for_load_state("networkidle")
    assert [frame for frame in page.frames[1:] if frame.locator("gradio-app").count()] == []


def test_a_link_of_another_site_opens_the_page_apart_from_it(
    url: str, page: Page, site: Site
) -> None:
    site.page("/", f"<a href='{url}'>The page</a>")
    page.goto(site.url("/", "evil.example"))
    page.get_by_role("link").click()
    expect(page.locator(".holdings")).to_be_visible()
    page.goto(site.url("/", "evil.example"))
    with page.expect_popup() as opened:
        page.evaluate("url => { window.other = window.open(url) }", url)
    expect(opened.value.locator(".holdings")).to_be_visible()
    assert opened.value.evaluate("window.opener") is None
    assert page.evaluate("window.other.closed")


def test_the_page_works_and_runs_no_script_but_its_own(
    chromium: Browser, desk: Assistant, store: Path, tmp_path: Path
) -> None:
    article = tmp_path / "ferry.txt"
    article.write_text(FERRY, encoding="utf-8")
    with served(desk, store=store) as url:
        reader = Visit(chromium.new_context(), url)
        page = reader.page
        page.get_by_role("tab", name="Library").click()
        page.locator("#files input[type=file]").set_input_files([article])
        expect(page.locator("#files td.download a")).to_be_visible()
        (lying,) = uploaded(store)
        for folder in (store / "uploads", *lying.parents[:2]):
            if folder.name.startswith(("room-", "uploads")):
                assert folder.stat().st_mode & 0o777 == 0o700
        page.get_by_role("button", name="Add to the library").click()
        expect(page.locator(".report .summary")).to_contain_text("1 added")
        assert uploaded(store) == []
        page.get_by_role("tab", name="Ask or check").click()
        reader.ask("When does the ferry of Ansel sail?")
        reader.citation(1).click()
        expect(page.locator(".paragraph.cited mark")).to_contain_text("sails on Friday")
        page.get_by_label("Check", exact=True).check()
        reader.ask("The ferry of Ansel sails on Friday.")
        expect(page.locator(".exchange").nth(1).locator(".verdict")).to_be_visible()
        assert reader.complaints == []
        page.evaluate(PLANTED)
        stopped = "eval Function timer address import"
        expect(page.locator("html")).to_have_attribute("data-stopped", stopped)
        assert page.evaluate("window.pwned") is None
        page.context.close()


# In a timer: what a test calls itself may compile whatever it likes.
PLANTED = """() => { setTimeout(async () => {
    const stopped = [];
    const attempt = (name, act) => { try { act() } catch { stopped.push(name) } };
    attempt("eval", () => eval("window.pwned = 'eval'"));
    attempt("Function", () => Function("element", "window.pwned = 'Function'")());
    attempt("timer", () => setTimeout("window.pwned = 'timer'", 0));
    attempt("address", () => {
        const script = document.createElement("script");
        script.src = "https://elsewhere.example/a.js";
        document.head.append(script);
    });
    await import("data:text/javascript,window.pwned='import'").catch(() => stopped.push("import"));
    const place = document.createElement("div");
    document.body.append(place);
    place.innerHTML = "<img src=x onerror=\\"window.pwned = 1\\"><base href=//evil.example>"
        + "<svg onload=\\"window.pwned = 'svg'\\"></svg><a href='javascript:window.pwned=1'>a</a>"
        + "<iframe srcdoc=\\"<script>parent.pwned = 'frame'</script>\\"></iframe>";
    place.querySelector("a").click();
    const range = document.createRange();
    place.append(range.createContextualFragment("<script>window.pwned = 'inline'</script>"));
    place.querySelector("img").addEventListener("error", () => {
        document.documentElement.dataset.stopped = stopped.join(" ");
    });
}) }"""


def test_an_upload_beyond_the_limit_is_told_to_the_reader(
    chromium: Browser, desk: Assistant, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_room, "MOST_OF_A_READER", 100)
    article = tmp_path / "ferry.txt"
    article.write_text(FERRY, encoding="utf-8")
    with served(desk, store=store) as url:
        reader = Visit(chromium.new_context(), url)
        reader.page.get_by_role("tab", name="Library").click()
        reader.page.locator("#files input[type=file]").set_input_files([article])
        expect(reader.page.get_by_text("would be waiting")).to_be_visible()
        assert uploaded(store) == []
        reader.page.context.close()


def test_the_page_works_behind_tls_by_a_name_that_is_listed(
    chromium: Browser, desk: Assistant, store: Path, tmp_path: Path
) -> None:
    article = tmp_path / "ferry.txt"
    article.write_text(FERRY, encoding="utf-8")
    with tls_front() as front:
        name = f"localhost:{front.server_address[1]}"
        with served(desk, store=store, hosts=name) as url:
            front.back = urlsplit(url).port or 0
            context = chromium.new_context(ignore_https_errors=True)
            reader = Visit(context, f"https://{name}/")
            reader.page.get_by_role("tab", name="Library").click()
            reader.page.locator("#files input[type=file]").set_input_files([article])
            expect(reader.page.locator("#files td.download a")).to_be_visible()
            reader.page.get_by_role("button", name="Add to the library").click()
            expect(reader.page.locator(".report .summary")).to_contain_text("1 added")
            assert [one for one in reader.requests if not one.startswith(f"https://{name}/")] == []
            assert reader.complaints == []
            context.close()
