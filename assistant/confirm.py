"""Whether a written sentence is what its paragraphs say.

Three kinds of checks. Of its form: it is a statement in prose (assistant/prose.py). Computed: every
number, date, name and address in it occurs in its sources; what does not was made up, and the
sentence is struck. Weighed: it is read as a claim, with the machinery of verdicts
(assistant/weigh.py), against each sentence of its paragraphs and against what the paragraph says as
a whole. What only asks or orders in an article (assistant/asserting.py) says nothing here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.asserting import asserts, stated
from assistant.claims import as_claim, names_of
from assistant.dating import days
from assistant.draft import Cited, Span
from assistant.leaning import stance_of_texts
from assistant.names import mentions_all
from assistant.prose import no_words, unfit
from assistant.quantities import quantities
from assistant.select import Candidate, article_countries, article_spellings
from assistant.sheet import Source
from assistant.stance import StanceModel
from assistant.statements import Statement, statements
from assistant.strays import ADDRESS, stray
from assistant.types import NOT_CONFIRMED
from assistant.verdict import Claim
from assistant.weigh import Weighed, weigh
from assistant.when import Moment, moments
from index.errors import ClaimError

SUPPORTED = 0.9
"""Probability of support by one sentence of its paragraphs from which a sentence stays …"""
SUPPORTED_AS_A_WHOLE = 0.95
"""… and by a whole paragraph. Measured on summaries of news: docs/evaluation.md."""
CONTRADICTED = 0.6
"""Probability of contradiction from which it is struck, where that outweighs its support."""
_LEADS = 0.5
"""Support from which a reader is led to that one sentence rather than to its paragraph."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


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
    """Probability between 0 and 1 that its paragraphs say it."""
    spans: tuple[Span, ...]
    """One for each of its paragraphs: the words that say it, else the whole paragraph."""
    speaker: str | None
    """Whose word it is where the sentence itself does not tell; None where it does, or where an
    outlet asserts it."""


def confirm(cited: Cited, model: StanceModel) -> Confirmed:
    """Check one sentence. Raises ModelError."""
    texts = [text for one in cited.sources if (text := stated(one))]
    wrong = _wrong(cited, texts, model)
    if wrong:
        return _outcome(cited, Outcome.STRUCK, wrong)
    try:
        claim = as_claim(cited.text)
    except ClaimError as error:
        return _outcome(cited, Outcome.MARKED, f"It could not be checked. {error.happened}")
    weighed = weigh(claim, _candidates(cited.sources), model)
    whole = stance_of_texts(claim.text, texts, model)
    best = max(weighed, key=lambda one: one.supports, default=None)
    by_one = best.supports if best else 0.0
    by_all = max((one.supports for one in whole), default=0.0)
    refutes = max((one.refutes for one in weighed), default=0.0)
    supports = max(by_one, by_all)
    outcome, reason, speaker = Outcome.KEPT, None, None
    misspelt = next(no_words(cited.text, " ".join(texts)), None)
    if by_one < SUPPORTED and by_all < SUPPORTED_AS_A_WHOLE:
        outcome, reason = Outcome.MARKED, f"It is {NOT_CONFIRMED}."
        if refutes >= CONTRADICTED and refutes > supports:
            outcome, reason = Outcome.STRUCK, "Its sources contradict it."
    elif misspelt:
        outcome, reason = Outcome.MARKED, f"“{misspelt}” is in no dictionary, nor in its sources."
    elif best and by_one >= _LEADS and not _tells_who(claim, cited.text):
        speaker = best.speaker
    spans = tuple(_span(source, cited, weighed) for source in cited.sources)
    return Confirmed(cited.text, outcome, reason, supports, spans, speaker)


def _wrong(cited: Cited, texts: Sequence[str], model: StanceModel) -> str | None:
    """Why a sentence cannot stand whatever its sources say of it; None where it may. `texts`: what
    they state."""
    if not texts:
        return "Its sources only ask or order: they say nothing."
    foreign = next(_foreign(cited), None)
    if foreign:
        return f"“{foreign}” is not in its sources."
    wrong = unfit(cited.text, " ".join(texts))
    if wrong:
        return wrong
    part = stray(cited.text, texts, " ".join(map(_told, cited.sources)), model)
    return f"“{part}” is not what its sources tell." if part else None


def _outcome(cited: Cited, outcome: Outcome, reason: str) -> Confirmed:
    spans = tuple(_span(source, cited, ()) for source in cited.sources)
    return Confirmed(cited.text, outcome, reason, 0.0, spans, None)


def _candidates(sources: Sequence[Source]) -> list[Candidate]:
    """Every sentence of the paragraphs, as if a search had found it."""
    return [
        Candidate(statement, source.article, 1.0, fits=True)
        for source in sources
        for statement in _within(source)
        if asserts(statement.text)
    ]


def _within(source: Source) -> tuple[Statement, ...]:
    return tuple(
        one for one in statements(source.article) if one.paragraph.number == source.paragraph.number
    )


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
    if best is None or best.supports < _LEADS:
        return Span(source, 0, len(source.paragraph.text))
    return Span(source, best.candidate.statement.start, best.candidate.statement.end)


def _foreign(cited: Cited) -> Iterator[str]:
    """The addresses, numbers, dates and names of a sentence that its sources do not have."""
    text = cited.text
    told = " ".join(_told(source) for source in cited.sources)
    plain = told.lower()
    for address in ADDRESS.findall(text):
        if address.lower().rstrip(".,;:!?") not in plain:
            yield address
    dates = moments(text, None)
    known = [one for source in cited.sources for one in _dates(source)]
    for date in dates:
        agreed = any(one.agrees(date) for one in known)
        if not agreed and date.text.lower() not in plain:
            yield date.text
    counted = {one.value for one in quantities(told)} | {
        float(one.replace(",", "")) for one in _NUMBER.findall(told) if _is_number(one)
    }
    for number in quantities(text):
        dated = any(date.start <= number.start < date.end for date in dates)
        in_a_word = number.start > 0 and text[number.start - 1].isalnum()  # "Q4"
        if number.value > 1 and not (dated or in_a_word) and number.value not in counted:
            yield text[number.start : number.end]
    for name in names_of(text):
        opens = text.startswith(f"{name},")  # "Moreover,"
        if not opens and not any(
            mentions_all(article_spellings(one.article), article_countries(one.article), name)
            for one in cited.sources
        ):
            yield name


def _told(source: Source) -> str:
    """All words that a sentence may take from a source."""
    article = source.article
    readings = (one.reading for one in _within(source) if asserts(one.text))
    title = article.title if asserts(article.title) else None
    parts = (title, article.outlet, article.published, stated(source), *readings)
    return " ".join(part for part in parts if part)


def _dates(source: Source) -> Iterator[Moment]:
    yield from moments(f"{source.article.published or ''} ", None)
    for statement in _within(source):
        yield from days(source.article, statement)


def _is_number(text: str) -> bool:
    return text.replace(",", "").count(".") <= 1
