"""Characters that mean the same are made one, so that they find each other.

What is indexed and what is searched for is folded; what is stored, shown and quoted never is. A
folded text has different positions from its original.

- Ligatures, full-width, styled and positional forms, and accents written apart become plain letters
  (NFKC), except for what is raised, lowered, circled or a fraction.
- Invisible characters are dropped: soft hyphens, zero-width characters, tags, direction controls.
- Spaces of all kinds and control characters become a space; the end of a line stays.
- U+2010 and U+2011, which look like a hyphen, become one.
- In `folded`, so do dashes of all kinds; quotation marks, apostrophes and primes become ' or ".
"""

from __future__ import annotations

import unicodedata

from index.strings.characters import DASH, NOT_READ, QUOTATION_MARK, WHITE

_AS_THEY_ARE = frozenset({"<super>", "<sub>", "<fraction>", "<circle>"})
"""Forms that say something: 10² is not 102."""
_APOSTROPHES = dict.fromkeys("ʼʹ′´`", "'") | {"″": '"'}
"""Typed in place of quotation marks, though Unicode does not count them among these."""
_HYPHENS = frozenset("\u2010\u2011")


def folded(text: str) -> str:
    """A text as it is indexed and searched for."""
    return text if _is_plain(text) else _folded(text, _FOLDED)


def legible(text: str) -> str:
    """A text as models and rules read it. They distinguish quotation marks and dashes, so these
    stay as they are."""
    return text if _is_plain(text) else _folded(text, _LEGIBLE)


def without_accents(text: str) -> str:
    """Lower case without accents, for comparing names."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


def _is_plain(text: str) -> bool:
    return text.isascii() and text.replace("\n", "").isprintable() and "`" not in text


def _folded(text: str, table: _Table) -> str:
    return unicodedata.normalize("NFC", text.translate(table))


class _Table(dict[int, str]):
    """Code point -> what it becomes, computed once."""

    def __init__(self, *, typography: bool) -> None:
        """`typography`: also quotation marks and dashes."""
        self._typography = typography

    def __missing__(self, code: int) -> str:
        self[code] = becomes = self._becomes(chr(code))
        return becomes

    def _becomes(self, character: str) -> str:
        if character == "\n":
            return character
        if WHITE.match(character) or unicodedata.category(character) == "Cc":
            return " "
        if NOT_READ.match(character):
            return ""
        if self._typography and character in _APOSTROPHES:
            return _APOSTROPHES[character]
        return self._as_typed(character)

    def _as_typed(self, character: str) -> str:
        form = unicodedata.decomposition(character).split(" ")
        if form[0] not in _AS_THEY_ARE and form[1:2] != ["0020"]:
            character = unicodedata.normalize("NFKC", character)
        if character in _HYPHENS or (self._typography and DASH.match(character)):
            return "-"
        if self._typography and QUOTATION_MARK.match(character):
            name = unicodedata.name(character)
            return "'" if "SINGLE" in name or "APOSTROPHE" in name else '"'
        return character


_FOLDED, _LEGIBLE = _Table(typography=True), _Table(typography=False)
