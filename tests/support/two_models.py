"""Two fake embedding models, a store of many articles, and another way of cutting them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index.changes import rebuild
from index.generations import opening
from index.search.embedding import Embedder, FakeEmbedder
from index.store import Store
from index.text import chunks

OLD, NEW = FakeEmbedder(), FakeEmbedder("a smaller bag", 96)
ARTICLES = 150
WORDS = (
    "red green tall lost found painted moored adrift rusty new old north south bell light chain "
    "anchor storm calm harbour pilot ferry reef channel tide wreck gull fog winter summer captain"
).split()


def load(name: str) -> Embedder:
    """Knows both."""
    return {each.name: each for each in (OLD, NEW)}[name]


def write_articles(folder: Path) -> None:
    """Into an empty folder; two chunks each."""
    for number in range(ARTICLES):
        chance = random.Random(number)
        said = [f"The buoy {number} is {' '.join(chance.choices(WORDS, k=9))}." for _ in range(11)]
        more = " ".join(chance.choices(WORDS, k=40))
        text = f"Buoy {number}\n\n{' '.join(said)}\n\n{more}\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def make_store(folder: Path, articles: Path) -> None:
    """With the old model."""
    write_articles(articles)
    with Store.open(folder, OLD) as store:
        store.add([articles])


def cut_otherwise(monkeypatch: pytest.MonkeyPatch, tokens: int) -> None:
    """Articles are cut into chunks of that size from now on."""
    monkeypatch.setattr(chunks, "CHUNK_TOKENS", tokens)
    for module in (chunks, opening, rebuild):
        monkeypatch.setattr(module, "PACKING", f"of {tokens}")
