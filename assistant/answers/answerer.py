"""The seam between finding and answering: who makes an answer of what was found.

Three do: `Quoting` in the articles' own words, a `Writer` (assistant/writing/writer.py) with a
language model, and `RunnableAnswerer` with whatever LangChain Runnable a user gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answers.extractive import quote
from assistant.answers.pairwise_nli import Related
from assistant.events import Done, Partial
from assistant.evidence import Candidate
from assistant.types import AnswerContent, Passage, Question


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """What an answer is made from."""

    question: Question
    passages: tuple[Passage, ...]
    """The best first."""
    candidates: tuple[Candidate, ...]
    """Their sentences that may answer, the best first."""
    related: Related
    """The candidates without repetitions, and what they say of each other."""


class Answerer(Protocol):
    """Makes an answer. Safe to use from several threads."""

    def answer(
        self, context: AnswerContext, config: RunnableConfig
    ) -> Iterator[Partial | Done[AnswerContent]]:
        """What is written meanwhile, and last what the answer says. `config`: LangChain's, for
        callbacks. Raises ModelError."""


class Quoting:
    """Needs no language model."""

    def answer(
        self, context: AnswerContext, config: RunnableConfig
    ) -> Iterator[Partial | Done[AnswerContent]]:
        """The sentences that answer, as quotes."""
        yield Done(quote(context.question, context.related))


class RunnableAnswerer:
    """A user's own Runnable, which is given an AnswerContext and gives the
    AnswerContent."""

    def __init__(self, runnable: Runnable[AnswerContext, AnswerContent]) -> None:
        self._runnable = runnable

    def answer(
        self, context: AnswerContext, config: RunnableConfig
    ) -> Iterator[Partial | Done[AnswerContent]]:
        """What the Runnable makes of it."""
        yield Done(self._runnable.invoke(context, config))
