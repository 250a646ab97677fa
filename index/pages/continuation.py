"""The continuation of an article after the element that the page marks as such.

Pages split a long text with an advert, and put the second half into a separate element: another
`article`, or a `div` of any name. It has neither a headline nor links, as other articles have."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from index.pages.page_flow import Element, Piece
from index.pages.whole_body import Extracted
from index.reading.paragraph_roles import role_by_itself

LEAST_PARAGRAPHS, LEAST_WORDS = 2, 12
"""Long paragraphs of a part, and words of one."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """The parts that follow."""

    taken: tuple[Piece, ...] = ()
    """Those that are in the same kind of element as what was found."""
    is_in_doubt: bool = False
    """Whether there are others, too, which may belong to the article or not."""


def continuation(
    extracted: Sequence[Extracted], pieces: Sequence[Piece], unwanted: Set[Element]
) -> Continuation:
    """What follows the last paragraph found, outside the element marked as the article and within
    the one marked as the page's main part, or beside it if none is."""
    located = [one.piece for one in extracted if one.piece and not one.piece.is_beside]
    frame = _frame(located)
    if frame is None:
        return Continuation()
    last = max(piece.place for piece in located)
    levels = _levels(frame)
    parts: dict[Element, list[Piece]] = {}
    for piece in pieces[last + 1 :]:
        for inner, around in zip(piece.ancestors, piece.ancestors[1:], strict=False):
            if around in levels and inner is not levels[around]:
                parts.setdefault(inner, []).append(piece)
                break
    taken: list[Piece] = []
    is_in_doubt = False
    for element, inside in parts.items():
        if not _is_text(inside, unwanted):
            continue
        is_alike = element.tag == frame.tag == "article" or (
            element.get("itemprop") == frame.get("itemprop") == "articleBody"
        )
        if is_alike and not inside[0].is_heading and next(element.iter("time"), None) is None:
            taken += [piece for piece in inside if _can_be_body(piece)]
        elif not (inside[0].is_heading and element.tag == "article"):
            is_in_doubt = True
    return Continuation(tuple(taken), is_in_doubt)


def _frame(located: Sequence[Piece]) -> Element | None:
    """The element marked as the article that holds most of what was found."""
    words: dict[Element, int] = {}
    for piece in located:
        marked = next((each for each in piece.ancestors if _is_marked(each)), None)
        if marked is not None:
            words[marked] = words.get(marked, 0) + piece.words
    return max(words, key=lambda each: words[each]) if words else None


def _is_marked(element: Element) -> bool:
    return bool(element.tag == "article" or element.get("itemprop") == "articleBody")


def _levels(frame: Element) -> dict[Element, Element]:
    """The elements around the frame whose children may go on with it, each with the child that
    holds the frame."""
    around = list(frame.iterancestors())
    main = next((at for at, each in enumerate(around) if each.tag in ("main", "article")), 0)
    return dict(zip(around[: main + 1], [frame, *around], strict=False))


def _is_text(inside: Sequence[Piece], unwanted: Set[Element]) -> bool:
    """Whether it is a text of several paragraphs and nothing else."""
    if any(each in unwanted for piece in inside for each in piece.ancestors):
        return False
    if any(piece.is_beside or piece.element.tag == "h1" for piece in inside):
        return False
    links = [piece for piece in inside if piece.is_link or (piece.is_heading and piece.links)]
    prose = [piece for piece in inside if piece.words >= LEAST_WORDS and _can_be_body(piece)]
    return not links and len(prose) >= LEAST_PARAGRAPHS


def _can_be_body(piece: Piece) -> bool:
    return role_by_itself(piece.text) is None and bool(piece.words)
