"""Articles in a folder, and a fresh store with the fake embedder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.search.embedding import FakeEmbedder
from index.store import Store

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """write("name", "Title", "paragraph", …): an article's file in the folder `articles`."""
    folder = tmp_path / "articles"
    folder.mkdir()

    def write(name: str, title: str, *paragraphs: str) -> Path:
        path = folder / f"{name}.txt"
        path.write_text("\n\n".join([title, *paragraphs]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "store", FakeEmbedder()) as opened:
        yield opened
