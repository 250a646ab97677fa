"""Kill a store's processes: python -m evaluation.crashes STORE [--times 100] [--seed 1].

STORE is a store to start from, which is copied and left as it is; where there is none, a small one
is made. Time after time a process adds to a copy, removes from it or imports into it, and is killed
(SIGKILL) at a random instant. Then the copy is opened and looked at: it must hold what it held
before or what the change makes of it, whole, found by both searches, with nothing left over.
Prints a line for each kill that left anything else, and a table."""

from __future__ import annotations

import argparse
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.tables import table
from index.embed import Embedder, FakeEmbedder, MiniLmEmbedder
from index.errors import StoreMismatch
from index.store import Store

Work = Callable[[Store], object]
State = frozenset[tuple[str, str]]
"""Content hash and last paragraph of every article."""

BUOYS = 6
_GRACE = 1.1
"""Of the time that a change takes, how far the instants reach: some come after it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A change, and the two states that a kill may leave."""

    name: str
    work: Work
    before: State
    after: State
    seconds: float
    """How long the change takes when it is left alone."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one kill left."""

    scene: str
    killed: bool
    """It was still at work."""
    switched: bool
    """The new state is there."""
    wrong: tuple[str, ...]
    """What must not be, in words."""


def crash(start: Path, folder: Path, embedder: Embedder, times: int, seed: int) -> list[Outcome]:
    """Kill that many processes, each on a copy of the store `start` below `folder`, and look at
    what they leave."""
    chance = random.Random(seed)  # noqa: S311 - the same seed, the same instants
    scenes = _scenes(start, folder, embedder)
    outcomes = []
    for number in range(times):
        scene = scenes[number % len(scenes)]
        copy = folder / f"{number:04}"
        shutil.copytree(start, copy)
        killed = kill(copy, embedder, scene.work, chance.uniform(0, scene.seconds * _GRACE))
        outcomes.append(_look(copy, embedder, scene, killed))
        shutil.rmtree(copy)
    return outcomes


def prepare(folder: Path, store: Path, embedder: Embedder) -> None:
    """Make a small store of invented articles."""
    with Store.open(store, embedder) as opened:
        opened.add([_articles(folder / "old", "red")])


def kill(folder: Path, embedder: Embedder, work: Work, seconds: float) -> bool:
    """Let a process work on a store, and kill it after that time; False: it was done before."""
    ready, is_ready = os.pipe()
    over, is_over = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os.close(over)
        try:
            store = Store.open(folder, embedder)
            os.write(is_ready, b".")
            work(store)
        finally:
            os._exit(0)  # which closes `is_over`
    os.close(is_over)
    os.close(is_ready)
    os.read(ready, 1)
    done, _, _ = select.select([over], [], [], seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(ready)
    os.close(over)
    return not done


def _scenes(start: Path, folder: Path, embedder: Embedder) -> list[Scene]:
    news = _articles(folder / "new", "green")
    archive = folder / "archive.zip"
    with Store.open(folder / "other", embedder) as other:
        other.add([news])
        other.export(archive)
    with Store.open(start, embedder) as store:
        gone = [article.id for article in store.articles()][::2]

    def add(store: Store) -> object:
        return store.add([news])

    def remove(store: Store) -> object:
        return store.remove(gone)

    def restore(store: Store) -> object:
        return store.restore(archive, replace=True)

    works = (("add", add), ("remove", remove), ("import", restore))
    return [_rehearsed(name, work, start, folder, embedder) for name, work in works]


def _rehearsed(name: str, work: Work, start: Path, folder: Path, embedder: Embedder) -> Scene:
    copy = folder / f"rehearsal-{name}"
    shutil.copytree(start, copy)
    with Store.open(copy, embedder) as store:
        before = _state(store)
        started = time.perf_counter()
        work(store)
        seconds = time.perf_counter() - started
        after = _state(store)
    shutil.rmtree(copy)
    return Scene(name, work, before, after, seconds)


def _articles(folder: Path, colour: str) -> Path:
    """Invented articles in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(BUOYS):
        said = f"The buoy {number} of Ansel is {colour}, the pilot said."
        (folder / f"{number}.txt").write_text(f"Buoy {number}\n\n{said}\n", encoding="utf-8")
    return folder


def _look(folder: Path, embedder: Embedder, scene: Scene, killed: bool) -> Outcome:
    with Store.open(folder, embedder) as store:
        state = _state(store)
        wrong = (
            [] if state in {scene.before, scene.after} else ["neither the old state nor the new"]
        )
        findings = store.check()
        wrong += [finding.what for finding in findings if not finding.ok]
        wrong += _not_found(store)
        wrong += store.leftovers()
        if not killed and state != scene.after:
            wrong.append("done, and not there")
    return Outcome(scene.name, killed, state == scene.after, tuple(wrong))


def _not_found(store: Store) -> list[str]:
    """Articles that one of the searches does not find by their last paragraph."""
    missed = []
    for article in store.articles():
        for search in (store.dense, store.lexical):
            hits = search(article.paragraphs[-1].text, 50)
            chunks = store.chunks([hit.key for hit in hits])
            if not any(c.article_id == article.id for found in chunks.values() for c in found):
                missed.append(f"{search.__name__} does not find {article.id}")
    return missed


def _state(store: Store) -> State:
    return frozenset((each.content_hash, each.paragraphs[-1].text) for each in store.articles())


def summary(outcomes: Sequence[Outcome]) -> str:
    """A Markdown table."""
    lines = []
    for name in dict.fromkeys(outcome.scene for outcome in outcomes):
        of_it = [outcome for outcome in outcomes if outcome.scene == name]
        count = Counter(
            word
            for outcome in of_it
            for word, holds in (
                ("killed", outcome.killed),
                ("new", outcome.switched),
                ("wrong", bool(outcome.wrong)),
            )
            if holds
        )
        numbers = (len(of_it), count["killed"], len(of_it) - count["new"], count["new"])
        lines.append([name, *map(str, numbers), str(count["wrong"])])
    heads = ["change", "times", "killed at work", "old state", "new state", "wrong"]
    return table(heads, lines)


def main() -> None:
    """Run it. Exits with 1 where a kill left something wrong."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.crashes", description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    embedder: Embedder = FakeEmbedder()
    with tempfile.TemporaryDirectory() as scratch:
        start = Path(scratch, "start")
        if given.store.exists():
            shutil.copytree(given.store, start)
            try:
                Store.open(start, embedder).close()
            except StoreMismatch:
                embedder = MiniLmEmbedder()
        else:
            prepare(Path(scratch), start, embedder)
        outcomes = crash(start, Path(scratch), embedder, given.times, given.seed)
    for outcome in outcomes:
        for what in outcome.wrong:
            print(f"{outcome.scene}: {what}")
    print(summary(outcomes))
    sys.exit(any(outcome.wrong for outcome in outcomes))


if __name__ == "__main__":
    main()
