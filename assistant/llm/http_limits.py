"""The limits on HTTP responses from a language model's server.

An HTTP library's time limit is for one read, so a byte now and then keeps it waiting for ever. Here
a response ends after some seconds or bytes, or when no one wants it any more, whatever the server
does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from threading import Event
from typing import Any

MOST_BYTES = 4_000_000
"""Of one response, unpacked: a streamed reply takes some hundred bytes a word."""

given_up: ContextVar[Event | None] = ContextVar("given_up", default=None)
"""Set once no one wants the response that is requested in this context."""


class Endless(Exception):
    """The response is far longer than a reply can be."""


def held_to(seconds: float) -> Callable[[Any], None]:
    """A hook for an HTTP client, called with each response before its body is read. Reading it
    raises TimeoutError after these seconds, and Endless."""

    def hold(response: Any) -> None:
        end = time.monotonic() + seconds
        stop = given_up.get() or Event()
        read = response.iter_bytes

        def iter_bytes(chunk_size: int | None = None) -> Iterator[bytes]:
            came = 0
            for piece in read(chunk_size):
                came += len(piece)
                if stop.is_set() or time.monotonic() > end:
                    raise TimeoutError("The response is no longer being waited for.")
                if came > MOST_BYTES:
                    raise Endless("The response is too long.")
                yield piece

        # Not a class around its stream: providers' packages use two HTTP libraries, whose
        # streams have no common base.
        response.iter_bytes = iter_bytes

    return hold
