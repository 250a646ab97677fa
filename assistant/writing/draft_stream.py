"""Drafts of a language model, as they grow: structured where the model can, else as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.runnables import RunnableConfig

from assistant.groundedness.check import CheckedSentence
from assistant.groundedness.draft_parser import (
    SCHEMA,
    DraftSentence,
    from_plain,
    from_structured,
)
from assistant.llm.client import Deadline, Unsuited, trouble
from assistant.llm.connect import LanguageModel
from assistant.llm.prompt_context import Sheet
from assistant.llm.structured_output import Forms, Request, bound, in_form, in_text
from prompts import load


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """What a model wrote so far."""

    sentences: tuple[DraftSentence, ...]
    finished: bool


@dataclass(frozen=True, slots=True)
class WritingTask:
    """What is to be written, and by when."""

    question: str
    sheet: Sheet
    deadline: Deadline
    config: RunnableConfig | None
    """LangChain's, with a user's callbacks."""


class DraftWriter:
    """Safe to use from several threads."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._forms = Forms(model, SCHEMA)

    def drafts(self, task: WritingTask, again: Sequence[BaseMessage] = ()) -> Iterator[ReplyDraft]:
        """The draft as it grows, finished last. Raises ChatModelError."""
        asked_for_form = self._forms.wanted
        if asked_for_form:
            try:
                yield from self._structured(task, again)
            except Unsuited:
                pass
            else:
                self._forms.heeded()
                return
        try:
            yield from self._plain(task, again)
        except Unsuited as error:
            raise trouble(self._model, "refused the request") from error
        if asked_for_form:
            self._forms.refused()

    def _structured(self, task: WritingTask, again: Sequence[BaseMessage]) -> Iterator[ReplyDraft]:
        asked = load("write", question=task.question, paragraphs=task.sheet.text)
        reply: object = None
        for piece in in_form(self._model, SCHEMA, _request(task, asked, again)):
            reply = piece
            sentences = from_structured(reply, partial=True)
            bound(self._model, sum(len(one.text) + len(one.quote or "") for one in sentences))
            yield ReplyDraft(sentences, finished=False)
        yield ReplyDraft(from_structured(reply), finished=True)

    def _plain(self, task: WritingTask, again: Sequence[BaseMessage]) -> Iterator[ReplyDraft]:
        example = task.sheet.sources[0].key
        asked = load(
            "write_plain", question=task.question, paragraphs=task.sheet.text, example=example
        )
        reply = ""
        for piece in in_text(self._model, _request(task, asked, again)):
            reply += piece
            bound(self._model, len(reply))
            yield ReplyDraft(from_plain(reply, partial=True), finished=False)
        if not reply.strip():
            raise trouble(self._model, "wrote nothing")
        yield ReplyDraft(from_plain(reply), finished=True)


def corrections(
    draft: Sequence[CheckedSentence], wrong: Sequence[CheckedSentence]
) -> list[BaseMessage]:
    """What a model is told of its draft, before it writes another."""
    problems = "\n".join(f"- “{one.text}” {one.reason}" for one in wrong)
    before = "\n".join(one.text for one in draft)
    return [AIMessage(before), HumanMessage(load("write_again", problems=problems))]


def _request(task: WritingTask, asked: str, again: Sequence[BaseMessage]) -> Request:
    messages = [SystemMessage(load("write_system")), HumanMessage(asked), *again]
    return Request(messages, task.deadline, task.config)
