"""Parsing in a separate process (index/parsing/parser_process.py), because the bytes are hostile.

A document that takes too long, or makes the process end, is given up on with an error; the next one
gets a new process. See docs/decisions/0013-parsers-run-apart.md."""

from __future__ import annotations

import atexit
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from index.errors import (
    SourceDamaged,
    SourceEmpty,
    SourceError,
    SourceNotArticle,
    SourceNotText,
    SourceRefused,
    SourceTooLarge,
    SourceTooSlow,
)
from index.formats import ARTICLE, FEED, HTML, Format
from index.parsing.feeds import Feed
from index.parsing.isolated_reading import ReadArticle, received, to_send
from index.parsing.parser_process import LENGTH, LONGEST_WAIT, SECONDS, allowed
from index.reading.contents import Contents, Document
from index.types import Overrides, Source

Parsed = TypeVar("Parsed")

STARTING = 120.0
"""Seconds by the clock for a process to start and to import a library, on a busy machine."""
LONGEST_REPLY = 100_000_000
"""Bytes."""

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from index.parsing.parser_process import main; main()"
)


_TOLD_BY_ITSELF = {kind.__name__: kind for kind in (SourceEmpty, SourceNotText, SourceTooLarge)}
"""Errors that come with their words."""
_TIMERS = {-getattr(signal, name) for name in ("SIGPROF", "SIGALRM") if hasattr(signal, name)}
"""How a process ended that took too long."""


class _Gone(Exception):
    """The process ended, or said something that it never should."""


class Parser:
    """Parses documents one after the other. A context manager: leaving it ends the process."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._has_ended = False
        self._listener: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._replies: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def parse(self, form: Format, data: bytes, source: Source) -> Contents:
        """What a document holds. Raises a SourceError with the cause."""
        address = {"address": source.location} if source.kind == "url" and form is HTML else {}
        return self._parsed(form, data, source, address, Contents.from_json)

    def feed(
        self, data: bytes, url: str, *, content_type: str = "", charset: str | None = None
    ) -> Feed:
        """As `read_feed` in index/parsing/feeds.py reads it."""
        told = {"url": url, "content_type": content_type, "charset": charset}
        return self._parsed(FEED, data, Source("url", url), told, Feed.from_json)

    def read(self, document: Document, overrides: Overrides) -> ReadArticle:
        """As `read` in index/reading/article_reader.py reads it. The overrides are known to be
        usable."""
        source = document.source
        data = to_send(document, overrides)
        return self._parsed(ARTICLE, data, source, {}, lambda reply: received(reply, source))

    def _parsed(
        self,
        form: Format,
        data: bytes,
        source: Source,
        told: dict[str, Any],
        made: Callable[[dict[str, Any]], Parsed],
    ) -> Parsed:
        try:
            self._send(json.dumps({"format": form.name, **told}).encode() + b"\n" + data)
            self._receive(STARTING)
            reply = self._receive(LONGEST_WAIT + 5)
            if "error" not in reply:
                return made(reply)
        except queue.Empty as error:
            self.close()
            raise _too_slow(form, source, allowed(form.name, len(data), self._seconds)) from error
        except (_Gone, KeyError, TypeError, ValueError, OSError) as error:
            ended = self.close()
            if ended in _TIMERS:
                raise _too_slow(
                    form, source, allowed(form.name, len(data), self._seconds)
                ) from error
            what = "Crash" if ended == -signal.SIGSEGV else "MemoryError"
            raise _in_words(form, source, what) from error
        if reply["error"] == SourceNotArticle.__name__:
            raise SourceNotArticle(
                str(reply["happened"]),
                subject=source.location,
                remedy=str(reply["remedy"]),
                links=tuple(map(str, reply["links"])),
            )
        if kind := _TOLD_BY_ITSELF.get(str(reply["error"])):
            raise kind(str(reply["happened"]), subject=source.location, remedy=str(reply["remedy"]))
        raise _in_words(form, source, str(reply["error"]))

    def close(self) -> int:
        """End the process, if there is one; returns how it ended, as in subprocess."""
        process, self._process = self._process, None
        if process is None:
            return 0
        with suppress(subprocess.TimeoutExpired):  # it may just be ending, and then says why
            process.wait(5 if self._has_ended else 0)
        process.kill()
        ended = process.wait()
        if self._listener:
            self._listener.join()  # it reads what we close
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()
        return ended

    def leave(self) -> None:
        """In a process that was forked: the parser's process is the parent's, and goes on there."""
        process, self._process, self._listener = self._process, None, None
        if process is not None:
            process.returncode = 0  # nobody here waits for it
            for stream in (process.stdin, process.stdout):
                if stream:
                    stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _send(self, frame: bytes) -> None:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = self._start()
        assert self._process.stdin
        left = memoryview(LENGTH.pack(len(frame)) + frame)
        while left:
            left = left[self._process.stdin.write(left) :]

    def _start(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).resolve().parents[2])
        self._replies = queue.SimpleQueue()
        self._has_ended = False
        process = subprocess.Popen(  # noqa: S603 - nothing in it comes from a document
            # -P: the working folder may hold files named like modules
            [sys.executable, "-P", "-B", "-c", _START, root, str(self._seconds)],
            bufsize=0,  # a buffer has a lock, which would stay locked in a process that is forked
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=root,  # the folder that this process is in may be removed
            # Each thread of a numerics library would take address space, of which there is little.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        listen = threading.Thread(target=_listen, args=(process, self._replies), daemon=True)
        listen.start()
        self._listener = listen
        return process

    def _receive(self, seconds: float) -> dict[str, Any]:
        reply = self._replies.get(timeout=seconds)
        if reply is None:
            self._has_ended = True
            raise _Gone
        return reply


_idle: list[Parser] = []
"""A parser that was used and may be used again: starting one takes longer than reading a hundred
articles."""


@contextmanager
def at_work() -> Iterator[Parser]:
    """A parser, which others use afterwards. One process waits for work until this one ends; its
    memory is freed when it is given something that takes too long, or ends by itself."""
    try:
        parser = _idle.pop()
    except IndexError:
        parser = Parser()
    try:
        yield parser
    except BaseException:
        parser.close()  # it may be in the middle of a document
        raise
    if _idle:
        parser.close()
    else:
        _idle.append(parser)


@atexit.register
def end_idle() -> None:
    """End the process that waits, if there is one."""
    while _idle:
        _idle.pop().close()


def _leave_idle() -> None:
    while _idle:
        _idle.pop().leave()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_idle)


def _listen(
    process: subprocess.Popen[bytes], replies: queue.SimpleQueue[dict[str, Any] | None]
) -> None:
    """Put what the process replies into a queue, None when it ends. A thread can wait for both a
    reply and the time on every system; a pipe cannot."""
    assert process.stdout
    try:
        while len(head := _read(process.stdout, LENGTH.size)) == LENGTH.size:
            (length,) = LENGTH.unpack(head)
            if length > LONGEST_REPLY:
                break
            reply = json.loads(_read(process.stdout, length))
            if not isinstance(reply, dict):
                break
            replies.put(reply)
    except (OSError, ValueError, RecursionError):
        pass  # noticed by the end of the replies
    replies.put(None)


def _read(stream: IO[bytes], size: int) -> bytes:
    """So many bytes, or fewer at the end."""
    found = bytearray()
    while len(found) < size and (piece := stream.read(size - len(found))):
        found += piece
    return bytes(found)


def _too_slow(form: Format, source: Source, seconds: float) -> SourceTooSlow:
    return SourceTooSlow(
        f"Reading {form.what} took more than {seconds:.1f} seconds of processor time and was "
        f"stopped.",
        subject=source.location,
        remedy=_instead(form),
    )


def _instead(form: Format) -> str:
    if form is FEED:
        return "Add the pages you want one by one."
    if form is ARTICLE:
        return "Split it into one file per article, and leave out anything that isn't text."
    return "Save the article's text as .txt and add that."


def _in_words(form: Format, source: Source, error: str) -> SourceError:
    """The error for what the process says went wrong."""
    subject = source.location
    if error == "Encrypted":
        return SourceRefused(
            "The file is encrypted and opens only with a password.",
            subject=subject,
            remedy="Save it without a password and add it again.",
        )
    if error in ("TooManyPages", "TooLarge"):
        has = (
            "has more than 500 pages" if error == "TooManyPages" else "unpacks to more than 200 MB"
        )
        return SourceTooLarge(
            f"The file {has}.",
            subject=subject,
            remedy="Split it into one file per article.",
        )
    if error == "MemoryError":
        return SourceTooSlow(
            f"Reading {form.what} needed too much memory and was stopped.",
            subject=subject,
            remedy=_instead(form),
        )
    return SourceDamaged(
        f"The file cannot be read as {form.what}: it is damaged, or is something else ({error}).",
        subject=subject,
        remedy="Open it in the program that made it, save it again and add the new file.",
    )
