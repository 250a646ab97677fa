"""Fusion, copies and outlets, to the number; then the whole over a real store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from scripted_assistant import article

from assistant.retrieval.retriever import Retriever, fuse, merge_copies, several_outlets
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.types import Passage
from index.store import Store
from index.types import Article, Chunk, Hit, Overrides


def _passage(source: Article, score: float = 0.5) -> Passage:
    text = source.paragraphs[1].text
    chunk = Chunk(source.id, source.id, 1, 2, 2, 0, len(text), source.title, text)
    return Passage(chunk, source, score, None, None)


def test_fusion_adds_the_reciprocal_ranks() -> None:
    fused = fuse([Hit("a", 0.9), Hit("b", 0.8)], [Hit("b", 7.0), Hit("c", 3.0)])
    assert [hit.key for hit in fused] == ["b", "a", "c"]
    assert fused[0].score == pytest.approx(1 / 62 + 1 / 61)


def test_a_syndicated_copy_counts_once_and_lists_its_carrier() -> None:
    text = "Thirty boats burned in the old harbour of Orsk on Monday night."
    one, two = article("One", text, outlet="Gazette"), article("Two", text, outlet="Post")
    merged = merge_copies([_passage(one), _passage(two)])
    assert [passage.article.outlet for passage in merged] == ["Gazette"]
    assert [carrier.outlet for carrier in merged[0].carriers] == ["Post"]


def test_a_copy_that_stands_takes_the_place_of_a_retracted_one_and_its_carriers() -> None:
    text = "Thirty boats burned in the old harbour of Orsk on Monday night."
    named = {name: article(name, text, outlet=name) for name in ("Gazette", "Post", "Echo")}
    gone = {name: replace(named[name], retracted="retracted on 3 March 2031") for name in named}
    found = [_passage(gone["Gazette"]), _passage(gone["Post"]), _passage(named["Echo"])]
    (merged,) = merge_copies(found)
    assert merged.article.outlet == "Echo"
    assert {carrier.outlet for carrier in merged.carriers} == {"Gazette", "Post"}


def test_an_outlet_with_many_passages_makes_way_for_another_that_covers_the_point() -> None:
    many = [_passage(article(f"G{n}", f"Text {n}", outlet="Gazette"), 0.9) for n in range(4)]
    other = _passage(article("P", "Text", outlet="Post"), 0.6)
    taken = several_outlets([*many, other], 4)
    assert sorted(passage.article.outlet or "" for passage in taken) == [
        "Gazette",
        "Gazette",
        "Gazette",
        "Post",
    ]


def test_an_outlet_that_does_not_cover_the_point_gets_no_place() -> None:
    many = [_passage(article(f"G{n}", f"Text {n}", outlet="Gazette"), 0.9) for n in range(4)]
    other = _passage(article("P", "Text", outlet="Post"), 0.1)
    taken = several_outlets([*many, other], 4)
    assert {passage.article.outlet for passage in taken} == {"Gazette"}


def test_finds_the_passage_in_a_store_and_ranks_it_first(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in {
        "fire": "Thirty boats burned in the harbour.",
        "frog": "A new frog was found.",
    }.items():
        body = f"Title: {name} news\n\n{text} Nobody knows more about it at this hour."
        (folder / f"{name}.txt").write_text(body, encoding="utf-8")
    store.add([folder], overrides=Overrides(outlet="Gazette"))
    found = Retriever(store, OverlapReranker()).retrieve("How many boats burned?", 5)
    assert "Thirty boats" in found[0].chunk.text
    assert found[0].lexical_rank == 1
    assert found[0].paragraphs[0].text in found[0].chunk.text


def test_an_empty_store_has_no_passages(store: Store) -> None:
    assert Retriever(store, OverlapReranker()).retrieve("How many boats burned?", 5) == []
