"""Adds articles in processes that are killed, each at another instant.

    python killed_adds.py STORE ARTICLES OUT

STORE is a store to start from. For every progress step of adding ARTICLES, and at several moments
in between, a copy of it is made below OUT and a child adds to it until it is killed. Prints the
names of the copies, and whether their processes were killed or done.
"""

import shutil
import sys
import time
from functools import partial
from pathlib import Path

import chromadb.api.rust  # noqa: F401  before forking, so that it is imported once

from evaluation.crash_safety.killing import in_child, kill, killing
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.types import ProgressCallback, silent

MOMENTS = 12
"""Kills between the steps, by the clock."""


def main(start: Path, articles: Path, out: Path) -> None:
    steps, seconds = in_child(partial(rehearse, start, articles, out / "rehearsal"))
    for number in range(steps):
        add_to_copy(start, out / f"step-{number:02}", articles, None, killing(number))
    for number in range(MOMENTS):
        moment = seconds * (number + 0.5) / MOMENTS
        add_to_copy(start, out / f"moment-{number:02}", articles, moment, silent)


def rehearse(start: Path, articles: Path, folder: Path) -> tuple[int, float]:
    """How many steps an add has, and how long it takes."""
    shutil.copytree(start, folder)
    steps: list[str] = []
    with Store.open(folder, FakeEmbedder()) as store:
        started = time.perf_counter()
        store.add([articles], progress=lambda *step: steps.append(step[0]))
        return len(steps), time.perf_counter() - started


def add_to_copy(
    start: Path, folder: Path, articles: Path, seconds: float | None, progress: ProgressCallback
) -> None:
    """Let a process add to a copy of the store, and print whether it was killed."""
    shutil.copytree(start, folder)
    opened = partial(Store.open, folder, FakeEmbedder())
    killed = kill(
        opened, lambda store, told: store.add([articles], progress=told), seconds, progress
    )
    sys.stdout.write(f"{folder.name} {'killed' if killed else 'done'}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
