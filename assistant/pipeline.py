"""From a message to replies: what the Assistant does with a question or a claim, step by step."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.runnables import RunnableConfig

from assistant.chain import Answerer, build, quoting
from assistant.english.english_only import is_english
from assistant.events import Done, Event, Partial, Progress
from assistant.llm.connect import LanguageModel
from assistant.nli.base import StanceModel
from assistant.retrieval.reranker import Reranker
from assistant.retrieval.retriever import Retriever
from assistant.second_opinion.claim_decomposition import seems_compound
from assistant.second_opinion.coordinator import Consultation, Part
from assistant.second_opinion.llm_judge import OpinionAsker
from assistant.types import Answer, Turn
from assistant.verdicts.checker import Checker
from assistant.verdicts.claim_detection import MOST_CLAIMS, asks_yes_or_no, is_claim, read_claims
from assistant.verdicts.types import Claim, Verdict, Wish
from assistant.writing.writer import Writer
from index.store import Store

_STAGES = (
    ("understand", ""),
    ("retrieve", "Searching {count:,} articles"),
    ("select", "Reading the nearest passages"),
    ("relate", ""),
)
"""The chain's steps before the answer: the name for the time each takes, and what the reader is
told before it."""
_EMPTY = "There are no articles in this store yet. Add some."


class Replies:
    """Safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        retriever: Retriever,
        reranker: Reranker,
        stance: StanceModel,
        answerer: Answerer | LanguageModel | None,
    ) -> None:
        """`answerer`: a language model to write with, or a Runnable from Evidence to Answer; None
        quotes."""
        model = answerer if isinstance(answerer, LanguageModel) else None
        self.model = model
        """What writes, if anything does."""
        self._asker = OpinionAsker(model) if model else None
        self._store = store
        self._checker = Checker(retriever, reranker, stance)
        self._answerer: Answerer = (
            Writer(model, stance, reranker) if model else answerer or quoting()  # type: ignore[assignment]
        )
        self._chain = build(retriever, reranker, stance, self._answerer, model)

    def steps(
        self,
        question: str,
        conversation: Sequence[Turn] = (),
        config: RunnableConfig | None = None,
    ) -> Iterator[Event[Answer]]:
        """Answer a question. Raises QuestionError, ModelError."""
        seconds: dict[str, float] = {}
        given: Any = {
            "message": question,
            "conversation": tuple(conversation),
            "generation": self._store.generation,
        }
        *before, last = self._chain.steps
        for (name, telling), step in zip(_STAGES, before, strict=True):
            if telling:
                yield Progress(telling.format(count=self._store.count))
            started = time.perf_counter()
            given = step.invoke(given, config)
            seconds[name] = round(time.perf_counter() - started, 4)
        started = time.perf_counter()
        if isinstance(self._answerer, Writer):
            for event in self._answerer.writing(given, config):
                match event:
                    case Partial():
                        yield event
                    case Done(reply):
                        answer = reply
        else:
            answer = last.invoke(given, config)["answer"]
        seconds["answer"] = round(time.perf_counter() - started, 4)
        if not self._store.count:
            answer = answer.model_copy(update={"notices": (_EMPTY,)})
        yield Done(answer.model_copy(update={"seconds": seconds}))

    def check(self, message: str, *, whole: bool = False) -> Iterator[Event[Verdict]]:
        """Check every claim of a message; `whole` splits none. Raises ClaimError, ModelError."""
        reading = read_claims(message)
        consultation = self._asker and Consultation(self._asker)
        is_empty = self._store.count == 0
        parts = [Part(claim, () if is_empty else _several(claim)) for claim in reading.claims]
        if consultation and not whole and self._store.count:
            parts = yield from consultation.parts(reading.claims, MOST_CLAIMS)
        for place, part in enumerate(parts):
            notices = (*(reading.notices if place == 0 else ()), *part.notices)
            if not self._store.count:
                notices = (*notices, _EMPTY)
            for event in self._checker.check(part.claim, self._store.generation, notices):
                match event:
                    case Done(verdict) if consultation:
                        yield from consultation.seconded(verdict, part.calls)
                    case _:
                        yield event

    def reply(
        self, message: str, conversation: Sequence[Turn], wish: Wish
    ) -> Iterator[Event[Answer | Verdict]]:
        """What the reader wishes: verdicts, an answer, or both. What the models cannot read is not
        checked, whatever the wish: it gets an Answer that says so, with the nearest passages."""
        checks = wish is Wish.CHECK or (wish is Wish.EITHER and is_claim(message))
        if not is_english(message):
            checks = False
        elif checks or (wish is Wish.EITHER and asks_yes_or_no(message)):
            yield from self.check(message)
        if not checks:
            yield from self.steps(message, conversation)


def _several(claim: Claim) -> tuple[str, ...]:
    """What to tell of a claim that nobody splits."""
    if not seems_compound(claim):
        return ()
    return ("It seems to make several claims. Check them one at a time, each as its own sentence.",)
