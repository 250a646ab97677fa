"""Whether a written sentence is what its paragraphs say.

Three kinds of checks. Of its form: it is a statement in prose
(assistant/groundedness/wellformedness.py). Computed: every number, date, name and address in it
occurs in its sources (assistant/groundedness/unsupported_facts.py); what does not was made up, and
the sentence is struck. Weighed: it is read as a claim, with the machinery of verdicts
(assistant/verdicts/evidence_scoring.py), against the sentences and the paragraphs that it cites,
whole and in parts (assistant/groundedness/sentence_support.py), and whose word it gives is compared
with whose it is (assistant/groundedness/misattribution.py). What only asks or orders in an article
(assistant/attribution/speech_acts.py) says nothing here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from assistant.evidence import ArticleStatement
from assistant.groundedness.cited_sentence import CitedSentence, Span
from assistant.groundedness.distortions import shift
from assistant.groundedness.misattribution import misattributed
from assistant.groundedness.sentence_support import Backing, backing, firmer
from assistant.groundedness.unsupported_clauses import stray
from assistant.groundedness.unsupported_facts import foreign
from assistant.groundedness.wellformedness import no_words, unfit
from assistant.llm.prompt_context import PromptParagraph
from assistant.nli.base import StanceModel
from assistant.nli.scoring import Leaning
from assistant.thresholds import CONTRADICTED, LEADS, SUPPORTED
from assistant.types import NOT_CONFIRMED
from assistant.verdicts.claim_detection import as_claim
from assistant.verdicts.evidence_scoring import Weighed, weigh_relevant
from assistant.verdicts.types import Claim
from index.errors import ClaimError


class Outcome(StrEnum):
    """What became of a written sentence."""

    KEPT = "kept"
    """Its paragraphs say it."""
    MARKED = "marked"
    """They neither say nor contradict it."""
    STRUCK = "struck"
    """They contradict it, or it tells something that none of them has."""
    UNCITED = "uncited"
    """It rests on no paragraph that the model was given: it is struck, and the model is told."""


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A written sentence with what its sources say of it."""

    text: str
    outcome: Outcome
    reason: str | None
    """Why it does not simply stay, for the reader; None where it does."""
    support: float
    """Probability between 0 and 1 that its paragraphs say it …"""
    refutes: float
    """… and that they contradict it; both 0 where it cannot stand whatever they say."""
    spans: tuple[Span, ...]
    """One for each of its paragraphs: the words that say it, else the whole paragraph; none of one
    that is uncited."""
    speaker: str | None
    """Whose word it is where the sentence itself does not tell; None where it does, or where an
    outlet asserts it."""

    @classmethod
    def uncited(cls, text: str, reason: str) -> Self:
        """A sentence that rests on no paragraph."""
        return cls(text, Outcome.UNCITED, reason, 0.0, 0.0, (), None)

    @property
    def stays(self) -> bool:
        """Whether a reader gets to see it."""
        return self.outcome in {Outcome.KEPT, Outcome.MARKED}


@dataclass(frozen=True, slots=True)
class _Weighing:
    """A sentence read as a claim, with what its paragraphs say of it."""

    claim: Claim
    sentences: Sequence[Weighed[ArticleStatement]]
    """One by one."""
    best: Weighed[ArticleStatement] | None
    """The one that supports it most; None where there is none."""
    whole: Backing
    """All together."""


def confirm(cited: CitedSentence, model: StanceModel, before: str | None = None) -> CheckedSentence:
    """Check one sentence. `before`: the one before it in the reply, which may tell whom "he" means.
    Raises ModelError."""
    wrong = _wrong(cited, model)
    if wrong:
        return _unweighed(cited, Outcome.STRUCK, wrong)
    try:
        claim = as_claim(cited.text, _subject(before))
    except ClaimError as error:
        return _unweighed(cited, Outcome.MARKED, f"It couldn't be checked. {error.happened}")
    weighing = _weighed(cited, claim, model)
    outcome, reason = _judged(cited, weighing, model)
    unknown = next(no_words(cited.text, cited.words), None) if outcome is Outcome.KEPT else None
    if unknown:
        outcome, reason = Outcome.MARKED, f"“{unknown}” isn't in the dictionary or in its sources."
    return CheckedSentence(
        text=cited.text,
        outcome=outcome,
        reason=reason,
        support=weighing.whole.supports,
        refutes=weighing.whole.refutes,
        spans=tuple(_span(one.source, cited, weighing.sentences) for one in cited.paragraphs),
        speaker=_speaker(cited, weighing) if outcome is Outcome.KEPT else None,
    )


def _weighed(cited: CitedSentence, claim: Claim, model: StanceModel) -> _Weighing:
    sentences = weigh_relevant(claim, cited.assertions, model)
    best = max(sentences, key=lambda one: one.supports, default=None)
    own = best.leaning if best else Leaning(0.0, 0.0)
    own = own._replace(refutes=max((one.refutes for one in sentences), default=0.0))
    return _Weighing(claim, sentences, best, backing(cited, claim.text, own, model))


def _judged(
    cited: CitedSentence, weighing: _Weighing, model: StanceModel
) -> tuple[Outcome, str | None]:
    """What becomes of a sentence by what its sources say of it, and why."""
    claim, whole, best = weighing.claim, weighing.whole, weighing.best
    if whole.supports < SUPPORTED:
        if whole.refutes >= CONTRADICTED and whole.refutes > whole.supports:
            return Outcome.STRUCK, "Its sources contradict it."
        return Outcome.MARKED, f"It is {NOT_CONFIRMED}."
    if whole.weak:
        return Outcome.MARKED, f"“{whole.weak}” is {NOT_CONFIRMED}."
    if misattributed(claim, weighing.sentences, model):
        return Outcome.MARKED, f"Its sources don't confirm that {claim.speaker} said so."
    if best and firmer(cited.text, best.sentence.statement.text):
        return Outcome.MARKED, "Its sources leave open what it states as fact."
    said = [one.statement.text for one in cited.assertions]
    shifted = shift(cited.text, said, best.sentence.statement.text) if best else None
    return (Outcome.MARKED, shifted) if shifted else (Outcome.KEPT, None)


def _speaker(cited: CitedSentence, weighing: _Weighing) -> str | None:
    """Whose word a kept sentence is, where it doesn't say so itself."""
    best = weighing.best
    if best is None or best.supports < LEADS or _tells_who(weighing.claim, cited.text):
        return None
    return best.speaker


def _subject(before: str | None) -> Claim | None:
    """The sentence before as a claim, where it is one."""
    try:
        return as_claim(before) if before else None
    except ClaimError:
        return None


def _wrong(cited: CitedSentence, model: StanceModel) -> str | None:
    """Why a sentence cannot stand whatever its sources say of it; None where it may."""
    if not cited.stated:
        return "Its sources only ask questions or give orders."
    made_up = next(foreign(cited), None)
    if made_up:
        return f"“{made_up}” is not in its sources."
    wrong = unfit(cited.text, cited.words)
    if wrong:
        return wrong
    part = stray(cited, model)
    return f"“{part}” isn't what its sources say." if part else None


def _unweighed(cited: CitedSentence, outcome: Outcome, reason: str) -> CheckedSentence:
    spans = tuple(_span(one.source, cited, ()) for one in cited.paragraphs)
    return CheckedSentence(cited.text, outcome, reason, 0.0, 0.0, spans, None)


def _tells_who(claim: Claim, text: str) -> bool:
    """Whether a sentence itself says whose word it is."""
    return (
        claim.content != claim.text or claim.speaker is not None or "according to" in text.lower()
    )


def _span(
    source: PromptParagraph, cited: CitedSentence, weighed: Sequence[Weighed[ArticleStatement]]
) -> Span:
    """The words of a paragraph that a reader is led to."""
    if cited.quote and cited.quote.source is source:
        return cited.quote
    own = [
        one
        for one in weighed
        if one.sentence.article.id == source.article.id
        and one.sentence.statement.paragraph.number == source.paragraph.number
    ]
    best = max(own, key=lambda one: one.supports, default=None)
    if best is None or best.supports < LEADS:
        return Span(source, 0, len(source.paragraph.text))
    return Span(source, best.sentence.statement.start, best.sentence.statement.end)
