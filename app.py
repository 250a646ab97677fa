"""The entry of the browser chat: builds the page and serves it on this machine."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import gradio as gr
import uvicorn
from fastapi import FastAPI

from assistant.assistant import Assistant
from assistant.settings import settings
from assistant.sync_timer import SyncTimer
from index.errors import OnrecordError, SettingError
from index.lock import served_at
from service.allowed_names import Names
from service.browser_rules import BrowserRules
from service.change_permission import Guard
from service.gate import Gate
from service.service import Service
from ui.changes import Changes
from ui.remote import message_format
from ui.web.desk import Desk
from ui.web.layout import COMPILED
from ui.web.look import script, script_element, style, theme, trusted
from ui.web.page import build
from ui.web.upload_room import UploadRoom, upload_room

logger = logging.getLogger(__name__)

Ready = Callable[[str], None]
"""Called with the page's address once it answers."""

LARGEST_UPLOAD = "64mb"
"""More than the largest article, so that one slightly too large still gets its own message."""


def announce(url: str) -> None:
    """Say where the page is."""
    print(f"Onrecord is at {url} (Ctrl-C ends it)", flush=True)  # noqa: T201


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises SettingError if that is impossible."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        unknown_host = isinstance(error, socket.gaierror)
        reason = error.strerror if unknown_host else os.strerror(error.errno or 0)
        raise SettingError(
            f"The page cannot be served there: {reason}.",
            subject=f"{host}:{port}",
            remedy="Stop what uses that address, or choose another with "
            "ONRECORD_HOST and ONRECORD_PORT.",
        ) from error


class Server(uvicorn.Server):
    """A web server that reports when it is ready."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # An open page holds a connection for as long as it is open: cutting it is not an error.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


async def server(
    desk: Desk,
    names: Names,
    uploads: UploadRoom,
    started: Callable[[], None] = lambda: None,
    service: Service | None = None,
) -> Server:
    """A web server for the page and, if there is one, the service, not yet running; it answers to
    these names, and calls `started` once it does.

    A coroutine because Gradio makes an event loop if none is running, and never closes it."""
    os.environ["GRADIO_TEMP_DIR"] = str(uploads.folder)  # Gradio asks for it again and again
    web = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    if service:  # before the page, which answers to everything else
        web.mount(message_format.PREFIX.rstrip("/"), service)
    page = build(desk, uploads.adding)
    gr.mount_gradio_app(
        web,
        page,
        path="/",
        theme=theme(),
        css=style(),
        head=script_element(),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=LARGEST_UPLOAD,
    )
    # Gradio lets an endpoint name any file of this machine until the page counts as launched, which
    # mounting does not announce; afterwards only uploads are read.
    page.has_launched = True
    rules = BrowserRules(trusted(COMPILED), (script(),))
    return Server(
        uvicorn.Config(
            Gate(web, names, rules, uploads),
            http="h11",  # the other parser hides from the gate that a request names a whole URL
            ws="none",
            proxy_headers=False,
            server_header=False,
            log_level="warning",
            timeout_graceful_shutdown=1,
        ),
        started,
    )


def warm(desk: Desk) -> None:
    """Load the models. A failure is only logged: anyone who asks is told of it again."""
    try:
        desk.warm()
    except OnrecordError as error:
        logger.error("%s", error)


@contextmanager
def ended_by_signal() -> Iterator[None]:
    """SIGTERM (`kill`, systemd, docker) ends what runs inside as Ctrl-C does, so that uploads are
    cleared away and the store is closed."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end) if is_main_thread() else None
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def is_main_thread() -> bool:
    """Python can handle signals only there."""
    return threading.current_thread() is threading.main_thread()


def serve(
    desk: Desk,
    host: str,
    port: int,
    ready: Ready = announce,
    *,
    changes: Changes | None = None,
    token: str = "",
    hosts: str = "",
    store: Path | None = None,
) -> None:
    """Serve the page until interrupted. It is there at once; the models load in the meantime.

    `changes`: those that programs may make through it, if any, and the token that it asks them for.
    `hosts`: further names under which it can be opened. `store`: the folder where uploads are kept
    until they are added; None takes a temporary one. Raises SettingError if the address, the token
    or a name cannot be used."""
    with ExitStack() as stack:
        listening = stack.enter_context(listen(host, port))
        address, number = listening.getsockname()[:2]
        url = f"http://{host}:{number}/"
        names = Names.of(host, address, number, hosts)
        guard = Guard.of(address, token, named=bool(names.listed))
        room = stack.enter_context(
            upload_room(store or Path(stack.enter_context(TemporaryDirectory())))
        )
        service = Service(changes, guard, room) if changes else None
        if service and guard.is_open:
            stack.enter_context(served_at(url))
        warming = threading.Thread(target=warm, args=(desk,), name="warm")

        def started() -> None:
            warming.start()  # Not before: loading would slow the start down.
            ready(url)

        async def run() -> None:
            web = await server(desk, names, room, started, service)
            await web.serve(sockets=[listening])

        with suppress(KeyboardInterrupt), ended_by_signal():
            asyncio.run(run())
        # A process that exits while torch is loading in a thread is aborted.
        if warming.is_alive():
            warming.join()


def launch(
    store: Path | None = None,
    host: str | None = None,
    port: int | None = None,
    ready: Ready = announce,
    model: str | None = None,
) -> None:
    """Open the store and serve it; None takes the setting (ONRECORD_STORE, ONRECORD_HOST,
    ONRECORD_PORT, ONRECORD_MODEL). Raises StoreError, ChatModelError and SettingError."""
    chosen = settings()
    with ExitStack() as open_until_then:
        desk = open_until_then.enter_context(Assistant.open(store, model=model))
        if chosen.sync_every:
            sync = SyncTimer(lambda show: desk.sync(progress=show), 60 * chosen.sync_every)
            open_until_then.enter_context(sync)
        serve(
            desk,
            host or chosen.host,
            chosen.port if port is None else port,
            ready,
            changes=desk,
            token=chosen.token.get_secret_value(),
            hosts=chosen.hosts,
            store=store or chosen.store,
        )


def main() -> int:
    """Serve the store that the settings name. Returns the exit code."""
    try:
        launch()
    except OnrecordError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
