"""A served page and a real browser that looks at it, for the tests of the page."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from app import Server, listen, server
from service.allowed_names import Names
from service.service import Service
from ui.web.desk import Desk
from ui.web.upload_room import UploadRoom, upload_room

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

WAIT = 60_000
"""Milliseconds that the browser waits for what a test expects."""
expect.set_options(timeout=WAIT)
TAKEN = 10_000
"""Milliseconds within which the page takes a message."""


Serving = Callable[[UploadRoom], Service]


@contextmanager
def served(
    desk: Desk, service: Serving | None = None, store: Path | None = None, hosts: str = ""
) -> Iterator[str]:
    """The page of that assistant on a free port on this machine, and the service if there is one;
    yields its address. `store`: where uploads are kept, None for a temporary folder; `hosts`:
    further names under which it can be opened."""
    started = Event()
    servers: list[Server] = []
    with ExitStack() as stack:
        listening = stack.enter_context(listen("127.0.0.1", 0))
        names = Names.of("127.0.0.1", "127.0.0.1", listening.getsockname()[1], hosts)
        room = stack.enter_context(
            upload_room(store or Path(stack.enter_context(TemporaryDirectory())))
        )
        changes = service(room) if service else None

        async def run() -> None:
            servers.append(await server(desk, names, room, started.set, changes))
            await servers[0].serve(sockets=[listening])

        thread = Thread(target=lambda: asyncio.run(run()), daemon=True)
        thread.start()
        assert started.wait(30), "the server did not start"
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            servers[0].should_exit = True
            thread.join(30)
            assert not thread.is_alive(), "the server did not stop"


# Of a module and not of a session: Playwright keeps an event loop running in this thread, and
# tests of other modules may want one of their own.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail(
            "The tests of the page need the browser Chromium, and there is no “chromium” on the "
            "PATH. On Debian: apt-get install chromium",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield browser
        browser.close()


class Visit:
    """One reader's look at the page, and all that the browser asked for or complained about."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.requests: list[str] = []
        self.complaints: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))
        self.page: Page = context.new_page()
        self.page.set_default_timeout(WAIT)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)
        self.page.goto(url)
        expect(self.page.locator(".holdings")).to_be_visible(timeout=WAIT)
        expect(self.page.locator("#chat .welcome")).to_be_visible(timeout=WAIT)

    def _listen(self, message: ConsoleMessage) -> None:
        """What the page's policy forbade, of all that was logged, and what failed because of
        that."""
        told = ("Content Security Policy", "Trusted", "Error evaluating", "Error executing")
        if any(words in message.text for words in told):
            self.complaints.append(message.text)

    def ask(self, message: str) -> None:
        """Type a question or a claim, send it and wait until its exchange is settled."""
        settled = self.page.locator(".exchange[data-state=settled]")
        before = settled.count()
        box = self.page.get_by_label("Your question or claim")
        box.fill(message)
        self.page.get_by_role("button", name="Send").click()
        try:
            expect(box).to_have_value("", timeout=TAKEN)
        except AssertionError:
            # Gradio drops a click that comes while it is still ending a reply that was stopped.
            self.page.get_by_role("button", name="Send").click()
        expect(settled).to_have_count(before + 1, timeout=WAIT)
        expect(self.page.get_by_role("button", name="Send")).to_be_visible()

    def citation(self, number: int, exchange: int = 0) -> Locator:
        """The first button of a citation."""
        button = f"button.citation[data-number='{number}']"
        return self.page.locator(".exchange").nth(exchange).locator(button).first

    def left_this_machine(self) -> list[str]:
        """Requests to anything but loopback."""
        inside = {"127.0.0.1", "localhost", None}
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).hostname not in inside
        ]


Visiting = Callable[..., Visit]


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visiting]:
    """Call it with an assistant to open its page; `width`, `height` and `dark` are the reader's.

    The test fails where the page had an error in a script or reached out of this machine."""
    visits: list[Visit] = []
    with ExitStack() as stack:

        def open_page(
            desk: Desk, *, width: int = 1280, height: int = 900, dark: bool = False
        ) -> Visit:
            url = stack.enter_context(served(desk))
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
            )
            stack.callback(context.close)
            visits.append(Visit(context, url))
            return visits[-1]

        yield open_page
        for each in visits:
            assert each.complaints == []
            assert each.left_this_machine() == []
