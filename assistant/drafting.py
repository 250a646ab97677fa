"""Drafts of a language model, as they grow: structured where the model can, else as plain text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.exceptions import OutputParserException
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import Runnable, RunnableConfig

from assistant.calls import MOST_CHARACTERS, Deadline, Unsuited, stream, trouble
from assistant.confirm import Confirmed
from assistant.draft import SCHEMA, DraftSentence, Uncited, from_plain, from_structured
from assistant.language_model import LanguageModel
from assistant.sheet import Sheet
from prompts import load

_UNSUITED = frozenset({400, 415, 422, 500, 501})
"""Statuses of servers that do not take structured requests; of some it is 500, so a server in
trouble is asked once more, plainly."""
_ENOUGH = 2
"""Structured requests in vain, one after the other, after which none is made any more."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote so far."""

    sentences: tuple[DraftSentence, ...]
    finished: bool


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be written, and by when."""

    question: str
    sheet: Sheet
    deadline: Deadline
    config: RunnableConfig | None
    """LangChain's, with a user's callbacks."""


class Drafter:
    """Safe to use from several threads."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._refused = 0
        """Structured requests in a row that the model did not take or heed."""

    def drafts(self, task: Task, again: Sequence[BaseMessage] = ()) -> Iterator[Draft]:
        """The draft as it grows, finished last. Raises ChatModelError."""
        if self._refused < _ENOUGH:
            try:
                yield from self._structured(task, again)
            except Unsuited:
                pass
            else:
                self._refused = 0
                return
        try:
            yield from self._plain(task, again)
        except Unsuited as error:
            raise trouble(self._model, "refused the request") from error
        # Not before: of a server that is down a refusal tells nothing.
        self._refused += 1

    def _structured(self, task: Task, again: Sequence[BaseMessage]) -> Iterator[Draft]:
        asked = load("write", question=task.question, paragraphs=task.sheet.text)
        reply: object = None
        ask = _structured(self._model)
        for piece in self._pieces(task, ask, asked, again, _UNSUITED):
            reply = piece
            sentences = from_structured(reply, partial=True)
            self._bound(sum(len(one.text) + len(one.quote or "") for one in sentences))
            yield Draft(sentences, finished=False)
        yield Draft(from_structured(reply), finished=True)

    def _plain(self, task: Task, again: Sequence[BaseMessage]) -> Iterator[Draft]:
        example = task.sheet.sources[0].key
        asked = load(
            "write_plain", question=task.question, paragraphs=task.sheet.text, example=example
        )
        reply = ""
        for piece in self._pieces(task, self._model.chat | StrOutputParser(), asked, again):
            reply += piece
            self._bound(len(reply))
            yield Draft(from_plain(reply, partial=True), finished=False)
        if not reply.strip():
            raise trouble(self._model, "wrote nothing")
        yield Draft(from_plain(reply), finished=True)

    def _pieces(
        self,
        task: Task,
        ask: Runnable[Any, Any],
        asked: str,
        again: Sequence[BaseMessage],
        unsuited: Collection[int] = (),
    ) -> Iterator[Any]:
        messages = [SystemMessage(load("write_system")), HumanMessage(asked), *again]
        call = lambda: _unsuited_where_unreadable(ask.stream(messages, task.config))  # noqa: E731
        return stream(self._model, task.deadline, call, unsuited)

    def _bound(self, characters: int) -> None:
        if characters > MOST_CHARACTERS:
            raise trouble(self._model, "wrote far more than was asked for")


def corrections(
    draft: Sequence[Confirmed | Uncited], wrong: Sequence[Uncited]
) -> list[BaseMessage]:
    """What a model is told of its draft, before it writes another."""
    told = "\n".join(f"- “{one.text}” {one.reason}" for one in wrong)
    before = "\n".join(one.text for one in draft)
    return [AIMessage(before), HumanMessage(load("write_again", problems=told))]


def _structured(model: LanguageModel) -> Runnable[Any, Any]:
    """The model, bound to the form of a reply. Raises Unsuited where it cannot be."""
    try:
        return model.chat.with_structured_output(SCHEMA)
    except (NotImplementedError, ValueError) as error:
        raise Unsuited(str(error)) from error


def _unsuited_where_unreadable(pieces: Iterator[Any]) -> Iterator[Any]:
    """The pieces that have come to be mappings; a reply that is no JSON is Unsuited."""
    try:
        for piece in pieces:
            if isinstance(piece, str | Mapping):
                yield piece
    except OutputParserException as error:
        raise Unsuited("The reply is not in the form that was asked for.") from error
