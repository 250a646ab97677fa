"""The chain and the retriever as users of LangChain call them, and what their callbacks see."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from langchain_core.callbacks import AsyncCallbackHandler, BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.runnables import RunnableConfig, RunnableLambda
from written_store import QUESTION, make_store, model

from assistant.answers.answerer import AnswerContext
from assistant.answers.extractive import quote
from assistant.chain import ChainOutput
from assistant.llm.connect import LanguageModel
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from assistant.types import AnswerContent
from index.errors import QuestionError
from index.store import Store
from onrecord import Answer, Assistant, Turn

GOOD = "[{0}] Boats burned in Orsk harbour on Sunday."
STEPS = ["understand", "retrieve", "select", "relate", "answer"]
FOUND = ["question", "passages", "candidates", "related"]


class Seen(BaseCallbackHandler):
    """Notes each run as "its parent > its name", and which of them ended or failed."""

    def __init__(self) -> None:
        self.names: dict[UUID, str] = {}
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.failed: list[str] = []

    def on_chain_start(
        self, *_: Any, run_id: UUID, parent_run_id: UUID | None = None, **about: Any
    ) -> None:
        self._begin(str(about["name"]), run_id, parent_run_id)

    def on_chat_model_start(
        self, *_: Any, run_id: UUID, parent_run_id: UUID | None = None, **__: Any
    ) -> None:
        self._begin("model", run_id, parent_run_id)

    def on_retriever_start(self, *_: Any, run_id: UUID, **__: Any) -> None:
        self._begin("retriever", run_id, None)

    def on_chain_end(self, *_: Any, run_id: UUID, **__: Any) -> None:
        self.ended.append(self.names[run_id])

    def on_llm_end(self, *_: Any, run_id: UUID, **__: Any) -> None:
        self.ended.append(self.names[run_id])

    def on_retriever_end(self, *_: Any, run_id: UUID, **__: Any) -> None:
        self.ended.append(self.names[run_id])

    def on_chain_error(self, *_: Any, run_id: UUID, **__: Any) -> None:
        self.failed.append(self.names[run_id])

    def _begin(self, name: str, run_id: UUID, parent_run_id: UUID | None) -> None:
        self.names[run_id] = name
        known = self.names.get(parent_run_id) if parent_run_id else None
        self.begun.append(f"{known} > {name}" if known else name)


def runs(*, written: bool) -> list[str]:
    """What a handler sees of one question."""
    steps = ["AnswerChain", *(f"AnswerChain > {name}" for name in STEPS)]
    return [*steps, "answer > model"] if written else steps


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path) as store:
        yield store


def desk(store: Store, writer: LanguageModel | None = None) -> Assistant:
    return Assistant(store, OverlapReranker(), WordStance(), writer)


def timeless(answer: Answer) -> dict[str, Any]:
    return {**answer.model_dump(), "seconds": None}


def added(pieces: Sequence[ChainOutput]) -> ChainOutput:
    """Pieces of a stream put together, as LangChain does it."""
    whole = pieces[0]
    for piece in pieces[1:]:
        whole = whole + piece
    return whole


@pytest.mark.parametrize("written", [False, True])
def test_invoke_gives_the_answer_and_what_it_was_made_from(stored: Store, written: bool) -> None:
    seen = Seen()
    asked = desk(stored, model(GOOD) if written else None)
    found = asked.chain.invoke(QUESTION, {"callbacks": [seen]})
    assert list(found) == [*FOUND, *(["writing"] if written else []), "answer"]
    answer = found["answer"]
    assert timeless(answer) == timeless(asked.ask(QUESTION))
    assert (answer.written_by == "scripted model") == written
    assert list(answer.seconds) == STEPS
    assert found["passages"][0].article.outlet in {"Gazette", "Courier"}
    assert seen.begun == runs(written=written)
    assert sorted(seen.ended) == sorted(seen.names.values())


@pytest.mark.parametrize("written", [False, True])
def test_stream_gives_one_key_at_a_time(stored: Store, written: bool) -> None:
    seen = Seen()
    chain = desk(stored, model(GOOD) if written else None).chain
    pieces = list(chain.stream({"message": QUESTION}, {"callbacks": [seen]}))
    keys = [key for piece in pieces for key in piece]
    assert all(len(piece) == 1 for piece in pieces)
    assert list(dict.fromkeys(keys)) == [*FOUND, *(["writing"] if written else []), "answer"]
    growing = [len(str(piece["writing"])) for piece in pieces if "writing" in piece]
    assert (len(growing) > 2) == written
    assert growing == sorted(growing)
    assert added(pieces)["answer"].written_by == ("scripted model" if written else "quotes")
    assert seen.begun == runs(written=written)
    assert sorted(seen.ended) == sorted(seen.names.values())


@pytest.mark.parametrize("written", [False, True])
def test_astream_and_ainvoke_do_the_same(stored: Store, written: bool) -> None:
    class SeenLater(AsyncCallbackHandler):
        def __init__(self) -> None:
            self.names: list[str] = []

        async def on_chain_start(self, *_: Any, **about: Any) -> None:
            self.names.append(str(about["name"]))

    later, seen = SeenLater(), Seen()
    chain = desk(stored, model(GOOD) if written else None).chain

    async def pieces() -> list[ChainOutput]:
        config: RunnableConfig = {"callbacks": [seen, later]}
        return [piece async for piece in chain.astream(QUESTION, config)]

    streamed = asyncio.run(pieces())
    assert seen.begun == runs(written=written)
    assert later.names == ["AnswerChain", *STEPS]
    whole = asyncio.run(chain.ainvoke(QUESTION))
    assert timeless(added(streamed)["answer"]) == timeless(whole["answer"])
    assert any("writing" in piece for piece in streamed) == written


def test_a_reader_of_an_astream_may_leave(stored: Store) -> None:
    async def first() -> ChainOutput:
        stream = desk(stored, model(GOOD)).chain.astream(QUESTION)
        async for piece in stream:
            await stream.aclose()
            return piece
        return ChainOutput()

    assert list(asyncio.run(first())) == ["question"]


@pytest.mark.parametrize("written", [False, True])
def test_batch_answers_each(stored: Store, written: bool) -> None:
    seen = Seen()
    asked = desk(stored, model(GOOD) if written else None)
    questions = [QUESTION, "When did the fire brigade come?"]
    found = asked.chain.batch(list(questions), {"callbacks": [seen]})
    assert [one["answer"].asked for one in found] == questions
    quoted = desk(stored).ask(questions[1])
    assert written or timeless(found[1]["answer"]) == timeless(quoted)
    for name in ["AnswerChain", *STEPS]:
        assert list(seen.names.values()).count(name) == 2
    assert list(seen.names.values()).count("model") >= 2 * written


def test_the_conversation_counts(stored: Store) -> None:
    turns = [Turn(QUESTION, QUESTION)]
    found = desk(stored).chain.invoke({"message": "And why?", "conversation": turns})
    assert "Orsk" in found["question"].text
    assert found["answer"].asked == "And why?"


def test_it_composes_with_other_runnables(stored: Store) -> None:
    text = desk(stored).chain | RunnableLambda(lambda found: found["answer"].text)
    assert "[1]" in text.invoke(QUESTION)
    assert list(text.stream(QUESTION)) == [text.invoke(QUESTION)]
    assert [one.abstained for one in desk(stored).chain.pick("answer").stream(QUESTION)] == [False]


def test_an_error_reaches_the_caller_and_the_callbacks(stored: Store) -> None:
    seen = Seen()
    with pytest.raises(QuestionError):
        desk(stored).chain.invoke(" ", {"callbacks": [seen]})
    assert seen.failed == ["understand", "AnswerChain"]


def test_a_runnable_of_ones_own_makes_the_answer(stored: Store) -> None:
    def answer(context: AnswerContext, config: RunnableConfig) -> AnswerContent:
        assert config["callbacks"]
        assert context.passages
        return quote(context.question, context.related)

    own = Assistant(
        stored, OverlapReranker(), WordStance(), answerer=RunnableLambda(answer, name="own")
    )
    seen = Seen()
    found = own.chain.invoke(QUESTION, {"callbacks": [seen]})
    assert timeless(found["answer"]) == timeless(desk(stored).ask(QUESTION))
    assert seen.begun[-1] == "answer > own"
    assert list(found["answer"].seconds) == STEPS


def test_asking_has_a_run_for_each_step(stored: Store) -> None:
    seen = Seen()
    desk(stored, model(GOOD)).ask(QUESTION, config={"callbacks": [seen]})
    assert seen.begun == [*STEPS, "answer > model"]


def test_the_retriever_retrieves_in_every_way(stored: Store) -> None:
    retriever = desk(stored).retriever
    seen = Seen()
    config: RunnableConfig = {"callbacks": [seen]}

    async def streamed() -> list[list[Document]]:
        return [found async for found in retriever.astream(QUESTION, config)]

    found = retriever.invoke(QUESTION, config)
    assert {one.metadata["outlet"] for one in found} == {"Gazette", "Courier"}
    assert list(retriever.stream(QUESTION, config)) == [found]
    assert retriever.batch([QUESTION, QUESTION], config) == [found, found]
    assert asyncio.run(streamed()) == [found]
    assert seen.begun == seen.ended == ["retriever"] * 5
