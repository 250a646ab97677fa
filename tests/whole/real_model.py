"""The whole path with a real, small language model that makes things up: `make test-model`.

Not part of `make test`: the model's server is built first, which takes minutes. ONRECORD_MODEL and
ONRECORD_MODEL_URL name it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from project import ROOT, SHARED

from assistant.settings import settings
from onrecord import Answer, Assistant

ARTICLES = SHARED / "articles"
SAMPLE_QUESTIONS = [
    "What did the harbour master say?",
    "How many people were hurt?",
    "Who is responsible for the closure?",
    "Why was the ferry cancelled?",
]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant.open(tmp_path_factory.mktemp("samples") / "store") as desk:
        desk.add([ROOT / "samples" / "articles"])
        yield desk


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    if not ARTICLES.is_dir():
        pytest.skip("../shared/articles is not there")
    with Assistant.open(tmp_path_factory.mktemp("shared") / "store") as desk:
        desk.add([ARTICLES])
        yield desk


def assert_sound(answer: Answer) -> None:
    """Every sentence leads to words that are there, and says what the checks found."""
    for citation in answer.citations:
        assert citation.paragraph.text[citation.start : citation.end] == citation.quote
    numbers = {citation.number for citation in answer.citations}
    for sentence in answer.sentences:
        assert sentence.citations
        assert set(sentence.citations) <= numbers
        if answer.written_by == "quotes":
            assert sentence.check is None
        elif sentence.check is None:
            assert any(sentence.text == citation.quote for citation in answer.citations)
    for struck in answer.struck:
        assert struck.reason
        shown = [sentence.text for sentence in answer.sentences]
        assert struck.text not in shown or answer.written_by == "quotes"


def test_the_model_answers(samples: Assistant) -> None:
    name = settings().model
    assert name
    (found,) = [finding for finding in samples.doctor() if name in finding.what]
    assert found.ok


@pytest.mark.parametrize("question", SAMPLE_QUESTIONS)
def test_nothing_unsupported_passes_unmarked(samples: Assistant, question: str) -> None:
    assert_sound(samples.ask(question))


def test_who_hit_civilians_is_not_put_into_russias_mouth(shared: Assistant) -> None:
    answer = shared.ask("Did Russia say that it hit civilians in Kyiv?")
    assert_sound(answer)
    assert any("disputed" in sentence.text for sentence in answer.sentences)
    for sentence in answer.sentences:
        if sentence.check == "kept":
            assert "admit" not in sentence.text.lower()


def test_what_the_articles_do_not_tell_is_not_answered(shared: Assistant) -> None:
    answer = shared.ask("Who won the 2022 World Cup?")
    assert answer.abstained
    assert answer.sentences == ()
