"""Search by meaning, on real Chroma folders."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.search import vectors
from index.search.embedding import Matrix
from index.search.vectors import ChromaVectors, VectorsDamaged
from index.types import silent

KEYS = [f"{number:032x}" for number in range(8)]


def embeddings(keys: Sequence[str]) -> Matrix:
    """The key's number is the axis of its vector."""
    return np.eye(8, dtype=np.float32)[[int(key, 16) for key in keys]]


def make(
    folder: Path, add: list[str], base: Path | None = None, remove: Sequence[str] = ()
) -> Path:
    folder.mkdir()
    vectors.build(folder, base, add=add, remove=remove, embeddings=embeddings, progress=silent)
    return folder


def nearest(folder: Path, vector: Matrix, limit: int = 10) -> list[tuple[str, float]]:
    opened = ChromaVectors(folder)
    try:
        return [(hit.key, round(hit.score, 4)) for hit in opened.nearest(vector, limit)]
    finally:
        opened.close()


def test_scores_are_cosine_similarities(tmp_path: Path) -> None:
    folder = make(tmp_path / "one", KEYS[:3])
    towards = np.array([[0.8, 0.6, 0, 0, 0, 0, 0, 0]], dtype=np.float32)
    assert nearest(folder, towards) == [(KEYS[0], 0.8), (KEYS[1], 0.6), (KEYS[2], 0.0)]
    assert nearest(folder, towards, limit=1) == [(KEYS[0], 0.8)]


def test_a_change_leaves_its_base_as_it_was(tmp_path: Path) -> None:
    base = make(tmp_path / "base", KEYS[:4])
    reader = ChromaVectors(base)
    change = make(tmp_path / "next", KEYS[4:6], base, remove=KEYS[:1])
    assert reader.keys() == set(KEYS[:4])
    reader.close()
    opened = ChromaVectors(change)
    assert opened.keys() == set(KEYS[1:6])
    opened.close()
    assert vectors.read_manifest(change).count == 5
    assert vectors.read_manifest(change).holes == 1


@pytest.mark.parametrize("suffix", [".bin", ".pickle"])
def test_a_damaged_graph_is_noticed_before_it_is_loaded(tmp_path: Path, suffix: str) -> None:
    folder = make(tmp_path / "one", KEYS)
    for path in folder.glob(f"*/*{suffix}"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(VectorsDamaged, match="changed since it was written"):
        ChromaVectors(folder)
    with pytest.raises(VectorsDamaged, match="changed since it was written"):
        make(tmp_path / "next", [], base=folder)


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000], ids=["empty", "garbage"])
def test_a_damaged_database_is_noticed(tmp_path: Path, content: bytes) -> None:
    folder = make(tmp_path / "one", KEYS)
    (folder / vectors.DATABASE).write_bytes(content)
    with pytest.raises(VectorsDamaged):
        ChromaVectors(folder)


def test_an_unfinished_folder_is_refused(tmp_path: Path) -> None:
    folder = make(tmp_path / "one", KEYS)
    (folder / vectors.MANIFEST).unlink()
    with pytest.raises(VectorsDamaged):
        ChromaVectors(folder)


def test_reading_changes_nothing(tmp_path: Path) -> None:
    for count in (1, 8):
        folder = make(tmp_path / f"of {count}", KEYS[:count])
        for _ in range(3):
            assert len(nearest(folder, embeddings(KEYS[:1]))) == count
