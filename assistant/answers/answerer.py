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
from assistant.types import Answer, Passage, Question


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
    generation: int
    """Of the index that was searched."""


class Answerer(Protocol):
    """Makes an answer. Safe to use from several threads."""

    def answer(
        self, context: AnswerContext, config: RunnableConfig
    ) -> Iterator[Partial | Done[Answer]]:
        """What is written meanwhile, and last the Answer. `config`: LangChain's, for callbacks.
        Raises ModelError."""


class Quoting:
    """Needs no language model."""

    def answer(
        self, context: AnswerContext, config: RunnableConfig
    ) -> Iterator[Partial | Done[Answer]]:
        """The sentences that answer, as quotes."""
        yield Done(quote(context.question, context.related, context.generation))


class RunnableAnswerer:
    """A user's own Runnable, which is told the AnswerContext and gives the Answer."""

    def __init__(self, runnable: Runnable[AnswerContext, Answer]) -> None:
        self._runnable = runnable

    def answer(
        self, context: AnswerContext, config: RunnableConfig
    ) -> Iterator[Partial | Done[Answer]]:
        """What the Runnable makes of it."""
        yield Done(self._runnable.invoke(context, config))
