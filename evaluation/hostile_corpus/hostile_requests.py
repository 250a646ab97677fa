"""Requests that a served page must answer or refuse, as they go over the wire, byte by byte.

Each is sent on a connection of its own. Whatever it is, the server must answer without a fault of
its own, or hang up; if the request is to be refused, it must not do what was asked."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

WAIT = 0.5
"""Seconds without a byte after which a connection is closed: it is a stream, or the server waits
for more."""
LONGEST = 20.0
"""Seconds by the clock, for one request on a busy machine."""
PART = '--x\r\nContent-Disposition: form-data; name="files"; filename="{}"\r\n\r\n{}\r\n'
"""A part of a form with the boundary x: the name of a file, and what is in it."""
_LARGEST = 5_000_000
"""How many bytes of an answer are read."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent, and whether it must be refused."""

    kind: str
    data: bytes
    is_refused: bool
    """True: an answer below 400 is wrong."""


def answered(one: Request, host: str, port: int, wait: float = WAIT) -> tuple[str, list[str]]:
    """What happened to a request (read, refused, fault, silence), and what is wrong with that."""
    started = time.monotonic()
    received = b""
    with socket.create_connection((host, port), timeout=wait) as connection:
        with suppress(OSError):  # it may hang up early, and then say why
            connection.sendall(one.data)
        with suppress(OSError):
            while len(received) < _LARGEST and time.monotonic() - started < LONGEST:
                block = connection.recv(65_536)
                if not block:
                    break
                received += block
    status = int(received.split(b" ", 2)[1]) if received.startswith(b"HTTP/1.") else 0
    wrong = []
    if one.is_refused and 0 < status < 400:
        wrong.append(f"it was let in ({status})")
    if b"Traceback" in received or b"root:x:" in received:
        wrong.append("it revealed what it must not")
    if time.monotonic() - started > LONGEST:
        wrong.append("it did not end")
    if not status:
        return "silence", wrong
    outcomes = {4: "refused", 5: "fault"}
    return outcomes.get(status // 100, "read"), wrong


_GOOD_ENOUGH = {"a folded head", "line feeds alone", "a version to come", "ten thousand heads"}
"""Odd headers that a server may accept."""


def requests(host: str) -> Iterator[Request]:
    """Those with odd paths, headers or senders. `host`: name and port of the server."""
    yield from _paths(host)
    yield from _heads(host)
    yield from _origins(host)


def sent(
    method: str,
    path: str,
    host: str,
    *heads: str,
    body: bytes = b"",
    kind: str = "application/json",
) -> bytes:
    told = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *heads]
    if body or method == "POST":
        told += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return ("\r\n".join(told) + "\r\n\r\n").encode("latin-1", "replace") + body


def any_outcome(kind: str, data: bytes) -> Request:
    """One that may be answered."""
    return Request(kind, data, is_refused=False)


def refusal(kind: str, data: bytes) -> Request:
    """One that must be refused."""
    return Request(kind, data, is_refused=True)


def _paths(host: str) -> Iterator[Request]:
    for path in ("/", "/config", "/gradio_api/info", "/theme.css", "/robots.txt", "/manifest.json"):
        yield any_outcome(f"GET {path}", sent("GET", path, host))
    outside = (
        "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "//etc/passwd",
        "/file=/etc/passwd", "/gradio_api/file=/etc/passwd", "/gradio_api/file=../../etc/passwd",
        "/gradio_api/file/etc/passwd", "/gradio_api/file=file:///etc/passwd",
        "/gradio_api/file=C:\\Windows\\win.ini", "/gradio_api/file=http://169.254.169.254/",
        "/gradio_api/proxy=http://169.254.169.254/", "/proxy=http://127.0.0.1:1/",
        "/static/../app.py", "/static/%2e%2e/app.py", "/assets/..%2f..%2f..%2fapp.py",
        "/svelte/..%2f..%2fapp.py", "/gradio_api/stream/x/1/x/playlist.m3u8",
        "/gradio_api/upload_progress?upload_id=x", "/gradio_api/deep_link?session_hash=x",
        "/monitoring", "/docs", "/openapi.json", "/api/nosuch", "/api/upload", "/api/add",
        "/custom_component/x/client/component/../../../app.py",
        "/" + "a" * 60_000, "/%00", "/%zz", "/\xff\xfe", "/?" + "a=b&" * 15_000,
    )  # fmt: skip
    for path in outside:
        odd = path in {"//etc/passwd", "/\xff\xfe", "/%zz"} or path.startswith("/?")
        yield Request(f"GET {path[:60]}", sent("GET", path, host), is_refused=not odd)
    for method in (
        "OPTIONS",
        "TRACE",
        "CONNECT",
        "PUT",
        "DELETE",
        "PATCH",
        "PROPFIND",
        "get",
        "A" * 9_000,
    ):
        yield Request(f"{method[:20]} /", sent(method, "/", host), is_refused=method != "get")
    yield refusal("OPTIONS *", sent("OPTIONS", "*", host))
    yield refusal("a proxy's path", sent("GET", "http://x.example/", host))
    for path in (
        "/gradio_api/heartbeat/x",
        "/gradio_api/queue/data?session_hash=x",
        "/gradio_api/queue/data?session_hash=" + "a" * 30_000,
    ):
        yield any_outcome(f"GET {path[:60]}", sent("GET", path, host))


def _heads(host: str) -> Iterator[Request]:
    good = f"GET / HTTP/1.1\r\nHost: {host}\r\n"
    for kind, data in {
        "no version": b"GET /\r\n\r\n",
        "a version to come": f"GET / HTTP/9.9\r\nHost: {host}\r\n\r\n".encode(),
        "the start of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
        "the start of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9),
        "noise": bytes(range(256)) * 40,
        "NULs": bytes(5_000),
        "blank lines": b"\r\n" * 5_000,
        "a line without end": b"GET /" + b"a" * 300_000,
        "a head without end": (good + "X-A: " + "a" * 300_000).encode(),
        "ten thousand heads": (good + "X-A: a\r\n" * 10_000 + "\r\n").encode(),
        "a head cut off": good.encode(),
        "a folded head": (good + "X-A: a\r\n b\r\n c\r\n\r\n").encode(),
        "a head without a name": (good + ": a\r\n\r\n").encode(),
        "a head with a NUL": (good + "X-A: a\x00b\r\n\r\n").encode(),
        "a head with a space": (good + "X A : a\r\n\r\n").encode(),
        "line feeds alone": good.replace("\r", "").encode() + b"\n",
    }.items():
        yield Request(kind, data, is_refused=kind not in _GOOD_ENOUGH)
    for kind, heads in {
        "a long cookie": ["Cookie: " + "a=b; " * 8_000],
        "ranges": ["Range: bytes=" + ",".join(f"{n}-{n}" for n in range(5_000))],
        "a condition": ["If-None-Match: " + '"a",' * 10_000, "If-Modified-Since: x"],
        "languages": ["Accept-Language: " + "en;q=0.1," * 5_000],
        "encodings": ["Accept-Encoding: " + "gzip;q=x," * 5_000],
        "forwarded": [
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Proto: javascript",
            "X-Forwarded-For: ::1",
            "Forwarded: host=evil.example",
        ],
        "another method": ["X-HTTP-Method-Override: DELETE", "X-Original-URL: /etc/passwd"],
        "a web socket": [
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        ],
        "HTTP/2": [
            "Connection: Upgrade, HTTP2-Settings",
            "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABk",
        ],
    }.items():
        yield any_outcome(kind, sent("GET", "/", host, *heads))
    yield any_outcome(
        "many at once", sent("GET", "/robots.txt", host).replace(b"close", b"keep-alive") * 50
    )


def _origins(host: str) -> Iterator[Request]:
    port = host.rpartition(":")[2]
    for name in (
        f"evil.example:{port}", "evil.example", f"127.0.0.1.evil.example:{port}", "127.0.0.1:1",
        f"localhost.evil.example:{port}", f"evil.example@127.0.0.1:{port}", f"0.0.0.0:{port}",
        f"127.0.0.1:{port}.evil.example", "", f"2130706433:{port}", f"0x7f.1:{port}",
        f"[::ffff:7f00:1]:{port}", f"127.0.0.1:{port}, evil.example", "\x00", "a" * 9_000,
    ):  # fmt: skip
        for path in ("/", "/config"):
            yield refusal(f"{path} of {name[:40]}", sent("GET", path, name))
    two = f"GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n".encode()
    yield refusal("two hosts", two)
    yield refusal("no host", b"GET / HTTP/1.1\r\n\r\n")
    ask = json.dumps({"data": ["What rose?"]}).encode()
    boundary = "multipart/form-data; boundary=x"
    file = PART.format("a.txt", "x").encode() + b"--x--\r\n"
    for origin in (
        "http://evil.example", "null", "http://localhost:1", "http://127.0.0.1:1", "file://",
        f"https://evil.example:{port}", f"http://127.0.0.1:{port}.evil.example", "chrome-extension://a",
        f"http://127.0.0.1:{port}@evil.example", "*", f"http://127.0.0.1:{port}, http://evil.example",
    ):  # fmt: skip
        said = f"Origin: {origin}"
        yield refusal(
            f"an upload from {origin}",
            sent("POST", "/gradio_api/upload", host, said, body=file, kind=boundary),
        )
        yield refusal(
            f"a question from {origin}", sent("POST", "/gradio_api/call/ask", host, said, body=ask)
        )
        yield refusal(f"the settings from {origin}", sent("GET", "/config", host, said))
