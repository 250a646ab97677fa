"""A chat model in the answerer's place: it chooses among the candidates, it writes nothing.

So every guarantee of the quoted answer stands: the words are the articles' own, and a number that
was not supplied counts for nothing."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import RunnableLambda

from assistant.answer import MOST_SENTENCES, abstain, compose, quote
from assistant.chain import Answerer, Evidence
from assistant.disagree import contradiction
from assistant.select import Candidate
from assistant.types import Answer
from prompts import load

_OFFERED = 12
_REPLY = re.compile(r"\s*(?:NONE|\[?\d+\]?(?:[\s,;]+\[?\d+\]?)*)[\s.]*", re.IGNORECASE)
_log = logging.getLogger(__name__)


def choosing(model: BaseChatModel | str) -> Answerer:
    """An answerer that lets `model` choose; when it fails, the quoted answer and a notice.

    A string names a model as LangChain does, "provider:name"; the provider's package must be
    installed (ImportError says which)."""
    if isinstance(model, str):
        model = init_chat_model(model)
    name = str(getattr(model, "model_name", None) or getattr(model, "model", None) or "chat model")
    ask = model | StrOutputParser()

    def answer(evidence: Evidence) -> Answer:
        question, generation = evidence["question"], evidence["generation"]
        related = evidence["related"]
        offered = related.candidates[:_OFFERED]
        quoted = quote(question, related, generation)
        if not offered:
            return quoted
        try:
            reply = ask.invoke(_messages(question.text, offered))
        except Exception as error:  # noqa: BLE001 - whatever a vendor raises, the reader is served
            _log.warning("%s failed: %s", name, error)
            return _with_notice(quoted, f"{name} failed ({type(error).__name__})")
        if not _REPLY.fullmatch(reply):
            return _with_notice(quoted, f"{name} did not reply with numbers of sentences")
        numbers = dict.fromkeys(int(digits) for digits in re.findall(r"\d+", reply))
        chosen = [offered[number - 1] for number in numbers if 1 <= number <= len(offered)]
        if numbers and not chosen:
            return _with_notice(quoted, f"{name} named no sentence that it was given")
        if not chosen:
            return abstain(question, related.candidates, generation, written_by=name)
        chosen = chosen[:MOST_SENTENCES]
        return compose(question, chosen, contradiction(question, chosen), generation, name)

    return RunnableLambda(answer)


def _messages(question: str, offered: Sequence[Candidate]) -> list[SystemMessage | HumanMessage]:
    sentences = "\n".join(
        f"[{number}] {candidate.statement.reading}"
        for number, candidate in enumerate(offered, start=1)
    )
    return [
        SystemMessage(load("choose_system")),
        HumanMessage(load("choose", question=question, sentences=sentences)),
    ]


def _with_notice(quoted: Answer, what: str) -> Answer:
    notice = f"{what}, so this reply was made without it."
    return quoted.model_copy(update={"notices": (*quoted.notices, notice)})
