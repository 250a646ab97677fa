"""A message becomes a question that stands alone."""

from __future__ import annotations

import pytest

from assistant.retrieval.query_analysis import LONGEST_MESSAGE, understand
from assistant.types import Turn, Wanted
from index.errors import QuestionError


def _after(question: str) -> list[Turn]:
    return [Turn(question, question)]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("How many boats burned?", Wanted.QUANTITY),
        ("When did it burn?", Wanted.TIME),
        ("Did the fire reach Orsk?", Wanted.YES_OR_NO),
        ("Who is responsible for the fire?", Wanted.RESPONSIBILITY),
        ("Which treaty does Orsk invoke?", Wanted.OTHER),
    ],
)
def test_tells_what_is_wanted(message: str, wanted: Wanted) -> None:
    assert understand(message).wanted is wanted


@pytest.mark.parametrize(
    ("message", "speaker"),
    [
        ("What did Ivo Lamm say about the boats?", "Ivo Lamm"),
        ("what did lamm say?", "lamm"),
        ("According to Orsk, who lit it?", "Orsk"),
        ("What did the Ministry of Harbours accuse Orsk of?", "the Ministry of Harbours"),
        ("What did he say?", None),
        ("How many boats burned?", None),
    ],
)
def test_tells_whose_words_are_asked_for(message: str, speaker: str | None) -> None:
    assert understand(message).speaker == speaker


def test_names_leave_out_the_words_of_asking_and_of_time() -> None:
    assert understand("What did Ivo Lamm say in Orsk on Monday?").names == ("Ivo Lamm", "Orsk")
    assert understand("Did Orsk burn?").names == ("Orsk",)
    assert understand("Huge crowds came to which town?").names == ()


@pytest.mark.parametrize(
    "message",
    ["Who owns the boats of Orsk?", "Is there a shortage of fish?", "What did survivors say?"],
)
def test_a_question_with_its_own_subject_stands_alone(message: str) -> None:
    assert understand(message, _after("How many boats burned?")).text == message


@pytest.mark.parametrize("message", ["and what did Orsk answer?", "Why?", "What did he say?"])
def test_a_follow_up_carries_the_earlier_question(message: str) -> None:
    question = understand(message, _after("Did Lindmoor light the fire?"))
    assert question.asked == message
    assert "Did Lindmoor light the fire?" in question.text


def test_a_third_follow_up_still_carries_the_first_question() -> None:
    first = "Did Lindmoor light the fire?"
    second = understand("and what did Orsk answer?", _after(first)).text
    third = understand("and why?", _after(second)).text
    assert third.endswith(first)
    assert "answer" not in third


def test_a_mere_name_asks_the_same_of_another() -> None:
    question = understand("And Corish?", _after("What did Orsk say about the fire?"))
    assert question.text == "What did Corish say about the fire?"
    assert question.speaker == "Corish"


@pytest.mark.parametrize("message", ["", "   \n", "?!", "\x00"])
def test_an_empty_message_is_an_error_with_a_remedy(message: str) -> None:
    with pytest.raises(QuestionError, match="Type a question"):
        understand(message)


def test_a_message_as_long_as_an_article_is_an_error_with_a_remedy() -> None:
    with pytest.raises(QuestionError, match="Ask a shorter question"):
        understand("x" * (LONGEST_MESSAGE + 1))
