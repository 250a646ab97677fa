"""The text that a page shows, in its order: each piece with where it is.

This is the whole page, menus and all. What extraction found is compared with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from lxml import etree
from lxml.html import HtmlElement

Element: TypeAlias = HtmlElement
"""An element of a page."""
MOST_PIECES = 20_000
"""Pieces of one page that are looked at."""
_ASIDE = frozenset("nav aside footer form dialog figure figcaption button select menu".split())
"""Elements that hold no part of an article's body."""
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section
    summary table tbody tfoot thead tr ul""".split()
)
_LISTS = frozenset("ul ol dl li dt dd blockquote table tbody thead tfoot tr".split())
"""Elements that count as a paragraph in the flow of paragraphs."""
_BOXES = frozenset("div section article main body td".split())
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_COMMENTS = re.compile(r"\b(?:comments?|replies|disqus)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


class Surroundings:
    """What is asked about the elements around many pieces, worked out once."""

    def __init__(self, body: Element) -> None:
        self._around_headlines = {
            around for headline in body.iter("h1") for around in headline.iterancestors()
        }
        self._beside: dict[Element, bool] = {}
        self._several: dict[Element, bool] = {}

    def is_beside(self, element: Element) -> bool:
        """Whether an element holds no body: a menu, a form, a caption, the page's own head, the
        comments of readers."""
        if element not in self._beside:
            self._beside[element] = element.tag in _ASIDE or (
                element not in self._around_headlines
                and bool(element.tag == "header" or _COMMENTS.search(names_of(element)))
            )
        return self._beside[element]

    def holds_several(self, element: Element) -> bool:
        """Whether there are several pieces directly in it."""
        if element not in self._several:
            self._several[element] = any(
                child.tag == "br" or child.tag in _BLOCKS for child in element
            )
        return self._several[element]


@dataclass(eq=False)
class Piece:
    """A paragraph, a heading, an item of a list: text without a break in it."""

    place: int
    """Counts from 0."""
    text: str
    """White space as one space each."""
    element: Element
    """The innermost block that it is in."""
    links: tuple[Element, ...]
    """The links in it."""
    linked: int
    """Characters of it that are in links."""
    surroundings: Surroundings

    @cached_property
    def key(self) -> str:
        """Equal for equal words, whatever is between them."""
        return key_of(self.text)

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(_WORD.findall(self.text))

    @property
    def is_heading(self) -> bool:
        """Whether the page marks it as one."""
        return self.element.tag in HEADINGS

    @property
    def is_link(self) -> bool:
        """Whether most of it leads elsewhere."""
        return 2 * self.linked > len(self.text)

    @cached_property
    def ancestors(self) -> tuple[Element, ...]:
        """The elements around it, the innermost first, its own block included."""
        return (self.element, *self.element.iterancestors())

    @cached_property
    def is_beside(self) -> bool:
        """Whether it is in a part of the page that holds no body."""
        return any(map(self.surroundings.is_beside, self.ancestors))

    @cached_property
    def container(self) -> Element:
        """The element whose flow of paragraphs it is part of."""
        outside = next(
            (each for each in self.ancestors[1:] if each.tag not in _LISTS), self.element
        )
        is_own = self.element.tag in _BOXES and (
            self.element.tag != "div" or self.surroundings.holds_several(self.element)
        )
        return self.element if is_own else outside

    @cached_property
    def article(self) -> Element | None:
        """The article element that it is in."""
        return next((each for each in self.ancestors if each.tag == "article"), None)


def key_of(text: str) -> str:
    """Equal for equal words, whatever is between them."""
    return "".join(_WORD.findall(text.casefold()))


def names_of(element: Element) -> str:
    """The names that the page's makers gave an element: its classes and its id."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


def pieces_of(tree: Element) -> list[Piece]:
    """All the text of a page from which scripts and hidden parts have been removed."""
    body = tree.find(".//body")
    pieces: list[Piece] = []
    for piece in _pieces(body if body is not None else tree):
        if len(pieces) == MOST_PIECES:
            break
        piece.place = len(pieces)
        pieces.append(piece)
    return pieces


class _Flow:
    """The text since the last break, and what is open around it."""

    def __init__(self, body: Element) -> None:
        self.texts: list[str] = []
        self.links: list[Element] = []
        self.open_links: list[Element] = []
        self.open = [body]
        self.surroundings = Surroundings(body)
        self.linked = 0

    def take(self, text: str | None) -> None:
        if text:
            self.texts.append(text)
            self.linked += len(text.strip()) if self.open_links else 0

    def enter(self, element: Element) -> None:
        if element.tag in _BLOCKS:
            self.open.append(element)
        elif element.tag == "a":
            self.open_links.append(element)
            self.links.append(element)
        elif element.tag in ("td", "th"):
            self.texts.append(" ")

    def leave(self, element: Element) -> None:
        if element.tag in _BLOCKS:
            self.open.pop()
        elif element.tag == "a":
            self.open_links.pop()

    def done(self) -> Iterator[Piece]:
        """A piece, if there is any text."""
        text = " ".join("".join(self.texts).split())
        if text:
            yield Piece(0, text, self.open[-1], tuple(self.links), self.linked, self.surroundings)
        self.texts, self.links, self.linked = [], list(self.open_links), 0


def _pieces(body: Element) -> Iterator[Piece]:
    flow = _Flow(body)
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS or element.tag == "br":
            yield from flow.done()
        if event == "start":
            if element is not body:
                flow.enter(element)
            flow.take(element.text)
        elif element is not body:
            flow.leave(element)
            flow.take(element.tail)
    yield from flow.done()
