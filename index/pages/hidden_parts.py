"""The parts of an article that a page hides until its reader asks for them: behind "Read more", in
tabs, in the answers below questions.

Anything else that is hidden is not part of the article: menus, dialogs, prints of what is shown
anyway."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from index.pages.page_flow import Element, key_of, names_of

LEAST_PROSE, LEAST_REST = 15, 50
"""Words of a paragraph, and of a part that no control opens."""
MOST_LINKED = 0.3
"""Share of a part's characters that may be in links."""
MOST_PARTS, MOST_CHARACTERS = 200, 500_000
"""Hidden elements of a page that are looked at, and characters of all of them together; one in
another counts again."""
MOST_ABOVE = 4
"""Elements above a hidden one among which its control is looked for."""
_WORD = re.compile(r"\w+")
_BESIDE = frozenset("nav aside footer form dialog figure button select menu head noscript".split())
_INTERACTIVE = ("form", "input", "select", "textarea", "dialog")
_DIALOGS = frozenset({"dialog", "alertdialog", "tooltip", "menu", "navigation", "search"})
_COMMENTS = re.compile(r"\b(?:comments?|replies|disqus)\b", re.IGNORECASE)
_CONTROLS = "descendant-or-self::button | descendant-or-self::*[@aria-expanded or @aria-controls]"


class HiddenParts:
    """What is hidden on a page, examined in the page's order."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self._shown: set[Element] = set()
        """The articles of which a visible paragraph was met."""
        self._times = Counter(
            key_of(_text(each)) for each in elements if each.tag == "p" and not _has_blocks(each)
        )
        self._looked_at = self._characters = 0
        self.missed = 0
        """Words hidden within an article that were not taken as part of it."""

    def meet(self, element: Element) -> None:
        """Note an element that is shown."""
        if element.tag == "p" and _words(_text(element)) >= LEAST_PROSE:
            frame = _frame(element)
            if frame is not None:
                self._shown.add(frame)

    def decide_part(self, element: Element) -> bool:
        """Decide whether a hidden element continues the article that the paragraphs above it began,
        as long as not too much has been decided; count the words of what doesn't."""
        self._looked_at += 1
        if self._looked_at > MOST_PARTS or self._characters > MOST_CHARACTERS:
            return False
        if _is_beside(element):
            return False
        self._characters += len(_text(element))
        frame = _frame(element)
        prose = self._prose(element)
        words = sum(map(_words, prose))
        if frame is None or not prose or _is_linked(element):
            return False
        is_apart = next(element.iter(*_INTERACTIVE), None) is not None
        if is_apart or frame not in self._shown:
            self.missed += words
            return False
        return words >= LEAST_REST or _has_control(element)

    def _prose(self, element: Element) -> Sequence[str]:
        """The paragraphs in it that are not on the page a second time."""
        paragraphs = [each for each in element.iter("p") if not _has_blocks(each)]
        texts = [_text(each) for each in paragraphs or [element]]
        found = [text for text in texts if _words(text) >= LEAST_PROSE]
        return [text for text in found if self._times[key_of(text)] <= 1]


def show(element: Element) -> None:
    """Take from an element what hides it."""
    for name in ("hidden", "style", "aria-hidden"):
        element.attrib.pop(name, None)


def _frame(element: Element) -> Element | None:
    """The element that the page marks as an article, around another one."""
    return next(
        (
            around
            for around in element.iterancestors()
            if around.tag in ("article", "main") or around.get("itemprop") == "articleBody"
        ),
        None,
    )


def _is_beside(element: Element) -> bool:
    return any(
        each.tag in _BESIDE
        or (each.get("role") or "").lower() in _DIALOGS
        or (each.get("aria-modal") or "").lower() == "true"
        or _COMMENTS.search(names_of(each))
        for each in (element, *element.iterancestors())
        if each.tag not in ("html", "body")
    )


def _is_linked(element: Element) -> bool:
    linked = sum(len(_text(link)) for link in element.iter("a"))
    return linked > MOST_LINKED * len(_text(element))


def _has_control(element: Element) -> bool:
    """Whether a reader opens it: it is one of several tabs, or below a button."""
    if (element.get("role") or "").lower() == "tabpanel":
        return True
    above = islice(element.itersiblings(preceding=True), MOST_ABOVE)
    return any(each.xpath(_CONTROLS) for each in above if isinstance(each.tag, str))


def _has_blocks(element: Element) -> bool:
    return next(element.iterchildren("p", "div", "section", "ul", "table"), None) is not None


def _text(element: Element) -> str:
    return " ".join(element.text_content().split())


def _words(text: str) -> int:
    return len(_WORD.findall(text))
