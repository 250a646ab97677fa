"""The changes to a store that are killed, what they start from, and what must hold afterwards.

A kill may leave what was there before or what the change makes of it, whole: every article in every
version, what both searches find, what is marked, what is watched. Made again, the change completes;
so does another one after it; and then nothing is left over."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluation.crash_safety.killing import in_child
from index.catalog import catalog
from index.changes import archive
from index.search.embedding import Embedder, FakeEmbedder
from index.store import Store
from index.types import ProgressCallback, silent

OTHER = FakeEmbedder("another bag of words", 128)
"""What a rebuild is made with."""
BUOYS = 6
STORE, OUT = "store", "out"
"""Within the place where a change is made: the store, and where an export goes."""
ARCHIVE = "archive.zip"

Work = Callable[[Path, Store, ProgressCallback], object]
"""Makes the change: takes the place, the open store in it, and what is called with its progress."""
Found = frozenset[tuple[str, str, str, int, int]]
"""Search, text searched for, article, version, paragraph; and whether the article that has the text
comes first."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything that a store shows its readers."""

    model: str
    """The embedding model of the index."""
    articles: frozenset[tuple[str, ...]]
    """Of each version of an article: id, version, title, outlet, date, paragraphs, marks."""
    removed: frozenset[tuple[str, int]]
    watched: frozenset[str]
    """Watched sources."""
    found: Found


@dataclass(frozen=True, slots=True)
class Scene:
    """A change, and the two states that a kill may leave."""

    name: str
    start: Path
    """The place that it is made in, which is copied."""
    before: State
    after: State
    seconds: float
    """How long the change takes if it isn't killed."""
    steps: int
    """How often it reports its progress."""


class Changes:
    """Below a folder, what the changes need; and the changes."""

    def __init__(self, folder: Path, embedder: Embedder, store: Path | None = None) -> None:
        """`store`: one to start from, which is copied; otherwise a small one is made."""
        self.folder = folder
        self.embedder = embedder
        self.later = write_articles(folder / "later", "grey", 1)
        in_child(partial(self._prepare, store))

    def scenes(self) -> list[Scene]:
        """Each change, rehearsed."""
        starts = {"create": "nothing", "repair": "damaged", "abandon": "begun"}
        return [
            in_child(partial(self._rehearsed, name, self.folder / starts.get(name, "start")))
            for name in self.works()
        ]

    def works(self) -> dict[str, Work]:
        """By name, what each does to an open store."""
        return {
            "create": lambda place, store, progress: None,
            "add": lambda place, store, progress: self._add("new", store, progress),
            "update": lambda place, store, progress: self._add("changed", store, progress),
            "remove": lambda place, store, progress: store.remove(
                self._gone(store), progress=progress
            ),
            "retract": lambda place, store, progress: store.retract(self._gone(store)[0], "Wrong."),
            "sync": lambda place, store, progress: store.sync(progress=progress),
            "import": self._import,
            "export": lambda place, store, progress: store.export(
                place / OUT / ARCHIVE, replace=True
            ),
            "rebuild": lambda place, store, progress: store.rebuild(progress=progress),
            "abandon": lambda place, store, progress: store.abandon_rebuild(progress=progress),
            "repair": lambda place, store, progress: store.repair(progress),
        }

    def _add(self, name: str, store: Store, progress: ProgressCallback) -> None:
        store.add([self.folder / name], progress=progress)

    def _import(self, place: Path, store: Store, progress: ProgressCallback) -> None:
        store.restore(self.folder / ARCHIVE, replace=True, progress=progress)

    def _gone(self, store: Store) -> list[str]:
        """Those of the articles to be removed that are there."""
        here = {article.id for article in store.articles()}
        return [name for name in (self.folder / "gone").read_text("utf-8").split() if name in here]

    def open(self, place: Path, name: str) -> Store:
        """The store, as it is opened for a change: a rebuild is made with another model."""
        models = {each.name: each for each in (self.embedder, OTHER)}
        wished = OTHER if name in ("rebuild", "abandon") else self.embedder
        return Store.open(place / STORE, wished, load=models.__getitem__)

    def look(self, place: Path, scene: Scene, is_done: bool) -> list[str]:
        """What is wrong with what a kill left, in words."""
        if (exported := place / OUT / ARCHIVE).exists():
            with TemporaryDirectory() as scratch:
                archive.unpack(exported, Path(scratch))  # raises if it is not whole
        with self.open(place, scene.name) as store:
            state = state_of(store)
            wrong = [] if state in (scene.before, scene.after) else [_difference(scene, state)]
            if is_done and state != scene.after:
                wrong.append("done, and not there")
            wrong += _faults(store)
            if state != scene.after or scene.name in ("rebuild", "repair", "export"):
                self.works()[scene.name](place, store, silent)
            if state_of(store) != scene.after:
                wrong.append("not there when it is made again")
            report = store.add([self.later])
            if [title for _, title in report.added] != ["Buoy 0"]:
                wrong.append("the next change fails")
            wrong += _faults(store, is_swept=True)
        return wrong + _left_over(place)

    def make(self, place: Path, scene: Scene) -> None:
        """Open the store, make the change and close it."""
        with self.open(place, scene.name) as store:
            self.works()[scene.name](place, store, silent)

    def _prepare(self, given: Path | None) -> None:
        """Make what the changes start from and what they need."""
        start, folder = self.folder / "start", self.folder
        for place in (start, folder / "nothing"):
            (place / OUT).mkdir(parents=True)
        changed, followed = folder / "changed", folder / "followed"
        if given:
            shutil.copytree(given, start / STORE)
        with self.open(start, "add") as store:
            old = write_articles(folder / "old", "red")
            store.add([old])
            store.add([write_articles(changed, "blue"), write_articles(followed, "black")])
            where = str(old)
            gone = [one.id for one in store.articles() if one.source.location.startswith(where)]
            (folder / "gone").write_text(" ".join(gone[::2]), encoding="utf-8")
        write_articles(changed, "yellow")
        write_articles(followed, "white")
        (followed / "0.txt").rename(folder / "0.txt")
        news = write_articles(folder / "new", "green")
        with Store.open(folder / "other", self.embedder) as other:
            other.add([news])
            other.export(folder / ARCHIVE)
        shutil.copyfile(folder / ARCHIVE, start / OUT / ARCHIVE)
        shutil.copytree(start, folder / "damaged")
        shutil.rmtree(folder / "damaged" / STORE / "fulltext")
        shutil.rmtree(next((folder / "damaged" / STORE / "chroma").iterdir()))
        shutil.copytree(start, folder / "begun")
        with self.open(folder / "begun", "rebuild") as store:
            self._begin(store)

    @staticmethod
    def _begin(store: Store) -> None:
        """Begin a rebuild, and interrupt it."""

        def stop(stage: str, done: int, total: int) -> None:
            if stage == "saving":
                raise KeyboardInterrupt

        try:
            store.rebuild(progress=stop)
        except KeyboardInterrupt:
            return
        raise AssertionError("it was to be broken off")

    def _rehearsed(self, name: str, start: Path) -> Scene:
        place = self.folder / f"rehearsal-{name}"
        shutil.copytree(start, place)
        work = self.works()[name]
        steps: list[str] = []
        with self.open(place, name) as store:
            before = state_of(store)
            started = time.perf_counter()
            work(place, store, lambda stage, done, total: steps.append(stage))
            seconds = time.perf_counter() - started
            after = state_of(store)
        shutil.rmtree(place)
        return Scene(name, start, before, after, seconds, len(steps))


def write_articles(folder: Path, colour: str, count: int = BUOYS) -> Path:
    """Invented articles in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        said = f"The {folder.name} buoy {number} of Ansel is {colour}, the pilot said."
        (folder / f"{number}.txt").write_text(f"Buoy {number}\n\n{said}\n", encoding="utf-8")
    return folder


def state_of(store: Store) -> State:
    """What it shows at this moment."""
    articles = store.articles()
    found = set()
    for article in articles:
        text = article.paragraphs[-1].text
        for search in (store.dense, store.lexical):
            hits = search(text, 50)
            chunks = store.chunks([hit.key for hit in hits])
            places = {(c.article_id, c.version, c.first) for f in chunks.values() for c in f}
            found |= {(search.__name__, text, *place) for place in places}
            best = {c.article_id for c in chunks[hits[0].key]} if hits else set()
            found.add((search.__name__, text, "first" if article.id in best else "not", 0, 0))
    return State(
        store.model,
        frozenset(
            (
                article.id, str(version.number), version.title, str(version.is_current),
                told.content_hash, "\n".join(paragraph.text for paragraph in told.paragraphs),
                "retracted" if article.retracted else "", "gone" if article.gone else "",
            )
            for article in articles
            for version in store.versions(article.id)
            for told in [store.article(article.id, version.number)]
        ),
        frozenset((one.article_id, one.version) for one in store.removals()),
        frozenset(one.location for one in store.watched()),
        frozenset(found),
    )  # fmt: skip


def _difference(scene: Scene, state: State) -> str:
    """In what a state is neither the old one nor the new."""
    told = []
    for name in ("model", "articles", "removed", "watched", "found"):
        here, old, new = (getattr(one, name) for one in (state, scene.before, scene.after))
        if old != new:
            told.append(f"{name} {'old' if here == old else 'new' if here == new else 'neither'}")
        elif here != old:
            told.append(f"{name} changed")
    return f"neither the old state nor the new ({', '.join(told)})"


def _faults(store: Store, *, is_swept: bool = False) -> list[str]:
    """What in the store doesn't fit together, or is left over; `is_swept`: a change was made since
    the kill, so unused embeddings count as left over, too."""
    findings = store.check()
    wrong = [finding.what for finding in findings if not finding.ok]
    if is_swept:
        wrong += [finding.what for finding in findings if "leftover" in finding.what]
    return wrong + store.leftovers()


def _left_over(place: Path) -> list[str]:
    """Files of a closed store that belong to nothing."""
    store = place / STORE
    # The next rebuild overwrites the note of who made the one before.
    locks = {"write.lock", "rebuild.lock", "rebuild.lock.holder"}
    known = {catalog.FILE, "chroma", "fulltext"} | locks
    found = [path.name for path in store.iterdir() if path.name not in known]
    words = store / "fulltext"
    managed = set(json.loads((words / ".managed.json").read_text("utf-8")))
    kept = managed | {".managed.json", ".tantivy-meta.lock", ".tantivy-writer.lock"}
    found += [f"fulltext/{path.name}" for path in words.iterdir() if path.name not in kept]
    if len(list((store / "chroma").iterdir())) != 1:
        found.append("chroma: more than one folder")
    found += [f"{OUT}/{path.name}" for path in (place / OUT).iterdir() if path.name != ARCHIVE]
    return [f"{name} is left over" for name in found]
