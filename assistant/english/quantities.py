"""The numbers in a sentence that count or measure something (dates are not among them)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.english.similarity import stem, stems
from assistant.english.units import CURRENCY_SIGNS, UNITS
from assistant.thresholds import GENERIC_NOUN_WEIGHS, ROUGHLY
from index.words.months_and_weekdays import MONTH_OR_ABBREVIATION
from index.words.number_words import ONES, SCALES, SCALES_ABBREVIATED, TENS, VAGUE

_DATE = re.compile(
    rf"\b(?:{MONTH_OR_ABBREVIATION})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:\s*(?:,|and|to|-|–)\s*\d{{1,2}}\b)*(?:,?\s+\d{{4}}\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH_OR_ABBREVIATION})\b(?:\s+\d{{4}}\b)?"
    rf"|\b(?:{MONTH_OR_ABBREVIATION})\s+\d{{4}}\b|\b(?:in|since|by|until|from)\s+(?:1[5-9]|20)\d\d\b"
    r"|\b(?:of|the)\s+(?:1[5-9]|20)\d\d\b(?!\s+[a-z])"
    r"|\b\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?(?=\W|$)|\b\d{4}-\d\d-\d\d\b|\bArticle\s+\d+",
    re.IGNORECASE,
)
_SCALES = SCALES | SCALES_ABBREVIATED
_VAGUE = VAGUE | {"several", "many", "few"}
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?|[%$€£¥]")
_FLOORS = frozenset("over more greater least exceeding exceeded".split())
_CEILINGS = frozenset("under fewer less most below".split())
_TURNED = frozenset("no not".split())
"""Words before a bound that make it the other: "no more than 40" is a ceiling."""
GENERIC = frozenset(stem(word) for word in "people persons residents civilians times".split())
"""What almost any number in the news counts: says less than the verb beside it."""
_DEATHS = stems("died die dies dead death deaths killed kill killing fatalities")
_INJURIES = stems("injured injury injuries wounded hurt")
_NONE_OR_ONE = re.compile(
    r"\b(?:nobody|no one|none|no (?!longer|doubt|more)\w+|"
    r"one (?!of|day|side|another|thing|can|must)\w+)\b",
    re.IGNORECASE,
)
_ABOUT = frozenset("about around nearly almost some roughly approximately".split())
_BOUNDING = _FLOORS | _CEILINGS | _ABOUT | {"at"}
_NEAR = 8
"""Words on either side that say what a number counts."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number and the words around it."""

    value: float
    at_least: bool
    at_most: bool
    roughly: bool
    near: tuple[str, ...]
    """Stems of the words around it, nearest first."""
    unit: str | None
    """"%", a currency ("dollar") or a unit of measure ("kilometer"); None where it counts."""
    start: int
    end: int
    """Where it stands in its text, with the words that bound it ("over 40") and its unit."""

    def agrees(self, other: Quantity) -> bool:
        """Whether both can be true of the same thing."""
        low, high = sorted((self, other), key=lambda quantity: quantity.value)
        if low.value == high.value or low.at_least or high.at_most:
            return True
        return (low.roughly or high.roughly) and low.value >= high.value * (1 - ROUGHLY)


def has_quantity(text: str) -> bool:
    """Whether the text counts or measures anything, vaguely ("dozens"), exactly, or as none."""
    return (
        bool(quantities(text))
        or _NONE_OR_ONE.search(text) is not None
        or any(token.lower() in _VAGUE for token in _TOKEN.findall(_without_dates(text)))
    )


def quantities(text: str) -> list[Quantity]:
    """The numbers of a text, in its order."""
    matches = list(_TOKEN.finditer(_without_dates(text)))
    tokens = [match[0].lower() for match in matches]
    numbers = []
    place = 0
    while place < len(tokens):
        value, after = _number(tokens, place)
        if value is None:
            place += 1
            continue
        begins = place - (place > 0 and tokens[place - 1] in CURRENCY_SIGNS)
        bounds = _bounds(tokens, begins)
        unit, ends = _unit(tokens, begins, after)
        numbers.append(
            Quantity(
                value=value,
                at_least=bounds.at_least,
                at_most=bounds.at_most,
                roughly=bounds.roughly,
                near=_near(tokens, begins, after),
                unit=unit,
                start=matches[bounds.opens].start(),
                end=matches[ends - 1].end(),
            )
        )
        place = ends
    return numbers


@dataclass(frozen=True, slots=True)
class _Bounds:
    """How the words before a number bound it."""

    at_least: bool
    at_most: bool
    roughly: bool
    opens: int
    """The place of the first of these words; of the number where there are none."""


def _bounds(tokens: Sequence[str], begins: int) -> _Bounds:
    """ "over", "at least", "no more than", "up to" and the like, before the token `begins`."""
    before = range(max(0, begins - 2), begins)
    lead = {tokens[number] for number in before}
    opens = next((number for number in before if tokens[number] in _BOUNDING), begins)
    floor, ceiling = bool(lead & _FLOORS), bool(lead & _CEILINGS)
    if tokens[max(0, begins - 2) : begins] == ["up", "to"]:
        ceiling, opens = True, begins - 2
    elif (floor or ceiling) and opens and tokens[opens - 1] in _TURNED:
        floor, ceiling, opens = ceiling, floor, opens - 1
    return _Bounds(floor, ceiling, bool(lead & _ABOUT), opens)


def same_harm(question: str, text: str) -> bool:
    """Whether a text that counts victims counts those that the question asks for: the dead are not
    the injured."""
    asked, told = stems(question), stems(text)
    return all(
        not (asked & harm and not asked & other and told & other and not told & harm)
        for harm, other in ((_DEATHS, _INJURIES), (_INJURIES, _DEATHS))
    )


def harm_or(word: str) -> str:
    """One stem for all words for the dead, one for the injured; any other stem as it is."""
    if word in _DEATHS:
        return "dead"
    return "injured" if word in _INJURIES else word


def counted(question: str, text: str) -> Quantity | None:
    """The number in a text that counts what a question asks about: the one with most of the
    question's words beside it; None where no number has any."""
    asked = stems(question)

    def closeness(quantity: Quantity) -> float:
        return sum(
            (GENERIC_NOUN_WEIGHS if word in GENERIC else 1) / (1 + place)
            for place, word in enumerate(quantity.near)
            if word in asked
        )

    best = max(quantities(text), key=closeness, default=None)
    return best if best is not None and closeness(best) > 0 else None


def _without_dates(text: str) -> str:
    return _DATE.sub(lambda match: ";".center(len(match[0])), text)


def _number(tokens: list[str], place: int) -> tuple[float | None, int]:
    token = tokens[place]
    money = place > 0 and tokens[place - 1] in CURRENCY_SIGNS
    value: float | None = None
    if token[0].isdecimal():  # "²" is a digit, too
        value = float(token.replace(",", ""))
    elif token in TENS:
        value = TENS[token]
        if place + 1 < len(tokens) and tokens[place + 1] in ONES:
            place += 1
            value += ONES[tokens[place]]
    elif token in ONES and ONES[token] > 1:
        value = ONES[token]
    elif tokens[place] == "half" and set(tokens[place + 1 : place + 3]) & _SCALES.keys():
        value = 0.5
        place += tokens[place + 1] == "a"
    elif token in {"a", "one"} and place + 1 < len(tokens) and tokens[place + 1] in _SCALES:
        value = 1
    if value is None:
        return None, place
    place += 1
    while place < len(tokens) and tokens[place] in _SCALES:
        if tokens[place] in SCALES_ABBREVIATED and not money:
            break
        value *= _SCALES[tokens[place]]
        place += 1
    return (value, place) if math.isfinite(value) else (None, place)


def _unit(tokens: list[str], begins: int, after: int) -> tuple[str | None, int]:
    """The unit of a number, and where it ends."""
    if tokens[begins] in CURRENCY_SIGNS:
        return CURRENCY_SIGNS[tokens[begins]], after
    for length in (2, 1):
        unit = UNITS.get(" ".join(tokens[after : after + length]))
        if unit and after + length <= len(tokens):
            return unit, after + length
    return None, after


def _near(tokens: list[str], start: int, end: int) -> tuple[str, ...]:
    places = (place for step in range(_NEAR) for place in (end + step, start - 1 - step))
    return tuple(stem(tokens[place]) for place in places if 0 <= place < len(tokens))
