"""Whether "10/05/2031" is the tenth of May or the fifth of October to the readers of a page.

The country decides: what a page says about its language and country, and, if that names no country,
the country of its address. How a country writes dates is from the Unicode CLDR, which Babel
carries. Where two signs differ, or where both ways are used, only the year is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import locale_identifiers

_SOLD_EVERYWHERE = frozenset(
    "ad ai as bz cc cd co dj fm io la me ms nu sc sr su tk tv ws gg gl eu".split()
)
"""Countries' endings of addresses that are used as if they were ".com", as Google Search counts
them."""
_COUNTRY_OF = {"uk": "GB"}
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_COUNTRY = re.compile(r"[A-Z]{2}|\d{3}")


def day_first(tags: Iterable[str], address: str | None = None) -> bool | None:
    """Whether the day comes before the month in a numeric date; None if that is not certain.

    tags: what the page says of its language ("en-GB", "en_US", "de"); address: its URL."""
    told = [_parted(tag) for tag in tags]
    languages = [language for language, _ in told if language]
    by_tag = {_of(language, country) for language, country in told if language and country}
    by_address = _of(languages[0] if languages else None, _country_of(address))
    if by_tag:
        agreed = by_tag.pop() if len(by_tag) == 1 else None
        return agreed if by_address in (None, agreed) else None
    if by_address is not None or not languages:
        return by_address
    by_language = {_of_language(language) for language in languages}
    return by_language.pop() if len(by_language) == 1 else None


def _parted(tag: str) -> tuple[str | None, str | None]:
    """Language and country of a tag as BCP 47 or POSIX writes it."""
    first, *rest = re.split(r"[-_.@]", tag.strip()[:40])
    language = first.lower()
    if not _LANGUAGE.fullmatch(language):
        return None, None
    countries = [part.upper() for part in rest[:2] if _COUNTRY.fullmatch(part.upper())]
    return language, countries[0] if countries else None


def _country_of(address: str | None) -> str | None:
    """The country whose ending an address has."""
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return None
    ending = host.rpartition(".")[2].lower()
    if len(ending) != 2 or ending in _SOLD_EVERYWHERE:
        return None
    return _COUNTRY_OF.get(ending, ending.upper())


@cache
def _of(language: str | None, country: str | None) -> bool | None:
    """How a country writes in a language. Where the CLDR does not know the two together, the
    country's own language and the given one must agree."""
    if country is None:
        return None
    if language and f"{language}_{country}" in _known():
        return _pattern(f"{language}_{country}")
    likely = get_global("likely_subtags").get(f"und_{country}")
    own = _pattern(str(likely)) if likely else None
    return own if language is None or _of_language(language) == own else None


@cache
def _of_language(language: str) -> bool | None:
    """How all countries write that speak a language; those aside that put the year first."""
    names = [name for name in _known() if name.split("_")[0] == language]
    found = {way for way in map(_pattern, names) if way is not None}
    return found.pop() if len(found) == 1 else None


@cache
def _known() -> frozenset[str]:
    return frozenset(locale_identifiers())


@cache
def _pattern(name: str) -> bool | None:
    """From the short date of a locale; None for one that puts the year first."""
    try:
        pattern = str(Locale.parse(name).date_formats["short"].pattern)
    except (UnknownLocaleError, ValueError, KeyError):
        return None
    letters = [letter for letter in re.sub(r"'[^']*'", "", pattern) if letter in "dMLy"]
    if not letters or letters[0] == "y":
        return None
    return letters[0] == "d"
