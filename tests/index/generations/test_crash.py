"""kill -9 at any instant of a change leaves a store that opens, answers and repairs itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from project import ROOT, SUPPORT
from stores import Write

from index.search.embedding import FakeEmbedder
from index.store import Store

OLD = "The old pier of Ansel is open to walkers, the harbour master said."
NEW = "The new pier of Ansel was blessed by the bishop, the harbour master said."


def add_and_kill(start: Path, articles: Path, out: Path) -> list[str]:
    """The names of the stores that were left behind."""
    out.mkdir()
    run = subprocess.run(
        [sys.executable, "killed_adds.py", start, articles, out],
        cwd=SUPPORT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    ends = dict(map(str.split, run.stdout.splitlines()))
    steps = [end for name, end in ends.items() if name.startswith("step")]
    assert len(steps) > 10
    assert set(steps) == {"killed"}
    # By the clock, a process may also be done before its time.
    assert set(ends.values()) <= {"killed", "done"}
    return list(ends)


def texts(store: Store) -> list[str]:
    return [article.paragraphs[-1].text for article in store.articles()]


def assert_answers(store: Store) -> None:
    """Both searches lead to every article's text as the catalog has it, and to nothing else."""
    expected = texts(store)
    for search in (store.dense, store.lexical):
        hits = search("pier Ansel harbour master", 50)
        chunks = [c for found in store.chunks([h.key for h in hits]).values() for c in found]
        assert len(hits) == len({hit.key for hit in hits})
        assert {store.article(c.article_id, c.version).paragraphs[-1].text for c in chunks} == set(
            expected
        )
    assert [finding for finding in store.check() if not finding.ok] == []


@pytest.mark.parametrize("case", ["first add", "update"])
def test_kill_at_any_instant(case: str, tmp_path: Path, write: Write) -> None:
    start = tmp_path / "start"
    articles = write("pier", "Pier", OLD).parent
    write("other", "Ferry", "A ferry will sail from the pier of Ansel, its master said.")
    before: list[str] = []
    with Store.open(start, FakeEmbedder()) as store:
        if case == "update":
            store.add([articles])
            before = texts(store)
    write("pier", "Pier", NEW)
    write("third", "Bishop", "The bishop of Lind is to visit the pier and the harbour of Ansel.")
    with Store.open(tmp_path / "whole", FakeEmbedder()) as store:
        store.add([articles])
        after = texts(store)

    names = add_and_kill(start, articles, tmp_path / "out")
    switched = []
    for name in names:
        with Store.open(tmp_path / "out" / name, FakeEmbedder()) as store:
            assert texts(store) in (before, after), name
            switched.append(texts(store) == after)
            assert_answers(store)
            store.add([articles])
            assert texts(store) == after
            assert_answers(store)
    assert set(switched) == {True, False}


def test_an_interrupted_add_does_not_embed_again(tmp_path: Path, write: Write) -> None:
    class Interrupted(Exception):
        pass

    def interrupt(stage: str, done: int, total: int) -> None:
        if stage == "embedding" and done >= 64:
            raise Interrupted

    for number in range(100):
        articles = write(f"{number}", f"Buoy {number}", f"Buoy {number} of Ansel is red.").parent
    with Store.open(tmp_path / "store", FakeEmbedder()) as store:
        with pytest.raises(Interrupted):
            store.add([articles], progress=interrupt)
        assert store.count == 0
        assert store.lexical("buoy", 5) == []
        report = store.add([articles])
        assert (len(report.added), report.embedded) == (100, 36)
        assert [finding for finding in store.check() if not finding.ok] == []
