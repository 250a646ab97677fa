"""Names that a general rule does not read right: two spellings of one name, names without a capital
letter. New ones are entries of aliases.toml, not of a pattern."""

from __future__ import annotations

from index.words.word_lists import any_of, word_lists

_PLACES = word_lists("index.words", "aliases.toml", "places")
_NAMES = word_lists("index.words", "aliases.toml", "names")

SPELLINGS = {
    spelling.lower(): spellings for spellings in _PLACES.values() for spelling in spellings
}
"""Each spelling, in lower case -> all spellings of the same place, today's first."""
WITHOUT_CAPITAL = frozenset(_NAMES["without_capital"])
NAME_WITHOUT_CAPITAL = rf"(?:{any_of(WITHOUT_CAPITAL)})\b"
"""A pattern: a name that begins with a small letter."""
