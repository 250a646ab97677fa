"""Whether two nearly equal texts say the same: a changed number, name or "not" is news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from index.text.fingerprints import folded, words
from index.words.number_words import NUMBER_WORDS, VAGUE
from index.words.word_lists import word_lists

_NUMBERS = NUMBER_WORDS | VAGUE | frozenset("first second once twice both several no zero".split())
_LISTS = word_lists("index.text", "near_duplicates.toml")
_TURNING = frozenset(_LISTS["turning"])
"""Words that turn, hedge or measure what is said."""
_PASSING = frozenset(_LISTS["passing"])
"""Words that another outlet puts differently without changing the meaning, such as who was told."""
_SAME_START = 3
_SAME_SPELLING = 0.8
"""Share of letters in common from which two words that begin alike are one, spelled twice."""
_LONGEST = 2000
"""Words beyond which two texts are too long to be compared word by word."""


def alike(one: str, other: str) -> bool:
    """Whether none of the differences between two texts changes the meaning: there is no number,
    negation or hedge in the differing parts, no word takes another's place, and at most one has
    names that the other lacks. In doubt they differ: then a reader sees both."""
    first, second = words(one), words(other)
    if max(len(first), len(second)) > _LONGEST:
        return [folded(word) for word in first] == [folded(word) for word in second]
    names: tuple[set[str], set[str]] = (set(), set())
    for here, there in _differing(first, second):
        if spelled_alike(here, there):
            continue
        told = [[word for word in side if folded(word) not in _PASSING] for side in (here, there)]
        if any(_tells(word) for word in (*here, *there)):
            return False
        if all(told):
            return False
        for side, known in zip(told, names, strict=True):
            known.update(folded(word) for word in side if word[0].isupper())
    return names[0] <= names[1] or names[1] <= names[0]


def _differing(
    first: Sequence[str], second: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """The words in whose place the other text has other words, or none."""
    matcher = SequenceMatcher(
        None, [folded(word) for word in first], [folded(word) for word in second], autojunk=False
    )
    for what, start, end, from_there, to_there in matcher.get_opcodes():
        if what != "equal":
            yield first[start:end], second[from_there:to_there]


def _tells(word: str) -> bool:
    base = folded(word)
    is_number = any(sign.isdigit() for sign in base) or base in _NUMBERS
    return is_number or base in _TURNING or base.endswith("n't")


def spelled_alike(here: Sequence[str], there: Sequence[str]) -> bool:
    """ "per cent" is "percent", "labour" is "labor"; "2014" is not "2016"."""
    one, other = "".join(map(folded, here)), "".join(map(folded, there))
    if any(sign.isdigit() for sign in one + other):
        return one.replace(",", "") == other.replace(",", "")
    if any(_tells(word) for word in (*here, *there)) or not one or not other:
        return False
    one, other = one.removesuffix("'s").replace(".", ""), other.removesuffix("'s").replace(".", "")
    same = one[:_SAME_START] == other[:_SAME_START]
    return same and SequenceMatcher(None, one, other).ratio() >= _SAME_SPELLING
