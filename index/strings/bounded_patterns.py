"""Patterns that cannot take long over a text that was made to be slow.

Where a pattern does not match, Python goes back and tries each shorter repeat, and then begins
again at the next character: over a long run of what it repeats, that is the square of the run's
length, or its cube. `bounded` sets a limit to every repeat that has none, so that what is tried
from one character is limited, too, and time grows with the text's length and no faster. The limits
are far beyond what a sentence of an article has; see docs/decisions/0025-time-in-proportion.md.
"""

from __future__ import annotations

import re

MOST_TIMES = 100
"""How often a group is repeated: words of a list."""
MOST_SIGNS = 30
"""White space and signs in a row."""
LONGEST_WORD = 100
"""Characters of a word, a number or a name in one piece."""
LONGEST_STRETCH = 1_000
"""Characters of anything but a few signs, as of a clause: as long as a sentence (LONGEST in
index/text/sentences.py)."""

_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<kind>\[\^?\]?(?:[^\]\\]|\\.){0,300}+\])|(?P<opens>\((?:\?[^:=!<>)]{0,20}[:=!>]|\?<[=!]"
    r"|\?P<\w+>|\?>)?)|(?P<repeat>[*+]|\{(?P<least>\d+),\})|(?P<limited>\?|\{\d+(?:,\d+)?\})|.",
    re.DOTALL,
)
_A_WORDS = re.compile(r"\\[wdS]|[A-Za-zА-я0-9]-[A-Za-zА-я0-9]")
"""What makes a class one of characters that words and numbers are made of."""


def bounded(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern with a limit to each repeat, compiled: `\\s+` becomes `\\s{1,30}`."""
    written: list[str] = []
    most, is_behind_repeat = LONGEST_STRETCH, False
    for token in _TOKEN.finditer(pattern):
        piece = token[0]
        is_repeat = bool(token["repeat"] or token["limited"]) and not is_behind_repeat
        if token["repeat"] and is_repeat:
            least = token["least"] or ("1" if piece == "+" else "0")
            piece = f"{{{least},{max(int(least), most)}}}"
        written.append(piece)
        # What follows a repeat says whether it is lazy ("?") or possessive ("+").
        is_behind_repeat = is_repeat
        if not is_repeat:
            most = _most(piece)
    return re.compile("".join(written), flags)


def _most(piece: str) -> int:
    """How often what a piece matches, or ends, may be repeated."""
    if piece in (".", "\\S") or piece.startswith("[^"):
        return LONGEST_STRETCH
    if _A_WORDS.search(piece):
        return LONGEST_WORD
    return MOST_TIMES if piece == ")" else MOST_SIGNS
