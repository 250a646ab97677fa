"""Requests with bodies, for a served page (evaluation/hostile_corpus/hostile_requests.py)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

from evaluation.hostile_corpus.hostile_requests import PART, Request, any_outcome, refusal, sent


def bodies(host: str) -> Iterator[Request]:
    """All of them. `host`: name and port of the server."""
    yield from _forms(host)
    yield from _events(host)
    yield from _wishes(host)


def _forms(host: str) -> Iterator[Request]:
    here = "/gradio_api/upload"
    form = "multipart/form-data; boundary=x"
    for kind, (told, body) in {
        "no boundary": ("multipart/form-data", b"x"),
        "a long boundary": ("multipart/form-data; boundary=" + "x" * 9_000, b"x"),
        "a boundary of odd signs": ('multipart/form-data; boundary="\r\n"', b"x"),
        "no parts": (form, b"--x--\r\n"),
        "a part without a name": (form, b"--x\r\n\r\nx\r\n--x--\r\n"),
        "a part without end": (form, PART.format("a.txt", "x" * 9_000).encode()),
        "heads of a part without end": (form, b"--x\r\nA: " + b"a" * 200_000),
        "ten thousand parts": (form, PART.format("a.txt", "x").encode() * 10_000 + b"--x--"),
        "ten thousand fields": (
            form,
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n' * 10_000 + b"--x--",
        ),
        "not a form": (form, b"\xff" * 9_000),
    }.items():
        yield any_outcome(kind, sent("POST", here, host, body=body, kind=told))
    for name in (
        "../../escaped.txt", "/escaped.txt", "..\\escaped.txt", "a" * 9_000, "\x00.txt", "", "con",
        ".", "..", "\u202etxt.exe", "a.txt/../../b", "%2e%2e%2fescaped.txt",
    ):  # fmt: skip
        body = PART.format(name, "x").encode() + b"--x--\r\n"
        yield any_outcome(
            f"a file named {name[:20]!r}", sent("POST", here, host, body=body, kind=form)
        )
    head = f"POST {here} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: {form}\r\n"
    for kind, rest in {
        "a length below nothing": "Content-Length: -1\r\n\r\nx",
        "a length that is none": "Content-Length: x\r\n\r\nx",
        "a huge length": f"Content-Length: {10**20}\r\n\r\nx",
        "two lengths": "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "a length and pieces": "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        "GET / HTTP/1.1\r\n\r\n",
        "pieces of no size": "Transfer-Encoding: chunked\r\n\r\nx\r\n",
        "pieces of a huge size": "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx",
        "pieces without end": "Transfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n" * 5_000,
        "an unknown way": "Transfer-Encoding: nosuch\r\n\r\nx",
        "less than it said": "Content-Length: 1000000\r\n\r\nx",
        "a promise": "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n",
    }.items():
        yield any_outcome(kind, (head + rest).encode())
    bomb = gzip.compress(bytes(20_000_000))
    yield refusal(
        "a packed body",
        sent("POST", "/gradio_api/call/ask", host, "Content-Encoding: gzip", body=bomb),
    )


def _events(host: str) -> Iterator[Request]:
    long = "a" * 1_000_000
    for kind, body in {
        "nothing": b"",
        "no JSON": b"x",
        "nested lists": b"[" * 100_000,
        "nested objects": b'{"a":' * 100_000,
        "a huge number": b'{"data": [' + b"9" * 5_000 + b"]}",
        "not a number": b'{"data": [NaN, Infinity]}',
        "lone surrogates": b'{"data": ["\\ud800"]}',
        "no data": b"{}",
        "data of another kind": b'{"data": {"a": 1}}',
        "too much data": json.dumps({"data": ["a"] * 10_000}).encode(),
        "an object for a question": b'{"data": [{"path": "/etc/passwd"}]}',
        "a file for a question": b'{"data": [{"path": "/etc/passwd", "meta": '
        b'{"_type": "gradio.FileData"}}]}',
        "UTF-16": json.dumps({"data": ["x"]}).encode("utf-16"),
        "one key many times": b'{"data": ["x"]' + b', "data": ["y"]' * 5_000 + b"}",
    }.items():  # fmt: skip
        for path in ("/gradio_api/call/ask", "/gradio_api/queue/join"):
            yield any_outcome(f"{path} with {kind}", sent("POST", path, host, body=body))
    events: dict[str, dict[str, object]] = {
        "an event that is none": {"fn_index": -1},
        "a huge event": {"fn_index": 10**30},
        "a name for an event": {"fn_index": "x"},
        "all events": {"fn_index": None},
        "a long session": {"fn_index": 0, "session_hash": long},
        "a session that is none": {"fn_index": 0, "session_hash": [1]},
        "data of an event": {"fn_index": 0, "event_data": {"question": long, "exchange": "x"}},
        "a trigger that is none": {"fn_index": 0, "trigger_id": "x"},
    }
    for kind, told in events.items():
        body = json.dumps({"data": [], "session_hash": "s", **told}).encode()
        yield any_outcome(kind, sent("POST", "/gradio_api/queue/join", host, body=body))
    for path in (
        "call/nosuch", "call/ask/../../x", "run/ask", "run/nosuch", "cancel", "reset", "call/add",
        "component_server", "run/add", "call/sync",
    ):  # fmt: skip
        body = json.dumps(
            {"data": [{"path": "/etc/passwd"}], "session_hash": "s", "fn_name": "x"}
        ).encode()
        yield any_outcome(f"POST {path}", sent("POST", f"/gradio_api/{path}", host, body=body))


def _wishes(host: str) -> Iterator[Request]:
    ours = "X-Onrecord: 1"
    for name, wish in (
        ("add", {"addresses": ["file:///etc/passwd"]}), ("add", {"addresses": ["/etc/passwd"]}),
        ("add", {"addresses": "x"}), ("add", {"nosuch": 1}), ("remove", {"ids": ["x" * 99_999]}),
        ("remove", {"before": "\x00"}), ("retract", {"article": "../.."}), ("retract", {}),
        ("rebuild", {"abandon": "yes"}), ("sync", []), ("nosuch", {}),
    ):  # fmt: skip
        body = json.dumps(wish).encode()
        yield any_outcome(
            f"{name} {str(wish)[:40]}", sent("POST", f"/api/{name}", host, ours, body=body)
        )
    for kind, body in {
        "nested": b"[" * 100_000,
        "no JSON": b"x",
        "too long": b" " * 17_000_000,
        "nothing": b"",
    }.items():
        yield refusal(f"a wish: {kind}", sent("POST", "/api/add", host, ours, body=body))
    yield refusal("no mark", sent("POST", "/api/add", host, body=b"{}"))
    yield refusal("another mark", sent("POST", "/api/add", host, "X-Onrecord: 2", body=b"{}"))
    files = "application/x-onrecord"
    for kind, body in {
        "no line": b"",
        "a line without end": b"{" * 100_000,
        "no JSON": b"x\n",
        "a name that leads out": b'{}\n{"name": "../escaped.txt", "size": 1}\nx',
        "a name of a folder": b'{}\n{"name": "a/escaped.txt", "size": 1}\nx',
        "no name": b'{}\n{"name": "", "size": 1}\nx',
        "a size below nothing": b'{}\n{"name": "a.txt", "size": -1}\nx',
        "a huge size": b'{}\n{"name": "a.txt", "size": 99999999999999}\nx',
        "less than it said": b'{}\n{"name": "a.txt", "size": 9}\nx',
        "too many files": b"{}\n" + b'{"name": "a.txt", "size": 0}\n' * 3_000,
    }.items():
        yield any_outcome(
            f"files: {kind}", sent("POST", "/api/upload", host, ours, body=body, kind=files)
        )
