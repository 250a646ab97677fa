"""Edits of a claim whose effect on its truth is known: the pairs that no data set has enough of.

Each edit takes a claim that its evidence supports and gives the new claim with its new label, or
None where it does not apply. Meaning-keeping edits stand beside meaning-changing ones of the same
look, so that a model cannot learn "a number with 'at least' is wrong".
"""

import random
import re
from collections.abc import Callable

Edited = tuple[str, str]
"""The new claim and its label."""

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_NUMBER = re.compile(r"(?<![\w.,:$€£-])(\d{1,3}(?:,\d{3})+|\d+)(?![\w%]|[.,:/-]\d)")
_BOUND = re.compile(
    r"(?:over|than|least|most|to|about|around|nearly|almost|under|below|above|some|roughly|between"
    r"|and|number|no\.?|route|chapter|section|page|at|by)\s+$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has been|have been|has|have|had|will|would|can|could|should|did|does|do"
    r"|may|might|must)\b(?! not\b|n't)(?= [a-z])"
)
_NEGATION = re.compile(r"\b(is|are|was|were|has|have|had|will|would|could|should|did|does|do) not ")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
_LEADING_NAME = re.compile(r"^[A-Z][\w'-]+(?: [A-Z][\w'-]+)+")

_OPPOSITES = (
    "increase/decrease increased/decreased increases/decreases rise/fall rose/fell rising/falling "
    "more/fewer higher/lower highest/lowest largest/smallest larger/smaller before/after "
    "first/last win/lose won/lost winning/losing above/below northern/southern north/south "
    "eastern/western east/west accept/reject accepted/rejected approved/rejected approve/reject "
    "supported/opposed support/oppose supports/opposes allowed/banned allow/ban began/ended "
    "begin/end opened/closed success/failure succeeded/failed failed/managed public/private "
    "male/female old/young older/younger early/late earlier/later always/never often/rarely "
    "gained/lost buy/sell bought/sold agreed/refused agree/disagree confirmed/denied "
    "confirm/deny guilty/innocent strong/weak stronger/weaker best/worst better/worse "
    "positive/negative alive/dead legal/illegal likely/unlikely possible/impossible "
    "able/unable major/minor import/export "
    "maximum/minimum majority/minority inside/outside  "
    "true/false same/different remember/forget praised/criticized friend/enemy day/night"
).split()
_OPPOSITE = {
    one: other for pair in _OPPOSITES for one, other in (pair.split("/"), reversed(pair.split("/")))
}
_WORD = re.compile(r"[A-Za-z]+")


def negate(claim: str) -> str | None:
    """The claim with its first verb negated, or a negated one put straight."""
    if re.search(
        r"\b(?:no|never|none|nobody|nothing|neither|hardly)\b|n't\b", claim, re.IGNORECASE
    ):
        return None
    undone = _NEGATION.search(claim)
    if undone:
        return claim[: undone.end() - 5] + " " + claim[undone.end() :]
    found = _AUXILIARY.search(claim)
    if found is None:
        return None
    word = found.group().split()[0]
    rest = claim[found.start() + len(word) :]
    return f"{claim[: found.start()]}{word} not{rest}"


def negated(chooser: random.Random, claim: str) -> Edited | None:
    """The opposite of a supported claim, in one of several wordings."""
    plain = negate(claim)
    if plain and chooser.random() < 0.75:
        return plain, "refutes"
    opening = chooser.choice(("It is not true that", "It is false that", "It is not the case that"))
    return f"{opening} {_lowered(claim)}", "refutes"


def other_number(chooser: random.Random, claim: str) -> Edited | None:
    """Another number in place of the claim's."""
    found = _plain_number(chooser, claim)
    if found is None:
        return None
    value = _value(found)
    other = _other_value(chooser, value, is_year=bool(_YEAR.fullmatch(found.group())))
    return _put(claim, found, _written(chooser, other, found.group())), "refutes"


def same_number(chooser: random.Random, claim: str) -> Edited | None:
    """The same number, written in another way."""
    found = _plain_number(chooser, claim)
    if found is None or _YEAR.fullmatch(found.group()):
        return None
    value = _value(found)
    if value <= 20:
        return _put(claim, found, _SMALL[value]), "supports"
    if value >= 1000:
        grouped = f"{value:,}" if "," not in found.group() else str(value)
        return _put(claim, found, grouped), "supports"
    return None


def bounded_number(chooser: random.Random, claim: str) -> Edited | None:
    """A bound on the claim's number: "at least 30" of 40 holds, "fewer than 30" does not."""
    found = _plain_number(chooser, claim)
    if found is None or _YEAR.fullmatch(found.group()) or _value(found) < 4:
        return None
    before, after = claim[: found.start()], claim[found.end() :]
    if not re.match(r" [a-z]", after) or re.search(
        r"\b(?:of|in|on|since|until|[A-Z]\w+) $", before
    ):
        return None
    value = _value(found)
    lower = max(1, int(value * chooser.uniform(0.3, 0.9)))
    upper = int(value * chooser.uniform(1.15, 3)) + 1
    words, bound, label = chooser.choice(
        (
            ("at least", lower, "supports"),
            ("more than", lower, "supports"),
            ("over", lower, "supports"),
            ("fewer than", upper, "supports"),
            ("at most", upper, "supports"),
            ("at least", upper, "refutes"),
            ("more than", upper, "refutes"),
            ("over", upper, "refutes"),
            ("fewer than", lower, "refutes"),
            ("only", lower, "refutes"),
        )
    )
    return f"{before}{words} {_written(chooser, bound, found.group())}{after}", label


def other_date(chooser: random.Random, claim: str) -> Edited | None:
    """Another month or weekday in place of the claim's."""
    for names in (_MONTHS, _WEEKDAYS):
        found = re.search(r"\b(?:" + "|".join(names) + r")\b", claim)
        if found:
            other = chooser.choice([name for name in names if name != found.group()])
            return _put(claim, found, other), "refutes"
    return None


def opposite(chooser: random.Random, claim: str) -> Edited | None:
    """A word's opposite in its place."""
    words = [found for found in _WORD.finditer(claim) if found.group() in _OPPOSITE]
    if not words:
        return None
    found = chooser.choice(words)
    return _put(claim, found, _OPPOSITE[found.group()]), "refutes"


def swapped_names(chooser: random.Random, claim: str) -> Edited | None:
    """Two names of the claim, each in the other's place: who did what to whom."""
    names = _names(claim)
    if len(names) < 2:
        return None
    first, second = sorted(chooser.sample(names, 2), key=lambda found: found.start())
    between = claim[first.end() : second.start()]
    if first.group() == second.group() or re.fullmatch(r",? (?:and|or) |, ", between):
        return None
    return (
        f"{claim[: first.start()]}{second.group()}{between}{first.group()}{claim[second.end() :]}",
        "not_supports",
    )


def other_name(chooser: random.Random, claim: str, names: list[str]) -> Edited | None:
    """A name from elsewhere in place of one of the claim's."""
    found = _names(claim)
    if not found or not names:
        return None
    place, other = chooser.choice(found), chooser.choice(names)
    if other in claim:
        return None
    return _put(claim, place, other), "not_supports"


def quantified(chooser: random.Random, claim: str) -> Edited | None:
    """Another quantifier: "all" holds for "some", "some" does not make it "all"."""
    options = {
        "all": (("some", "supports"), ("none of", "refutes"), ("only a few", "refutes")),
        "All": (("Some", "supports"), ("None of", "refutes"), ("Only a few", "refutes")),
        "every": (("not every", "refutes"),),
        "Every": (("Not every", "refutes"),),
        "most": (("some", "supports"), ("all", "not_supports")),
        "Most": (("Some", "supports"), ("All", "not_supports"), ("Few", "refutes")),
        "many": (("some", "supports"), ("all", "not_supports"), ("no", "refutes")),
        "Many": (("Some", "supports"), ("All", "not_supports"), ("No", "refutes")),
        "some": (("all", "not_supports"), ("no", "refutes")),
        "Some": (("All", "not_supports"), ("No", "refutes")),
        "both": (("neither of", "refutes"),),
    }
    found = re.search(r"\b(?:" + "|".join(options) + r")\b(?! of\b)(?= [a-z])", claim)
    if found is None:
        return None
    word, label = chooser.choice(options[found.group()])
    return _put(claim, found, word), label


def unsure(chooser: random.Random, claim: str) -> tuple[str, str, str] | None:
    """A sentence about what may be, with a claim that it is: no support. Returns both texts."""
    found = re.search(r"\b(will|is|are|was|were|has|have)\b(?= [a-z])(?! not)", claim)
    if found is None:
        return None
    soft = {
        "will": ("might", "could", "plans to", "is expected to", "has threatened to"),
        "is": ("may be", "could be"),
        "are": ("may be", "could be"),
        "was": ("may have been", "could have been"),
        "were": ("may have been", "could have been"),
        "has": ("may have", "could have"),
        "have": ("may have", "could have"),
    }[found.group()]
    hedged = _put(claim, found, chooser.choice(soft))
    if chooser.random() < 0.3:
        return claim, hedged, "supports"
    return hedged, claim, "neutral"


SIMPLE: tuple[Callable[[random.Random, str], Edited | None], ...] = (
    negated,
    other_number,
    same_number,
    bounded_number,
    other_date,
    opposite,
    swapped_names,
    quantified,
)
"""The edits that need nothing but the claim."""


def names_of(text: str) -> list[str]:
    """What looks like a name in the text, except at the start of a sentence."""
    return [found.group() for found in _NAME.finditer(text)]


def _names(claim: str) -> list[re.Match[str]]:
    leading = _LEADING_NAME.match(claim)
    return ([leading] if leading else []) + list(_NAME.finditer(claim))


def _plain_number(chooser: random.Random, claim: str) -> re.Match[str] | None:
    found = [
        one
        for one in _NUMBER.finditer(claim)
        if not _BOUND.search(claim[: one.start()]) and len(one.group()) < 12
    ]
    return chooser.choice(found) if found else None


def _value(found: re.Match[str]) -> int:
    return int(found.group().replace(",", ""))


def _other_value(chooser: random.Random, value: int, *, is_year: bool) -> int:
    if is_year:
        return value + chooser.choice((-1, 1)) * chooser.randint(1, 15)
    if value < 10:
        return chooser.choice([other for other in range(1, 13) if other != value])
    other = int(value * chooser.choice((0.1, 0.5, 0.6, 0.8, 1.2, 1.5, 2, 3, 10)))
    return other if other != value else value + 1


def _written(chooser: random.Random, value: int, like: str) -> str:
    if value <= 20 and chooser.random() < 0.4:
        return _SMALL[value]
    return f"{value:,}" if "," in like or value >= 10_000 else str(value)


def _put(claim: str, found: re.Match[str], words: str) -> str:
    return claim[: found.start()] + words + claim[found.end() :]


def _lowered(claim: str) -> str:
    first = re.match(
        r"(?:The|A|An|This|That|These|Those|There|It|He|She|They|We|In|On|At|All|Some|"
        r"Most|Many|His|Her|Their|Its|No|One|Two)\b",
        claim,
    )
    return claim[:1].lower() + claim[1:] if first else claim
