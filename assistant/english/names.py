"""Whether a name in a question means a name in an article.

A wrong yes quotes a stranger under somebody's name, so a name counts only in full: the surname, and
the given name where both have one. Spellings of one name in Latin letters are the same
(Zelensky, Zelenskyy; Dmitry, Dmitri); names that merely begin alike are not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.english.countries import countries, is_capital, spelled_otherwise
from assistant.english.similarity import words
from index.strings.bounded_patterns import bounded
from index.strings.folding import without_accents
from index.words.roles import TITLES

_FEWEST_INITIALS = 3
_DOUBLED = re.compile(r"(.)\1+")


def spelling(word: str) -> str:
    """A word with what transliterations differ in made equal."""
    base = without_accents(word).removesuffix("'s").removesuffix("'")
    return _DOUBLED.sub(r"\1", base.replace("y", "i").replace("j", "i"))


def spellings(text: str) -> frozenset[str]:
    """The spellings of all words of a text."""
    return frozenset(spelling(word) for word in words(text))


def mentions(
    known: frozenset[str], nations: frozenset[str], name: str, *, as_party: bool = True
) -> bool:
    """Whether a name is among the spellings of a text, or stands for one of its countries.
    `as_party`: a capital may stand for its government, rather than for the town alone."""
    own = own_words(name)
    if own:
        return spelling(own[-1]) in known
    if not as_party and is_capital(name):
        return any(spelling(other) in known for other in (name, *spelled_otherwise(name)))
    return bool(countries(name) & nations) or spelling((words(name) or [name])[-1]) in known


def names_all(
    names: Iterable[str], known: frozenset[str], nations: frozenset[str], speaker: str | None
) -> bool:
    """Whether every name is among the spellings of a text or its countries. `speaker`: whose words
    are asked for, who may be meant by a country."""
    return all(mentions(known, nations, name, as_party=name in (speaker or "")) for name in names)


def mentions_all(known: frozenset[str], nations: frozenset[str], name: str) -> bool:
    """Whether every word of a name is among the spellings, or it stands for one of the countries:
    stricter than `mentions`, for what nobody may make up."""
    if not mentions(known, nations, name):
        return False
    return all(spelling(word) in known for word in own_words(name) if not countries(word))


def same_name(asked: str, speaker: str, parties: frozenset[str]) -> bool:
    """Whether the one asked about is the speaker, who speaks for these parties."""
    own = own_words(asked)
    if not own:
        nations = countries(asked)
        if nations:
            return bool(nations & (parties | countries(speaker)))
        return spelling((words(asked) or [asked])[-1]) in spellings(speaker)
    theirs = [spelling(word) for word in own_words(speaker)]
    mine = [spelling(word) for word in own]
    if mine[-1] not in theirs:
        return False
    return len(mine) == 1 or len(theirs) == 1 or set(mine) <= set(theirs)


def abbreviates(name: str, text: str) -> bool:
    """Whether a name is the initials of one that a text gives in full: SEC, of the Securities and
    Exchange Commission."""
    if len(name) < _FEWEST_INITIALS or not (name.isalpha() and name.isupper()):
        return False
    between = r"[\w'’-]*\s+(?:(?:of|and|for|the|on)\s+)*"
    return bounded(rf"\b{between.join(name)}[\w'’-]*").search(text) is not None


def own_words(name: str) -> list[str]:
    """The words of a name that are nobody else's: neither titles nor countries. All of them where
    nothing is written with a capital."""
    found = words(name)
    capitalised = [word for word in found if word[:1].isupper()]
    return [
        word
        for word in capitalised or found
        if without_accents(word).removesuffix("'s") not in TITLES
        and not (countries(word) or countries(word.capitalize()))
    ]
