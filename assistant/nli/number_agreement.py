"""The numbers of a claim against those of its evidence.

A small model reads "over 40" and "12" as alike. So numbers are compared as such: each number of the
claim with the one in the evidence that counts or measures the same thing. What the rest of the
sentence says is for the model, which reads the claim with the evidence's own numbers in it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.english.quantities import GENERIC, Quantity, harm_or, quantities
from assistant.english.units import converted
from assistant.thresholds import (
    COUNTS_AS_WELL,
    COUNTS_THE_SAME,
    GENERIC_NOUN_WEIGHS,
    LOWER_BOUND_REACHES,
    OPEN_END,
    ROUGHLY,
    SAME_CONVERTED,
)
from index.words.number_words import SCALES, VAGUE
from index.words.word_lists import any_of

_VAGUE = re.compile(
    r"\b(?:(?P<tens>tens|hundreds) of (?P<of>thousands|millions)|(?P<several>several|a few) "
    rf"(?P<scale>{any_of(SCALES)})|(?P<word>scores|{any_of(VAGUE)}))\b",
    re.IGNORECASE,
)
_NOT_THIS = re.compile(r"(?:\bnot|\brather than|\binstead of)\s+$", re.IGNORECASE)
_SCALES = {
    "tens": 10,
    "scores": 20,
    **SCALES,
    **{f"{scale}s": value for scale, value in SCALES.items()},
}


class Match(Enum):
    """How a number in the evidence relates to one in the claim."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNDECIDED = "undecided"
    MISSING = "missing"
    """The evidence has no number of that thing."""


@dataclass(frozen=True, slots=True)
class Range:
    """The range that a written number can mean, both ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class NumberAgreement:
    """All numbers of a claim against a piece of evidence."""

    match: Match
    """AGREES if the claim has no number. DIFFERS if any number differs."""
    adapted: str
    """The claim with the evidence's numbers in place of its own."""
    notes: tuple[str, ...]
    """In words, one for each number that differs or is not there."""


_Bounded = tuple[Quantity, Range]


def compare(claim: str, evidence: str) -> NumberAgreement:
    """Compare the numbers of a claim with those of a text."""
    numbers = (one for one in quantities(claim) if not _is_article(claim, one))
    counted = [one for one in numbers if not _denied(claim, one)]
    vague = list(_vague(claim))
    asked = [*((one, _claimed(one)) for one in counted), *vague]
    asked.sort(key=lambda one: one[0].start)
    given = (one for one in quantities(evidence) if not _denied(evidence, one))
    of_evidence = [*((one, _meant(one)) for one in given), *_vague(evidence)]
    matches: list[Match] = []
    notes: list[str] = []
    adapted = claim
    for quantity, wanted in reversed(asked):
        match, phrase = _match(quantity, wanted, evidence, of_evidence)
        if match is Match.MISSING and (quantity, wanted) in vague:
            continue  # "thousands of people" is left to the model where there is no number
        matches.append(match)
        own = claim[quantity.start : quantity.end]
        if phrase is not None:
            adapted = adapted[: quantity.start] + phrase + adapted[quantity.end :]
        if match is Match.DIFFERS:
            notes.append(f"This sentence says “{phrase}”; the claim says “{own}”.")
        elif match is Match.MISSING:
            notes.append(f"This sentence gives no number to compare with “{own}”.")
    worst = next(
        (one for one in (Match.DIFFERS, Match.MISSING, Match.UNDECIDED) if one in matches),
        Match.AGREES,
    )
    return NumberAgreement(worst, adapted, tuple(reversed(notes)))


def may_mean(number: Quantity, given: Quantity) -> bool:
    """Whether a number may be another way of writing one that a text has: rounded, bounded closely
    ("more than 30,000" for 31,400) or in another unit."""
    meant, wanted = _meant(given), _claimed(number)
    low = converted(meant.low, given.unit, number.unit)
    high = converted(meant.high, given.unit, number.unit)
    if low is None or high is None:
        return False
    least = number.value / LOWER_BOUND_REACHES if number.at_most else wanted.low
    most = number.value * LOWER_BOUND_REACHES if number.at_least else wanted.high
    slack = SAME_CONVERTED * number.value
    return least - slack <= low and high <= most + slack


def _denied(evidence: str, number: Quantity) -> bool:
    """Whether a text says that it is not this number: "four people, not three"."""
    return _NOT_THIS.search(evidence[: number.start]) is not None


def _match(
    asked: Quantity, wanted: Range, evidence: str, given: Sequence[_Bounded]
) -> tuple[Match, str | None]:
    """How the evidence's number for the same thing relates to the claim's, and its words."""
    best: tuple[float, Match, str] | None = None
    for quantity, meant in given:
        equal = quantity.value == asked.value  # whatever surrounds it
        low = converted(meant.low, quantity.unit, asked.unit)
        high = converted(meant.high, quantity.unit, asked.unit)
        if low is None or high is None:
            if not equal or asked.unit is not None:
                continue
            low, high = meant.low, meant.high  # "asked for nine" of "nine years"
        match = _decided(wanted, Range(low, high), asked, quantity)
        closeness = _closeness(asked, quantity) / (COUNTS_AS_WELL if equal else 1.0)
        if (closeness >= COUNTS_THE_SAME or equal) and (best is None or closeness > best[0]):
            best = (closeness, match, evidence[quantity.start : quantity.end])
    return (Match.MISSING, None) if best is None else best[1:]


def _decided(wanted: Range, meant: Range, asked: Quantity, given: Quantity) -> Match:
    if wanted.low <= meant.low and meant.high <= wanted.high:
        return Match.AGREES
    if meant.high < wanted.low or wanted.high < meant.low:
        return Match.DIFFERS
    exact = not (asked.at_least or asked.at_most)
    if exact and (given.value == asked.value and given.unit == asked.unit):
        return Match.AGREES  # "40" of "over 40": as news writes it
    return Match.UNDECIDED


def _claimed(quantity: Quantity) -> Range:
    """The values for which a claim's number holds."""
    value = quantity.value
    if quantity.at_least:
        return Range(value, math.inf)
    if quantity.at_most:
        return Range(0, value)
    slack = ROUGHLY * value if quantity.roughly else _rounding(value)
    return Range(value - slack, value + slack)


def _meant(quantity: Quantity) -> Range:
    """The values that the evidence's number can mean."""
    value = quantity.value
    if quantity.at_least:
        return Range(value, value * OPEN_END)
    if quantity.at_most:
        return Range(value / OPEN_END, value)
    slack = ROUGHLY * value if quantity.roughly else 0
    return Range(value - slack, value + slack)


def _rounding(value: float) -> float:
    """How far a claim's number may be off: "5 million" can mean 5,012,334, "12" only 12."""
    if value < 1000 or value != int(value):
        return 0.005 * value if value != int(value) else 0.0
    digits = len(str(int(value)))
    kept = len(str(int(value)).rstrip("0"))
    return 0.5 * 10.0 ** (digits - max(kept, 2))


def _closeness(asked: Quantity, given: Quantity) -> float:
    """How much of what surrounds two numbers is the same, nearest words first."""
    ours, theirs = ([harm_or(word) for word in one.near] for one in (asked, given))
    shared = sum(
        (GENERIC_NOUN_WEIGHS if word in GENERIC else 1.0) / (1 + place) / (1 + theirs.index(word))
        for place, word in enumerate(ours)
        if word in theirs and word not in ours[:place]
    )
    return shared if asked.unit is None else shared + COUNTS_THE_SAME


def _vague(text: str) -> Iterator[tuple[Quantity, Range]]:
    """ "Dozens of houses", "several million people": numbers that only indicate a size."""
    for phrase in _VAGUE.finditer(text):
        if phrase["tens"]:
            low = _SCALES[phrase["tens"].lower()] * _SCALES[phrase["of"].lower()]
            times = (2.0, 9.99)
        elif phrase["several"]:
            low, times = _SCALES[phrase["scale"].lower()], (3.0, 9.0)
        else:
            low, times = _SCALES[phrase["word"].lower()], (2.0, 9.99)
        # The words around it as `quantities` sees them around a number in its place.
        around = quantities(f"{text[: phrase.start()]}7777{text[phrase.end() :]}")
        near = next((one.near for one in around if one.value == 7777), ())
        yield (
            Quantity(low * times[0], False, False, False, near, None, *phrase.span()),
            Range(low * times[0], low * times[1]),
        )


def _is_article(claim: str, quantity: Quantity) -> bool:
    """ "One of the ministers": not a number that anyone counted."""
    return claim[quantity.start : quantity.end].lower() in {"a", "one"}
