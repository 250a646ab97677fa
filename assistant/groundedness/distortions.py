"""What a written sentence changes though it uses its source's own words.

A small model reads "three in Orsk and eleven in Velm" and "eleven in Orsk and three in Velm" as
alike, and "he will resign" as what "if the audit fails, he will resign" says. So it is computed
whether two names or numbers stand in each other's place, whether a number is bounded as it is not
in the source, and whether a condition was left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from assistant.english.lexicon import is_known
from assistant.english.quantities import Quantity, quantities
from assistant.english.similarity import stem, stems, words

_ORDERING = frozenset("for against from to by before after not no".split())
"""Stop words that count where the order of words is compared."""
_FEWEST = 4
"""Words that two sentences must have in common, the two that are exchanged included."""
_TOGETHER = re.compile(r"[\s,]*(?:and|or|with|nor)?[\s,]*")
"""Between two names of which either may come first."""
_MUTUAL = re.compile(
    r"\b(?:with|between|both|and|meet\w*|met|marr\w+|versus|vs|border\w*|play\w*|divorc\w+)\b"
)
"""Words by which two do the same to each other."""
_PART = re.compile(r"\b(?:of|among)\s+(?:the |these |those )?$", re.IGNORECASE)
"""Before a number of which another is a part: "five of the twelve", "of the twelve, five"."""
_LASTING = re.compile(r"^over \w+$", re.IGNORECASE)
"""No bound: "over two summers"."""
_BOUNDED = re.compile(
    r"\b(?:more than|over|exceed\w*|fewer than|less than|under|below|at least|at most|up to"
    r"|no (?:more|less|fewer) than|or (?:more|less|fewer)|minimum|maximum|above|as (?:many|much) as"
    r"|upwards|excess|within|between|almost|nearly|some|about|around)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:unless|provided that|on condition|as long as|(?<!even )(?<!as )if(?! (?:any|not)\b))\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    r"\b(?:ask\w*|know\w*|see|sure|wonder\w*|tell|told|doubt\w*|decide\w*) if\b", re.IGNORECASE
)
_CONDITIONAL = re.compile(
    rf"{_CONDITION.pattern}|\b(?:when|once|could|might|may|otherwise|without|depend\w*|until)\b",
    re.IGNORECASE,
)


def shift(text: str, sources: Sequence[str], best: str) -> str | None:
    """What a sentence changes, for the reader; None where nothing is seen. `sources`: the sentences
    that it may rest on; `best`: the one of them that supports it most."""
    if any(_exchanged(text, one) for one in sources):
        return "Its sources have these names or numbers the other way round."
    number = next(_bounded(text, sources), None)
    if number is not None:
        return f"Its sources limit “{number}” differently, or not at all."
    return (
        "Its sources attach a condition that this sentence leaves out."
        if _unconditional(text, best)
        else None
    )


def _exchanged(text: str, source: str) -> bool:
    """Whether two names, or two numbers, of a source stand in each other's place in a sentence
    that has its other words in the same order."""
    ours, theirs = _ordered(text), _ordered(source)
    common = _once(ours) & _once(theirs)
    if len(common) < _FEWEST:
        return False
    mine = [word for word in ours if word in common]
    others = [word for word in theirs if word in common]
    apart = [
        place for place, (one, other) in enumerate(zip(mine, others, strict=True)) if one != other
    ]
    if len(apart) != 2:
        return False
    first, second = (mine[place] for place in apart)
    if first.startswith("#") and second.startswith("#"):
        return not any(map(_tells_a_part, (text, source)))
    if not all(_is_name(text, word) and _is_name(source, word) for word in (first, second)):
        return False
    return not any(_MUTUAL.search(_between(one, first, second)) for one in (text, source))


def _ordered(text: str) -> list[str]:
    """The words of a text that count, as they are compared; numbers by their values."""
    found = []
    for word in words(text):
        number = quantities(word)
        if number:
            found.append(f"#{number[0].value:g}")
        elif stems(word) or word.lower() in _ORDERING:
            found.append(stem(word))
    return found


def _tells_a_part(text: str) -> bool:
    return any(_PART.search(text[: number.start]) for number in quantities(text))


def _once(found: Sequence[str]) -> set[str]:
    return {word for word in found if found.count(word) == 1}


def _is_name(text: str, base: str) -> bool:
    word = next((one for one in words(text) if stem(one) == base), "")
    return word[:1].isupper() and not (text.startswith(word) and is_known(word))


def _between(text: str, *bases: str) -> str:
    """What stands between two words."""
    places = [
        (match.start(), match.end())
        for match in re.finditer(r"[^\W_]+(?:['’.\-][^\W_]+)*", text)
        if stem(match[0]) in bases
    ]
    return text[places[0][1] : places[-1][0]] if len(places) > 1 else ""


def _bounded(text: str, sources: Sequence[str]) -> Iterator[str]:
    """The numbers of a sentence that only it bounds ("more than 40", where its sources have
    "40"), and those that only they do ("up to 40")."""
    told = list(chain.from_iterable(map(_with_bounds, sources)))
    for number, bounds in _with_bounds(text):
        same = [other for other in told if other[0].value == number.value]
        if not same:
            continue
        own = text[number.start : number.end]
        bounds_it = (number.at_least or number.at_most) and not _LASTING.match(own)
        made_up = bounds_it and not any(_BOUNDED.search(one) for _, one in same)
        lost = not _BOUNDED.search(bounds) and all(one.at_most for one, _ in same)
        if made_up or lost:
            yield own


def _with_bounds(text: str) -> Iterator[tuple[Quantity, str]]:
    """The numbers of a text, each with what stands around it and may bound it."""
    for number in quantities(text):
        yield number, text[max(0, number.start - 25) : number.end + 20]


def _unconditional(text: str, source: str) -> bool:
    """Whether a source says on a condition what a sentence says without one."""
    bare = _WHETHER.sub(" ", source)
    return _CONDITION.search(bare) is not None and _CONDITIONAL.search(text) is None
