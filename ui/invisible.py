"""Characters that nobody sees, shown as marks: on the page, in its labels and in a terminal.

A mark names the characters: [U+202E]. Where an invisible character belongs it stays, as the text
would be another without it: a joiner in an emoji or between Arabic letters, a soft hyphen in a word
(index/strings/characters.py). The stored text, quotes and JSON have all characters."""

from __future__ import annotations

import unicodedata
from html import escape
from itertools import groupby

from index.strings.characters import INVISIBLE

MOST_NAMED = 3
"""Different characters of one run that a mark names; a run can be a whole hidden text."""
SOFT_HYPHEN = "\u00ad"


def in_plain(raw: str) -> str:
    """For a terminal: a soft hyphen in a word, which some show and some do not, goes."""
    return in_label(raw).replace(SOFT_HYPHEN, "")


def in_label(raw: str) -> str:
    """For labels and tooltips, before they are escaped."""
    return INVISIBLE.sub(lambda found: mark(found[0]), raw)


def in_html(raw: str) -> str:
    """As HTML. The characters of a mark are those that page.js puts into what a reader copies."""
    shown = ""
    end = 0
    for found in INVISIBLE.finditer(raw):
        codes = " ".join(f"{ord(character):x}" for character in found[0])
        shown += (
            f"{escape(raw[end : found.start()], quote=True)}"
            f'<span class="invisible" data-characters="{codes}" title="{names(found[0])}">'
            f"{mark(found[0])}</span>"
        )
        end = found.end()
    return shown + escape(raw[end:], quote=True)


def mark(run: str) -> str:
    """A run of characters by their numbers: [U+202E], [U+200B ×12], [U+2067 U+2066 … 9 more]."""
    groups = [(character, len(list(same))) for character, same in groupby(run)]
    named = " ".join(
        f"U+{ord(character):04X}" + (f" ×{times}" if times > 1 else "")
        for character, times in groups[:MOST_NAMED]
    )
    rest = sum(times for _, times in groups[MOST_NAMED:])
    return f"[{named} … {rest} more]" if rest else f"[{named}]"


def names(run: str) -> str:
    """The same by what Unicode calls them, in small letters."""
    distinct = list(dict.fromkeys(run))
    told = [unicodedata.name(one, "control character").lower() for one in distinct[:MOST_NAMED]]
    return ", ".join(told) + (" …" if len(distinct) > MOST_NAMED else "")
