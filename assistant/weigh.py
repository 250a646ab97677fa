"""What each candidate sentence says of a claim, and whose word it is.

The stance model reads the sentence, and with it the one before where it leans on that. It reads
the claim with the sentence's own numbers and dates in place of the claim's; whether those agree is
computed (assistant/compare.py, assistant/when.py), because small models do not see it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.compare import Match, compare
from assistant.names import same_name, spellings
from assistant.select import Candidate
from assistant.stance import REFUTES, SUPPORTS, StanceModel
from assistant.statements import Statement, statements
from assistant.verdict import Claim, Stance
from assistant.when import Moment, moments
from assistant.wording import stems
from index.types import Article

RELEVANT = 0.02
"""Relevance (a probability from the reranker) below which a sentence is about something else,
whatever the stance model makes of it."""
_LONGEST = 90
"""Words of a sentence that are read at once; longer ones are read in windows …"""
_OVERLAP = 30
"""… that share so many words."""
_LEANS = re.compile(
    r"^[\"“]?(?:he|she|they|it|this|that|these|those|his|her|their|its|both|such|the same"
    r"|the latter|but|and|however|instead|meanwhile|moreover|also)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied)|disput(?:e|es|ed)|refut(?:e|es|ed)|reject(?:s|ed)?|dismiss(?:es|ed)?"
    r"|brush(?:es|ed)? (?:aside|off))\b.*?\b(?:that|claimed|claiming|saying|alleging)\s+"
    r"(?P<clause>.+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """One sentence with what it says of a claim."""

    candidate: Candidate
    supports: float
    refutes: float
    """Probabilities; what is left is neutral."""
    speaker: str | None
    """Whose word it is, for the reader; None where it is the outlet's."""
    voice: frozenset[str]
    """Who counts as one: the parties of the speaker, else the outlet or the article."""
    date: Moment | None
    """The day that the sentence tells of, where it gives one."""
    other_date: bool
    """It would support the claim, were it not for the date."""
    notes: tuple[str, ...]

    @property
    def stance(self) -> Stance:
        """The likelier of supports and refutes, or neutral where that is likelier than both."""
        if max(self.supports, self.refutes) < 1 - self.supports - self.refutes:
            return Stance.NEUTRAL
        return Stance.SUPPORTS if self.supports >= self.refutes else Stance.REFUTES

    @property
    def score(self) -> float:
        """The probability of its stance."""
        neutral = 1 - self.supports - self.refutes
        return {
            Stance.SUPPORTS: self.supports,
            Stance.REFUTES: self.refutes,
            Stance.NEUTRAL: neutral,
        }[self.stance]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One text for the model to read for a candidate, and the claim as it is read beside it."""

    text: str
    claim: str
    match: Match
    other_date: bool
    notes: tuple[str, ...]
    denied: bool = False
    """The text is what the sentence's speaker denies."""


def weigh(claim: Claim, candidates: Sequence[Candidate], model: StanceModel) -> list[Weighed]:
    """Every candidate with its stance, in their order; a denial that tells whom it denies gives
    two. Raises ModelError."""
    days = [_days(candidate) for candidate in candidates]
    read = [_readings(claim, one, told) for one, told in zip(candidates, days, strict=True)]
    pairs = [(reading.text, reading.claim) for readings in read for reading in readings]
    chances = iter(model.weigh(pairs))
    found: list[Weighed] = []
    for candidate, told, readings in zip(candidates, days, read, strict=True):
        results = [
            (_outcome(reading, float(row[SUPPORTS]), float(row[REFUTES])), reading)
            for reading, row in zip(readings, chances, strict=False)
        ]
        found += _weighed(candidate, told, results)
    return found


def stance_of_texts(
    claim: str, texts: Sequence[str], model: StanceModel
) -> list[tuple[float, float]]:
    """(supports, refutes) of plain texts towards a claim, read as `weigh` reads sentences: for
    evidence that is not in a store."""
    read = [_windowed(text, claim, ()) for text in texts]
    chances = iter(model.weigh([(one.text, one.claim) for group in read for one in group]))
    found = []
    for group in read:
        outcomes = [
            _outcome(one, float(row[SUPPORTS]), float(row[REFUTES]))
            for one, row in zip(group, chances, strict=False)
        ]
        found.append(max(outcomes, key=max))
    return found


def _readings(claim: Claim, candidate: Candidate, told: Sequence[Moment]) -> list[_Reading]:
    """What the model reads for one candidate; nothing where it cannot say anything of the claim."""
    statement = candidate.statement
    if not candidate.fits or candidate.support < RELEVANT:
        return []
    if claim.speaker and not _speaks(claim.speaker, candidate):
        return []
    read = _windowed(statement.reading, claim.content, told)
    before = _before(candidate)
    if before and (_LEANS.match(statement.text) or not _names_all(claim, statement)):
        read += _windowed(f"{before.text} {statement.text}", claim.content, told)
    if claim.speaker and statement.speaker:
        whole = statement.reading
        if statement.speaker not in whole:
            whole = f"{statement.speaker}: {whole}"
        read += _windowed(whole, claim.text, told)
    denied = _DENIED.search(statement.text) if statement.denies and not claim.speaker else None
    if denied:
        read += [
            replace(one, denied=True) for one in _windowed(denied["clause"], claim.content, told)
        ]
    return read


def _windowed(text: str, claim: str, told: Sequence[Moment]) -> list[_Reading]:
    parts = text.split()
    if len(parts) <= _LONGEST:
        return [_reading(text, claim, told)]
    step = _LONGEST - _OVERLAP
    return [
        _reading(" ".join(parts[start : start + _LONGEST]), claim, told)
        for start in range(0, len(parts) - _OVERLAP, step)
    ]


def _reading(text: str, claim: str, told: Sequence[Moment]) -> _Reading:
    """The claim as it is read beside the text: with the text's numbers and dates."""
    compared = compare(claim, text)
    adapted, notes, other_date = compared.adapted, list(compared.notes), False
    for wanted in reversed(moments(adapted, None)):
        same = [one for one in told if one.agrees(wanted)]
        if told and not same:
            other_date = True
            adapted = adapted[: wanted.start] + told[0].text + adapted[wanted.end :]
            notes.append(f"It tells of “{told[0].text}”, the claim of “{wanted.text}”.")
    return _Reading(text, adapted, compared.match, other_date, tuple(notes))


def _outcome(reading: _Reading, supports: float, refutes: float) -> tuple[float, float]:
    """(supports, refutes) once numbers and dates are taken into account."""
    if reading.match is Match.DIFFERS or reading.other_date:
        # Only the number or the date stands between the sentence and the claim.
        return 0.0, supports
    if reading.match is Match.MISSING:
        return 0.0, refutes
    if reading.match is Match.UNDECIDED:
        return supports / 2, refutes / 2
    return supports, refutes


def _weighed(
    candidate: Candidate,
    told: Sequence[Moment],
    results: Sequence[tuple[tuple[float, float], _Reading]],
) -> list[Weighed]:
    statement = candidate.statement
    own = [one for one in results if not one[1].denied]
    denied = [one for one in results if one[1].denied]
    (supports, refutes), reading = max(
        own, key=lambda one: max(one[0]), default=((0.0, 0.0), _NOT_READ)
    )
    date = told[0] if told else None
    notes = [*reading.notes, *([date.note] if date and date.note else [])]
    whole = Weighed(
        candidate=candidate,
        supports=supports,
        refutes=refutes,
        speaker=statement.speaker,
        voice=voice_of(candidate),
        date=date,
        other_date=reading.other_date,
        notes=tuple(notes),
    )
    strongest = max((outcome[0] for outcome, _ in denied), default=0.0)
    if strongest <= max(supports, refutes) and not (denied and supports > refutes):
        strongest = refutes if statement.denies and statement.accuser else 0.0
        if not strongest:
            return [whole]
    speaking = replace(whole, supports=0.0, refutes=max(strongest, refutes))
    if statement.accuser is None:
        return [speaking]
    accusing = replace(
        whole,
        supports=strongest,
        refutes=0.0,
        speaker=statement.accuser,
        voice=frozenset({statement.accuser}),
    )
    return [speaking, accusing]


_NOT_READ = _Reading("", "", Match.AGREES, other_date=False, notes=())


def _days(candidate: Candidate) -> tuple[Moment, ...]:
    """The dates in a candidate's sentence."""
    told = statements(candidate.article)
    place = next((n for n, one in enumerate(told) if one == candidate.statement), None)
    return () if place is None else _calendar(candidate.article)[place]


@lru_cache(maxsize=256)
def _calendar(article: Article) -> tuple[tuple[Moment, ...], ...]:
    """The dates in each statement of an article; "the same day" is the last one before it."""
    days: list[tuple[Moment, ...]] = []
    last: Moment | None = None
    for statement in statements(article):
        found = moments(statement.text, article.published, last)
        days.append(found)
        last = next((one for one in reversed(found) if one.day is not None), last)
    return tuple(days)


def _before(candidate: Candidate) -> Statement | None:
    """The sentence before, in the same paragraph or the one above."""
    told = statements(candidate.article)
    place = next((n for n, one in enumerate(told) if one == candidate.statement), 0)
    return told[place - 1] if place else None


def _names_all(claim: Claim, statement: Statement) -> bool:
    known = spellings(statement.reading)
    return all(spellings(name) <= known for name in claim.names)


def _speaks(name: str, candidate: Candidate) -> bool:
    """Whether it is the word of whom a claim names: a speaker, or the outlet itself."""
    statement = candidate.statement
    if statement.speaker is not None:
        return same_name(name, statement.speaker, statement.parties)
    outlet = candidate.article.outlet
    return outlet is not None and bool(stems(name)) and stems(name) <= stems(outlet)


def voice_of(candidate: Candidate) -> frozenset[str]:
    """Who counts as one: the parties of its speaker, else its outlet, else the article."""
    statement = candidate.statement
    if statement.speaker is not None:
        return statement.parties or frozenset({statement.speaker})
    return frozenset({candidate.article.outlet or candidate.article.id})
