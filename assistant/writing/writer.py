"""The answerer with a language model: prose whose every sentence is checked before it counts.

    passages -sheet-> Sheet -model-> DraftSentence -resolved-> CitedSentence -confirm->
        CheckedSentence -> AnswerContent

What the model writes is shown as it comes, as unchecked (`stream`). Where the model fails, in
whatever way, the reader gets the quoted answer and one line on why."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace

from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig

from assistant.answers.answerer import AnswerContext
from assistant.answers.extractive import abstain, quote
from assistant.attribution.speech_acts import holds_order
from assistant.events import Done, Partial
from assistant.groundedness.check import CheckedSentence, Outcome, confirm
from assistant.groundedness.draft_parser import DraftSentence, Uncited, resolved
from assistant.llm.client import Deadline
from assistant.llm.connect import LanguageModel
from assistant.llm.prompt_context import Sheet, sheet
from assistant.nli.base import StanceModel
from assistant.retrieval.reranker import Reranker
from assistant.thresholds import ANSWERS
from assistant.types import (
    NOT_CONFIRMED,
    AnswerContent,
    Passage,
    SentenceCheck,
    UnfinishedSentence,
    Writing,
)
from assistant.writing.draft_stream import DraftWriter, ReplyDraft, WritingTask, corrections
from assistant.writing.written_answer import struck, written_answer
from index.errors import ChatModelError

_TRIES = 2
"""The second is told what was wrong with the first."""
_CHECKS: dict[Outcome, SentenceCheck] = {
    Outcome.KEPT: "kept",
    Outcome.MARKED: "marked",
    Outcome.STRUCK: "struck",
    Outcome.UNCITED: "struck",
}


class Writer:
    """An Answerer. Safe to use from several threads."""

    def __init__(self, model: LanguageModel, stance: StanceModel, reranker: Reranker) -> None:
        self._model = model
        self._stance = stance
        self._reranker = reranker
        self._draft_writer = DraftWriter(model)

    def answer(
        self, context: AnswerContext, config: RunnableConfig
    ) -> Iterator[Partial | Done[AnswerContent]]:
        """What is written meanwhile, and what the answer says. Raises ModelError."""
        question = context.question
        name = self._model.name
        quotes = quote(question, context.related)
        if quotes.abstained:
            yield Done(quotes)
            return
        limits = self._model.limits
        given = sheet(context.passages, limits.tokens)
        if not given.sources:
            why = (
                f"No passages were sent to {name}, because those found look like instructions to "
                f"language models or aren't in English"
            )
            yield Done(_instead(quotes, why))
            return
        task = WritingTask(question.text, given, Deadline(limits.seconds), config)
        try:
            checked = yield from self._checked(task)
        except ChatModelError as error:
            yield Done(_instead(quotes, f"{error.subject} {error.happened}"))
            return
        # An order to keep silent, or one for which the best paragraph was left out, hides nothing.
        if not checked and not quotes.disagreements and not _ordered(context.passages):
            candidates = context.related.candidates
            yield Done(abstain(question, candidates, quotes.notices, written_by=name))
            return
        answer = written_answer(quotes, checked, context.candidates, name)
        if answer is None:
            wrote = "Nothing that {} wrote could be confirmed" if checked else "{} found no answer"
            yield Done(_instead(quotes, wrote.format(name), checked))
        elif not self._answers(question.text, answer, "kept"):
            why = f"What {name} wrote does not answer the question"
            if self._answers(question.text, answer, "marked"):
                why = f"What {name} answered is {NOT_CONFIRMED}"
            yield Done(_instead(quotes, why, checked))
        else:
            yield Done(answer)

    def _checked(self, task: WritingTask) -> Generator[Partial, None, list[CheckedSentence]]:
        """What is written meanwhile; returns the better draft's sentences as they were checked."""
        again: list[BaseMessage] = []
        best: list[CheckedSentence] = []
        for _ in range(_TRIES):
            try:
                checked = yield from self._draft(task, again)
            except ChatModelError:
                if not best:
                    raise
                break
            # The second may be worse than the first, or take everything back.
            best = max(best, checked, key=_worth) if best and checked else best or checked
            wrong = [one for one in checked if one.outcome is Outcome.UNCITED]
            if not wrong:
                break
            again = corrections(checked, wrong)
        return best

    def _draft(
        self, task: WritingTask, again: Sequence[BaseMessage]
    ) -> Generator[Partial, None, list[CheckedSentence]]:
        """The same for one draft."""
        seen: dict[DraftSentence, CheckedSentence] = {}
        draft = ReplyDraft((), finished=True)
        for draft in self._draft_writer.drafts(task, again):
            yield Partial(_shown(draft, seen))
            before: str | None = None
            for one in draft.sentences if draft.finished else draft.sentences[:-1]:
                if one not in seen:
                    seen[one] = self._check(one, task.sheet, before)
                    yield Partial(_shown(draft, seen))
                before = one.text if seen[one].stays else None
        return [seen[one] for one in dict.fromkeys(draft.sentences)]

    def _answers(self, question: str, answer: AnswerContent, check: str) -> bool:
        """Whether any sentence of which this came answers the question: what is true may still be
        beside the point."""
        texts = [one.text for one in answer.sentences if one.check == check]
        return bool((self._reranker.score(question, texts) >= ANSWERS).any())

    def _check(self, sentence: DraftSentence, given: Sheet, before: str | None) -> CheckedSentence:
        """`before`: the sentence before it, which it may lean on."""
        try:
            cited = resolved(sentence, given)
        except Uncited as why:
            return CheckedSentence.uncited(sentence.text, str(why))
        return confirm(cited, self._stance, before)


def _ordered(passages: Sequence[Passage]) -> bool:
    """Whether any paragraph that was found looks like an order to a language model."""
    return any(
        holds_order(passage.article, paragraph)
        for passage in passages
        for paragraph in passage.paragraphs
    )


def _worth(checked: Sequence[CheckedSentence]) -> tuple[int, int]:
    """Of two drafts, the better one has more."""
    kept = sum(one.outcome is Outcome.KEPT for one in checked)
    return kept, -sum(one.outcome is Outcome.UNCITED for one in checked)


def _shown(draft: ReplyDraft, seen: Mapping[DraftSentence, CheckedSentence]) -> Writing:
    sentences = draft.sentences
    return Writing(tuple(UnfinishedSentence(one.text, _check_of(seen, one)) for one in sentences))


def _check_of(
    seen: Mapping[DraftSentence, CheckedSentence], sentence: DraftSentence
) -> SentenceCheck | None:
    """What was found of a sentence; None where it is not checked yet."""
    checked = seen.get(sentence)
    return _CHECKS[checked.outcome] if checked else None


def _instead(
    quotes: AnswerContent, what: str, checked: Sequence[CheckedSentence] = ()
) -> AnswerContent:
    """The quoted answer, and why it is that."""
    notice = f"{what}, so this reply uses quotes instead."
    notices = (*quotes.notices, notice)
    return replace(quotes, notices=notices, struck=struck(checked, all_of=True))
