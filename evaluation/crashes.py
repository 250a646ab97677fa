"""Kill a store's processes: python -m evaluation.crashes STORE [--times 100] [--seed 1].

STORE is a store to start from, which is copied and left as it is; where there is none, a small one
is made. Time after time a process adds to a copy, removes from it, imports into it, syncs it or
rebuilds it with another model, and is killed (SIGKILL) at a random instant. Then the copy is looked
at: it must hold what it held before or what the change makes of it, whole, found by both searches,
with nothing left over; and a rebuild must come to its end when it is made again.
Prints a line for each kill that left anything else, and a table."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from evaluation.killing import Work, in_child, kill, killing
from evaluation.tables import table
from index.embed import Embedder, FakeEmbedder, MiniLmEmbedder
from index.store import Store
from index.types import silent
from index.vectors import import_now

State = tuple[str, frozenset[tuple[str, str]]]
"""The embedding model of the index; content hash and last paragraph of every article."""
OTHER = FakeEmbedder("another bag of words", 128)
"""What a rebuild is made with."""

BUOYS = 6
_GRACE = 1.1
"""Of the time that a change takes, how far the instants reach: some come after it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A change, and the two states that a kill may leave."""

    name: str
    before: State
    after: State
    seconds: float
    """How long the change takes when it is left alone."""
    steps: int
    """How often it tells of its progress."""


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
    what they leave. By turns the instant is one of time, and one of progress."""
    chance = random.Random(seed)  # noqa: S311 - the same seed, the same instants
    scenes = in_child(partial(_scenes, start, folder, embedder))
    works = _works(folder)
    outcomes = []
    for number in range(times):
        scene, work = scenes[number % len(scenes)], works[number % len(works)]
        copy = folder / f"{number:04}"
        shutil.copytree(start, copy)
        opened = partial(_opened, copy, embedder, scene.name)
        if number // len(scenes) % 2:
            ended = kill(opened, work, chance.uniform(0, scene.seconds * _GRACE), silent)
        else:
            ended = kill(opened, work, None, killing(chance.randrange(scene.steps)))
        outcomes.append(in_child(partial(_look, copy, embedder, scene, ended)))
        shutil.rmtree(copy)
    return outcomes


def prepare(folder: Path, store: Path, embedder: Embedder) -> None:
    """Make a small store of invented articles, and what the changes need."""
    with Store.open(store, embedder) as opened:
        opened.add([_articles(folder / "old", "red")])


def _opened(folder: Path, embedder: Embedder, name: str) -> Store:
    """The store, as it is opened for a change: a rebuild is made with another model."""
    models = {each.name: each for each in (embedder, OTHER)}
    wished = OTHER if name == "rebuild" else embedder
    return Store.open(folder, wished, load=models.__getitem__)


def _works(folder: Path) -> list[Work]:
    """In the order of the scenes."""
    news, archive = folder / "new", folder / "archive.zip"
    gone = (folder / "gone").read_text(encoding="utf-8").split()
    return [
        lambda store, progress: store.add([news], progress=progress),
        lambda store, progress: store.remove(gone, progress),
        lambda store, progress: store.restore(archive, replace=True, progress=progress),
        lambda store, progress: store.sync(progress=progress),
        lambda store, progress: store.rebuild(progress),
    ]


def _scenes(start: Path, folder: Path, embedder: Embedder) -> list[Scene]:
    """Make what the changes need below the folder, and rehearse them."""
    news = _articles(folder / "new", "green")
    with Store.open(folder / "other", embedder) as other:
        other.add([news])
        other.export(folder / "archive.zip")
    followed = _articles(folder / "followed", "blue")
    with Store.open(start, embedder) as store:
        store.add([followed])
        gone = [article.id for article in store.articles()][::2]
    (folder / "gone").write_text(" ".join(gone), encoding="utf-8")
    _articles(followed, "white")
    (followed / "0.txt").rename(folder / "0.txt")
    return [
        _rehearsed(name, work, start, folder, embedder)
        for name, work in zip(
            ("add", "remove", "import", "sync", "rebuild"), _works(folder), strict=True
        )
    ]


def _rehearsed(name: str, work: Work, start: Path, folder: Path, embedder: Embedder) -> Scene:
    copy = folder / f"rehearsal-{name}"
    shutil.copytree(start, copy)
    steps: list[str] = []
    with _opened(copy, embedder, name) as store:
        before = _state(store)
        started = time.perf_counter()
        work(store, lambda stage, done, total: steps.append(stage))
        seconds = time.perf_counter() - started
        after = _state(store)
    shutil.rmtree(copy)
    return Scene(name, before, after, seconds, len(steps))


def _articles(folder: Path, colour: str) -> Path:
    """Invented articles in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(BUOYS):
        said = f"The buoy {number} of Ansel is {colour}, the pilot said."
        (folder / f"{number}.txt").write_text(f"Buoy {number}\n\n{said}\n", encoding="utf-8")
    return folder


def _look(folder: Path, embedder: Embedder, scene: Scene, killed: bool) -> Outcome:
    with _opened(folder, embedder, scene.name) as store:
        state = _state(store)
        wrong = (
            [] if state in {scene.before, scene.after} else ["neither the old state nor the new"]
        )
        wrong += _faults(store)
        if not killed and state != scene.after:
            wrong.append("done, and not there")
        if scene.name == "rebuild":
            store.rebuild()
            if _state(store) != scene.after:
                wrong.append("not there after a second rebuild")
            wrong += _faults(store)
    return Outcome(scene.name, killed, state == scene.after, tuple(wrong))


def _faults(store: Store) -> list[str]:
    """What of the store does not fit together, or is left over."""
    wrong = [finding.what for finding in store.check() if not finding.ok]
    return wrong + _not_found(store) + store.leftovers()


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
    texts = ((each.content_hash, each.paragraphs[-1].text) for each in store.articles())
    return store.model, frozenset(texts)


def _fits(folder: Path, embedder: Embedder) -> bool:
    """Whether the store was made with that embedder."""
    with Store.open(folder, embedder) as store:
        return store.model == embedder.name


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
    import_now()  # once, for all children
    embedder: Embedder = FakeEmbedder()
    with tempfile.TemporaryDirectory() as scratch:
        start = Path(scratch, "start")
        if given.store.exists():
            shutil.copytree(given.store, start)
            if not in_child(partial(_fits, start, embedder)):
                embedder = MiniLmEmbedder()
        else:
            in_child(partial(prepare, Path(scratch), start, embedder))
        outcomes = crash(start, Path(scratch), embedder, given.times, given.seed)
    for outcome in outcomes:
        for what in outcome.wrong:
            print(f"{outcome.scene}: {what}")
    print(summary(outcomes))
    sys.exit(any(outcome.wrong for outcome in outcomes))


if __name__ == "__main__":
    main()
