"""What was extracted from a page, compared with what the page shows as its article.

The page shows where its article is, by elements (`article`, `main`, `itemprop="articleBody"`), and
often what it says (`articleBody` in JSON-LD)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.pages.page_flow import Element, Piece, key_of
from index.pages.whole_body import Extracted
from index.reading.paragraph_roles import role_by_itself
from index.types import Block, Role

LEAST_PROSE, LEAST_MARKED = 8, 20
"""Words of a piece that is counted, and of an article that can be compared."""
MOST_MISSED, LEAST_MISSED = 1 / 3, 60
"""Share of the article's words, and words, from which on their absence is a reason for doubt."""
MOST_OUTSIDE = 0.5
"""Share of the extracted words that may be outside the article."""
MOST_COMPARED = 200
"""Pieces that are looked for within what was found."""
RUN, MOST_WORDS = 8, 4_000
"""Words of a run that is looked for, and of a text that is looked through."""
_WORD = re.compile(r"\w+")


def of_article(extracted: Sequence[Extracted], pieces: Sequence[Piece]) -> list[Extracted]:
    """What was found, or, if most of that is not in the body that the page marks, what the page
    shows in that body: beside a very short article, extraction takes what is longer."""
    marked = [piece for piece in _bodies(pieces) if _is_prose(piece)]
    inside = {piece.place for piece in marked}
    is_empty = sum(piece.words for piece in marked) < LEAST_PROSE
    if is_empty or (extracted and _share_outside(extracted, inside) <= MOST_OUTSIDE):
        return list(extracted)
    return [
        Extracted(Block(piece.text, Role.HEADING if piece.is_heading else None), piece)
        for piece in marked
    ]


def is_doubtful(
    extracted: Sequence[Extracted],
    pieces: Sequence[Piece],
    whole_text: str,
    inside: Sequence[Piece] = (),
) -> bool:
    """Whether much of the article is not among what was found, or much of that is not of the
    article. whole_text: the article as the page's metadata gives it, empty if it doesn't. inside:
    the part of the article outside the element that is marked as such."""
    marked = [piece for piece in (*_marked(extracted, pieces), *inside) if _is_long_prose(piece)]
    different = {piece.key: piece for piece in marked}
    keys = {key_of(one.block.text) for one in extracted}
    missed = [piece for key, piece in different.items() if key not in keys]
    if len(missed) <= MOST_COMPARED:  # a paragraph may have been joined with its neighbour
        text = "".join(key_of(one.block.text) for one in extracted)
        missed = [piece for piece in missed if piece.key not in text]
    if _is_much(sum(p.words for p in missed), sum(p.words for p in different.values())):
        return True
    if (
        sum(p.words for p in marked) >= LEAST_MARKED
        and _share_outside(extracted, {piece.place for piece in marked}) > MOST_OUTSIDE
    ):
        return True
    words = len(_WORD.findall(whole_text))
    return _is_much(round(words * (1 - share_found(whole_text, extracted))), words)


def is_much_missed(words: int, extracted: Sequence[Extracted]) -> bool:
    """Whether that many words would be much of an article beside what was found of it."""
    return _is_much(words, words + sum(len(_WORD.findall(one.block.text)) for one in extracted))


def share_found(whole_text: str, extracted: Sequence[Extracted]) -> float:
    """How much of a text is among what was found, in runs of eight words; 1 of an empty one."""
    text = "".join(key_of(one.block.text) for one in extracted)
    words = _WORD.findall(whole_text)[:MOST_WORDS]
    runs = [key_of("".join(words[at : at + RUN])) for at in range(0, len(words), RUN)]
    return sum(run in text for run in runs) / len(runs) if runs else 1.0


def _marked(extracted: Sequence[Extracted], pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces in the element that the page marks as its article; none if it marks none."""
    if bodies := _bodies(pieces):
        return bodies
    words: dict[Element, int] = {}
    for one in extracted:
        if one.piece and one.piece.article is not None:
            words[one.piece.article] = words.get(one.piece.article, 0) + one.piece.words
    if words:
        articles = {max(words, key=lambda each: words[each])}
    else:
        articles = {p.article for p in pieces if p.element.tag == "h1" and p.article is not None}
    return [piece for piece in pieces if piece.article in articles]


def _bodies(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces in what the page says is the body of its article, to the word."""
    return [p for p in pieces if any(e.get("itemprop") == "articleBody" for e in p.ancestors)]


def _is_prose(piece: Piece) -> bool:
    return not (piece.is_beside or piece.is_link) and role_by_itself(piece.text) is None


def _is_long_prose(piece: Piece) -> bool:
    return piece.words >= LEAST_PROSE and _is_prose(piece)


def _share_outside(extracted: Sequence[Extracted], inside: set[int]) -> float:
    """Of the words that were found, those that are elsewhere in the page."""
    located = [one.piece for one in extracted if one.piece and one.piece.words >= LEAST_PROSE]
    total = sum(piece.words for piece in located)
    outside = sum(piece.words for piece in located if piece.place not in inside)
    return outside / total if total else 0.0


def _is_much(missed: int, of: int) -> bool:
    return missed >= LEAST_MISSED and missed > MOST_MISSED * of
