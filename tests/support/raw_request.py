"""Requests written byte by byte, since no client writes those that must be refused."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount, Route


class Answer:
    """What came back."""

    def __init__(self, data: bytes) -> None:
        head, _, self.body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1])
        pairs = (line.partition(":") for line in lines)
        self.headers = [(name.lower(), value.strip()) for name, _, value in pairs]

    def header(self, name: str) -> str:
        """The one header with this name; "" if there is none."""
        (value,) = [value for each, value in self.headers if each == name] or [""]
        return value


def ask(
    url: str,
    target: str,
    headers: Sequence[str],
    method: str = "GET",
    *,
    body: bytes = b"",
    version: str = "1.1",
    length: int | None = None,
) -> Answer:
    """One request on its own connection; `headers` are lines, to which only Connection and the
    length of a body are added (`length`: a false one; none if it comes in chunks)."""
    says_length = method == "POST" and not any("chunked" in line for line in headers)
    told = [f"Content-Length: {len(body) if length is None else length}"] if says_length else []
    lines = [f"{method} {target} HTTP/{version}", *headers, *told, "Connection: close", "", ""]
    place = urlsplit(url)
    assert place.hostname
    with socket.create_connection((place.hostname, place.port or 80), timeout=30) as connection:
        connection.sendall("\r\n".join(lines).encode("latin-1") + body)
        return Answer(b"".join(iter(lambda: connection.recv(65_536), b"")))


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every (method, path) of an app and of all that is mounted in it, the parts of the path that
    vary filled in."""

    def below(prefix: str, found: Sequence[BaseRoute]) -> Iterator[tuple[str, str]]:
        for route in found:
            if isinstance(route, Mount):
                inner = getattr(route.app, "routes", None)
                if inner is None:
                    yield from (
                        (method, f"{prefix}{route.path}/hello") for method in ("GET", "POST")
                    )
                else:
                    yield from below(prefix + route.path, inner)
            elif isinstance(route, Route):
                path = prefix + route.path_format
                while "{" in path:
                    before, _, rest = path.partition("{")
                    path = f"{before}x{rest.partition('}')[2]}"
                yield from ((method, path) for method in sorted(route.methods or {"GET"}))
            elif router := getattr(route, "original_router", None):  # as FastAPI keeps them
                yield from below(prefix + route.include_context.prefix, router.routes)  # type: ignore[attr-defined]
            else:
                raise AssertionError(f"a kind of route that is not tried: {route!r}")

    return below("", app.routes)
