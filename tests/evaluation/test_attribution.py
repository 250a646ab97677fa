"""Sentences of real articles are attributed to whoever asserts them, if the folder with the
articles is beside the project. How it counts: evaluation/replies/attribution.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from project import ROOT, SHARED

from evaluation.replies.attribution import (
    DEV,
    TEST,
    Annotated,
    articles,
    denotes,
    load,
    measure,
    stale,
)
from index.types import Article

ANNOTATION = ROOT / "tests" / "attribution.jsonl"

Annotation = tuple[Sequence[Annotated], Mapping[str, Article]]


@pytest.fixture(scope="module")
def annotation() -> Annotation:
    """The annotated statements and their articles."""
    data = SHARED / "data" / "realtimeqa_2024" / "articles.jsonl.gz"
    if not data.is_file() or not (SHARED / "articles").is_dir():
        pytest.skip("../shared is not here: the annotated articles are not part of the project")
    rows = load(ANNOTATION)
    return rows, articles(SHARED, {row.article for row in rows})


def test_the_annotation_is_large_enough_and_holds_no_text() -> None:
    rows = load(ANNOTATION)
    assert sum(not row.optional for row in rows) >= 200
    letters = {character for character in ANNOTATION.read_text("utf-8") if character.isalpha()}
    assert letters <= set("abcdefghijklmnopqrstuvwxyz")
    assert {row.half for row in rows} == {DEV, TEST}
    in_dev = {row.article for row in rows if row.half == DEV}
    assert not in_dev & {row.article for row in rows if row.half == TEST}


def test_the_annotation_is_of_the_articles_as_they_are(annotation: Annotation) -> None:
    rows, texts = annotation
    assert set(texts) == {row.article for row in rows}
    assert stale(rows, texts) == []


@pytest.mark.parametrize("halves", [(DEV,), (TEST,), (DEV, TEST)], ids=["dev", "test", "all"])
def test_speakers_are_found_and_right(annotation: Annotation, halves: tuple[str, ...]) -> None:
    rows, texts = annotation
    figures = measure([row for row in rows if row.half in halves], texts)
    assert figures.precision >= 0.90, figures
    assert figures.recall >= 0.75, figures


@pytest.mark.parametrize(
    ("speaker", "name"),
    [
        ("Mayor Ivo Lamm", "Ivo Lamm"),
        ("Mr Lamm", "Lamm"),
        ("the mayor of Orsk", "the mayor"),
        ("the mayor, Ivo Lamm", "Ivo Lamm"),
        ("He (Ivo Lamm)", "Ivo Lamm"),
        ("a report obtained by the Orsk Herald", "a report"),
    ],
)
def test_a_speaker_denotes_the_annotated_name(speaker: str, name: str) -> None:
    assert denotes(speaker, [name])


@pytest.mark.parametrize(
    ("speaker", "name"),
    [
        ("he", "Ivo Lamm"),
        ("Edda Lamm", "Lamm"),
        ("the spokesman of Orsk", "Orsk"),
        ("Orsk police", "Orsk"),
        ("the mayor (Edda Krol)", "the mayor"),
    ],
)
def test_a_speaker_does_not_denote_another(speaker: str, name: str) -> None:
    assert not denotes(speaker, [name])
