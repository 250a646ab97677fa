"""A follow-up that a language model rewrites to stand alone, and when it is not believed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from written_store import calls, make_store, model

from assistant.retrieval.query_analysis import understand
from assistant.retrieval.query_rewriting import LONGEST, rewritten, trimmed
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from assistant.types import Turn
from index.search.embedding import FakeEmbedder
from index.store import Store
from onrecord import Assistant

ASKED = "How many boats burned in Orsk?"
SAID = "The Gazette: Thirty boats burned, the harbour master Ilya Brandt said."
CONVERSATION = (Turn(ASKED, ASKED, SAID),)
FOLLOW_UP = "When did it happen?"
RULE = understand(FOLLOW_UP, CONVERSATION).text


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path) as store:
        yield store


def test_words_of_the_conversation_make_the_question() -> None:
    question = rewritten(FOLLOW_UP, CONVERSATION, model("When did the boats burn in Orsk?"))
    assert question.text == "When did the boats burn in Orsk?"
    assert question.asked == FOLLOW_UP
    assert question.names == ("Orsk",)


def test_words_of_the_reply_may_be_used() -> None:
    text = "When did the harbour master Ilya Brandt say that thirty boats burned?"
    question = rewritten(FOLLOW_UP, CONVERSATION, model(f"  “{text}”\n"))
    assert (question.text, question.speaker) == (text, "the harbour master Ilya Brandt")


@pytest.mark.parametrize(
    "written",
    [
        "When did Vera Stahl see the boats burn in Orsk?",
        "When did 40 boats burn in Orsk?",
        "When did forty boats burn in Orsk?",
        "When did the boats explode in Orsk?",
        "When did the boats not burn in Orsk?",
        "When didn't the boats burn in Orsk?",
        "What did happen before the boats burned in Orsk?",
        "When did the boats burn in Orsk?\nHow many boats burned?",
        "",
        "  \n ",
        "?",
        "the of",
        "When did the boats burn in Orsk? " * (LONGEST // 30),
        ConnectionError("refused"),
        TimeoutError("slow"),
        RuntimeError("broken"),
    ],
)
def test_the_rules_decide_where_the_model_cannot_be_trusted(written: str | Exception) -> None:
    writer = model(written, retries=0)
    question = rewritten(FOLLOW_UP, CONVERSATION, writer)
    assert len(calls(writer)) == 1
    assert question == understand(FOLLOW_UP, CONVERSATION)


def test_small_words_of_the_reader_stay() -> None:
    text = "Did the boats not burn before the harbour master said it?"
    question = rewritten("Did they not, before he said it?", CONVERSATION, model(text))
    assert question.text == text


@pytest.mark.parametrize("repeated", ["Who is the harbour master?", "Who is the harbour master"])
def test_a_question_that_stands_alone_stays(repeated: str) -> None:
    message = "Who is the harbour master?"
    assert rewritten(message, CONVERSATION, model(repeated)).text == message


def test_nothing_is_asked_without_a_conversation_or_a_model() -> None:
    writer = model("When did the boats burn?")
    assert rewritten(FOLLOW_UP, (), writer) == understand(FOLLOW_UP)
    assert calls(writer) == []
    assert rewritten(FOLLOW_UP, CONVERSATION, None) == understand(FOLLOW_UP, CONVERSATION)


def test_nothing_is_asked_where_there_are_no_articles(tmp_path: Path) -> None:
    writer = model("How many boats burned in Orsk harbour?")
    with Store.open(tmp_path / "empty", FakeEmbedder()) as store:
        desk = Assistant(store, OverlapReranker(), WordStance(), writer)
        answer = desk.ask(FOLLOW_UP, CONVERSATION)
    assert (answer.question, answer.abstained, calls(writer)) == (RULE, True, [])


def test_an_endless_rewriting_is_not_read_to_its_end() -> None:
    writer = model("When did the boats burn in Orsk? " * 10_000)
    assert rewritten(FOLLOW_UP, CONVERSATION, writer).text == RULE


def test_the_latest_turns_that_fit_are_sent() -> None:
    turns = [Turn(f"Question {n}?", f"Question {n}?", "word " * 200) for n in range(50)]
    kept = trimmed(turns, 1_000)
    assert kept == turns[-len(kept) :]
    assert 1 < len(kept) < 10
    assert trimmed(turns, 1) == turns[-1:]
    writer = model("Question?", tokens=4_000)
    rewritten(FOLLOW_UP, turns, writer)
    assert f"Reader: Question 49?\nReply: {'word ' * 200}".strip() in calls(writer)[0]
    assert "Question 0?" not in calls(writer)[0]


def test_a_word_of_a_turn_that_was_not_sent_is_not_believed() -> None:
    old = Turn("Who is Vera Stahl?", "Who is Vera Stahl?", "")
    turns = [old, Turn(ASKED, ASKED, f"{SAID} " * 100)]
    question = rewritten(FOLLOW_UP, turns, model("When did Vera Stahl burn?", tokens=500))
    assert question.text == RULE


def test_the_reply_tells_how_the_question_was_understood(stored: Store) -> None:
    alone = "How many boats burned in Orsk harbour?"
    writer = model(alone, "[{0}] Thirty boats burned.")
    desk = Assistant(stored, OverlapReranker(), WordStance(), writer)
    turn = Turn("What burned in Orsk harbour?", "What burned in Orsk harbour?", "Boats burned.")
    answer = desk.ask("How many?", (turn,))
    assert (answer.asked, answer.question) == ("How many?", alone)
    assert answer.written_by == "scripted model"
