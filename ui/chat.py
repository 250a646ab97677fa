"""A reader's conversation with the assistant: what was asked, and what came of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.types import Answer, Citation, Turn
from index.errors import OnrecordError, QuestionError
from ui.desk import Desk
from ui.wording import clipped

logger = logging.getLogger(__name__)

ECHO_CHARACTERS = 400
"""How much of a long message the page repeats: a reader who pastes a book sees its beginning."""


@dataclass(frozen=True, slots=True)
class Working:
    """The assistant is at it."""

    step: str
    """What it is doing, in words."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """There is no reply, and why."""

    happened: str
    remedy: str
    keep_message: bool = False
    """The reader should find the message in the box again, to change it."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The reader did not want to wait."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and what came of it."""

    asked: str
    """As the reader typed it."""
    outcome: Working | Answer | Trouble | Stopped

    @property
    def echo(self) -> str:
        """The message as the page repeats it."""
        return clipped(self.asked, ECHO_CHARACTERS)


# eq=False: Gradio hashes what a session keeps to see whether it changed, and an Answer holds
# dictionaries, which cannot be hashed. A conversation is never changed, so its identity will do.
@dataclass(frozen=True, eq=False)
class Conversation:
    """All exchanges of one session of the page, oldest first."""

    exchanges: tuple[Exchange, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The answered exchanges, as follow-up questions need them."""
        return tuple(
            Turn(asked=exchange.asked, about=exchange.outcome.question)
            for exchange in self.exchanges
            if isinstance(exchange.outcome, Answer)
        )

    @property
    def is_working(self) -> bool:
        """Whether the last exchange still waits for its reply."""
        return bool(self.exchanges) and isinstance(self.exchanges[-1].outcome, Working)

    @property
    def returns_message(self) -> bool:
        """Whether the last message should be in the box again."""
        last = self.exchanges[-1].outcome if self.exchanges else None
        return isinstance(last, Trouble) and last.keep_message

    def asked(self, message: str) -> Conversation:
        """With a new exchange at its end."""
        return Conversation((*self.exchanges, Exchange(message, Working("Reading the question"))))

    def settled(self, outcome: Working | Answer | Trouble | Stopped) -> Conversation:
        """With another outcome of its last exchange."""
        *earlier, last = self.exchanges
        return Conversation((*earlier, replace(last, outcome=outcome)))

    def citation(self, exchange: int, number: int) -> tuple[Citation, tuple[Citation, ...]]:
        """Citation `number` of the reply in that exchange (counted from 0), and all citations
        of that reply. Raises LookupError where there is none."""
        if not 0 <= exchange < len(self.exchanges):
            raise LookupError(f"no exchange {exchange}")
        answer = self.exchanges[exchange].outcome
        if not isinstance(answer, Answer):
            raise LookupError(f"no reply in exchange {exchange}")
        citations = (*answer.citations, *answer.nearest)
        for citation in citations:
            if citation.number == number:
                return citation, citations
        raise LookupError(f"no citation {number} in exchange {exchange}")


def trouble(error: Exception) -> Trouble:
    """What a reader needs to know of an error; one that nobody foresaw goes to the log."""
    if isinstance(error, OnrecordError):
        return Trouble(error.happened, error.remedy, keep_message=isinstance(error, QuestionError))
    logger.error("unforeseen error in the page", exc_info=error)
    return Trouble(
        "Something went wrong inside Onrecord, and this was not foreseen.",
        "Try once more. If it happens again, run “onrecord doctor”; "
        "the details are in the log of the server.",
    )


def converse(desk: Desk, message: str, conversation: Conversation) -> Iterator[Conversation]:
    """The conversation as it grows by one message: the assistant's steps, then its outcome."""
    turns = conversation.turns
    conversation = conversation.asked(message)
    yield conversation
    try:
        for step in desk.steps(message, turns):
            outcome = Working(step) if isinstance(step, str) else step
            conversation = conversation.settled(outcome)
            yield conversation
    except Exception as error:  # noqa: BLE001 - the page must outlive any error, and shows it
        yield conversation.settled(trouble(error))
