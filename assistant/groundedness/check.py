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

from assistant.attribution.speech_acts import asserts, stated
from assistant.evidence import Candidate
from assistant.groundedness.distortions import shift
from assistant.groundedness.draft_parser import Cited, Span
from assistant.groundedness.misattribution import misattributed
from assistant.groundedness.sentence_support import Backing, backing, firmer
from assistant.groundedness.unsupported_clauses import stray
from assistant.groundedness.unsupported_facts import foreign, told_by, within
from assistant.groundedness.wellformedness import no_words, unfit
from assistant.llm.prompt_context import Source
from assistant.nli.base import StanceModel
from assistant.nli.scoring import Leaning
from assistant.thresholds import CONTRADICTED, LEADS, SUPPORTED
from assistant.types import NOT_CONFIRMED
from assistant.verdicts.claim_detection import as_claim
from assistant.verdicts.evidence_scoring import Weighed, weigh
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


@dataclass(frozen=True, slots=True)
class Confirmed:
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
    """One for each of its paragraphs: the words that say it, else the whole paragraph."""
    speaker: str | None
    """Whose word it is where the sentence itself does not tell; None where it does, or where an
    outlet asserts it."""


def confirm(cited: Cited, model: StanceModel, before: str | None = None) -> Confirmed:
    """Check one sentence. `before`: the one before it in the reply, which may tell whom "he" means.
    Raises ModelError."""
    texts = [text for one in cited.sources if (text := stated(one))]
    words = " ".join(map(told_by, cited.sources))
    wrong = _wrong(cited, texts, words, model)
    if wrong:
        return _outcome(cited, Outcome.STRUCK, wrong)
    try:
        claim = as_claim(cited.text, _subject(before))
    except ClaimError as error:
        return _outcome(cited, Outcome.MARKED, f"It couldn't be checked. {error.happened}")
    weighed = weigh(claim, _candidates(cited.sources), model)
    best = max(weighed, key=lambda one: one.supports, default=None)
    own = best.leaning if best else Leaning(0.0, 0.0)
    own = own._replace(refutes=max((one.refutes for one in weighed), default=0.0))
    whole = backing(claim.text, own, texts, words, model)
    outcome, reason = _judged(cited, claim, whole, weighed, model)
    if outcome is Outcome.KEPT and (misspelt := next(no_words(cited.text, words), None)):
        outcome, reason = Outcome.MARKED, f"“{misspelt}” isn't in the dictionary or in its sources."
    speaker = None
    if outcome is Outcome.KEPT and own.supports >= LEADS and not _tells_who(claim, cited.text):
        speaker = best.speaker if best else None
    spans = tuple(_span(source, cited, weighed) for source in cited.sources)
    return Confirmed(cited.text, outcome, reason, whole.supports, whole.refutes, spans, speaker)


def _judged(
    cited: Cited, claim: Claim, whole: Backing, weighed: Sequence[Weighed], model: StanceModel
) -> tuple[Outcome, str | None]:
    """What becomes of a sentence by what its sources say of it, and why."""
    if whole.supports < SUPPORTED:
        if whole.refutes >= CONTRADICTED and whole.refutes > whole.supports:
            return Outcome.STRUCK, "Its sources contradict it."
        return Outcome.MARKED, f"It is {NOT_CONFIRMED}."
    if whole.weak:
        return Outcome.MARKED, f"“{whole.weak}” is {NOT_CONFIRMED}."
    if misattributed(claim, weighed, model):
        return Outcome.MARKED, f"That {claim.speaker} said so is {NOT_CONFIRMED}."
    best = max(weighed, key=lambda one: one.supports, default=None)
    if best and firmer(cited.text, best.candidate.statement.text):
        return Outcome.MARKED, "Its sources leave open what it states as fact."
    read = [one.candidate.statement.text for one in weighed]
    shifted = shift(cited.text, read, best.candidate.statement.text) if best else None
    return (Outcome.MARKED, shifted) if shifted else (Outcome.KEPT, None)


def _subject(before: str | None) -> Claim | None:
    """The sentence before as a claim, where it is one."""
    try:
        return as_claim(before) if before else None
    except ClaimError:
        return None


def _wrong(cited: Cited, texts: Sequence[str], words: str, model: StanceModel) -> str | None:
    """Why a sentence cannot stand whatever its sources say of it; None where it may. `texts`: what
    they state; `words`: all words that it may take from them."""
    if not texts:
        return "Its sources only ask questions or give orders."
    made_up = next(foreign(cited), None)
    if made_up:
        return f"“{made_up}” is not in its sources."
    wrong = unfit(cited.text, words)
    if wrong:
        return wrong
    part = stray(cited.text, texts, words, model)
    return f"“{part}” isn't what its sources say." if part else None


def _outcome(cited: Cited, outcome: Outcome, reason: str) -> Confirmed:
    spans = tuple(_span(source, cited, ()) for source in cited.sources)
    return Confirmed(cited.text, outcome, reason, 0.0, 0.0, spans, None)


def _candidates(sources: Sequence[Source]) -> list[Candidate]:
    """Every sentence of the paragraphs, as if a search had found it."""
    return [
        Candidate(statement, source.article, 1.0, fits=True)
        for source in sources
        for statement in within(source)
        if asserts(statement.text)
    ]


def _tells_who(claim: Claim, text: str) -> bool:
    """Whether a sentence itself says whose word it is."""
    return (
        claim.content != claim.text or claim.speaker is not None or "according to" in text.lower()
    )


def _span(source: Source, cited: Cited, weighed: Sequence[Weighed]) -> Span:
    """The words of a paragraph that a reader is led to."""
    if cited.quote and cited.quote.source is source:
        return cited.quote
    own = [
        one
        for one in weighed
        if one.candidate.article.id == source.article.id
        and one.candidate.statement.paragraph.number == source.paragraph.number
    ]
    best = max(own, key=lambda one: one.supports, default=None)
    if best is None or best.supports < LEADS:
        return Span(source, 0, len(source.paragraph.text))
    return Span(source, best.candidate.statement.start, best.candidate.statement.end)
