"""The sources are looked at again and again while a page is served."""

from __future__ import annotations

import logging
from threading import Event

import pytest

from assistant.sync_timer import SyncTimer
from index.errors import StoreError, StoreLocked
from index.types import ProgressCallback


class Waits:
    """Replaces the waiting: so many times it is not over, then it is."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.asked: list[float] = []
        self.over = Event()

    def __call__(self, seconds: float) -> bool:
        self.asked.append(seconds)
        self.left -= 1
        if self.left < 0:
            self.over.set()
        return self.left < 0


@pytest.mark.parametrize(
    "error",
    [
        StoreLocked("It is being changed.", subject="store", remedy="Wait."),
        StoreError("It is away.", subject="store", remedy="Look for it."),
        ValueError("a fault"),
    ],
)
def test_it_goes_on_after_an_error(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "assistant.sync_timer")
    waits, calls = Waits(3), []

    def sync(progress: ProgressCallback) -> None:
        calls.append(1)
        raise error

    with SyncTimer(sync, 60, waits):
        assert waits.over.wait(15)
    assert len(calls) == 3
    assert waits.asked == [60] * 4
    assert bool(caplog.records) is not isinstance(error, StoreLocked)


def test_its_end_breaks_a_sync_off() -> None:
    begun, goes_on = Event(), Event()
    broken_off = []

    def sync(progress: ProgressCallback) -> None:
        progress("reading", 0, 1)
        begun.set()
        goes_on.wait(15)
        try:
            progress("reading", 1, 1)
        except BaseException:
            broken_off.append(1)
            raise

    timer = SyncTimer(sync, 60, lambda _: False)
    with timer:
        assert begun.wait(15)
        timer.end()
        goes_on.set()
    assert broken_off
