"""Invisible characters, shown as marks: on the page, in its labels and in a terminal.

A mark names the characters: [U+202E]. An invisible character stays where it belongs, because the
text would be different without it: a joiner in an emoji or between Arabic letters, a soft hyphen in
a word (index/strings/characters.py). The stored text, quotes and JSON keep all characters."""

from __future__ import annotations

import unicodedata
from html import escape
from itertools import groupby

from markupsafe import Markup

from index.strings.characters import INVISIBLE

MOST_NAMED = 3
"""How many different characters of one run a mark names; a run can be a whole hidden text."""
SOFT_HYPHEN = "\u00ad"


def in_plain(raw: str) -> str:
    """For a terminal: without soft hyphens, which only some terminals show."""
    return in_label(raw).replace(SOFT_HYPHEN, "")


def in_label(raw: str) -> str:
    """For labels and tooltips, before they are escaped."""
    return INVISIBLE.sub(lambda found: mark(found[0]), raw)


def in_html(raw: str) -> Markup:
    """As HTML. The characters of a mark are those that page.js puts into what a reader copies."""
    pieces: list[Markup] = []
    end = 0
    for run in INVISIBLE.finditer(raw):
        pieces += [escaped(raw[end : run.start()]), _mark_element(run[0])]
        end = run.end()
    return Markup().join([*pieces, escaped(raw[end:])])


def _mark_element(run: str) -> Markup:
    codes = " ".join(f"{ord(character):x}" for character in run)
    return Markup('<span class="invisible" data-characters="{}" title="{}">{}</span>').format(
        codes, names(run), mark(run)
    )


def escaped(raw: str) -> Markup:
    """As HTML with every character as it is, seen or not, in an element or an attribute's value.
    All text of others that becomes HTML passes through here."""
    return Markup(escape(raw, quote=True))  # noqa: S704 - the one place that escapes


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
    """The same by their Unicode names, in lower case."""
    distinct = list(dict.fromkeys(run))
    told = [unicodedata.name(one, "control character").lower() for one in distinct[:MOST_NAMED]]
    return ", ".join(told) + (" …" if len(distinct) > MOST_NAMED else "")
