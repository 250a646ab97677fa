"""The surroundings of a date on a page: the words before and after it in its line, and whether it
is in the text of the article."""

from __future__ import annotations

import re
from itertools import islice

from index.pages.page_flow import HEADINGS, Element
from index.reading.bylines import split_names
from index.reading.dates import find_date
from index.reading.time_stamps import LONGEST, MOST_IN_A_LABEL
from index.reading.titles import ends_a_sentence

_NAMED = re.compile(r"(?:^|[-_ ])(?:by-?line|authors?|writers?)(?:$|[-_ ])")
_NO_LABELS = HEADINGS | frozenset("figure picture img video audio nav form ul ol hr button".split())
_INLINE = frozenset("a abbr b bdi em font i label mark small span strong sub sup time u".split())
_OF_PROSE = frozenset("p li blockquote dd td".split())
"""Elements that hold sentences of an article."""


def words_before(element: Element) -> str:
    """What a reader reads in the same line before an element, as far as its label may be. A link, a
    name that is marked as one, a heading and a paragraph are not labels."""
    words = ""
    for _ in range(3):
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "article", "main", "html", "section"):
            limit = 1
        else:
            limit = 3
        for before in islice(element.itersiblings(preceding=True), limit):
            text = short_text(before)
            is_end = (
                before.tag in _NO_LABELS or (not text and _is_long(before)) or ends_a_sentence(text)
            )
            is_end = is_end or (before.tag not in _INLINE and len(text.split()) > MOST_IN_A_LABEL)
            text = "" if is_end or _is_a_name(before, parent) else text
            words = f"{text} {before.tail or ''} {words}"[-200:]
            if is_end:
                return words.strip()
            if words.strip():
                return words.strip()
        if parent is None or limit == 1:
            break
        words = f"{parent.text or ''} {words}"[-200:]
        if words.strip():
            break
        element = parent
    return words.strip()


def words_behind(element: Element) -> str:
    """What a reader reads after an element in its line; empty if another date follows."""
    words = element.tail or ""
    for behind in islice(element.itersiblings(), 3):
        if behind.tag in ("time", "abbr") or behind.find(".//time") is not None:
            return ""
        if behind.tag not in _INLINE:
            break
        words = f"{words} {short_text(behind)} {behind.tail or ''}"
    words = " ".join(words[:1_000].split())
    return words if find_date(words[:LONGEST]) is None else ""


def _is_a_name(element: Element, parent: Element | None) -> bool:
    """Whether an element is a link, or the marked name of the article's author."""
    inner = element
    while len(inner) == 1 and inner.tag != "a" and not (inner.text or "").strip():
        if (inner[0].tail or "").strip() or not isinstance(inner[0].tag, str):
            break
        inner = inner[0]
    mark = f"{element.get('class') or ''} {element.get('itemprop') or ''}"[:300].lower()
    if inner.tag == "a" or element.get("rel") == "author" or _NAMED.search(mark):
        return True
    around = f"{parent.get('class') or ''}"[:300].lower() if parent is not None else ""
    return bool(_NAMED.search(around) and split_names(short_text(element)))


def is_in_a_sentence(element: Element, behind: str) -> bool:
    """Whether a date is part of a sentence of the article's."""
    block = next((above for above in element.iterancestors() if above.tag not in _INLINE), None)
    if block is None or block.tag not in _OF_PROSE:
        return False
    return _is_long(block) or (len(behind.split()) > 3 and ends_a_sentence(behind))


def is_prose(element: Element) -> bool:
    """Whether a paragraph of the article begins with an element, or comes after it."""
    if element.tag in ("a", "script", "title", "figcaption") or element.tag in HEADINGS:
        return False
    direct = (element.text or "", element.tail or "")
    return any(len(" ".join(text[:1_000].split())) > LONGEST for text in direct) or (
        element.tag == "p" and _is_long(element)
    )


def _is_long(element: Element) -> bool:
    """Whether its text is longer than a time stamp."""
    length = 0
    for piece in element.itertext():
        length += len(" ".join(str(piece)[: 2 * LONGEST].split()))
        if length > LONGEST:
            return True
    return False


def short_text(element: Element) -> str:
    """The text of an element that may be a time stamp; empty if it is longer than one."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(str(piece))
        length += len(piece)
        if length > 4 * LONGEST:
            return ""
    text = " ".join(" ".join(pieces).split())
    return text if len(text) <= LONGEST else ""
