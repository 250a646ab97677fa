"""Servers that send too much, too slowly, or what no one asked for. Each attempt ends, with an
explanation."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import Site, serving

from index.errors import SourceError, SourceRefused, SourceTooLarge, SourceUnreachable
from index.web.decompression import BeyondLimit, Damaged, Unpacker, gunzip
from index.web.fetch import Fetched

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as opened:
        yield opened


def drip(site: Site, first: bytes, piece: bytes, pause: float = 0.02) -> None:
    """/slow begins with `first` and goes on with `piece` for ever, a little at a time."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(first)
        while not site.over.wait(pause):
            handler.wfile.write(piece)

    site.answer("/slow", behave)


@pytest.mark.parametrize(
    ("first", "piece"),
    [
        (HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (HEAD, b"X-More: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 2", b""),
    ],
    ids=["body", "chunks", "headers", "informational", "silence"],
)
def test_a_server_that_is_never_done_is_left_at_the_deadline(
    site: Site, first: bytes, piece: bytes
) -> None:
    """Each byte comes in good time, so a limit for single reads would wait for ever."""
    drip(site, first, piece)
    began = time.monotonic()
    with pytest.raises(SourceUnreachable, match="in time"):
        site.fetcher(seconds=0.3).get(site.url("/slow"))
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("piece", [b"X-More: y\r\n" * 1000, b"x" * 10_000])
def test_headers_end(site: Site, piece: bytes) -> None:
    drip(site, HEAD, piece, pause=0)
    with pytest.raises(SourceUnreachable, match=r"headers never end|isn't valid HTTP"):
        site.fetcher().get(site.url("/slow"))


def test_informational_answers_end(site: Site) -> None:
    drip(site, b"", b"HTTP/1.1 102 Processing\r\n\r\n" * 1000, pause=0)
    with pytest.raises(SourceUnreachable, match="headers never end"):
        site.fetcher().get(site.url("/slow"))


def test_a_body_that_is_said_to_be_too_large_is_not_read(site: Site) -> None:
    site.raw("/a", HEAD + b"Content-Length: 20000001\r\n\r\n")
    with pytest.raises(SourceTooLarge, match="larger than 20 MB"):
        site.fetcher().get(site.url("/a"))


def test_a_body_that_turns_out_too_large(site: Site) -> None:
    drip(site, HEAD + b"\r\n", b"x" * 10_000, pause=0)
    with pytest.raises(SourceTooLarge, match="larger than 50,000 bytes"):
        site.fetcher(size=50_000).get(site.url("/slow"))


def test_a_body_of_the_very_limit_is_read(site: Site) -> None:
    site.page("/a", b"x" * 1000)
    site.page("/b", b"x" * 1001)
    answer = site.fetcher(size=1000).get(site.url("/a"))
    assert isinstance(answer, Fetched)
    assert len(answer.data) == 1000
    with pytest.raises(SourceTooLarge):
        site.fetcher(size=1000).get(site.url("/b"))


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_does_not_go_off(site: Site, encoding: str) -> None:
    plain = b"\0" * 30_000_000
    packed = gzip.compress(plain, mtime=0) if encoding == "gzip" else zlib.compress(plain)
    assert len(packed) < 40_000
    site.page("/a", packed, headers={"Content-Encoding": encoding})
    with pytest.raises(SourceTooLarge, match="larger than 20 MB when unpacked"):
        site.fetcher().get(site.url("/a"))


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"<p>text</p>", mtime=0)),
        ("x-gzip", gzip.compress(b"<p>te", mtime=0) + gzip.compress(b"xt</p>", mtime=0) + b"\0\0"),
        ("deflate", zlib.compress(b"<p>text</p>")),
        ("deflate", zlib.compress(b"<p>text</p>")[2:-4]),
        ("identity", b"<p>text</p>"),
    ],
)
def test_packed_bodies_are_unpacked(site: Site, encoding: str, packed: bytes) -> None:
    site.page("/a", packed, headers={"Content-Encoding": encoding})
    answer = site.fetcher().get(site.url("/a"))
    assert isinstance(answer, Fetched)
    assert answer.data == b"<p>text</p>"


@pytest.mark.parametrize(
    ("encoding", "packed", "words"),
    [
        ("gzip", b"no gzip", "cannot be unpacked"),
        ("gzip", gzip.compress(b"text" * 100, mtime=0)[:-9], "breaks off"),
        ("br", b"?", "compressed as 'br'"),
        (
            "gzip, gzip",
            gzip.compress(gzip.compress(b"text", mtime=0), mtime=0),
            "compressed as 'gzip, gzip'",
        ),
    ],
)
def test_bodies_that_cannot_be_unpacked(
    site: Site, encoding: str, packed: bytes, words: str
) -> None:
    site.page("/a", packed, headers={"Content-Encoding": encoding})
    with pytest.raises(SourceError, match=words):
        site.fetcher().get(site.url("/a"))


@pytest.mark.parametrize(
    "content_type", ["video/mp4", "image/png", "application/x-msdownload", "x"]
)
def test_what_cannot_be_read_is_not_fetched(site: Site, content_type: str) -> None:
    site.raw("/a", HEAD.replace(b"text/html", content_type.encode()) + b"\r\n")
    with pytest.raises(SourceRefused, match="cannot be read"):
        site.fetcher().get(site.url("/a"))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"hello\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA\0B: x\r\n\r\n",
        HEAD + b"Content-Length: 100\r\n\r\nbroken off",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    ],
)
def test_what_is_not_http(site: Site, answer: bytes) -> None:
    site.raw("/a", answer)
    with pytest.raises(SourceUnreachable, match=r"isn't valid HTTP"):
        site.fetcher().get(site.url("/a"))


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", ""]))
def test_unpacking_anything_gives_bytes_or_says_why_not(data: bytes, encoding: str) -> None:
    unpacker = Unpacker(encoding, 200)
    try:
        unpacker.feed(data)
        unpacker.end()
    except (BeyondLimit, Damaged):
        pass
    assert len(unpacker.unpacked) <= 201


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=3000), st.integers(1, 50))
def test_unpacking_gives_back_what_was_packed(data: bytes, step: int) -> None:
    packed = gzip.compress(data, mtime=0)
    unpacker = Unpacker("gzip", 3000)
    for start in range(0, len(packed), step):
        unpacker.feed(packed[start : start + step])
    unpacker.end()
    assert bytes(unpacker.unpacked) == data == gunzip(packed, 3000)
