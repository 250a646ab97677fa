"""What a store says when it cannot do what was asked, and what it keeps."""

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from project import ROOT
from stores import Write

from index.catalog.catalog import Catalog
from index.errors import (
    StoreDamaged,
    StoreFull,
    StoreLocked,
    StoreMismatch,
    StoreReadOnly,
)
from index.lock import served_at, writing
from index.search.embedding import FakeEmbedder
from index.search.fulltext import TantivyFullText
from index.store import Store
from index.types import Chunk

TEXT = "The ferry to Ansel sank at dawn, the harbour master of Lind said on Monday."


@pytest.fixture
def folder(tmp_path: Path, write: Write) -> Path:
    """A closed store with one article."""
    with Store.open(tmp_path / "store", FakeEmbedder()) as store:
        store.add([write("ferry", "Ferry sinks", TEXT)])
    return tmp_path / "store"


def assert_answers(store: Store) -> None:
    for search in (store.dense, store.lexical):
        (hit,) = search("ferry dawn", 5)
        assert TEXT in store.chunks([hit.key])[hit.key][0].text


def test_a_lost_embedding_model_is_told_where_it_is_needed(folder: Path, write: Write) -> None:
    with Store.open(folder, FakeEmbedder("another bag")) as store:
        for use in (
            lambda: store.dense("ferry", 1),
            lambda: store.add([write("new", "Lighthouse", "The lighthouse of Vell is dark.")]),
        ):
            with pytest.raises(StoreMismatch, match="fake bag of words, which cannot be") as told:
                use()
            assert told.value.remedy.endswith("onrecord rebuild")
        assert "onrecord rebuild" in store.notices[0]
        assert store.lexical("ferry", 1)
        assert store.articles()[0].title == "Ferry sinks"
        assert store.rebuild().embedded == 1
        assert_answers(store)
        assert store.notices == ()


def test_another_version_is_refused(folder: Path) -> None:
    with sqlite3.connect(folder / "catalog.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreMismatch, match="catalog 99"):
        Store.open(folder, FakeEmbedder())


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"garbage" * 100,
        lambda data: b"\0" * 100 + data[100:],
        lambda data: data[: len(data) // 2],
        lambda data: data[:4096] + b"\xff" * (len(data) - 4096),
    ],
    ids=["empty", "other", "header", "half", "pages"],
)
def test_a_damaged_catalog_is_told_and_left_as_it_is(folder: Path, damage: object) -> None:
    path = folder / "catalog.sqlite"
    assert callable(damage)
    path.write_bytes(damage(path.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(StoreDamaged) as caught, Store.open(folder, FakeEmbedder()) as store:
        store.articles()
    assert caught.value.subject == str(path)
    assert "move the store's folder aside" in caught.value.remedy
    assert path.read_bytes() == before


def test_a_lost_catalog_is_not_replaced_by_an_empty_one(folder: Path) -> None:
    (folder / "catalog.sqlite").unlink()
    with pytest.raises(StoreDamaged, match="is missing"):
        Store.open(folder, FakeEmbedder())


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    with pytest.raises(StoreDamaged, match="a store is a folder"):
        Store.open(tmp_path / "file", FakeEmbedder())


@pytest.mark.parametrize("part", ["chroma", "fulltext"])
@pytest.mark.parametrize("how", ["deleted", "garbled", "emptied"])
def test_what_is_derived_is_made_again(folder: Path, part: str, how: str) -> None:
    for path in [each for each in (folder / part).rglob("*") if each.is_file()]:
        if how == "garbled":
            path.write_bytes(b"garbage" * 50)
        elif how == "emptied":
            path.write_bytes(b"")
    if how == "deleted":
        shutil.rmtree(folder / part)
    with Store.open(folder, FakeEmbedder()) as store:
        assert_answers(store)
        assert all(finding.ok for finding in store.check())
        assert store.generation == 1


def test_what_a_check_finds_is_repaired(folder: Path) -> None:
    with sqlite3.connect(folder / "catalog.sqlite") as connection:
        connection.execute("DELETE FROM embeddings")
    connection.close()
    with Store.open(folder, FakeEmbedder()) as store:
        shutil.rmtree(next((folder / "chroma").iterdir()))
        (key,) = (hit.key for hit in store.lexical("ferry", 1))
        TantivyFullText(folder / "fulltext").remove([key])
        store.lexical("ferry", 1)
    with Store.open(folder, FakeEmbedder()) as store:
        assert all(finding.ok for finding in store.check())
        assert_answers(store)


def test_a_check_names_what_is_wrong(folder: Path) -> None:
    with Store.open(folder, FakeEmbedder()) as store:
        with sqlite3.connect(folder / "catalog.sqlite") as connection:
            connection.execute("DELETE FROM embeddings")
            connection.execute("DELETE FROM paragraphs WHERE number = 1")
        connection.close()
        bad = [finding.what for finding in store.check() if not finding.ok]
        assert bad == [
            "The catalog is damaged: 1 versions are missing paragraphs.",
            "1 of 1 passages are missing from the stored embeddings.",
        ]


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Make a folder read-only, and be a user whom that restricts."""
    is_root = os.geteuid() == 0
    for path in [folder, *folder.rglob("*")]:
        if is_root:
            os.chown(path, 65534, 65534)
        path.chmod(0o555 if path.is_dir() else 0o444)
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.fixture
def public(folder: Path) -> Iterator[Path]:
    """A copy of the store where everybody may look."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield Path(shutil.copytree(folder, Path(place) / "store"))


def test_a_read_only_store_is_searched_but_not_added_to(public: Path, write: Write) -> None:
    with Store.open(public, FakeEmbedder()) as store:
        assert_answers(store)  # whatever is imported late is imported now
        assert store.notices == ()
    before = {path: path.stat().st_mtime_ns for path in public.rglob("*")}
    with without_rights(public), Store.open(public, FakeEmbedder()) as store:
        assert_answers(store)
        assert "read-only" in store.notices[0]
        assert all(finding.ok for finding in store.check())
        with pytest.raises(StoreReadOnly):
            store.add([ROOT / "nothing.txt"])
        with pytest.raises(StoreReadOnly):
            store.repair()
    assert {path: path.stat().st_mtime_ns for path in public.rglob("*")} == before


def test_no_store_is_made_in_a_read_only_folder(public: Path) -> None:
    with without_rights(public), pytest.raises(StoreReadOnly):
        Store.open(public / "new", FakeEmbedder())


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """What a full disk is to whoever writes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_old_generation(folder: Path, write: Write) -> None:
    new = write("new", "Lighthouse", "The lighthouse of Vell is dark.")
    with Store.open(folder, FakeEmbedder()) as store:
        with files_no_larger_than(200_000):
            with pytest.raises(StoreFull, match="Nothing that was already stored is lost"):
                store.add([new])
            assert (store.count, store.generation) == (1, 1)
            assert_answers(store)
        assert len(store.add([new]).added) == 1
        assert all(finding.ok for finding in store.check())


def test_the_catalog_tells_a_full_disk(folder: Path) -> None:
    catalog = Catalog(folder)
    keys = [f"{number:032x}" for number in range(500)]
    vectors = FakeEmbedder().embed(keys)
    with files_no_larger_than(100_000), pytest.raises(StoreFull):
        catalog.remember(FakeEmbedder().name, keys, vectors)
    assert len(catalog.embedded(FakeEmbedder().name)) == 1
    catalog.remember(FakeEmbedder().name, keys, vectors)
    assert len(catalog.embedded(FakeEmbedder().name)) == 501
    catalog.close()


def test_the_full_text_tells_a_full_disk(tmp_path: Path) -> None:
    index = TantivyFullText(tmp_path / "fulltext")
    text = " ".join(f"word{number}" for number in range(20_000))
    chunk = Chunk("0" * 32, "0" * 12, 1, 1, 1, 0, len(text), "Title", text)
    with files_no_larger_than(20_000), pytest.raises(StoreFull):
        index.write([chunk])
    assert index.count() == 0
    index.write([chunk])
    assert index.count() == 1


HOLD = """
import sys
from pathlib import Path
from index.lock import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_told_who_is_first(folder: Path, write: Write) -> None:
    new = write("new", "Lighthouse", "The lighthouse of Vell is dark.")
    with (
        subprocess.Popen(
            [sys.executable, "-c", HOLD, folder],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as holder,
        Store.open(folder, FakeEmbedder()) as store,
    ):
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreLocked, match=f"process {holder.pid} on "):
            store.add([new])
        assert_answers(store)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert json.loads((folder / "write.lock.holder").read_text())["pid"] == holder.pid
        assert len(store.add([new]).added) == 1
        assert not (folder / "write.lock.holder").exists()


def test_a_second_writer_is_sent_through_the_server_that_holds_the_store(folder: Path) -> None:
    url, late = "http://127.0.0.1:7860/", writing(folder, patience=0)
    with served_at(url), writing(folder), pytest.raises(StoreLocked) as caught, late:
        pass
    assert f"--server {url}" in caught.value.remedy
    late = writing(folder, patience=0)
    with writing(folder), pytest.raises(StoreLocked) as caught, late:
        pass
    assert "--server" not in caught.value.remedy


ADD = """
import sys
from index.search.embedding import FakeEmbedder
from index.store import Store
with Store.open(sys.argv[1], FakeEmbedder()) as store:
    for line in sys.stdin:
        print(store.add([line.strip()]).generation, flush=True)
"""


def test_a_reader_sees_what_another_process_adds(folder: Path, write: Write) -> None:
    with (
        Store.open(folder, FakeEmbedder()) as store,
        subprocess.Popen(
            [sys.executable, "-c", ADD, folder],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as writer,
    ):
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert_answers(store)
        for number in range(3):
            text = f"Lighthouse number {number} of Vell is dark."
            path = write(f"new{number}", f"Light {number}", text)
            writer.stdin.write(f"{path}\n")
            writer.stdin.flush()
            assert writer.stdout.readline() == f"{number + 2}\n"
            for search in (store.dense, store.lexical):
                best = search(f"Lighthouse number {number}", 1)[0].key
                assert text in store.chunks([best])[best][0].text
            assert store.count == store.generation == number + 2
        writer.stdin.close()
        assert writer.wait() == 0
    assert all(path.name != "write.lock.holder" for path in folder.iterdir())
