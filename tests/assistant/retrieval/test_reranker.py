"""The packaged cross-encoder, for real."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.retrieval import reranker
from assistant.retrieval.reranker import PackagedReranker
from index.errors import ModelError


@pytest.fixture(scope="module")
def packaged() -> Iterator[PackagedReranker]:
    reranker = PackagedReranker()
    yield reranker
    reranker.close()


def test_ranks_the_answer_above_the_rest_in_the_texts_order(packaged: PackagedReranker) -> None:
    scores = packaged.score(
        "How many boats burned in Orsk?",
        ["The frog is green.", "Thirty boats burned in the harbour of Orsk.", "Orsk is a town."],
    )
    assert scores.shape == (3,)
    assert scores[1] > 0.9
    assert scores[0] < 0.01
    assert scores[2] < scores[1]


def test_one_text_scores_the_same_alone_and_among_longer_ones(packaged: PackagedReranker) -> None:
    text = "Thirty boats burned."
    alone = packaged.score("How many boats burned?", [text])[0]
    among = packaged.score("How many boats burned?", [text, *["word " * 200] * 3])[0]
    assert among == pytest.approx(alone, abs=0.02)


def test_no_texts_no_scores(packaged: PackagedReranker) -> None:
    assert packaged.score("How many?", []).shape == (0,)


def test_a_text_of_a_hundred_thousand_characters_is_read_as_far_as_the_model_can(
    packaged: PackagedReranker,
) -> None:
    assert packaged.score("How many boats?", ["boat " * 20_000]).shape == (1,)


def test_another_file_than_the_known_one_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reranker._SHA256, "tokenizer.json", "0" * 64)
    model = PackagedReranker()
    with pytest.raises(ModelError, match="isn't the one this version was made with"):
        model.load()
    model.close()
