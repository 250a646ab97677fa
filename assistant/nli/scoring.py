"""What one text says about a claim: the model's verdict, and what is computed.

The model reads the claim with the text's own numbers and dates in place of the claim's; whether
those agree is computed (assistant/nli/number_agreement.py, assistant/english/temporal.py), because
small models do not see it. Nor do they see that a text about something else does not contradict
"nobody was hurt": there, a contradiction counts only if the text also says that somebody was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.english.sentence_forms import of_somebody
from assistant.english.similarity import words
from assistant.english.temporal import Moment, moments
from assistant.nli.base import REFUTES, SUPPORTS, StanceModel
from assistant.nli.number_agreement import Match, compare
from assistant.thresholds import DENIES, SAYS, TELLS_OF_ANY, VERBATIM
from index.strings.folding import legible, without_accents
from index.strings.quotation_marks import CLOSING, STRAIGHT
from index.words.function_words import PREPOSITIONS

_LONGEST = 90
"""Words of a sentence that are read at once; longer ones are read in windows …"""
_OVERLAP = 30
"""… that share so many words."""
_CONTINUES = PREPOSITIONS | frozenset("and but which who while he she they it".split())
"""Words that may follow such an opening without changing what it says …"""
_TURNS = frozenset("if unless only until except no not nobody nothing none neither never".split())
"""… if none of these is near."""


class Leaning(NamedTuple):
    """What one text says about a claim."""

    supports: float
    refutes: float
    """Probabilities; the rest is neutral."""
    computed: bool = False
    """It would support the claim, were it not for a number or a date: `refutes` is the probability
    of that support."""


@dataclass(frozen=True, slots=True)
class NliPair:
    """One text for the model to read, and the claim as it is read beside it."""

    text: str
    claim: str
    match: Match
    other_date: Moment | None
    """The date that it is about, if that differs from the claim's."""
    same_date: bool
    """It is about the claim's date."""
    undated: bool
    """The claim gives a day or a month, the text no date or a vaguer one."""
    notes: tuple[str, ...]
    denied: bool
    """Whoever says the text says that it is not so."""
    unless: str | None = None
    """A part of the text that is someone else's, or another sentence's: what it says on its own
    does not count."""


def lean(groups: Sequence[Sequence[NliPair]], model: StanceModel) -> list[list[Leaning]]:
    """What each reading of each group says. Raises ModelError."""
    readings = [one for group in groups for one in group]
    rows = model.weigh([(one.text, one.claim) for one in readings])
    chances = [
        (VERBATIM, 0.0)
        if _says(one.text, one.claim)
        else (float(row[SUPPORTS]), float(row[REFUTES]))
        for one, row in zip(readings, rows, strict=True)
    ]
    _doubt_about_nobody(readings, chances, model)
    _doubt_about_others(readings, chances, model)
    leanings = iter([_outcome(one, *each) for one, each in zip(readings, chances, strict=True)])
    return [[next(leanings) for _ in group] for group in groups]


def _doubt_about_nobody(
    readings: Sequence[NliPair], chances: list[tuple[float, float]], model: StanceModel
) -> None:
    """Take back what contradicts "nobody was hurt" without saying that somebody was."""
    doubtful = [
        (place, positive)
        for place, (one, (supports, refutes)) in enumerate(zip(readings, chances, strict=True))
        if refutes > supports and (positive := of_somebody(one.claim))
    ]
    rows = model.weigh([(readings[place].text, positive) for place, positive in doubtful])
    for (place, _), row in zip(doubtful, rows, strict=True):
        if row[SUPPORTS] < TELLS_OF_ANY:
            chances[place] = chances[place][0], 0.0


def _doubt_about_others(
    readings: Sequence[NliPair], chances: list[tuple[float, float]], model: StanceModel
) -> None:
    """Take back what is said by the part of a text that does not count."""
    doubtful = [
        (place, one.unless)
        for place, one in enumerate(readings)
        if one.unless and max(chances[place]) >= SAYS
    ]
    rows = model.weigh([(other, readings[place].claim) for place, other in doubtful])
    for (place, _), row in zip(doubtful, rows, strict=True):
        supports, refutes = chances[place]
        chances[place] = (
            0.0 if row[SUPPORTS] >= SAYS else supports,
            0.0 if row[REFUTES] >= SAYS else refutes,
        )


def stance_of_texts(claim: str, texts: Sequence[str], model: StanceModel) -> list[Leaning]:
    """What plain texts say about a claim, read as `weigh` reads sentences: for evidence that is not
    in a store."""
    found = lean([windowed(text, claim, moments(text, None)) for text in texts], model)
    return [max(group, key=strength) for group in found]


def windowed(
    text: str, claim: str, dates: Sequence[Moment], *, denied: bool = False
) -> list[NliPair]:
    """The readings of a text, several if it is long. `dates`: those that it is about."""
    text, claim = legible(text), legible(claim)
    parts = text.split()
    if len(parts) <= _LONGEST:
        return [_reading(text, claim, dates, denied=denied)]
    return [
        _reading(" ".join(parts[start : start + _LONGEST]), claim, dates, denied=denied)
        for start in range(0, len(parts) - _OVERLAP, _LONGEST - _OVERLAP)
    ]


def _reading(text: str, claim: str, dates: Sequence[Moment], *, denied: bool) -> NliPair:
    """The claim as it is read beside the text: with the text's numbers and dates."""
    compared = compare(claim, text)
    adapted, notes = compared.adapted, list(compared.notes)
    other_date, same_date, undated = None, False, False
    for wanted in reversed(moments(adapted, None)):
        comparable = [one for one in dates if one.agrees(wanted) is not None]
        if not comparable:
            if wanted.month is not None:  # a bare year is mostly somewhere else in the article
                undated = True
                notes.append(f"It gives no date for this to compare with “{wanted.text}”.")
            continue
        same = next((one for one in comparable if one.agrees(wanted)), None)
        same_date = same_date or same is not None
        if same is None:
            other_date = comparable[0]
            notes.append(f"It is about “{comparable[0].text}”; the claim is about “{wanted.text}”.")
        elif wanted.day is not None and same.day is None:
            undated = True
            notes.append(
                f"Its date, “{same.text}”, is less exact than the claim's, “{wanted.text}”."
            )
        written = (same or comparable[0]).text
        adapted = adapted[: wanted.start] + written + adapted[wanted.end :]
    return NliPair(
        text, adapted, compared.match, other_date, same_date, undated, tuple(notes), denied
    )


def _outcome(reading: NliPair, supports: float, refutes: float) -> Leaning:
    """The model's probabilities once numbers, dates and a denial are taken into account."""
    if reading.match is Match.DIFFERS or reading.other_date:
        # Only the number or the date differs between the sentence and the claim; denying another
        # number says nothing about this one.
        return Leaning(0.0, 0.0 if reading.denied else supports, computed=True)
    if reading.match is Match.MISSING:
        supports = 0.0
    elif reading.match is Match.UNDECIDED or reading.undated:
        supports, refutes = supports / 2, refutes / 2
    if reading.denied:
        return Leaning(refutes if refutes >= DENIES else 0.0, supports)
    return Leaning(supports, refutes)


def strength(leaning: Leaning) -> float:
    return max(leaning.supports, leaning.refutes)


def _says(text: str, claim: str) -> bool:
    """Whether a text opens with the very words of a claim, as a statement of its own: "There is no
    shortage of it in Orsk" says "There is no shortage of it"."""
    said, claimed = (
        [without_accents(one) for one in words(text)],
        [without_accents(one) for one in words(claim)],
    )
    if said[: len(claimed)] != claimed:
        return False
    following = said[len(claimed) :][:4]
    goes_on = not following or following[0] in _CONTINUES or _ends(text, claim)
    return goes_on and not _TURNS.intersection(following)


def _ends(text: str, claim: str) -> bool:
    """Whether a stop follows the words of a claim."""
    last = claim.rstrip(" .!?").rsplit(" ", 1)[-1]
    return re.search(rf"{re.escape(last)}[,;.{CLOSING}{STRAIGHT}]", text, re.IGNORECASE) is not None
