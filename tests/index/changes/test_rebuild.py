"""A rebuild: what it reuses, what it leaves, and that it goes on where it was interrupted."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from project import ROOT
from stores import Write
from two_models import ARTICLES, NEW, OLD, cut_otherwise, load, make_store

from assistant.retrieval.retriever import Retriever
from assistant.testing.overlap_reranker import OverlapReranker
from index.errors import StoreLocked, StoreReadOnly
from index.lock import rebuilding
from index.search.embedding import Embedder, FakeEmbedder, Matrix
from index.search.fulltext import TantivyFullText
from index.store import Store
from index.types import ProgressCallback, silent


class Counting(FakeEmbedder):
    """Remembers what it has read."""

    def __init__(self, name: str = NEW.name, dimensions: int = NEW.dimensions) -> None:
        super().__init__(name, dimensions)
        self.read: list[str] = []

    def embed(self, texts: Sequence[str], progress: ProgressCallback = silent) -> Matrix:
        self.read += texts
        return super().embed(texts, progress)


@pytest.fixture
def folder(tmp_path: Path, write: Write) -> Path:
    """A closed store of many articles, made with the old model."""
    make_store(tmp_path / "store", tmp_path / "articles")
    return tmp_path / "store"


class Interrupted(BaseException):
    pass


def interrupt_at(stage: str, done: int) -> ProgressCallback:
    """A ProgressCallback that ends its rebuild there."""

    def progress(name: str, count: int, total: int) -> None:
        if name == stage and count >= done:
            raise Interrupted

    return progress


def assert_whole(store: Store) -> None:
    """Both searches find every article, and nothing else is there."""
    assert [finding.what for finding in store.check() if not finding.ok] == []
    assert not any("leftovers" in finding.what for finding in store.check())
    assert store.leftovers() == []
    for article in store.articles():
        keys = [hit.key for hit in store.lexical(article.title, 4)]
        (chunk, *_) = [
            chunk
            for found in store.chunks(keys).values()
            for chunk in found
            if chunk.article_id == article.id
        ]
        nearest = store.dense(chunk.reading, 10)
        assert nearest[0].score > 0.999
        assert chunk.key in [hit.key for hit in nearest]


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "catalog.sqlite")
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_another_model_reads_everything_once(folder: Path) -> None:
    counting = Counting()
    with Store.open(folder, counting, load=load) as store:
        before = store.articles()
        assert "onrecord rebuild" in store.notices[0]
        done = store.rebuild()
        assert (done.model, done.articles, done.embedded) == (NEW.name, ARTICLES, done.chunks)
        assert (done.reused, done.generation, len(counting.read)) == (0, 2, done.chunks)
        assert done.freed > 100_000
        assert store.notices == ()
        assert store.articles() == before
        assert_whole(store)
    assert rows(folder, "SELECT DISTINCT model, length(vector) FROM embeddings") == [
        (NEW.name, NEW.dimensions * 4)
    ]
    assert rows(folder, "SELECT name FROM meta") == [("packing",), ("store",)]
    assert rows(folder, "SELECT count(*) FROM draft") == [(0,)]
    assert rows(folder, "PRAGMA freelist_count") == [(0,)]


def test_the_same_model_reads_nothing(folder: Path) -> None:
    counting = Counting(OLD.name, OLD.dimensions)
    with Store.open(folder, counting) as store:
        done = store.rebuild()
        assert (done.embedded, done.reused, done.generation) == (0, done.chunks, 2)
        assert counting.read == []
        assert_whole(store)


def test_another_way_of_cutting_reads_what_is_cut_otherwise(
    folder: Path, monkeypatch: pytest.MonkeyPatch, write: Write
) -> None:
    with Store.open(folder, OLD) as store:
        # Too little to be cut in another way.
        store.add([write("short", "Short", "It is short.")])
        short = store.lexical("short", 1)[0].key
        cut_otherwise(monkeypatch, 240)
        assert "older version" in store.notices[0]
        held = rows(folder, "SELECT count(DISTINCT key) FROM chunks")[0][0]
        done = store.rebuild()
        assert done.chunks < int(str(held))
        assert (done.reused, done.embedded) == (1, done.chunks - 1)
        assert store.lexical("short", 1)[0].key == short
        assert store.notices == ()
        assert_whole(store)


def test_damaged_vectors_and_words_are_made_again(folder: Path) -> None:
    connection = sqlite3.connect(folder / "catalog.sqlite")
    with connection:
        connection.execute(
            "UPDATE embeddings SET vector = x'00' WHERE key IN (SELECT key FROM embeddings LIMIT 9)"
        )
    connection.close()
    with Store.open(folder, OLD) as store:
        keys = [hit.key for hit in store.lexical("buoy", 40)]
        TantivyFullText(folder / "fulltext").remove(keys)
        done = store.rebuild()
        assert (done.embedded, done.reused) == (9, done.chunks - 9)
        assert_whole(store)


def test_interrupted_it_goes_on(folder: Path) -> None:
    for progress in (interrupt_at("cutting", 100), interrupt_at("embedding", 128)):
        with Store.open(folder, NEW, load=load) as store, pytest.raises(Interrupted):
            store.rebuild(progress=progress)
    with Store.open(folder, NEW, load=load) as store:
        assert store.generation == 1
        assert store.dense("buoy 7", 1)
        (told,) = [f.what for f in store.check() if "not finished" in f.what]
        assert "prepared 128 passages so far" in told
        assert store.leftovers() == []
        with pytest.raises(Interrupted):
            store.rebuild(progress=interrupt_at("saving", 0))
        done = store.rebuild()
        assert (done.embedded, done.reused) == (0, done.chunks)
        assert_whole(store)


def test_what_others_change_meanwhile_is_caught_up_with(folder: Path, write: Write) -> None:
    pier = write("pier", "Pier", "The pier of Ansel is open, the harbour master said.")
    changed = write("7", "Buoy 7", "The buoy 7 of Ansel was lost in the storm.")
    steps: list[str] = []

    def change(stage: str, done: int, total: int) -> None:
        if stage == "embedding" and "changed" not in steps:
            steps.append("changed")
            with Store.open(folder, OLD) as other:
                assert len(other.add([pier]).added) == 1
                assert len(other.add([changed]).updated) == 1
                (gone,) = (each.id for each in other.articles() if each.title == "Buoy 9")
                assert other.remove([gone]).is_purged
                assert other.dense("pier of Ansel", 1)

    counting = Counting()
    with Store.open(folder, counting, load=load) as store:
        done = store.rebuild(progress=change)
        assert steps == ["changed"]
        assert (done.articles, done.generation) == (ARTICLES, 5)
        assert len(counting.read) == len(set(counting.read)) == done.embedded  # nothing twice
        assert_whole(store)
        titles = [each.title for each in store.articles()]
        assert "Pier" in titles
        assert "Buoy 9" not in titles
        (best, *_) = store.lexical("lost in the storm", 1)
        assert "storm" in store.chunks([best.key])[best.key][0].text
    removed = ("draft", "chunks")
    for table in removed:
        assert rows(folder, f"SELECT count(*) FROM {table} WHERE text LIKE '%buoy 9 of%'") == [(0,)]


def test_other_changes_leave_the_draft_its_embeddings(folder: Path, write: Write) -> None:
    with Store.open(folder, NEW, load=load) as store:
        with pytest.raises(Interrupted):
            store.rebuild(progress=interrupt_at("embedding", 192))
        store.add([write("pier", "Pier", "The pier of Ansel is open.")])
        store.retract(store.articles()[0].id)
        assert rows(folder, f"SELECT count(*) FROM embeddings WHERE model = '{NEW.name}'") == [
            (192,)
        ]
        done = store.rebuild()
        assert done.reused == 192
        assert_whole(store)


def test_a_removed_article_leaves_the_draft_too(folder: Path) -> None:
    with Store.open(folder, NEW, load=load) as store:
        with pytest.raises(Interrupted):
            store.rebuild(progress=interrupt_at("arranging vectors", 0))
        (gone,) = (each.id for each in store.articles() if each.title == "Buoy 9")
        keys = rows(folder, f"SELECT key FROM draft WHERE article_id = '{gone}'")
        assert keys
        store.remove([gone])
        held = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
        for (key,) in keys:
            assert not any(str(key).encode() in data for data in held)
        assert store.rebuild().embedded == 0
        assert_whole(store)


def test_an_abandoned_rebuild_leaves_nothing(folder: Path) -> None:
    with Store.open(folder, NEW, load=load) as store:
        assert store.abandon_rebuild() == 0
        with pytest.raises(Interrupted):
            store.rebuild(progress=interrupt_at("arranging vectors", 0))
        assert store.abandon_rebuild() > 50_000
        assert rows(folder, "SELECT DISTINCT model FROM embeddings") == [(OLD.name,)]
        assert rows(folder, "SELECT count(*) FROM draft") == [(0,)]
        assert not any("not finished" in finding.what for finding in store.check())
        assert_whole(store)


def test_a_rebuild_with_a_third_model_takes_the_place_of_an_unfinished_one(folder: Path) -> None:
    with Store.open(folder, NEW, load=load) as store, pytest.raises(Interrupted):
        store.rebuild(progress=interrupt_at("embedding", 128))
    with Store.open(folder, FakeEmbedder("third", 64), load=load) as store:
        assert store.rebuild().reused == 0
        assert_whole(store)
    assert rows(folder, "SELECT DISTINCT model FROM embeddings") == [("third",)]


def test_an_archive_has_no_draft_and_brings_its_model(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.zip"
    with Store.open(folder, NEW, load=load) as store:
        with pytest.raises(Interrupted):
            store.rebuild(progress=interrupt_at("embedding", 128))
        store.export(file)
    with Store.open(tmp_path / "copy", OLD) as copy:
        assert copy.restore(file).embedded == 0
        assert_whole(copy)
    assert rows(tmp_path / "copy", "SELECT DISTINCT model FROM embeddings") == [(OLD.name,)]
    with Store.open(folder, NEW, load=load) as store:
        store.restore(file, replace=True)
        assert_whole(store)
        done = store.rebuild()
        assert (done.embedded, done.articles) == (done.chunks, ARTICLES)
        assert_whole(store)


def test_an_empty_store_changes_its_model(tmp_path: Path, write: Write) -> None:
    Store.open(tmp_path / "store", OLD).close()
    with Store.open(tmp_path / "store", NEW) as store:
        assert store.rebuild().chunks == 0
        store.add([write("pier", "Pier", "The pier of Ansel is open.")])
        assert store.dense("pier", 1)
        assert_whole(store)


def test_only_one_rebuilds_at_a_time(folder: Path) -> None:
    with Store.open(folder, NEW, load=load) as store, rebuilding(folder):
        for use in (store.rebuild, store.abandon_rebuild):
            with pytest.raises(StoreLocked, match="being rebuilt by process"):
                use()
    assert not (folder / "rebuild.lock.holder").exists()


HOLD = """
import sys
from pathlib import Path
from index.lock import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_it_waits_for_another_change(folder: Path) -> None:
    told: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, folder],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        def progress(stage: str, done: int, total: int) -> None:
            told.append(stage)
            if stage == "waiting for another change to finish":
                assert holder.stdin is not None
                holder.stdin.close()

        with Store.open(folder, NEW, load=load) as store:
            assert store.rebuild(progress=progress).generation == 2
    assert told[0] == "waiting for another change to finish"


def test_a_model_that_is_loaded_later_is_the_generations(folder: Path) -> None:
    """A store that was opened before the switch answers with the model after it."""
    loaded: list[str] = []

    def watched(name: str) -> Embedder:
        loaded.append(name)
        return load(name)

    with Store.open(folder, OLD, load=watched) as reader:
        assert reader.dense("buoy 7", 1)
        with Store.open(folder, NEW, load=load) as store:
            store.rebuild()
            expected = store.dense("buoy 7", 5)
        assert reader.dense("buoy 7", 5) == expected
        assert reader.dense("buoy 7", 5) == expected
    assert loaded == [NEW.name]


def test_a_switch_in_the_middle_of_a_search_is_not_noticed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Meanwhile(FakeEmbedder):
        """The index is rebuilt once, while it reads this question."""

        def embed(self, texts: Sequence[str], progress: ProgressCallback = silent) -> Matrix:
            vectors = super().embed(texts, progress)
            if texts == waiting:
                waiting.clear()
                cut_otherwise(monkeypatch, 240)
                with Store.open(folder, NEW, load=load) as other:
                    other.rebuild()
            return vectors

    waiting = ["buoy 7"]
    with Store.open(folder, Meanwhile(), load=load) as reader:
        assert reader.dense("buoy 7", 3)
    cut_otherwise(monkeypatch, 160)
    with Store.open(folder, OLD, load=load) as other:
        other.rebuild()
    waiting = ["no buoy 7"]
    with Store.open(folder, Meanwhile(), load=load) as reader:
        found = Retriever(reader, OverlapReranker()).retrieve("buoy 7", 5, also=["no buoy 7"])
    assert waiting == []
    assert len(found) == 5
    # Those of the first query, which was asked before the switch, are there too.
    assert {passage.dense_rank for passage in found} != {None}


def test_a_read_only_store_is_not_rebuilt(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.disk.writable", lambda _: False)
    with Store.open(folder, OLD) as store, pytest.raises(StoreReadOnly):
        store.rebuild()
