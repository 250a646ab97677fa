"""One request over one connection, to an address that has been checked; the seam to httpcore.

The connection is made to the checked address and to no other, so that a name which changes its mind
between the check and the connection (DNS rebinding) gains nothing. The name itself is still what
the Host header says and what the certificate must be for. Proxies from the environment are not
used: they would look the name up again.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import certifi
import httpcore

from index.errors import SourceError, SourceTooLarge, SourceUnreachable
from index.locations import Location
from index.web.decompression import ENCODINGS, BeyondLimit, Damaged, Unpacker

Connect = Callable[[str, int, float], httpcore.NetworkStream]
"""Called as connect(address, port, seconds). Raises httpcore.ConnectError, ConnectTimeout."""

LONGEST_CONNECT = 10.0
"""Seconds that one of several addresses of a host may take to answer at all."""
LONGEST_HEAD = 200_000
"""Bytes on the wire besides the body: status line, headers and what frames the chunks."""


@dataclass(slots=True)
class Deadline:
    """The moment, on this machine's steady clock, when everything must be done."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds, 0 when it has passed."""
        return max(0.0, self.at - time.monotonic())


@dataclass(frozen=True, slots=True)
class Head:
    """What a server says before the body."""

    status: int
    headers: dict[str, str]
    """By name in lower case; of a header that came twice, the values joined by a comma."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `body` is unpacked; `cut` says that it was longer than asked for."""

    head: Head
    body: bytes
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of a body is read: at most so many bytes, and whether more is an error."""

    limit: int
    cut: bool = False


@cache
def secure() -> ssl.SSLContext:
    """What TLS connections are made with: certificates and host names are verified, against the
    authorities of the system (which may include a company's own) and those of Mozilla."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def system_connect(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """A TCP connection (a Connect)."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=seconds)


def exchange(
    location: Location,
    addresses: Sequence[str],
    headers: Sequence[tuple[str, str]],
    judge: Callable[[Head], Wanted | None],
    *,
    deadline: Deadline,
    connect: Connect,
    tls: ssl.SSLContext,
) -> Answer:
    """Ask for a page at one of its addresses.

    judge: says, from status and headers, how much of the body is wanted; None for nothing. What it
    raises is passed on. Raises SourceUnreachable and SourceTooLarge.
    """
    wire = _Wire(deadline, connect, tuple(addresses))
    origin = httpcore.Origin(location.scheme.encode(), location.host.encode(), location.port)
    url = httpcore.URL(
        scheme=location.scheme.encode(),
        host=location.host.encode(),
        port=location.port,
        target=location.target.encode(),
    )
    sent = [
        ("Host", location.authority),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "close"),
        *headers,
    ]
    try:
        with (
            httpcore.HTTPConnection(origin, ssl_context=tls, network_backend=wire) as connection,
            connection.stream("GET", url, headers=[*sent]) as response,
        ):
            head = Head(response.status, _headers(response.headers))
            wanted = judge(head)
            if wanted is None:
                return Answer(head, b"")
            wire.allowance = wanted.limit + LONGEST_HEAD
            return _read(location, head, response.iter_stream(), wanted)
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise _unreachable(location, error) from error


def _read(location: Location, head: Head, body: Iterable[bytes], wanted: Wanted) -> Answer:
    encoding = head.headers.get("content-encoding", "").strip().lower()
    encoding = "" if encoding == "identity" else encoding
    if encoding and encoding not in ENCODINGS:
        raise SourceError(
            f"The site sent its page compressed as {encoding[:40]!r}, which wasn't requested.",
            subject=location.url,
            remedy="Save the page with a browser and add the file.",
        )
    unpacker = Unpacker(encoding, wanted.limit)
    try:
        for part in body:
            unpacker.feed(part)
        unpacker.end()
    except BeyondLimit:
        if wanted.cut:
            return Answer(head, bytes(unpacker.unpacked[: wanted.limit]), cut=True)
        raise too_large(location.url, wanted.limit) from None
    except Damaged as error:
        raise SourceUnreachable(
            f"The response was compressed and cannot be unpacked ({error}).",
            subject=location.url,
            remedy="Try again later, or save the page with a browser and add the file.",
        ) from error
    return Answer(head, bytes(unpacker.unpacked))


def too_large(url: str, limit: int) -> SourceTooLarge:
    """The error for a body, or what is packed in it, of more than `limit` bytes."""
    size = f"{limit / 1_000_000:g} MB" if limit >= 100_000 else f"{limit:,} bytes"
    return SourceTooLarge(
        f"It is larger than {size} when unpacked.",
        subject=url,
        remedy="Raise the limit, or save the part you want and add the file.",
    )


def _headers(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _unreachable(location: Location, error: Exception) -> SourceUnreachable:
    again = "Try again later."
    cause = error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        happened = f"Its certificate is not valid for {location.host} ({cause.verify_message})."
        again = "Check the address. A certificate that cannot be verified is never accepted."
    elif isinstance(cause, ssl.SSLError):
        happened = f"No secure connection could be made ({cause.reason or cause})."
    elif isinstance(error, _TooMuch):
        happened = "The response's headers never end."
    elif isinstance(error, httpcore.TimeoutException):
        happened = "No complete response arrived in time."
        again = "Try again later, or raise the time limit."
    elif isinstance(error, httpcore.ProtocolError):
        happened = f"The response isn't valid HTTP, or was cut short ({error})."
    else:
        happened = f"No connection could be made, or it was lost ({error})."
    return SourceUnreachable(happened, subject=location.url, remedy=again)


class _TooMuch(httpcore.ReadError):
    """More came over the wire than the body and its frame can need."""


@dataclass(slots=True)
class _Wire(httpcore.NetworkBackend):
    """Connects to the checked addresses, whatever host it is asked for."""

    deadline: Deadline
    connect: Connect
    addresses: tuple[str, ...]
    allowance: int = LONGEST_HEAD
    """Bytes that may still be read."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        problem: Exception = httpcore.ConnectTimeout("no time left")
        for address in self.addresses:
            seconds = min(LONGEST_CONNECT, self.deadline.left())
            if not seconds:
                break
            try:
                return _Stream(self.connect(address, port, seconds), self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem


@dataclass(slots=True)
class _Stream(httpcore.NetworkStream):
    """A connection on which every wait ends at the deadline, not only each wait by itself: a server
    that sends one byte a second is never late for the next one."""

    inner: httpcore.NetworkStream
    wire: _Wire
    _seen: int = field(default=0, init=False)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self.inner.read(max_bytes, timeout=self._left(httpcore.ReadTimeout))
        self._seen += len(data)
        if self._seen > self.wire.allowance:
            raise _TooMuch
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, timeout=self._left(httpcore.WriteTimeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._left(httpcore.ConnectTimeout)
        return _Stream(self.inner.start_tls(ssl_context, server_hostname, left), self.wire)

    def get_extra_info(self, info: str) -> object:
        return self.inner.get_extra_info(info)

    def _left(self, late: type[httpcore.TimeoutException]) -> float:
        left = self.wire.deadline.left()
        if not left:
            raise late("the deadline has passed")
        return left
