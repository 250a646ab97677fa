"""A web site on this machine's own loopback address, for tests of fetching.

    site.page("/a", "<p>text</p>")                 # what a path answers
    site.answer("/b", lambda handler: …)           # any other behaviour, byte by byte
    fetcher = site.fetcher()                       # may fetch from it, and does not wait
    site.asked                                     # the paths that were asked for, robots.txt too

Names lead to it with `site.names["news.example"] = [[PUBLIC]]`: the answers of lookups, one after
the other. Whatever address was checked, the connection is made to the site; `site.targets` has the
addresses that were asked for.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore

from index.web.fetch import Fetcher
from index.web.limits import FetchLimits

PUBLIC = "23.0.2.7"
"""An address of the open internet. Nothing in a test is ever sent to it."""
Behaviour = Callable[[BaseHTTPRequestHandler], None]


class Clock:
    """A steady clock and a time of day that move only when someone sleeps."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def now(self) -> datetime:
        return datetime(2031, 3, 4, 12, 0, tzinfo=UTC) + timedelta(seconds=self.seconds - 1000)


class Site:
    """A server whose pages a test sets."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.behaviours: dict[str, Behaviour] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        """Of each request in `asked`, by name in lower case."""
        self.names: dict[str, list[list[str]]] = {}
        self.targets: list[str] = []
        self.lookups: list[str] = []
        self.clock = Clock()
        self.over = threading.Event()
        """Set when the test is over: a server that dawdles stops then."""

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def answer(self, path: str, behaviour: Behaviour) -> None:
        self.behaviours[path] = behaviour

    def page(
        self,
        path: str,
        body: str | bytes = "",
        content_type: str = "text/html; charset=utf-8",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Answer a path with a body."""
        data = body.encode() if isinstance(body, str) else body
        told = {"Content-Type": content_type, "Content-Length": str(len(data)), **(headers or {})}

        def behave(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in told.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(data)

        self.answer(path, behave)

    def redirect(self, path: str, target: str, status: int = 302) -> None:
        self.page(path, status=status, headers={"Location": target})

    def raw(self, path: str, data: bytes) -> None:
        """Answer a path with these bytes, head and all."""
        self.answer(path, lambda handler: self._write(handler, data))

    @staticmethod
    def _write(handler: BaseHTTPRequestHandler, data: bytes) -> None:
        handler.wfile.write(data)

    def resolve(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """A Resolver: the answers of `names`, one after the other, the last one for ever."""
        self.lookups.append(host)
        answers = self.names.get(host)
        if not answers:
            raise OSError(f"no such host: {host}")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        """A Connect: to this site, whatever the address."""
        self.targets.append(address)
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout=seconds)

    def fetcher(self, *, allow: Sequence[str] | None = None, **limits: Any) -> Fetcher:
        """A Fetcher that may fetch from this site (or from what `allow` says), without delays."""
        allowed = (f"127.0.0.1:{self.port}",) if allow is None else tuple(allow)
        return Fetcher(
            FetchLimits(**{"allow": allowed, "delay": 0.0, "seconds": 5.0, **limits}),
            resolver=self.resolve,
            connect=self.connect,
            clock=self.clock,
            sleep=self.clock.sleep,
            now=self.clock.now,
        )


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site for one test, https with `tls`. Paths that were not set are 404, robots.txt too."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.headers.append({name.lower(): value for name, value in self.headers.items()})
            behave = site.behaviours.get(self.path)
            try:
                if behave is None:
                    self.send_error(404)
                else:
                    behave(self)
            except OSError:
                pass  # the fetcher has hung up, as many tests want it to

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A fetcher that refuses a certificate hangs up; that is nothing to print."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        # The handshake is left to the thread of each connection.
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
