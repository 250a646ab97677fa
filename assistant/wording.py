"""Comparing texts by their words: stems without stop words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import snowballstemmer

from assistant.places import plain

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been
    before being below between both but by can could did do does doing down during each few
    for from further had has have having he her here hers him his how i if in into is it its
    itself just me more most my no nor not now of off on once only or other our out over own
    s same she should so some such t than that the their them then there these they this
    those through to too under until up us very was we were what when where which while who
    whom why will with would you your according say said says tell told
""".split()
)
_SAME_OVERLAP = 0.6
"""Jaccard overlap from which two texts print the same."""
_CONTAINED = 0.85
"""Share of the shorter text's words found in the longer, from which it is repeated there."""
_FEWEST = 4
"""Texts with fewer words are too short to be called the same."""


@cache
def _stemmer() -> object:
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one word, lower case, without accents and possessive."""
    base = plain(word).removesuffix("'s")
    return str(_stemmer().stemWord(base))  # type: ignore[attr-defined]


def words(text: str) -> list[str]:
    """The words of a text as they stand."""
    return _WORD.findall(text)


def stems(text: str) -> frozenset[str]:
    """The stems of a text's words, stop words left out."""
    return frozenset(stem(word) for word in words(text) if plain(word) not in _STOP_WORDS)


def same_wording(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts (as stems) print the same, or one repeats the other."""
    fewer = min(len(one), len(other))
    if fewer < _FEWEST:
        return one == other and fewer > 0
    common = len(one & other)
    return common / len(one | other) >= _SAME_OVERLAP or common / fewer >= _CONTAINED
