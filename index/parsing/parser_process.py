"""The process that parses pages, feeds, PDF and Word documents, and reads what is in them, apart.

Started by index/parsing/parser.py. It reads requests from its standard input and writes replies to
its standard output, each as a length of 8 bytes and as many bytes: a line of JSON, in a request
followed by the document. Its memory is limited, it can write no file, and it ends itself when a
document takes too long, so that none outlives the process that asked."""

from __future__ import annotations

import gc
import json
import os
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import OnrecordError
from index.text.language import load

Parse = Callable[..., dict[str, Any]]
"""From the bytes, and what else is known about them, to plain values."""
LENGTH = struct.Struct(">Q")
MEMORY = 1_200_000_000
"""Bytes of address space."""
GROWTH, GROWTH_PER_BYTE = 240_000_000, 150
"""Bytes that the process may grow by for one document: so many, and so many for each byte of it."""
SECONDS = 9.0
"""Processor seconds for one document at most. Computing counts and waiting does not, so that a
document is not given up on because the machine is busy."""
SECONDS_AT_LEAST = 1.2
"""Seconds that the smallest document may take; a larger one may take more."""
PACKED = frozenset({"pdf", "docx"})
"""Formats in which a byte holds more than one byte of text."""
PACKED_SECONDS_AT_LEAST, PACKED_BYTES_AT_LEAST = 1.8, 65_536
"""What a small one of them may take, and how large that is."""
BYTES_A_SECOND, PACKED_BYTES_A_SECOND = 400_000, 20_000
"""How slowly an honest document is read at worst."""
LONGEST_WAIT = 60.0
"""Seconds by the clock, for one document, whatever it is doing."""


def allowed(name: str, size: int, most: float) -> float:
    """Seconds that a document of a format and of so many bytes may take."""
    if name in PACKED:
        more = max(0, size - PACKED_BYTES_AT_LEAST) / PACKED_BYTES_A_SECOND
        return min(most, PACKED_SECONDS_AT_LEAST + more)
    return min(most, SECONDS_AT_LEAST + size / BYTES_A_SECOND)


def main() -> None:
    """Answer requests until the input ends."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is not a reply
    load()  # its library unpacks its model into a file, and after this no file can be written
    _limit()
    seconds = float(sys.argv[2])
    while frame := _read(requests):
        line, _, data = frame.partition(b"\n")
        request = json.loads(line)
        name = request.pop("format")
        try:
            parse = _parser(name)
        except MemoryError:
            return
        gc.freeze()  # imported objects are not searched for garbage after each document
        _write(replies, {"ready": name})
        _end_after(allowed(name, len(data), seconds))
        _grow_by(GROWTH + GROWTH_PER_BYTE * len(data))
        answer = _answer(parse, data, request)
        _grow_by(MEMORY)
        _write(replies, answer)
        _end_after(0.0)
        del frame, data, answer
        gc.collect()


def _answer(parse: Parse, data: bytes, request: dict[str, Any]) -> dict[str, Any]:
    try:
        return parse(data, **request)
    except OnrecordError as error:
        name = type(error).__name__
        told = {"error": name, "happened": error.happened, "remedy": error.remedy}
        return {**told, "links": list(getattr(error, "links", ()))}
    except Exception as error:  # noqa: BLE001 - parsers raise everything on hostile bytes
        return {"error": type(error).__name__}


def _parser(name: str) -> Parse:
    """The parser of a format. Its library is imported only when it is needed."""
    if name == "feed":
        from index.parsing.feeds import read_feed  # noqa: PLC0415

        return lambda data, **told: asdict(read_feed(data, **told))
    if name == "html":
        from index.pages.html import read_html  # noqa: PLC0415

        return lambda data, **told: read_html(
            data.decode("utf-8", errors="replace"), **told
        ).as_json()
    if name == "pdf":
        from index.parsing.pdf import read_pdf  # noqa: PLC0415

        return lambda data: read_pdf(data).as_json()
    if name == "article":
        from index.parsing.isolated_reading import read_sent  # noqa: PLC0415

        return read_sent
    from index.parsing.docx import read_docx  # noqa: PLC0415

    return lambda data: read_docx(data).as_json()


def _limit() -> None:
    """Limit what a document can do to the machine, if the system can."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - not on Windows

        for which, most in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
        ):
            with suppress(ValueError, OSError):  # macOS refuses the first
                resource.setrlimit(which, (most, most))


def _grow_by(most: int) -> None:
    """From now on, let this process use this many bytes more than it has. Only Linux knows how many
    it has."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        soft = pages * resource.getpagesize() + most
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _end_after(seconds: float) -> None:
    """End this process when it has computed for that long, or waited for much longer; 0: no longer.
    The signals' default action ends it whatever it is doing. Not on Windows: there the process that
    asked ends this one by the clock."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, LONGEST_WAIT if seconds else 0.0)


def _read(stream: BinaryIO) -> bytes:
    """One request; empty at the end."""
    length = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(length)[0]) if len(length) == LENGTH.size else b""


def _write(stream: BinaryIO, reply: dict[str, Any]) -> None:
    data = json.dumps(reply).encode()
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()
