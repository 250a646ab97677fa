"""The check of written sentences, on a part of the set that it is measured with."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.nli.packaged import PackagedStance
from evaluation.language_models.writings import (
    ARTICLES,
    AS_A_WORD,
    FILE,
    TRUE,
    Writing,
    figures,
    outcomes,
    read,
)

EVERY = 4


@pytest.fixture(scope="module")
def writings() -> list[Writing]:
    return read(FILE, ARTICLES)


def test_every_sentence_cites_a_paragraph_and_has_a_false_variant(writings: list[Writing]) -> None:
    kinds = Counter(one.kind for one in writings)
    assert kinds[TRUE] * 2 == len(writings)
    assert min(kinds.values()) >= 10
    assert all(one.sources for one in writings)


def test_most_of_what_is_kept_is_true(writings: list[Writing]) -> None:
    pairs = list(zip(writings[::2], writings[1::2], strict=True))[::EVERY]
    model = PackagedStance()
    checked = list(outcomes([one for pair in pairs for one in pair], model))
    model.close()
    kept = Counter(one.kind == TRUE for one, outcome in checked if outcome == "kept")
    assert kept[True] >= len(pairs) * 0.4
    assert kept[False] <= kept[True] * 0.25
    table = {row[0]: row[1:] for row in figures(checked)}
    assert table[TRUE][0] == table["false"][0] == str(len(pairs))


def test_a_sentence_given_as_somebodys_word_counts_apart(writings: list[Writing]) -> None:
    told = next(one for one in writings if one.text.startswith("The gate was opened from Sarrow's"))
    model = PackagedStance()
    ((_, outcome),) = outcomes([told], model)
    model.close()
    assert outcome == AS_A_WORD
