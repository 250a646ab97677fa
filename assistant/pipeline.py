"""The path of a message to its replies, step by step.

A question is understood, searched for, its sentences are selected and related to each other, and
an answerer makes the Answer. A claim goes its own way (assistant/verdicts/checker.py), with a
second opinion where there is a language model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langchain_core.runnables import RunnableConfig

from assistant.answers.answer_candidates import Selected, select
from assistant.answers.answerer import AnswerContext, Answerer
from assistant.answers.pairwise_nli import Related, relate
from assistant.events import Done, Event, Partial, Progress
from assistant.llm.connect import LanguageModel
from assistant.nli.base import StanceModel
from assistant.retrieval.query_rewriting import rewritten
from assistant.retrieval.reranker import Reranker
from assistant.retrieval.retriever import Retriever
from assistant.second_opinion.claim_decomposition import seems_compound
from assistant.second_opinion.coordinator import Consultation, Part
from assistant.second_opinion.llm_judge import OpinionAsker
from assistant.step_runs import Steps
from assistant.types import Answer, AnswerContent, Passage, Question, Turn
from assistant.verdicts.checker import Checker
from assistant.verdicts.claim_detection import (
    MOST_CLAIMS,
    MessageClaims,
    MessageKind,
    read_message,
)
from assistant.verdicts.types import Claim, Consulted, Verdict, Wish, verdict_of
from index.store import Store

PASSAGES = 10
"""Passages that an answer is made from."""
_EMPTY = "There are no articles here yet. Add some first."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks, in a conversation."""

    message: str
    conversation: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A question with what was found for it."""

    question: Question
    passages: tuple[Passage, ...]


class Pipeline:
    """Safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        retriever: Retriever,
        reranker: Reranker,
        stance: StanceModel,
        answerer: Answerer,
        *,
        model: LanguageModel | None = None,
    ) -> None:
        """`model`: makes follow-ups stand alone, splits claims and gives second opinions; None: the
        first is done by rules, the others not at all."""
        self.model = model
        self._asker = OpinionAsker(model) if model else None
        self._store = store
        self._retriever = retriever
        self._reranker = reranker
        self._stance = stance
        self._answerer = answerer
        self._checker = Checker(retriever, reranker, stance)

    def answer(
        self, message: str, conversation: Sequence[Turn], steps: Steps
    ) -> Iterator[Event[Answer]]:
        """Answer a question. Raises QuestionError, ModelError."""
        generation = self._store.generation
        asked = Asked(message, tuple(conversation))
        question = steps.take("understand", self._understand, asked)
        yield Progress(f"Searching {self._store.count:,} articles")
        passages = steps.take("retrieve", self._retrieve, question)
        yield Progress("Reading the closest passages")
        selected = steps.take("select", self._select, Retrieved(question, passages))
        related = steps.take("relate", self._relate, selected)
        context = AnswerContext(question, passages, selected.candidates, related)
        for event in steps.stream("answer", self._answerer.answer, context):
            match event:
                case Partial():
                    yield event
                case Done(reply):
                    content = reply
        notices = content.notices if self._store.count else (_EMPTY,)
        yield Done(_answer(question, content, notices, generation, steps.seconds))

    def _understand(self, asked: Asked, config: RunnableConfig) -> Question:
        """The message as a question that stands alone. There is nothing to ask a model for where
        nothing can be found."""
        model = self.model if self._store.count else None
        return rewritten(asked.message, asked.conversation, model, config)

    def _retrieve(self, question: Question, _: RunnableConfig) -> tuple[Passage, ...]:
        return tuple(self._retriever.retrieve(question.text, PASSAGES))

    def _select(self, given: Retrieved, _: RunnableConfig) -> Selected:
        return select(given.question, given.passages, self._reranker)

    def _relate(self, selected: Selected, _: RunnableConfig) -> Related:
        return relate(selected, self._stance)

    def check(self, read: MessageClaims, *, whole: bool = False) -> Iterator[Event[Verdict]]:
        """Check every claim of a message; `whole` splits none. Raises ModelError."""
        consultation = self._asker and Consultation(self._asker)
        is_empty = self._store.count == 0
        if consultation and not whole and not is_empty:
            parts = yield from consultation.parts(read.claims, MOST_CLAIMS)
        else:
            parts = [Part(claim, () if is_empty else _several(claim)) for claim in read.claims]
        for place, part in enumerate(parts):
            notices = (*(read.notices if place == 0 else ()), *part.notices)
            if not self._store.count:
                notices = (*notices, _EMPTY)
            generation = self._store.generation
            content = yield from self._checker.check(part.claim)
            consulted = Consulted()
            if consultation:
                consulted = yield from consultation.on(content, part.calls)
            yield Done(verdict_of(content, consulted, notices, generation))

    def reply(
        self, message: str, conversation: Sequence[Turn], wish: Wish
    ) -> Iterator[Event[Answer | Verdict]]:
        """What the reader wishes: verdicts, an answer, or both. What the models cannot read is not
        checked, whatever the wish: it gets an Answer that says so, with the nearest passages.
        Raises ClaimError, QuestionError, ModelError."""
        if wish is Wish.ANSWER:
            yield from self.answer(message, conversation, Steps())
            return
        read = read_message(message)
        checks = wish is Wish.CHECK or read.kind is MessageKind.CLAIMS
        if read.is_english and (checks or read.kind is MessageKind.YES_OR_NO):
            yield from self.check(read.checkable)
        if not (read.is_english and checks):
            yield from self.answer(message, conversation, Steps())


def _answer(
    question: Question,
    content: AnswerContent,
    notices: tuple[str, ...],
    generation: int,
    seconds: dict[str, float],
) -> Answer:
    return Answer(
        question=question.text,
        asked=question.asked,
        text=content.text,
        sentences=content.sentences,
        citations=content.citations,
        nearest=content.nearest,
        abstained=content.abstained,
        not_judged=content.not_judged,
        disagreement=bool(content.disagreements),
        disagreements=content.disagreements,
        struck=content.struck,
        notices=notices,
        written_by=content.written_by,
        generation=generation,
        seconds=seconds,
    )


def _several(claim: Claim) -> tuple[str, ...]:
    """What to tell of a claim that nobody splits."""
    if not seems_compound(claim):
        return ()
    return ("It seems to make several claims. Check them one at a time, each as its own sentence.",)
