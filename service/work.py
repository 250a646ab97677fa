"""A change at work, told line by line to whoever asked for it."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from queue import Empty, SimpleQueue
from typing import Protocol

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from index.errors import OnrecordError, StoreLocked
from index.types import Progress
from ui.changes import Changes
from ui.json import documents
from ui.remote import wire

logger = logging.getLogger(__name__)

Change = Callable[[], Mapping[str, object]]
"""Makes a change and gives its document. Raises OnrecordError."""
News = SimpleQueue[tuple[str, int, int]]
"""What the change's Progress was called with."""
TICK = 0.1
"""Seconds between two looks at how far the change is."""
LONGEST_TURN = 600.0
"""Seconds that a change waits for others to be made."""
PAUSE = 0.5
"""Seconds between two tries meanwhile."""


class Job(Protocol):
    """A change that is asked for."""

    def do(self, changes: Changes, progress: Progress) -> Mapping[str, object]:
        """Make it, and give its document. Raises OnrecordError."""

    def end(self) -> None:
        """Called when it is made, or will not be."""


class _GoneAway(Exception):
    """Whoever asked for the change listens no more."""


class Work(StreamingResponse):
    """A change, made in a thread of its own from now on, and the answer that tells how far it is
    and what came of it.

    Whoever stops listening breaks it off, as Ctrl-C does with a command: what is not committed yet
    is not made."""

    def __init__(self, job: Job, changes: Changes) -> None:
        over, news = threading.Event(), News()

        def show(stage: str, done: int, total: int) -> None:
            if over.is_set():
                raise _GoneAway
            news.put((stage, done, total))

        def work() -> Mapping[str, object]:
            try:
                return _outcome(lambda: _in_turn(lambda: job.do(changes, show), show, over))
            finally:
                job.end()

        self._over = over
        # In the event loop's own threads, which it waits for before the store is closed.
        made = asyncio.get_running_loop().run_in_executor(None, work)
        super().__init__(_lines(made, news), media_type=wire.ANSWER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._over.set()


async def _lines(made: asyncio.Future[Mapping[str, object]], news: News) -> AsyncIterator[bytes]:
    told = time.monotonic()
    while not (await asyncio.wait({made}, timeout=TICK))[0]:
        for line in _newest(news):
            yield line
            told = time.monotonic()
        if time.monotonic() - told > wire.HEARTBEAT:
            yield _line({})
            told = time.monotonic()
    for line in _newest(news):
        yield line
    yield _line(made.result())


def _newest(news: News) -> list[bytes]:
    """How far each stage is, of which there is news."""
    stages: dict[str, tuple[int, int]] = {}
    try:
        while True:
            stage, done, total = news.get_nowait()
            stages[stage] = (done, total)
    except Empty:
        pass
    return [_line({"progress": [stage, *numbers]}) for stage, numbers in stages.items()]


def _outcome(change: Change) -> Mapping[str, object]:
    """The last line: what came of the change. Nothing is raised."""
    try:
        return {"result": change()}
    except _GoneAway:
        return {}
    except OnrecordError as error:
        return {"error": documents.error(error)}
    except Exception as fault:
        logger.exception("The requested change failed.")
        unforeseen = OnrecordError(
            f"An error in Onrecord itself ({type(fault).__name__}).",
            subject="the server",
            remedy="Please report it, along with what the server printed.",
        )
        return {"error": documents.error(unforeseen)}


def _in_turn(change: Change, show: Progress, over: threading.Event) -> Mapping[str, object]:
    """Make the change once nobody else is making one."""
    end = time.monotonic() + LONGEST_TURN
    while True:
        try:
            return change()
        except StoreLocked:
            if time.monotonic() > end:
                raise
        show("waiting for another change to finish", 0, 1)
        over.wait(PAUSE)


def _line(told: Mapping[str, object]) -> bytes:
    return json.dumps(told).encode() + b"\n"
