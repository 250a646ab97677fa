"""One request to a language model, for a reply in a form (JSON of a schema) or as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.exceptions import OutputParserException
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.runnables import RunnableConfig

from assistant.llm.client import MOST_CHARACTERS, Deadline, Unsuited, stream, trouble
from assistant.llm.connect import LanguageModel

_UNSUITED = frozenset({400, 415, 422, 500, 501})
"""Statuses of servers that do not take structured requests; of some it is 500, so a server in
trouble is asked once more, plainly."""

_ENOUGH = 2
"""Requests for a form in vain, one after the other, after which none is made any more."""
SHORT = 20.0
"""Seconds of a call that a reader waits for before anything is searched."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, and by when it must be answered."""

    messages: Sequence[BaseMessage]
    deadline: Deadline
    config: RunnableConfig | None = None
    """LangChain's, with a user's callbacks."""


def conversation(system: str, *turns: str) -> list[BaseMessage]:
    """Messages: what the model is to be, then what it is asked and what it replied, in turn."""
    sides: tuple[type[BaseMessage], ...] = (HumanMessage, AIMessage)
    said = [sides[place % 2](content=turn) for place, turn in enumerate(turns)]
    return [SystemMessage(system), *said]


class Forms:
    """Whether a model is still asked for a form, rather than for plain text. Safe to use from
    several threads."""

    def __init__(self, model: LanguageModel, schema: Mapping[str, Any]) -> None:
        self._in_vain = 0
        try:
            model.chat.with_structured_output(dict(schema))
        except (NotImplementedError, ValueError):  # its class can ask for none
            self._in_vain = _ENOUGH

    @property
    def wanted(self) -> bool:
        """Not after several requests in a row that it did not take or heed."""
        return self._in_vain < _ENOUGH

    def heeded(self) -> None:
        """It replied in the form."""
        self._in_vain = 0

    def refused(self) -> None:
        """It did not, and replied to the plain request that followed. This cannot be known earlier:
        a refusal from a server that is down says nothing."""
        self._in_vain += 1


def in_form(model: LanguageModel, schema: Mapping[str, Any], request: Request) -> Iterator[Any]:
    """The reply as it grows, as unexamined texts and mappings. Raises ChatModelError, and Unsuited
    if the model does not accept or follow the form."""
    try:
        ask = model.chat.with_structured_output(dict(schema))
    except (NotImplementedError, ValueError) as error:
        raise Unsuited(str(error)) from error

    def call() -> Iterator[Any]:
        try:
            for piece in ask.stream(list(request.messages), request.config):
                if isinstance(piece, str | Mapping):
                    yield piece
        except OutputParserException as error:
            raise Unsuited("The reply isn't in the form that was asked for.") from error

    return stream(model, request.deadline, call, _UNSUITED)


def in_text(model: LanguageModel, request: Request) -> Iterator[str]:
    """The reply's text, piece by piece. Raises ChatModelError, also if it was cut off, and
    Unsuited."""

    def call() -> Iterator[str]:
        is_whole = not model.tells_its_end
        for piece in model.chat.stream(list(request.messages), request.config):
            is_whole = is_whole or "finish_reason" in piece.response_metadata
            yield piece.text
        if not is_whole:
            raise ConnectionError("The reply broke off.")

    return stream(model, request.deadline, call)


def whole_text(model: LanguageModel, request: Request) -> str:
    """The reply in one text. Raises ChatModelError, also if it is empty or endless."""
    reply = ""
    try:
        for piece in in_text(model, request):
            reply += piece
            bound(model, len(reply))
    except Unsuited as error:
        raise trouble(model, "refused the request") from error
    if not reply.strip():
        raise trouble(model, "wrote nothing")
    return reply


def bound(model: LanguageModel, characters: int) -> None:
    """Raises ChatModelError where a reply has more characters than any that was asked for."""
    if characters > MOST_CHARACTERS:
        raise trouble(model, "wrote far more than was asked for")
