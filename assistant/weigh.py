"""What each candidate sentence says of a claim, and whose word it is.

The stance model reads what a speaker or the outlet asserts, and with it the sentence before where
it leans on that. It reads the claim with the sentence's own numbers and dates in place of the
claim's; whether those agree is computed (assistant/compare.py, assistant/when.py), because small
models do not see it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from assistant.compare import Match, compare
from assistant.dating import days, event_days
from assistant.names import same_name, spellings
from assistant.places import plain
from assistant.select import Candidate
from assistant.stance import REFUTES, SUPPORTS, StanceModel
from assistant.statements import Statement, statements
from assistant.utterances import Utterance, utterances
from assistant.verdict import Claim
from assistant.when import Moment, moments
from assistant.wording import stems, words
from index.types import Article

RELEVANT = 0.05
"""Relevance (a probability from the reranker) below which a sentence is about something else,
whatever the stance model makes of it …"""
RELEVANT_TO_REFUTE = 0.3
"""… and below which it contradicts nothing: what has nothing to do with a claim looks to small
models rather like a contradiction than like support."""
_LONGEST = 90
"""Words of a sentence that are read at once; longer ones are read in windows …"""
_OVERLAP = 30
"""… that share so many words."""
_VERBATIM = 0.97
"""Probability that a sentence supports a claim whose very words it opens with."""
_CONDITIONS = frozenset("if unless only until except when where or".split())
"""Words after which such an opening says something else."""
_LEANS = re.compile(
    r"^[\"“]?(?:he|she|they|it|this|that|these|those|his|her|their|its|both|such|the same"
    r"|the latter|but|and|however|instead|meanwhile|moreover|also)\b",
    re.IGNORECASE,
)


class Leaning(NamedTuple):
    """What one text says of a claim."""

    supports: float
    refutes: float
    """Probabilities; what is left is neutral."""
    computed: bool = False
    """It would support the claim, were it not for a number or a date: `refutes` is the probability
    of that support."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one speaker, or the outlet, says of a claim in one sentence."""

    candidate: Candidate
    leaning: Leaning
    speaker: str | None
    """Whose word it is, for the reader; None where it is the outlet's."""
    voice: frozenset[str]
    """Who counts as one (assistant/utterances.py)."""
    date: Moment | None
    """The day that the sentence tells of, where it gives one."""
    other_date: bool
    """It would support the claim, were it not for the date."""
    notes: tuple[str, ...]
    """How it was read, one sentence each."""

    @property
    def supports(self) -> float:
        """Of its leaning."""
        return self.leaning.supports

    @property
    def refutes(self) -> float:
        """Of its leaning."""
        return self.leaning.refutes


@dataclass(frozen=True, slots=True)
class _Reading:
    """One text for the model to read, and the claim as it is read beside it."""

    text: str
    claim: str
    match: Match
    other_date: bool
    undated: bool
    """The claim gives a day, the text none."""
    notes: tuple[str, ...]
    denied: bool
    """Whoever says the text says that it is not so."""


def weigh(claim: Claim, candidates: Sequence[Candidate], model: StanceModel) -> list[Weighed]:
    """Every candidate with what it says, in their order; a sentence with several utterances gives
    several. Raises ModelError."""
    read = [
        (one, utterance, days(one.article, one.statement), _readings(claim, one, utterance))
        for one in candidates
        for utterance in utterances(one)
    ]
    chances = iter(model.weigh([(one.text, one.claim) for *_, part in read for one in part]))
    found: list[Weighed] = []
    for candidate, utterance, told, readings in read:
        outcomes = [
            _outcome(reading, float(row[SUPPORTS]), float(row[REFUTES]))
            for reading, row in zip(readings, chances, strict=False)
        ]
        found.append(_weighed(candidate, utterance, told, readings, outcomes))
    return found


def stance_of_texts(claim: str, texts: Sequence[str], model: StanceModel) -> list[Leaning]:
    """What plain texts say of a claim, read as `weigh` reads sentences: for evidence that is not in
    a store."""
    read = [_windowed(text, claim, ()) for text in texts]
    chances = iter(model.weigh([(one.text, one.claim) for group in read for one in group]))
    found = []
    for group in read:
        outcomes = [
            _outcome(one, float(row[SUPPORTS]), float(row[REFUTES]))
            for one, row in zip(group, chances, strict=False)
        ]
        found.append(max(outcomes, key=_strength))
    return found


def _readings(claim: Claim, candidate: Candidate, utterance: Utterance) -> list[_Reading]:
    """What the model reads; nothing where the utterance cannot say anything of the claim."""
    if not candidate.fits or candidate.support < RELEVANT:
        return []
    if claim.speaker and not _speaks(claim, utterance, candidate):
        return []
    statement, told = candidate.statement, _told_days(claim, candidate.article, candidate.statement)
    read = _windowed(utterance.text, claim.content, told, denied=utterance.denied)
    before = _before(candidate)
    leans = _LEANS.match(statement.text) or not _names_all(claim, statement)
    if before and leans and not utterance.denied:
        earlier = _told_days(claim, candidate.article, before)
        both = _windowed(f"{before.text} {utterance.text}", claim.content, (*told, *earlier))
        read += [replace(one, notes=_of_both(one.notes, read[0].notes)) for one in both]
    if claim.speaker and utterance.speaker:
        whole = statement.reading if utterance.denied else utterance.text
        if utterance.speaker not in whole:
            whole = f"{utterance.speaker}: {whole}"
        read += _windowed(whole, claim.text, told)
    return read


def _told_days(claim: Claim, article: Article, statement: Statement) -> tuple[Moment, ...]:
    """The days with which a claim's are compared; what somebody is said to have said also has the
    day of the saying."""
    return (days if claim.speaker else event_days)(article, statement)


def _of_both(notes: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """Notes on two sentences: what only the first gives is not said of the second."""
    return tuple(
        note if note in own else note.replace("It says", "The sentence before it says", 1)
        for note in notes
    )


def _windowed(
    text: str, claim: str, told: Sequence[Moment], *, denied: bool = False
) -> list[_Reading]:
    parts = text.split()
    if len(parts) <= _LONGEST:
        return [_reading(text, claim, told, denied=denied)]
    return [
        _reading(" ".join(parts[start : start + _LONGEST]), claim, told, denied=denied)
        for start in range(0, len(parts) - _OVERLAP, _LONGEST - _OVERLAP)
    ]


def _reading(text: str, claim: str, told: Sequence[Moment], *, denied: bool) -> _Reading:
    """The claim as it is read beside the text: with the text's numbers and dates."""
    compared = compare(claim, text)
    adapted, notes = compared.adapted, list(compared.notes)
    other_date = undated = False
    for wanted in reversed(moments(adapted, None)):
        comparable = [one for one in told if one.agrees(wanted) is not None]
        if not comparable:
            undated = True
            notes.append(f"It gives no date to compare with “{wanted.text}”.")
            continue
        same = next((one for one in comparable if one.agrees(wanted)), None)
        if same is None:
            other_date = True
            notes.append(f"It tells of “{comparable[0].text}”, the claim of “{wanted.text}”.")
        written = (same or comparable[0]).text
        adapted = adapted[: wanted.start] + written + adapted[wanted.end :]
    return _Reading(text, adapted, compared.match, other_date, undated, tuple(notes), denied)


def _outcome(reading: _Reading, supports: float, refutes: float) -> Leaning:
    """The model's probabilities once numbers, dates and a denial are taken into account."""
    if _says(reading.text, reading.claim):
        supports, refutes = max(supports, _VERBATIM), 0.0
    if reading.match is Match.DIFFERS or reading.other_date:
        # Only the number or the date stands between the sentence and the claim; who denies another
        # number says nothing of this one.
        return Leaning(0.0, 0.0 if reading.denied else supports, computed=True)
    if reading.match is Match.MISSING or reading.undated:
        supports = 0.0
    elif reading.match is Match.UNDECIDED:
        supports, refutes = supports / 2, refutes / 2
    return Leaning(refutes, supports) if reading.denied else Leaning(supports, refutes)


def _strength(leaning: Leaning) -> float:
    return max(leaning.supports, leaning.refutes)


def _says(text: str, claim: str) -> bool:
    """Whether a text opens with the very words of a claim, as a statement of its own: "There is no
    shortage of it in Orsk" says "There is no shortage of it"."""
    told, claimed = [plain(one) for one in words(text)], [plain(one) for one in words(claim)]
    following = told[len(claimed) :][:1]
    return told[: len(claimed)] == claimed and not _CONDITIONS.intersection(following)


def _weighed(
    candidate: Candidate,
    utterance: Utterance,
    told: Sequence[Moment],
    readings: Sequence[_Reading],
    outcomes: Sequence[Leaning],
) -> Weighed:
    """The strongest of what was read counts."""
    leaning, other_date = Leaning(0.0, 0.0), False
    notes: tuple[str, ...] = ()
    if readings:
        strongest = max(range(len(readings)), key=lambda place: _strength(outcomes[place]))
        leaning = outcomes[strongest]
        notes, other_date = readings[strongest].notes, readings[strongest].other_date
    if candidate.support < RELEVANT_TO_REFUTE:
        leaning = leaning._replace(refutes=0.0)
    date = told[0] if told else None
    return Weighed(
        candidate=candidate,
        leaning=leaning,
        speaker=utterance.speaker,
        voice=utterance.voice,
        date=date,
        other_date=other_date,
        notes=(*notes, date.note) if date and date.note else notes,
    )


def _before(candidate: Candidate) -> Statement | None:
    """The sentence before, in the same paragraph or the one above."""
    told = statements(candidate.article)
    place = next((n for n, one in enumerate(told) if one == candidate.statement), 0)
    return told[place - 1] if place else None


def _names_all(claim: Claim, statement: Statement) -> bool:
    known = spellings(statement.reading)
    return all(spellings(name) <= known for name in claim.names)


def _speaks(claim: Claim, utterance: Utterance, candidate: Candidate) -> bool:
    """Whether it is the word of whom a claim names: a speaker, or the outlet itself."""
    name = str(claim.speaker)
    if utterance.speaker is None:
        outlet = candidate.article.outlet
        return outlet is not None and bool(stems(name)) and stems(name) <= stems(outlet)
    if same_name(name, utterance.speaker, utterance.voice):
        return True
    # "the governor of Orsk" of the claim is "the local governor" of an article about Orsk.
    is_described = not any(word[:1].isupper() for word in words(utterance.speaker)[1:])
    head = plain(words(utterance.speaker)[-1])
    return is_described and head in map(plain, words(name)) and head not in {"media", "sources"}
