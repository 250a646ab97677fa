"""Which country a word speaks for: "Moscow", "the Kremlin" and "Russian" all mean Russia.

News names a government by its country, its people's adjective, its capital or its seat. Names,
demonyms and capitals come from the library `countryinfo`; the few seats of government from
countries.toml."""

from __future__ import annotations

import re
from functools import cache

from countryinfo import CountryInfo, all_countries

from index.strings.folding import legible, without_accents
from index.words.aliases import SPELLINGS, WITHOUT_CAPITAL
from index.words.function_words import BEFORE_A_PLACE
from index.words.word_lists import word_lists

_SEATS = {
    word: country
    for country, words in word_lists("assistant.english", "countries.toml", "seats").items()
    for word in words
}
_BESIDE = word_lists("assistant.english", "countries.toml", "beside")
_PERSONAL, _OUTLETS = frozenset(_BESIDE["people"]), frozenset(_BESIDE["outlets"])
_ALSO_WORDS = frozenset(_BESIDE["words"])
_LONGEST_NAME = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*")


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for country in all_countries():
        name = country.name()
        demonym = country.demonym() or ""
        for word in (name, *_towns(country), demonym, demonym + "s"):
            if len(word) > 2:
                table.setdefault(without_accents(word), name)
    return table | _SEATS


@cache
def _capitals() -> frozenset[str]:
    towns = {without_accents(town) for country in all_countries() for town in _towns(country)}
    return frozenset(
        towns.union(*(map(without_accents, spelled_otherwise(town)) for town in towns))
    )


def _towns(country: CountryInfo) -> list[str]:
    """A country's capital; the library gives some in a list, and some countries have none."""
    found: str | list[str] = country.capital() or []
    return [found] if isinstance(found, str) else list(found)


def is_capital(name: str) -> bool:
    """Whether a name is a capital's, and so may mean the town or the government."""
    return without_accents(name) in _capitals()


def spelled_otherwise(name: str) -> tuple[str, ...]:
    """Other spellings of a town's name."""
    return SPELLINGS.get(without_accents(name), ())


def countries(text: str) -> frozenset[str]:
    """The countries that the capitalised words of a text stand for."""
    table = _table()
    words = _WORD.findall(legible(text))
    nations: set[str] = set()
    for start, word in enumerate(words):
        # "us" is a pronoun and "polish" a verb.
        if not word[0].isupper() and word not in WITHOUT_CAPITAL:
            continue
        if without_accents(word) in _ALSO_WORDS and not word.isupper():
            continue
        if _is_somebody_elses(words, start):
            continue
        for length in range(1, _LONGEST_NAME + 1):
            name = without_accents(" ".join(words[start : start + length])).removesuffix("'s")
            if name in table:
                nations.add(table[name])
    return frozenset(nations)


def _is_somebody_elses(words: list[str], place: int) -> bool:
    """Whether the word is part of a person's or an outlet's name: Michael Jordan, Moscow Times."""
    after = words[place + 1] if place + 1 < len(words) else ""
    before = words[place - 1] if place else ""
    if after[:1].isupper() and without_accents(after) in _OUTLETS:
        return True
    beside = after[:1].isupper() or _given(before)
    return without_accents(words[place]) in _PERSONAL and beside


def _given(word: str) -> bool:
    return word[:1].isupper() and without_accents(word) not in BEFORE_A_PLACE
