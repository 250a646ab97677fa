"""Vectors in a real Chroma server, shared by several processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from chroma_run import chroma_server, free_port
from project import ROOT, SUPPORT
from two_models import NEW, OLD, load

from index.errors import SettingError, VectorServerError
from index.search.embedding import FakeEmbedder
from index.search.vector_server import ChromaServer
from index.store import Store
from index.types import ProgressCallback, silent


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as running:
        yield running


def articles(folder: Path, colour: str, count: int = 6) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        text = f"Buoy {number}\n\nThe buoy {number} of Ansel is {colour}, the pilot said.\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def opened(folder: Path, url: str) -> Store:
    return Store.open(folder, FakeEmbedder(), server=ChromaServer(url))


def killed_when(stage: str) -> ProgressCallback:
    def progress(told: str, done: int, total: int) -> None:
        if told == stage:
            os.kill(os.getpid(), signal.SIGKILL)

    return progress


def collections(store: Store, url: str) -> list[str]:
    return ChromaServer(url).names(f"onrecord-{store._parts.catalog.meta('store')}-")


def test_articles_are_added_found_changed_and_removed(tmp_path: Path, url: str) -> None:
    news = articles(tmp_path / "news", "red")
    with opened(tmp_path / "store", url) as store:
        store.add([news])
        assert not list((tmp_path / "store" / "chroma").glob("*"))
        assert len(store.dense("The buoy 3 of Ansel is red", 4)) == 4
        before = collections(store, url)
        (news / "3.txt").write_text("Buoy 3\n\nThe buoy 3 of Ansel sank.\n", encoding="utf-8")
        assert len(store.add([news]).updated) == 1
        assert collections(store, url) == before, "a small change does not send it all again"
        gone = [one.id for one in store.articles()][:2]
        store.remove(gone)
        assert collections(store, url) != before, "a collection that never held the text"
        assert len(collections(store, url)) == 1
        assert len(store.dense("buoy", 10)) == 4
        assert all(finding.ok for finding in store.check())
        assert not store.leftovers()


def test_stores_on_one_server_leave_each_other_alone(tmp_path: Path, url: str) -> None:
    with opened(tmp_path / "one", url) as one, opened(tmp_path / "two", url) as two:
        one.add([articles(tmp_path / "red", "red")])
        two.add([articles(tmp_path / "green", "green", 2)])
        two.remove([two.articles()[0].id])
        assert (len(one.dense("buoy", 10)), len(two.dense("buoy", 10))) == (6, 1)


def test_what_is_not_committed_is_not_found_and_is_swept(tmp_path: Path, url: str) -> None:
    store = tmp_path / "store"
    with opened(store, url) as first:
        first.add([articles(tmp_path / "red", "red")])
    green = articles(tmp_path / "green", "green")
    child = os.fork()
    if not child:
        opened(store, url).add([green], progress=killed_when("saving"))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    with opened(store, url) as again:
        assert not again.leftovers(), "swept when it was opened"
        assert len(again.dense("buoy", 20)) == 6
        assert len(again.add([green]).added) == 6
        assert len(again.dense("buoy", 20)) == 12


def test_a_rebuild_with_another_model_switches_by_name(tmp_path: Path, url: str) -> None:
    server = ChromaServer(url)
    with Store.open(tmp_path / "store", OLD, load=load, server=server) as store:
        store.add([articles(tmp_path / "red", "red")])
        before = collections(store, url)
    with Store.open(tmp_path / "store", NEW, load=load, server=server) as store:
        store.rebuild(progress=silent)
        assert len(store.dense("buoy", 10)) == 6
        assert len(collections(store, url)) == 1
        assert collections(store, url) != before


def test_a_reader_in_another_process_notices_nothing(tmp_path: Path, url: str) -> None:
    store = tmp_path / "store"
    with opened(store, url) as writer:
        writer.add([articles(tmp_path / "red", "red")])
        reader = subprocess.Popen(
            [sys.executable, str(SUPPORT / "reading_with_server.py"), str(store), url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert reader.stdout
        assert reader.stdout.readline() == "ready\n"
        for colour in ("green", "white", "blue"):
            writer.add([articles(tmp_path / colour, colour)])
            writer.remove([one.id for one in writer.articles()][:3])
        told = json.loads(reader.communicate(timeout=60)[0])
    assert told["wrong"] == []
    assert told["searched"] > told["generations"] > 1


def test_a_server_that_is_away_is_told_and_one_that_lost_all_is_filled(tmp_path: Path) -> None:
    port = free_port()
    with chroma_server(tmp_path / "first", port) as url, opened(tmp_path / "store", url) as store:
        store.add([articles(tmp_path / "red", "red")])
    with opened(tmp_path / "store", f"http://127.0.0.1:{port}") as store:
        assert len(store.articles()) == 6
        assert store.lexical("buoy", 3)
        with pytest.raises(VectorServerError, match="ONRECORD_CHROMA_URL") as told:
            store.dense("buoy", 3)
        assert f"127.0.0.1:{port}" in told.value.subject
        with pytest.raises(VectorServerError):
            store.add([articles(tmp_path / "green", "green")])
        assert store.count == 6
    with chroma_server(tmp_path / "second", port) as url, opened(tmp_path / "store", url) as store:
        assert len(store.dense("buoy", 10)) == 6


def test_vectors_move_between_folder_and_server(tmp_path: Path, url: str) -> None:
    with Store.open(tmp_path / "store", FakeEmbedder()) as store:
        store.add([articles(tmp_path / "red", "red")])
    with opened(tmp_path / "store", url) as store:
        assert len(store.dense("buoy", 10)) == 6
    with Store.open(tmp_path / "store", FakeEmbedder()) as store:
        assert len(store.dense("buoy", 10)) == 6


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://there", "http://", "http://a:b"])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(SettingError, match="isn't the address"):
        ChromaServer(url)
