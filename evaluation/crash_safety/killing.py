"""Processes that work on a store, and are killed (SIGKILL) at an instant."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from index.store import Store
from index.types import ProgressCallback

Work = Callable[[Store, ProgressCallback], object]
Opened = Callable[[], Store]
Told = TypeVar("Told")

FORK = multiprocessing.get_context("fork")
"""Only in children is a store opened: Chroma's threads do not outlive a fork."""
LONGEST = 300.0
"""Seconds after which a process that neither ends nor reports has hung."""


def kill(opened: Opened, work: Work, seconds: float | None, progress: ProgressCallback) -> bool:
    """Let a process work on a store, and kill it that long after it began, or when its progress
    does; False: it had finished before."""
    begun, begins = FORK.Pipe(duplex=False)

    def run() -> None:
        store = opened()
        begins.send(True)
        work(store, progress)
        os._exit(0)  # the store is left open, as a kill would leave it

    process = FORK.Process(target=run)
    process.start()
    begins.close()  # so that a process that failed to open the store is noticed
    _received(process, begun)
    process.join(LONGEST if seconds is None else seconds)
    has_hung = seconds is None and process.is_alive()
    process.kill()
    process.join()
    if has_hung:
        raise TimeoutError(f"The process was still at work after {LONGEST:.0f} s.")
    return process.exitcode == -signal.SIGKILL


def killing(step: int) -> ProgressCallback:
    """A ProgressCallback that ends its process when it is called for that step, counted from 0."""
    seen = 0

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal seen
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1

    return progress


def in_child(work: Callable[[], Told]) -> Told:
    """What a function returns in a separate process."""
    receiving, sending = FORK.Pipe(duplex=False)

    def run() -> None:
        sending.send(work())

    process = FORK.Process(target=run)
    process.start()
    sending.close()  # so that a process that failed is noticed
    told: Told = _received(process, receiving)
    process.join()
    return told


def _received(process: BaseProcess, receiving: Connection) -> Any:
    """What a process sends. Raises EOFError where it ended before, TimeoutError where it hangs."""
    if receiving.poll(LONGEST):
        return receiving.recv()
    process.kill()
    process.join()
    raise TimeoutError(f"The process sent nothing within {LONGEST:.0f} s.")
