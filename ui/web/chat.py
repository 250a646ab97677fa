"""A reader's conversation with the assistant: what was asked, and what came of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.events import Done, Partial, Progress
from assistant.types import Answer, Citation, Turn, Writing
from assistant.verdicts.types import Verdict, Wish
from index.errors import ClaimError, OnrecordError, QuestionError
from ui.web.desk import Desk
from ui.wording import clipped

logger = logging.getLogger(__name__)

ECHO_CHARACTERS = 400
"""How much of a long message the page repeats: a reader who pastes a book sees its beginning."""


Reply = Answer | Verdict
"""What the assistant gives a reader: to a question an Answer, to a claim a Verdict."""


@dataclass(frozen=True, slots=True)
class Working:
    """The assistant is at it, or at the next reply."""

    step: str
    """What it is doing, in words."""
    writing: Writing | None = None
    """What a language model has written so far, which nobody should believe yet."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """There is no reply, or no further one, and why."""

    happened: str
    remedy: str
    subject: str = ""
    """The input or the part that it is about; empty: Onrecord itself."""
    keep_message: bool = False
    """The reader should find the message in the box again, to change it."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The reader did not want to wait."""


@dataclass(frozen=True, slots=True)
class Finished:
    """All replies are there."""


State = Working | Trouble | Stopped | Finished


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and what came of it."""

    asked: str
    """As the reader typed it."""
    state: State
    replies: tuple[Reply, ...] = ()
    """In the order in which they came; they stay, whatever happens to the next one."""

    @property
    def echo(self) -> str:
        """The message as the page repeats it."""
        return clipped(self.asked, ECHO_CHARACTERS)

    @property
    def about(self) -> str | None:
        """What a follow-up refers to: the last question that was answered, else the last claim
        that was checked; None where there is no reply."""
        questions = [reply.question for reply in self.replies if isinstance(reply, Answer)]
        claims = [reply.claim for reply in self.replies if isinstance(reply, Verdict)]
        return next(reversed(questions or claims), None)


# eq=False: Gradio hashes what a session keeps to see whether it changed, and an Answer holds
# dictionaries, which cannot be hashed. A conversation is never changed, so its identity will do.
@dataclass(frozen=True, eq=False)
class Conversation:
    """All exchanges of one session of the page, oldest first."""

    exchanges: tuple[Exchange, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The exchanges that have a reply, as follow-ups need them."""
        return tuple(
            Turn(
                exchange.asked, exchange.about, "\n".join(reply.text for reply in exchange.replies)
            )
            for exchange in self.exchanges
            if exchange.about is not None
        )

    @property
    def is_working(self) -> bool:
        """Whether the last exchange still waits for a reply."""
        return bool(self.exchanges) and isinstance(self.exchanges[-1].state, Working)

    @property
    def returns_message(self) -> bool:
        """Whether the last message should be in the box again."""
        last = self.exchanges[-1].state if self.exchanges else None
        return isinstance(last, Trouble) and last.keep_message

    def asked(self, message: str) -> Conversation:
        """With a new exchange at its end."""
        # A step that was on its way when the reader stopped the assistant may have come after.
        earlier = self.settled(Stopped()) if self.is_working else self
        new = Exchange(message, Working("Reading the message"))
        return Conversation((*earlier.exchanges, new))

    def settled(self, state: State) -> Conversation:
        """With another state of its last exchange."""
        *earlier, last = self.exchanges
        return Conversation((*earlier, replace(last, state=state)))

    def replied(self, reply: Reply) -> Conversation:
        """With one more reply in its last exchange."""
        *earlier, last = self.exchanges
        return Conversation((*earlier, replace(last, replies=(*last.replies, reply))))

    def citation(
        self, exchange: int, reply: int, number: int
    ) -> tuple[Citation, tuple[Citation, ...]]:
        """Citation `number` of that reply in that exchange (both counted from 0), and all
        citations of that reply. Raises LookupError where there is none."""
        if not 0 <= exchange < len(self.exchanges):
            raise LookupError(f"no exchange {exchange}")
        replies = self.exchanges[exchange].replies
        if not 0 <= reply < len(replies):
            raise LookupError(f"no reply {reply} in exchange {exchange}")
        citations = cited(replies[reply])
        for citation in citations:
            if citation.number == number:
                return citation, citations
        raise LookupError(f"no citation {number} in reply {reply} of exchange {exchange}")


def cited(reply: Reply) -> tuple[Citation, ...]:
    """All citations that a reply shows."""
    nearest = reply.nearest if isinstance(reply, Answer) else ()
    return (*reply.citations, *nearest)


def trouble(error: Exception) -> Trouble:
    """What a reader needs to know of an error; one that nobody foresaw goes to the log."""
    if isinstance(error, OnrecordError):
        keep_message = isinstance(error, QuestionError | ClaimError)
        return Trouble(error.happened, error.remedy, error.subject, keep_message)
    logger.error("unforeseen error in the page", exc_info=error)
    return Trouble(
        "Something unexpected went wrong inside Onrecord.",
        "Try again. If it happens again, run “onrecord doctor”. The details are in the server's "
        "log.",
    )


def foreseen(error: Exception, subject: str) -> OnrecordError:
    """The error, if it is of our tree; in place of another, what a reader needs to know of it."""
    if isinstance(error, OnrecordError):
        return error
    told = trouble(error)
    return OnrecordError(told.happened, subject=subject, remedy=told.remedy)


def converse(
    desk: Desk, message: str, conversation: Conversation, wish: Wish = Wish.EITHER
) -> Iterator[Conversation]:
    """The conversation as it grows by one message: the assistant's steps, each reply as soon as
    it is there, and the end."""
    turns = conversation.turns
    conversation = conversation.asked(message)
    yield conversation
    try:
        for event in desk.reply(message, turns, wish):
            match event:
                case Progress(text):
                    conversation = conversation.settled(Working(text))
                case Partial(writing):
                    conversation = conversation.settled(Working("Writing and checking", writing))
                case Done(reply):
                    conversation = conversation.replied(reply)
            yield conversation
        conversation = conversation.settled(Finished())
    except Exception as error:  # noqa: BLE001 - the page must outlive any error, and shows it
        conversation = conversation.settled(trouble(error))
    yield conversation
