"""The conversation: what it keeps, and what happens to errors."""

from __future__ import annotations

import logging
from threading import Event

import pytest
from scripted_assistant import (
    Scripted,
    ScriptedAssistant,
    abstaining,
    article,
    cite,
    quoting,
    ruling,
)

from assistant.types import Answer
from assistant.verdicts.types import Label, Verdict, Wish
from index.errors import ClaimError, StoreLocked
from ui.web.chat import (
    ECHO_CHARACTERS,
    Conversation,
    Finished,
    Stopped,
    Trouble,
    Working,
    converse,
)

FERRY = article(
    "The ferry is back", "The ferry to Lower Ambling sails again.", outlet="Ambling Post"
)
QUOTED = cite(1, FERRY, "The ferry to Lower Ambling sails again.")
SAILS = ruling(Label.SUPPORTED, QUOTED)


def last(desk: ScriptedAssistant, *messages: str) -> Conversation:
    """The conversation after these messages."""
    conversation = Conversation()
    for message in messages:
        *_, conversation = converse(desk, message, conversation)
    return conversation


def test_a_message_is_shown_then_its_steps_then_its_answer() -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(quoting(QUOTED))
    grown = [each.exchanges[-1] for each in converse(desk, "Does it sail?", Conversation())]
    assert [each.state for each in grown] == [
        Working("Reading the message"),
        Working("Searching the articles"),
        Working("Searching the articles"),
        Finished(),
    ]
    assert [len(each.replies) for each in grown] == [0, 0, 1, 1]
    assert isinstance(grown[-1].replies[0], Answer)


def test_each_reply_is_there_while_the_next_is_worked_on() -> None:
    desk = ScriptedAssistant(FERRY)
    waiting = Event()
    waiting.set()
    desk.enqueue((SAILS, waiting, quoting(QUOTED)))
    grown = [each.exchanges[-1] for each in converse(desk, "Does it sail?", Conversation())]
    between = next(each for each in grown if each.state == Working("Looking at the next one"))
    assert [type(reply) for reply in between.replies] == [Verdict]
    assert [type(reply) for reply in grown[-1].replies] == [Verdict, Answer]


def test_an_error_after_a_reply_leaves_the_reply() -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue((SAILS, StoreLocked("It is locked.", subject="store", remedy="Wait.")))
    exchange = last(desk, "It sails. It is red.").exchanges[-1]
    assert [type(reply) for reply in exchange.replies] == [Verdict]
    assert exchange.state == Trouble("It is locked.", "Wait.", "store")


def test_stopping_leaves_the_replies() -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(SAILS)
    conversation = last(desk, "It sails.").settled(Stopped())
    assert len(conversation.exchanges[-1].replies) == 1
    assert not conversation.is_working


def test_a_step_that_comes_after_the_stop_does_not_leave_the_exchange_working() -> None:
    late = Conversation().asked("First?").settled(Working("Weighing"))
    assert [each.state for each in late.asked("Second?").exchanges] == [
        Stopped(),
        Working("Reading the message"),
    ]


def test_what_is_wished_reaches_the_assistant() -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(SAILS, SAILS)
    list(converse(desk, "It sails.", Conversation()))
    list(converse(desk, "It sails.", Conversation(), Wish.CHECK))
    assert desk.wishes == [Wish.EITHER, Wish.CHECK]


@pytest.mark.parametrize(
    ("replies", "about"),
    [
        (("answer",), "What sails?"),
        (("verdict",), "The ferry sails."),
        (("verdict", "answer"), "What sails?"),
        (("answer", "verdict"), "What sails?"),
        (("verdict", "other verdict"), "The ferry is red."),
    ],
)
def test_a_follow_up_refers_to_the_last_question_else_to_the_last_claim(
    replies: tuple[str, ...], about: str
) -> None:
    known: dict[str, Scripted] = {
        "answer": quoting(QUOTED, question="What sails?"),
        "verdict": SAILS.model_copy(update={"claim": "The ferry sails."}),
        "other verdict": SAILS.model_copy(update={"claim": "The ferry is red."}),
    }
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(tuple(known[each] for each in replies))
    (turn,) = last(desk, "It sails?").turns
    assert (turn.asked, turn.about) == ("It sails?", about)


def test_a_follow_up_brings_the_answered_exchanges_only() -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(quoting(QUOTED), RuntimeError("out of order"), abstaining())
    last(desk, "First?", "Second?", "Third?")
    question, turns = desk.heard[-1]
    assert question == "Third?"
    assert [(turn.asked, turn.about) for turn in turns] == [("First?", "First?")]


def test_a_foreseen_error_becomes_its_own_words() -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(StoreLocked("Another process is writing.", subject="store", remedy="Wait for it."))
    exchange = last(desk, "Does it sail?").exchanges[-1]
    assert exchange.state == Trouble("Another process is writing.", "Wait for it.", "store")
    assert exchange.replies == ()


def test_what_cannot_be_checked_is_returned_to_the_box() -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(ClaimError("That is an opinion.", subject="claim", remedy="State a fact."))
    conversation = last(desk, "The ferry is ugly.")
    assert conversation.returns_message
    assert conversation.turns == ()


def test_an_unforeseen_error_is_logged_and_told_without_its_internals(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(ZeroDivisionError("secret detail"))
    with caplog.at_level(logging.ERROR):
        state = last(desk, "Does it sail?").exchanges[-1].state
    assert isinstance(state, Trouble)
    assert "secret detail" not in state.happened + state.remedy
    assert "onrecord doctor" in state.remedy
    assert "secret detail" in caplog.text


def test_an_overlong_message_is_echoed_by_its_beginning_and_returned_to_the_box() -> None:
    desk = ScriptedAssistant(FERRY)
    conversation = last(desk, "why " * 25_000)
    exchange = conversation.exchanges[-1]
    assert isinstance(exchange.state, Trouble)
    assert "100000 characters" in exchange.state.happened
    assert len(exchange.echo) <= ECHO_CHARACTERS + 2
    assert conversation.returns_message


def test_a_citation_is_found_by_its_exchange_reply_and_number() -> None:
    desk = ScriptedAssistant(FERRY)
    older = cite(1, article("An older ferry", "It sank."), "It sank.")
    desk.enqueue(abstaining(older), (SAILS, quoting(older)))
    conversation = last(desk, "Then?", "Now?")
    assert conversation.citation(0, 0, 1) == (older, (older,))
    assert conversation.citation(1, 0, 1) == (QUOTED, (QUOTED,))
    assert conversation.citation(1, 1, 1) == (older, (older,))


@pytest.mark.parametrize(
    ("exchange", "reply", "number"), [(0, 0, 2), (0, 1, 1), (0, -1, 1), (1, 0, 1), (-1, 0, 1)]
)
def test_a_citation_that_is_not_there_is_a_lookup_error(
    exchange: int, reply: int, number: int
) -> None:
    desk = ScriptedAssistant(FERRY)
    desk.enqueue(quoting(QUOTED))
    conversation = last(desk, "Then?")
    with pytest.raises(LookupError):
        conversation.citation(exchange, reply, number)
