"""A follow-up that a language model rewrites to stand alone, if that can be trusted.

The model may only combine what the conversation has: a word that neither the reader nor an earlier
reply used makes its question worthless, and the rules of assistant/retrieval/query_analysis.py
decide."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from langchain_core.messages.utils import count_tokens_approximately
from langchain_core.runnables import RunnableConfig

from assistant.english.similarity import stems, words
from assistant.llm.client import Deadline, Unsuited
from assistant.llm.connect import LanguageModel
from assistant.llm.structured_output import SHORT, Request, conversation, in_text
from assistant.retrieval.query_analysis import understand
from assistant.thresholds import CONVERSATION_SHARE
from assistant.types import Question, Turn
from index.errors import ChatModelError
from index.strings.folding import without_accents
from index.strings.quotation_marks import DOUBLE
from index.text.prompt_injection import suspicion
from index.words.function_words import NEGATIONS
from prompts import load

LONGEST = 300
"""Characters of a question that a model may write."""
_TURNING = NEGATIONS | frozenset(
    "before after above below under over against only more most few all other same".split()
)
"""Small words that turn a question into a different one: they may not be added, either."""
_log = logging.getLogger(__name__)


def rewritten(
    message: str,
    conversation: Sequence[Turn],
    model: LanguageModel | None,
    config: RunnableConfig | None = None,
) -> Question:
    """The message as a question that stands alone. Raises QuestionError."""
    by_rule = understand(message, conversation)
    if model is None or not conversation:
        return by_rule
    turns = trimmed(conversation, int(model.limits.tokens * CONVERSATION_SHARE))
    try:
        written = _asked(by_rule.asked, turns, model, config)
    except (ChatModelError, Unsuited) as error:
        _log.warning("A follow-up was read without the model: %s", error)
        return by_rule
    if not _trusted(written, by_rule.asked, turns):
        return by_rule
    same = words(written) == words(by_rule.asked)
    alone = understand(by_rule.asked if same else written)
    return replace(alone, asked=by_rule.asked, is_english=by_rule.is_english and alone.is_english)


def trimmed(conversation: Sequence[Turn], tokens: int) -> list[Turn]:
    """The latest exchanges that fit into about so many tokens, at least one, oldest first."""
    kept: list[Turn] = []
    for turn in reversed(conversation):
        if kept and count_tokens_approximately(["\n".join(_lines([*kept, turn]))]) > tokens:
            break
        kept.append(turn)
    return kept[::-1]


def _asked(
    message: str,
    turns: Sequence[Turn],
    model: LanguageModel,
    config: RunnableConfig | None,
) -> str:
    asked = load("rewrite", conversation="\n".join(_lines(turns)), message=message)
    deadline = Deadline(min(SHORT, model.limits.seconds))
    request = Request(conversation(load("rewrite_system"), asked), deadline, config)
    written = ""
    for piece in in_text(model, request):
        written += piece
        if len(written) > LONGEST:
            break
    return written.strip(f"{DOUBLE} \n")


def _lines(turns: Sequence[Turn]) -> Iterator[str]:
    """What was asked and replied, without quotes that address a language model."""
    for turn in turns:
        yield f"Reader: {turn.about}"
        if turn.said:
            said = (line for line in turn.said.splitlines() if not suspicion(line))
            yield f"Reply: {' '.join(' '.join(said).split())}"


def _trusted(written: str, message: str, turns: Sequence[Turn]) -> bool:
    """Whether it is one question in the conversation's own words."""
    told = " ".join([message, *(f"{turn.asked} {turn.about} {turn.said}" for turn in turns)])
    is_one = any(map(str.isalnum, written)) and len(written) <= LONGEST and "\n" not in written
    turning = _TURNING & set(map(without_accents, words(written)))
    added = (stems(written) - stems(told)) | (turning - set(map(without_accents, words(told))))
    return is_one and bool(stems(written)) and not added
