"""The way from a message to an answer as one LangChain expression (LCEL).

    {"message", "conversation", "generation"}
        | question | passages | candidates | related | answer

Each step adds a key. The last step, the answerer, is any Runnable from Evidence to Answer:
`quoting` by default, a `Writer` (assistant/writing/writer.py) with a language model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import (
    Runnable,
    RunnableConfig,
    RunnableLambda,
    RunnablePassthrough,
    RunnableSequence,
)
from pydantic import ConfigDict
from typing_extensions import TypedDict

from assistant.answers.conflicting_answers import with_other_answers
from assistant.answers.extractive import quote
from assistant.answers.pairwise_nli import Related, relate
from assistant.evidence import Candidate
from assistant.llm.connect import LanguageModel
from assistant.nli.base import StanceModel
from assistant.retrieval.query_analysis import understand
from assistant.retrieval.query_rewriting import rewritten
from assistant.retrieval.reranker import Reranker
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.sentence_selection import candidates
from assistant.types import Answer, Passage, Question, Turn

PASSAGES = 10
"""Passages that an answer is made from."""


class Message(TypedDict):
    """What goes into the chain."""

    message: str
    conversation: Sequence[Turn]
    generation: int


class Evidence(Message):
    """What an answerer is given."""

    question: Question
    passages: list[Passage]
    candidates: list[Candidate]
    related: Related


Answerer = Runnable[Any, Answer]
"""From Evidence to Answer."""


def build(
    retriever: Retriever,
    reranker: Reranker,
    stance: StanceModel,
    answerer: Answerer,
    model: LanguageModel | None = None,
) -> RunnableSequence[Any, Any]:
    """The chain, one step each for question, passages, candidates, how they are related, and
    answer. Its output has the keys of Evidence and "answer". `model`: makes follow-ups stand alone,
    where there is something to search; None does it by rules."""

    def _understand(given: Any, config: RunnableConfig) -> Question:
        asked = model if retriever.count else None
        return rewritten(given["message"], given["conversation"], asked, config)

    def _retrieve(given: Any) -> list[Passage]:
        return retriever.retrieve(given["question"].text, PASSAGES)

    def _select(given: Any) -> list[Candidate]:
        question, passages = given["question"], given["passages"]
        found = candidates(question, passages, reranker)
        return with_other_answers(question, found, passages, reranker)

    def _relate(given: Any) -> Related:
        return relate(given["question"], given["candidates"], stance)

    return RunnableSequence(
        RunnablePassthrough.assign(question=RunnableLambda(_understand)),
        RunnablePassthrough.assign(passages=RunnableLambda(_retrieve)),
        RunnablePassthrough.assign(candidates=RunnableLambda(_select)),
        RunnablePassthrough.assign(related=RunnableLambda(_relate)),
        RunnablePassthrough.assign(answer=answerer),
    )


def quoting() -> Answerer:
    """The answerer that needs no language model."""

    def answer(evidence: Evidence) -> Answer:
        return quote(evidence["question"], evidence["related"], evidence["generation"])

    return RunnableLambda(answer)


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
