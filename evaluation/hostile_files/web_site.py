"""A site on the loopback address: it serves what is to be fetched, and notes requests for what must
not be."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from evaluation.hostile_files.specimens import page

_TYPES = {"xml": "application/xml", "gz": "application/gzip", "html": "text/html"}
"""By suffix."""


class Site:
    """A good page at /good.html, and one thing at a time under its own name."""

    def __init__(self, port: int, secret: str) -> None:
        self.host = f"127.0.0.1:{port}"
        self.url = f"http://{self.host}"
        self.secret = secret
        self.leaked: list[str] = []
        """Forbidden requests since the last `serve`."""
        self._served: dict[str, bytes] = {}

    def serve(self, name: str, data: bytes) -> None:
        """From now on, serve this; nothing for no bytes."""
        self._served = {f"/{name}": data} if data else {}
        self.leaked = []

    def serve_all(self, served: Mapping[str, bytes]) -> None:
        """From now on, serve these."""
        self._served = {f"/{name}": data for name, data in served.items()}
        self.leaked = []

    def body(self, path: str) -> bytes | None:
        """The answer; None if there is nothing there."""
        if path.startswith("/leak"):
            self.leaked.append(path)
            return self.secret.encode()
        return page().encode() if path == "/good.html" else self._served.get(path)


@contextmanager
def serving(secret: str) -> Iterator[Site]:
    """A site, until the block ends. `secret`: what is at /leak."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = site.body(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", _TYPES.get(self.path.rpartition(".")[2], "text/plain"))
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            try:
                self.wfile.write(body or b"")
            except OSError:
                self.close_connection = True  # the client has seen enough

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(server.server_address[1], secret)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
