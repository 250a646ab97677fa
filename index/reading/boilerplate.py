"""What on a page is not the article: its navigation, its notices, its invitations.

Boilerplate addresses its reader and quotes no one, so a paragraph that reports or quotes someone
stays in the article even if it begins like a cookie notice.
"""

from __future__ import annotations

import re

from index.reading.boilerplate_patterns import LABELS_OF_LINKS, PATTERNS
from index.strings.bounded_patterns import bounded
from index.strings.paired_marks import pairs
from index.strings.quotation_marks import ANGLE, OPENING, STRAIGHT
from index.text.paragraphs import WHITE
from index.words.reporting_verbs import OF_ARTICLES
from index.words.word_lists import any_of

LONGEST = 600
"""Characters of the longest paragraph that can be boilerplate."""

_MENU = bounded(r"\s*[|·•›»]\s*|\s+>\s+|\s+/\s+")
_SPEAKS = re.compile(
    rf"[{OPENING}{STRAIGHT}]"
    rf"|\b(?:according to|{any_of(OF_ARTICLES)})\b"
)
_MARKS = WHITE + "*_>→▶►•·#[]()–—-"


def is_boilerplate(paragraph: str) -> bool:
    """Whether a paragraph is part of the page and not of the article."""
    if len(paragraph) > LONGEST:
        return False
    bare = _bare(paragraph)
    if not any(character.isalnum() for character in bare):
        return True  # a rule, a row of stars
    speaks = bool(_SPEAKS.search(bare))
    return _is_menu(bare) or any(
        len(bare) <= pattern.longest
        and (pattern.even_speaking or not speaks)
        and pattern.begins.match(bare)
        for pattern in PATTERNS
    )


def announces_links(paragraph: str) -> bool:
    """Whether a paragraph is the label of a list of other articles: "Related articles"."""
    return len(paragraph) <= 100 and bool(LABELS_OF_LINKS.begins.match(_bare(paragraph)))


def _bare(paragraph: str) -> str:
    """A paragraph as one line, without the bullets and arrows around it."""
    return " ".join(paragraph.strip(_MARKS).split())


def _is_menu(line: str) -> bool:
    """A row of links: three or more short items between bars, without figures (a row of a table
    has some) and without a full stop."""
    if any(line[first] in ANGLE for first, _ in pairs(line)):
        return False  # quotation marks, and not a separator between items
    items = [item.strip() for item in _MENU.split(line)]
    return (
        len(items) >= 3
        and len(line) <= 300
        and all(0 < len(item) <= 25 and len(item.split()) <= 3 for item in items)
        and not re.search(r"[\d.!?]", line)
    )
