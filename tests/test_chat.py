"""The conversation: what it keeps, and what becomes of errors."""

from __future__ import annotations

import logging

import pytest
from scripted_assistant import ScriptedAssistant, abstaining, article, cite, quoting

from assistant.types import Answer
from index.errors import StoreLocked
from ui.chat import ECHO_CHARACTERS, Conversation, Trouble, Working, converse

FERRY = article(
    "The ferry is back", "The ferry to Lower Ambling sails again.", outlet="Ambling Post"
)
QUOTED = cite(1, FERRY, "The ferry to Lower Ambling sails again.")


def test_a_message_is_shown_then_its_steps_then_its_answer() -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(quoting(QUOTED))
    outcomes = [
        grown.exchanges[-1].outcome for grown in converse(desk, "Does it sail?", Conversation())
    ]
    assert outcomes[:2] == [Working("Reading the question"), Working("Searching the articles")]
    assert isinstance(outcomes[2], Answer)
    assert len(outcomes) == 3


def test_a_follow_up_brings_the_answered_exchanges_only() -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(quoting(QUOTED), RuntimeError("out of order"), abstaining())
    conversation = Conversation()
    for message in ("First?", "Second?", "Third?"):
        *_, conversation = converse(desk, message, conversation)
    question, turns = desk.heard[-1]
    assert question == "Third?"
    assert [(turn.asked, turn.about) for turn in turns] == [("First?", "First?")]


def test_a_foreseen_error_becomes_its_own_words() -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(StoreLocked("Another process is writing.", subject="store", remedy="Wait for it."))
    *_, conversation = converse(desk, "Does it sail?", Conversation())
    assert conversation.exchanges[-1].outcome == Trouble(
        "Another process is writing.", "Wait for it."
    )


def test_an_unforeseen_error_is_logged_and_told_without_its_internals(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(ZeroDivisionError("secret detail"))
    with caplog.at_level(logging.ERROR):
        *_, conversation = converse(desk, "Does it sail?", Conversation())
    outcome = conversation.exchanges[-1].outcome
    assert isinstance(outcome, Trouble)
    assert "secret detail" not in outcome.happened + outcome.remedy
    assert "onrecord doctor" in outcome.remedy
    assert "secret detail" in caplog.text


def test_an_overlong_message_is_echoed_by_its_beginning_and_returned_to_the_box() -> None:
    desk = ScriptedAssistant(FERRY)
    *_, conversation = converse(desk, "why " * 25_000, Conversation())
    exchange = conversation.exchanges[-1]
    assert isinstance(exchange.outcome, Trouble)
    assert "100000 characters" in exchange.outcome.happened
    assert len(exchange.echo) <= ECHO_CHARACTERS + 2
    assert conversation.returns_message


def test_a_citation_is_found_by_its_exchange_and_number() -> None:
    desk = ScriptedAssistant(FERRY)
    older = cite(1, article("An older ferry", "It sank."), "It sank.")
    desk.enqueue(quoting(older), quoting(QUOTED))
    conversation = Conversation()
    for message in ("Then?", "Now?"):
        *_, conversation = converse(desk, message, conversation)
    assert conversation.citation(0, 1) == (older, (older,))
    assert conversation.citation(1, 1) == (QUOTED, (QUOTED,))


@pytest.mark.parametrize(("exchange", "number"), [(0, 2), (1, 1), (-1, 1)])
def test_a_citation_that_is_not_there_is_a_lookup_error(exchange: int, number: int) -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(quoting(QUOTED))
    *_, conversation = converse(desk, "Then?", Conversation())
    with pytest.raises(LookupError):
        conversation.citation(exchange, number)
