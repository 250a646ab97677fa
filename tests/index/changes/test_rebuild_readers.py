"""Whoever asks while the index is rebuilt notices nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from asking_reader import ask
from project import ROOT, SUPPORT
from two_models import NEW, OLD, cut_otherwise, load, make_store

from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from index.store import Store
from onrecord import Assistant


def test_readers_notice_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads of the process that rebuilds and another process ask while the index is switched to
    another model and another way of cutting, and back, and again."""
    folder = tmp_path / "store"
    articles = tmp_path / "articles"
    articles.mkdir()
    make_store(folder, articles)
    wrong: list[str] = []
    asked = [0, 0]
    done = threading.Event()
    with (
        Store.open(folder, OLD, load=load) as reading,
        subprocess.Popen(
            [sys.executable, "asking_reader.py", folder],
            cwd=SUPPORT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as other,
    ):
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        desk = Assistant(reading, OverlapReranker(), WordStance())

        def loop(place: int) -> None:
            while not done.is_set():
                wrong.extend(ask(desk, asked[place] % 100))
                asked[place] += 1

        threads = [threading.Thread(target=loop, args=(place,)) for place in range(len(asked))]
        for thread in threads:
            thread.start()
        for tokens, embedder in ((240, NEW), (160, OLD), (200, NEW), (160, NEW)):
            cut_otherwise(monkeypatch, tokens)
            with Store.open(folder, embedder, load=load) as store:
                assert store.rebuild().embedded
        # In the process of its readers, too.
        cut_otherwise(monkeypatch, 240)
        assert reading.rebuild().embedded
        done.set()
        for thread in threads:
            thread.join()
        told, _ = other.communicate()
    found = json.loads(told)
    assert (wrong, found["wrong"]) == ([], [])
    assert min(*asked, found["asked"]) > 5
