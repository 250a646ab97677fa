"""Onrecord for LangChain: the way of a reply as a Runnable, and the search as a retriever.

    desk.chain.invoke("How many people were injured?")["answer"].text
    desk.chain.stream({"message": "And who says so?", "conversation": turns})

Both are adapters: what happens is in assistant/pipeline.py and assistant/retrieval/retriever.py."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from typing import Any, NotRequired

from langchain_core.callbacks import CallbackManagerForChainRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import run_in_executor
from pydantic import ConfigDict
from typing_extensions import TypedDict

from assistant.answers.answer_candidates import Selected
from assistant.events import Done, Partial
from assistant.pipeline import Pipeline
from assistant.retrieval.query_analysis import understand
from assistant.retrieval.retriever import Retriever
from assistant.step_runs import Steps
from assistant.types import Passage, Turn

_KEYS = {
    "understand": "question",
    "retrieve": "passages",
    "relate": "related",
}
"""A step of the pipeline -> under which key the chain gives what it found."""


class Message(TypedDict):
    """A question in a conversation."""

    message: str
    conversation: NotRequired[Sequence[Turn]]
    """Earlier exchanges, oldest first."""


class ChainOutput(dict[str, Any]):
    """What the chain has found; pieces of a stream add up to the whole."""

    def __add__(self, later: Mapping[str, Any]) -> ChainOutput:
        """With what was found later, in place of what was found before under the same key."""
        return ChainOutput({**self, **later})


class AnswerChain(Runnable[str | Message, ChainOutput]):
    """From a question to its Answer. Safe to use from several threads.

    `invoke` gives a dictionary: "question" (Question), "passages" (Passages, best first),
    "candidates" and "related" (their sentences, and what they say of each other), with a language
    model "writing" (Writing: all that it wrote, checked or not), and "answer" (Answer). `stream`
    gives the same one key at a time, as it is found, and "writing" as it grows: later pieces
    replace earlier ones. Callbacks see a run for each step (understand, retrieve, select, relate,
    answer) in that of the chain, and the language model's calls in those of the steps.

    All raise QuestionError, ModelError."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def invoke(
        self,
        input: str | Message,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> ChainOutput:
        """All that was found, and the answer."""
        whole = ChainOutput()
        for piece in self.stream(input, config, **kwargs):
            whole = whole + piece
        return whole

    def stream(
        self,
        input: str | Message,  # noqa: A002
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Iterator[ChainOutput]:
        """What is found, one key at a time."""
        yield from self._transform_stream_with_config(iter([input]), self._pieces, config, **kwargs)

    async def astream(
        self,
        input: str | Message,  # noqa: A002
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> AsyncGenerator[ChainOutput, None]:
        """The same; the work is done in another thread."""
        pieces = self.stream(input, config, **kwargs)
        while (piece := await run_in_executor(config, next, pieces, None)) is not None:
            yield piece

    def _pieces(
        self,
        messages: Iterator[str | Message],
        run_manager: CallbackManagerForChainRun,
        config: RunnableConfig,
    ) -> Iterator[ChainOutput]:
        for given in messages:
            message: Message = {"message": given} if isinstance(given, str) else given
            steps = Steps(config)
            yielded: set[str] = set()
            for event in self._pipeline.answer(
                message["message"], message.get("conversation", ()), steps
            ):
                for name in [each for each in steps.results if each not in yielded]:
                    yielded.add(name)
                    yield _piece(name, steps.results[name])
                match event:
                    case Partial(writing):
                        yield ChainOutput(writing=writing)
                    case Done(answer):
                        yield ChainOutput(answer=answer)


def _piece(step: str, found: object) -> ChainOutput:
    """What a step found, under its key."""
    match found:
        case Selected(candidates=candidates):
            return ChainOutput(candidates=candidates)
    return ChainOutput({_KEYS[step]: found})


class PassageRetriever(BaseRetriever):
    """Onrecord's retrieval for any LangChain chain.

    Each Document's page content is a passage's text; its metadata tell the article, the
    paragraphs and the score, in words that can be shown as a source."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    limit: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        question = understand(query)
        return [document(one) for one in self.retriever.retrieve(question.text, self.limit)]


def document(passage: Passage) -> Document:
    """A passage as a LangChain Document."""
    article = passage.article
    return Document(
        page_content=passage.chunk.text,
        id=passage.chunk.key,
        metadata={
            "article": article.id,
            "version": article.version,
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published,
            "updated": article.updated,
            "url": article.url,
            "paragraphs": [paragraph.number for paragraph in passage.paragraphs],
            "score": passage.score,
        },
    )
