"""Adds articles in processes that are killed, each at another instant.

    python killed_adds.py STORE ARTICLES OUT

STORE is a store to start from. For every progress step of adding ARTICLES, and at several moments
in between, a copy of it is made below OUT and a child adds to it until it is killed. Prints the
names of the copies and how their processes ended.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import chromadb.api.rust  # noqa: F401  before forking, so that it is imported once

from index.embed import FakeEmbedder
from index.store import Store
from index.types import Progress

MOMENTS = 12
"""Kills between the steps, by the clock."""


def main(start: Path, articles: Path, out: Path) -> None:
    steps, seconds = rehearse(start, articles, out / "rehearsal")
    for number in range(steps):
        child(start, out / f"step-{number:02}", partial(until, articles, number))
    for number in range(MOMENTS):
        moment = seconds * (number + 0.5) / MOMENTS
        child(start, out / f"moment-{number:02}", partial(by_the_clock, articles, moment))


def rehearse(start: Path, articles: Path, folder: Path) -> tuple[int, float]:
    """How many steps an add has, and how long it takes."""
    shutil.copytree(start, folder)
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        steps: list[str] = []
        with Store.open(folder, FakeEmbedder()) as store:
            report = store.add([articles], progress=lambda *step: steps.append(step[0]))
        os.write(writing, f"{len(steps)} {report.seconds}".encode())
        os._exit(0)
    os.waitpid(pid, 0)
    steps_told, seconds_told = os.read(reading, 100).split()
    return int(steps_told), float(seconds_told)


def child(start: Path, folder: Path, work: Callable[[Store], None]) -> None:
    """Let a forked process work on a copy of the store, and print how it ended."""
    shutil.copytree(start, folder)
    pid = os.fork()  # before anything is buffered, or it would be printed twice
    if pid == 0:
        work(Store.open(folder, FakeEmbedder()))
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    sys.stdout.write(f"{folder.name} {os.waitstatus_to_exitcode(status)}\n")
    sys.stdout.flush()


def until(articles: Path, step: int, store: Store) -> None:
    """Add, and be killed at that step."""
    store.add([articles], progress=killing(step))


def by_the_clock(articles: Path, seconds: float, store: Store) -> None:
    """Add, and be killed after a while."""
    signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody handles it, so it ends the process
    store.add([articles])


def killing(step: int) -> Progress:
    seen = 0

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal seen
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1

    return progress


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
