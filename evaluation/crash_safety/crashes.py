"""Kill a store's processes: python -m evaluation.crash_safety.crashes STORE [--times 100] [--seed
1].

STORE is a store to start from, which is copied and left as it is; if there is none, a small one is
made. Again and again a process adds to a copy, removes from it, imports into it, syncs it or
rebuilds it with another model, and is killed (SIGKILL) at a random instant. Then the copy is
checked (evaluation/crash_safety/killed_changes.py). `evaluation.crash_safety.kill_points` kills at
every write instead. Prints a line for each kill that left anything else, and a table."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from evaluation.crash_safety.killed_changes import STORE, Changes
from evaluation.crash_safety.killing import in_child, kill, killing
from evaluation.tables import table
from index.search.embedding import Embedder, FakeEmbedder, MiniLmEmbedder
from index.search.vectors import import_now
from index.store import Store
from index.types import silent

KILLED = ("add", "update", "remove", "import", "sync", "rebuild")
"""The changes that take a while and report their progress."""
_GRACE = 1.1
"""How far the instants reach, as a multiple of the time that a change takes: some come after it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one kill left."""

    scene: str
    killed: bool
    """It was still working."""
    wrong: tuple[str, ...]
    """What is wrong, in words."""


def crash(
    start: Path | None, folder: Path, embedder: Embedder, times: int, seed: int
) -> list[Outcome]:
    """Kill that many processes, each on a copy of the store `start` below `folder`, and check what
    they leave. The instant alternates between a time and a step of progress."""
    chance = random.Random(seed)  # noqa: S311 - the same seed, the same instants
    changes = Changes(folder, embedder, start)
    scenes = [scene for scene in changes.scenes() if scene.name in KILLED]
    outcomes = []
    for number in range(times):
        scene = scenes[number % len(scenes)]
        work = partial(changes.works()[scene.name], folder / "place")
        place = Path(shutil.copytree(scene.start, folder / "place"))
        opened = partial(changes.open, place, scene.name)
        if number // len(scenes) % 2:
            ended = kill(opened, work, chance.uniform(0, scene.seconds * _GRACE), silent)
        else:
            ended = kill(opened, work, None, killing(chance.randrange(scene.steps)))
        wrong = in_child(partial(changes.look, place, scene, not ended))
        outcomes.append(Outcome(scene.name, ended, tuple(wrong)))
        shutil.rmtree(place)
    return outcomes


def _fits(folder: Path, embedder: Embedder) -> bool:
    """Whether the store was made with that embedder."""
    with Store.open(folder, embedder) as store:
        return store.model == embedder.name


def summary(outcomes: Sequence[Outcome]) -> str:
    """A Markdown table."""
    lines = []
    for name in dict.fromkeys(outcome.scene for outcome in outcomes):
        of_it = [outcome for outcome in outcomes if outcome.scene == name]
        killed = Counter(outcome.killed for outcome in of_it)[True]
        wrong = sum(bool(outcome.wrong) for outcome in of_it)
        lines.append([name, str(len(of_it)), str(killed), str(wrong)])
    return table(["change", "times", "killed at work", "wrong"], lines)


def main() -> None:
    """Run it. Exits with 1 if a kill left something wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.crash_safety.crashes", description=__doc__
    )
    parser.add_argument("store", type=Path)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    import_now()  # once, for all children
    embedder: Embedder = FakeEmbedder()
    with tempfile.TemporaryDirectory() as scratch:
        start = None
        if given.store.exists():
            start = Path(scratch, STORE)
            shutil.copytree(given.store, start)
            if not in_child(partial(_fits, start, embedder)):
                embedder = MiniLmEmbedder()
        outcomes = crash(start, Path(scratch), embedder, given.times, given.seed)
    for outcome in outcomes:
        for what in outcome.wrong:
            print(f"{outcome.scene}: {what}")
    print(summary(outcomes))
    sys.exit(any(outcome.wrong for outcome in outcomes))


if __name__ == "__main__":
    main()
