"""Comparing texts by their words: stems without stop words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import snowballstemmer

from assistant.thresholds import CONTAINED, SAME_ORDER, SAME_OVERLAP
from index.strings.folding import legible, without_accents
from index.words.function_words import NEGATIONS, STOP_WORDS
from index.words.number_words import NUMBER as NUMBER_WORD

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
NUMBER = re.compile(NUMBER_WORD)
"""A number in words."""
_FEWEST = 4
"""Texts with fewer words are too short to be called the same."""


@cache
def _stemmer() -> object:
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one word, lower case, without accents and possessive."""
    base = without_accents(word).removesuffix("'s")
    return str(_stemmer().stemWord(base))  # type: ignore[attr-defined]


def words(text: str) -> list[str]:
    """The words of a text as they stand, but for characters that nobody sees and the like."""
    return _WORD.findall(legible(text))


def stems(text: str) -> frozenset[str]:
    """The stems of a text's words, stop words left out."""
    return frozenset(stem(word) for word in words(text) if without_accents(word) not in STOP_WORDS)


def same_wording(
    text: str, other: str, overlap: float = SAME_OVERLAP, contained: float = CONTAINED
) -> bool:
    """Whether two texts print the same, or one repeats the other. Numbers, negations, names and
    the order of the words must agree: "forty" is not "twelve", "not safe" not "safe"."""
    first, second = _reading(text), _reading(other)
    if first.numbers != second.numbers or first.negations != second.negations:
        return False
    if not (first.names <= second.names or second.names <= first.names):
        return False
    fewer = min(len(set(first.words)), len(set(second.words)))
    if fewer < _FEWEST:
        return first.words == second.words and fewer > 0
    pairs, other_pairs = set(pairwise(first.words)), set(pairwise(second.words))
    if len(pairs & other_pairs) < SAME_ORDER * min(len(pairs), len(other_pairs)):
        return False
    common = len(set(first.words) & set(second.words))
    union = len(set(first.words) | set(second.words))
    return common / union >= overlap or common / fewer >= contained


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as far as it is compared."""

    words: tuple[str, ...]
    numbers: frozenset[str]
    negations: int
    names: frozenset[str]


@lru_cache(maxsize=4096)
def _reading(text: str) -> _Reading:
    spelled = [(word, without_accents(word)) for word in words(text)]
    numbers = frozenset(
        base for _, base in spelled if any(c.isdigit() for c in base) or NUMBER.fullmatch(base)
    )
    return _Reading(
        words=tuple(stem(word) for word, base in spelled if base not in STOP_WORDS),
        numbers=numbers,
        negations=sum(base in NEGATIONS or base.endswith("n't") for _, base in spelled),
        names=frozenset(
            stem(word)
            for word, base in spelled
            if word[0].isupper() and base not in STOP_WORDS and base not in numbers
        ),
    )
