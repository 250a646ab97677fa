"""Whether a page shows only the beginning of its article, and the rest to subscribers.

Publishers tell search engines (`isAccessibleForFree` in JSON-LD, with the part that is not free in
`hasPart`), and their readers, below what they may read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from index.pages.coverage import share_found
from index.pages.page_flow import Element, Piece, key_of, names_of
from index.pages.whole_body import Extracted
from index.types import Role

LONGEST_CALL = 300
"""Characters of a call to subscribe."""
LEAST_WORDS = 250
"""Words of a text that is taken as whole although the page says that not all of it is free."""
LEAST_IN_WALL, MOST_IN_WALL = 4, 80
"""Words of a paywall's text."""
LEAST_CLOSED = 40
"""Words of the part that is not free, if it is there all the same."""
ENOUGH = 0.8
"""Share of the article's words, as the page's metadata gives it, that counts as the whole of it."""
MOST_CALLS, ENDING = 20, 12
"""How many calls on a page, and characters of its end, are looked at."""
MOST_FOLLOWING = 2
"""Paragraphs of the article that may follow a call to subscribe: more show that it wasn't one."""

_SELECTOR = re.compile(r"([.#])([\w-]{1,80})$")
"""A CSS selector as publishers write it here: one class or one id."""
_WORD = re.compile(r"\w+")
_WALL = re.compile(
    r"(?:pay|reg|subscriber|premium|login)-?wall|subscribe-to-read|gated-content|article-gate"
    r"|paid-barrier|premium-(?:gate|barrier|teaser)|locked-content",
    re.IGNORECASE,
)
_READ = r"(?:continu|keep|read|finish|unlock|access|full|view|see the)"
_SUBSCRIBE = (
    r"(?:subscri(?:be|ption|ber)|sign (?:in|up)|log ?in|register|trial|become a member|purchase)"
)
_CALL = re.compile(
    rf"\b{_SUBSCRIBE}.{{0,60}}?\bto (?:\w+ ){{0,2}}{_READ}"
    rf"|^(?:to|want to) {_READ}.{{0,80}}?\b{_SUBSCRIBE}"
    rf"|\b(?:continue reading|read the (?:full|whole|rest)|full access)\b.{{0,80}}\b{_SUBSCRIBE}"
    r"|\b(?:only |exclusive(?:ly)? )(?:for|(?:available )?to) (?:our )?(?:\w+ )?(?:subscri|members)"
    r"|\b(?:for|available to) (?:our )?(?:paying )?(?:subscribers|members)(?: only|\W*$)"
    r"|\bsubscribers?[- ]only\b|\byou(?:['’]ve| have) reached your (?:\w+ ){0,2}limit"
    r"|\bweiterlesen mit\b|\bnur für abonnent|\bréservée? (?:aux|à nos) abonnés|\blire la suite\b"
    r"|\b(?:solo|exclusivo|exclusiva) para (?:suscriptor|assinante)|\bsuscríbete para\b"
    r"|\briservato agli abbonati|\babbonati per\b|\bvoor abonnees\b|\bдля подписчиков\b",
    re.IGNORECASE,
)
_SOMETHING_ELSE = re.compile(r"\b(?:newsletters?|comments?|alerts?|inbox)\b", re.IGNORECASE)
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*$")
_NOT_BELOW = frozenset("nav footer menu".split())


@dataclass(frozen=True, slots=True)
class Terms:
    """What a page's metadata says about who may read its article."""

    is_closed: bool = False
    """Not all of it is free."""
    selectors: tuple[str, ...] = ()
    """Where the part that is not free is."""
    body: str = ""
    """The article itself, empty if it is not given."""
    words: int = 0
    """How many it has; 0 if that is not given."""


def terms_of(articles: Sequence[Mapping[str, Any]], tiers: Sequence[str]) -> Terms:
    """articles: those of the page's JSON-LD. tiers: the values of `article:content_tier`."""
    if len(articles) != 1:
        return Terms(is_closed="locked" in tiers)
    (article,) = articles
    parts = article.get("hasPart")
    parts = [part for part in (parts if isinstance(parts, list) else [parts]) if _is_map(part)]
    closed = [part for part in parts if _is_no(part.get("isAccessibleForFree"))]
    body, words = article.get("articleBody"), str(article.get("wordCount"))
    return Terms(
        is_closed=bool(_is_no(article.get("isAccessibleForFree")) or closed or "locked" in tiers),
        selectors=tuple(
            selector for part in closed for selector in _texts(part.get("cssSelector"))
        ),
        body=body if isinstance(body, str) else "",
        words=int(words) if words.isdecimal() and len(words) < 7 else 0,
    )


def calls_in(pieces: Sequence[Piece]) -> list[Piece]:
    """The calls to subscribe that a page shows, dialogs included."""
    return list(islice(filter(_is_call, pieces), MOST_CALLS))


def is_cut_short(
    terms: Terms, calls: Sequence[Piece], extracted: Sequence[Extracted], pieces: Sequence[Piece]
) -> bool:
    """Whether what was found is only the beginning. calls: those of the page that ask to subscribe.

    A page may say that its article is not free and yet show all of it: to a subscriber, or
    to someone reading the first of the month."""
    body = [one for one in extracted if one.block.role is not Role.BOILERPLATE]
    words = sum(len(_WORD.findall(one.block.text)) for one in body)
    told = len(_WORD.findall(terms.body))
    is_told_whole = told >= ENOUGH * terms.words and not _CUT_OFF.search(terms.body[-ENDING:])
    if told and is_told_whole and share_found(terms.body, body) >= ENOUGH:
        return False
    closed = _closed_words(terms, pieces)
    if closed >= LEAST_WORDS or (terms.words and words >= ENOUGH * terms.words):
        return False
    if any(_ends_article(call, body) for call in calls) or _walls(body, pieces):
        return True
    if not terms.is_closed or closed >= LEAST_CLOSED:
        return False
    return words < LEAST_WORDS or bool(body and _CUT_OFF.search(body[-1].block.text[-ENDING:]))


def without_calls(
    extracted: Sequence[Extracted], calls: Sequence[Piece], pieces: Sequence[Piece]
) -> list[Extracted]:
    """What was found, the calls to subscribe and what follows them in their box as boilerplate."""
    own = [call for call in calls if _ends_article(call, extracted)]
    keys = {call.key for call in own}
    walls = _walls(extracted, pieces)
    boxes = {
        call.element.getparent(): call.place
        for call in reversed(own)
        if call.element.getparent() is not None
    }
    return [
        replace(one, block=replace(one.block, role=Role.BOILERPLATE))
        if key_of(one.block.text) in keys or (one.piece and _is_in_box(one.piece, boxes, walls))
        else one
        for one in extracted
    ]


def _is_in_box(piece: Piece, boxes: Mapping[Element, int], walls: Set[Element]) -> bool:
    return any(
        element in walls or (element in boxes and piece.place > boxes[element])
        for element in piece.ancestors[1:]
    )


def _is_call(piece: Piece) -> bool:
    return (
        len(piece.text) <= LONGEST_CALL
        and bool(_CALL.search(piece.text))
        and not _SOMETHING_ELSE.search(piece.text)
        and not any(
            element.tag in _NOT_BELOW or element.tag == "header" for element in piece.ancestors
        )
    )


def _ends_article(call: Piece, extracted: Sequence[Extracted]) -> bool:
    """Whether next to nothing of the article follows a call: otherwise it is a sentence of the
    article."""
    keys = [key_of(one.block.text) for one in extracted]
    if call.key not in keys:
        return True
    following = keys[keys.index(call.key) + 1 :]
    return len(following) <= MOST_FOLLOWING


def _walls(extracted: Sequence[Extracted], pieces: Sequence[Piece]) -> set[Element]:
    """The boxes below the beginning of the text whose names say that they are a paywall. One that
    holds the text, or much text, contains the part that others do not see."""
    start = next((one.piece for one in extracted if one.piece and not one.piece.is_heading), None)
    if start is None:
        return set()
    words: dict[Element, int] = {}
    for piece in pieces[start.place :]:
        for element in piece.ancestors:
            if _WALL.search(names_of(element)):
                words[element] = words.get(element, 0) + piece.words
    return {
        element
        for element, count in words.items()
        if element not in start.ancestors and LEAST_IN_WALL <= count <= MOST_IN_WALL
    }


def _closed_words(terms: Terms, pieces: Sequence[Piece]) -> int:
    """Words in the part that is not free."""
    wanted = [
        match.groups() for each in terms.selectors if (match := _SELECTOR.match(each.strip()))
    ]

    def is_in(element: Element) -> bool:
        return any(
            name in (element.get("class") or "").split()
            if mark == "."
            else element.get("id") == name
            for mark, name in wanted
        )

    return sum(
        piece.words for piece in pieces if not piece.is_link and any(map(is_in, piece.ancestors))
    )


def _is_no(value: object) -> bool:
    return value is False or str(value).strip().lower() in (
        "false",
        "no",
        "http://schema.org/false",
        "https://schema.org/false",
    )


def _is_map(value: object) -> bool:
    return isinstance(value, Mapping)


def _texts(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield from (part for part in each[:1_000].split(",") if part.strip())
