"""A change in progress, reported line by line to whoever asked for it."""

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
from index.types import ProgressCallback
from ui.changes import Changes
from ui.json import documents
from ui.remote import message_format

logger = logging.getLogger(__name__)

Change = Callable[[], Mapping[str, object]]
"""Makes a change and returns its document. Raises OnrecordError."""
News = SimpleQueue[tuple[str, int, int]]
"""What the change's ProgressCallback was called with."""
TICK = 0.1
"""Seconds between two checks of the change's progress."""
LONGEST_TURN = 600.0
"""Seconds that a change waits for others to finish."""
PAUSE = 0.5
"""Seconds between two tries while it waits."""


class Job(Protocol):
    """A change that is requested."""

    def do(self, changes: Changes, progress: ProgressCallback) -> Mapping[str, object]:
        """Make it, and return its document. Raises OnrecordError."""

    def end(self) -> None:
        """Called when it is made, or will not be."""


class _GoneAway(Exception):
    """Whoever asked for the change is no longer listening."""


class Work(StreamingResponse):
    """A change, made in its own thread from now on, and the response that reports its progress and
    its result.

    It is cancelled if the listener hangs up, as Ctrl-C cancels a command: what is not committed yet
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
        super().__init__(_lines(made, news), media_type=message_format.ANSWER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._over.set()


async def _lines(made: asyncio.Future[Mapping[str, object]], news: News) -> AsyncIterator[bytes]:
    last_line = time.monotonic()
    while not (await asyncio.wait({made}, timeout=TICK))[0]:
        for line in _newest(news):
            yield line
            last_line = time.monotonic()
        if time.monotonic() - last_line > message_format.HEARTBEAT:
            yield _line({})
            last_line = time.monotonic()
    for line in _newest(news):
        yield line
    yield _line(made.result())


def _newest(news: News) -> list[bytes]:
    """The progress of each stage that has news."""
    stages: dict[str, tuple[int, int]] = {}
    try:
        while True:
            stage, done, total = news.get_nowait()
            stages[stage] = (done, total)
    except Empty:
        pass
    return [_line({"progress": [stage, *numbers]}) for stage, numbers in stages.items()]


def _outcome(change: Change) -> Mapping[str, object]:
    """The last line: the result of the change. Raises nothing."""
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


def _in_turn(change: Change, show: ProgressCallback, over: threading.Event) -> Mapping[str, object]:
    """Make the change once no one else is making one."""
    end = time.monotonic() + LONGEST_TURN
    while True:
        try:
            return change()
        except StoreLocked:
            if time.monotonic() > end:
                raise
        show("waiting for another change to finish", 0, 1)
        over.wait(PAUSE)


def _line(message: Mapping[str, object]) -> bytes:
    return json.dumps(message).encode() + b"\n"
