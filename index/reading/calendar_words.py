"""The words with which a language writes dates: its months, its days, its small words.

From the Unicode CLDR, which Babel carries. They show what comes before a date: no more than the
date's own words ("maandag 3 mei"), or a word on what was done then ("bijgewerkt 3 mei")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError

MOST_LANGUAGES = 4
"""Languages that one page is in."""


def calendar_words(tags: Iterable[str]) -> frozenset[str]:
    """In lower case; tags: what a page says about its language ("nl", "pt-BR")."""
    found: frozenset[str] = frozenset()
    for language in list(dict.fromkeys(re.split(r"[-_]", tag)[0] for tag in tags))[:MOST_LANGUAGES]:
        found |= _of(language.strip()[:3].lower())
    return found


@cache
def _of(language: str) -> frozenset[str]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError, TypeError):
        return frozenset()
    texts: list[str] = []
    for names in (locale.months, locale.days, locale.day_periods):
        texts += [str(name) for widths in names.values() for words in widths.values()
                  for name in words.values()]  # fmt: skip
    for form in locale.date_formats.values():
        texts += re.findall(r"'([^']{1,20})'", str(form.pattern))
    return frozenset(word for text in texts for word in re.findall(r"[^\W\d_]+", text.casefold()))
