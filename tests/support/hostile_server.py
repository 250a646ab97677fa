"""Serves the page over a store with one article, until it is killed.

    python hostile_server.py FOLDER

Prints its address."""

from __future__ import annotations

import sys
from pathlib import Path

import app
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from evaluation.hostile_files.specimens import RIVER
from index.search.embedding import FakeEmbedder
from index.store import Store
from onrecord import Assistant


def announce(url: str) -> None:
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


def main(folder: Path) -> None:
    article = folder / "river.txt"
    article.write_text(f"The river\n\n{RIVER}\n", encoding="utf-8")
    store = Store.open(folder / "store", FakeEmbedder())
    store.add([article])
    with Assistant(store, OverlapReranker(), WordStance()) as desk:
        app.serve(desk, "127.0.0.1", 0, announce, changes=desk)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
