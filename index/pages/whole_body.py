"""All of an article's body, once and in its order, from what extraction found.

Extraction takes one container of a page. A body that goes on in a second one, a list or a heading
between paragraphs, the standfirst above them: these are found by where the paragraphs found are.
Whatever is in the same kind of container belongs to them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile

from index.pages.page_flow import Element, Piece, key_of, names_of
from index.reading.paragraph_roles import role_by_itself
from index.reading.time_stamps import is_time_stamp
from index.strings.quotation_marks import before_closing_marks
from index.types import Block, Role

LEAST_IN_CONTAINER = 2
"""How many of the paragraphs found make a kind of container part of the body."""
MOST_ALIKE, MOST_PULLED = 8, 200
"""How many places of one text are looked at, and how many quotations are looked for in the text."""
LEAST_SHARE = 0.1
"""The share of the words found in containers of such a kind."""
LONGEST_STANDFIRST = 700
"""Characters."""
LEAST_STANDFIRST, LEAST_PULLED, LONG_STANDFIRST = 6, 4, 10
"""Words; the last of a standfirst without a full stop."""
NEAR = 3
"""Elements around a headline in which its standfirst may be."""
_ENDINGS = (".", "!", "?", "…")
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|dek|deck|lead|lede|sub-?(?:title|head(?:line)?)|intro(?:duction)?"
    r"|summary|excerpt|abstract|chapo|chapeau|vorspann|sottotitolo|entradilla|bajada|description"
    r"|strapline|teaser-?text)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PULLED = re.compile(r"pull|highlight|quote|callout|zitat|citation", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extracted:
    """A paragraph of the article."""

    block: Block
    piece: Piece | None
    """Where it is in the page; None if that is not known."""


def whole_body(
    blocks: Sequence[Block],
    pieces: Sequence[Piece],
    descriptions: Iterable[str],
    unwanted: Set[Element] = frozenset(),
) -> list[Extracted]:
    """The paragraphs that extraction found and those that it missed, each once.

    descriptions: what the page says about its article in a sentence or two, which its standfirst
    often repeats. unwanted: elements that the extraction doesn't take as part of any article."""
    paragraphs = located(blocks, pieces)
    taken = {one.piece.place for one in paragraphs if one.piece}
    if not taken:
        return paragraphs
    missed = [
        piece for piece in _of_same_kind(paragraphs, pieces, unwanted) if piece.place not in taken
    ]
    first = min(taken)
    paragraphs += [Extracted(block_of(piece), piece) for piece in missed]
    above = _standfirst(pieces[:first], [key_of(text) for text in descriptions], unwanted)
    paragraphs += [
        Extracted(Block(piece.text, None), piece) for piece in above if piece not in missed
    ]
    return _once(_in_order(paragraphs))


def located(blocks: Sequence[Block], pieces: Sequence[Piece]) -> list[Extracted]:
    """Where in the page each of the extracted paragraphs is."""
    places: dict[str, list[Piece]] = {}
    for each in reversed(pieces):
        places.setdefault(each.key, []).append(each)
    paragraphs: list[Extracted] = []
    last = -1
    for block in blocks:
        candidates = places.get(key_of(block.text), [])
        # The one that follows what was found last; what is beside the article comes second.
        nearest = candidates[: -MOST_ALIKE - 1 : -1]
        piece: Piece | None = next(
            (each for each in nearest if each.place > last and not each.is_beside),
            nearest[0] if nearest else None,
        )
        if piece is not None:
            del candidates[-1 - nearest.index(piece)]
            last = piece.place
        paragraphs.append(Extracted(block, piece))
    return paragraphs


def _of_same_kind(
    extracted: Sequence[Extracted], pieces: Sequence[Piece], unwanted: Set[Element]
) -> list[Piece]:
    """The pieces in the kind of container that holds the paragraphs found."""
    paragraphs = [one.piece for one in extracted if one.piece and not one.piece.is_heading]
    counts, words = Counter(map(_kind, paragraphs)), Counter[tuple[object, ...]]()
    for piece in paragraphs:
        words[_kind(piece)] += piece.words
    kinds = {
        kind
        for kind, count in counts.items()
        if count >= LEAST_IN_CONTAINER and words[kind] >= LEAST_SHARE * words.total()
    }
    # Other articles of the same page have containers of the same kind.
    articles = {piece.article for piece in paragraphs}
    around = {each for piece in paragraphs for each in piece.container.iterancestors()}
    start = min((piece.place for piece in paragraphs), default=0)
    end = max((piece.place for piece in paragraphs), default=-1)
    own = [
        piece
        for piece in pieces
        if piece.article in articles
        # Of such a kind, or between two of them.
        and (_kind(piece) in kinds or (start < piece.place < end and piece.container in around))
        and _can_be_body(piece)
        and not any(each in unwanted for each in _within_container(piece))
    ]
    last = max((piece.place for piece in paragraphs), default=-1)
    prose = [piece.place for piece in own if not piece.is_heading]
    last = max([last, *prose])
    return [piece for piece in own if piece.place < last or not piece.is_heading]


def _kind(piece: Piece) -> tuple[object, ...]:
    """What the containers of one body have in common: the element and its names. An element
    without names is only like itself."""
    container = piece.container
    shape = "div" if piece.element.tag == "div" else "p"  # among which there are headings and lists
    names = names_of(container)
    if container.get("itemprop") == "articleBody":
        return (shape, "articleBody")
    return (shape, container.tag, names) if names else (shape, container)


def _within_container(piece: Piece) -> Iterator[Element]:
    """The elements around a piece that are within its container."""
    return takewhile(lambda each: each is not piece.container, piece.ancestors)


def _can_be_body(piece: Piece) -> bool:
    return not (
        piece.is_beside
        or piece.is_link
        or piece.element.tag in ("h1", "address", "summary", "pre")
        or not piece.words
        or role_by_itself(piece.text) is not None
    )


def _standfirst(
    above: Sequence[Piece], descriptions: Sequence[str], unwanted: Set[Element]
) -> list[Piece]:
    """The sentences between the headline and the first paragraph that was found."""
    start = next((p.place for p in reversed(above) if p.element.tag == "h1"), None)
    if start is None:
        return []
    sentences = [
        piece
        for piece in above[start + 1 :]
        if piece.words >= LEAST_STANDFIRST
        and len(piece.text) <= LONGEST_STANDFIRST
        and _can_be_body(piece)
    ]
    standfirst = [
        piece
        for piece in sentences
        if _is_described(piece, descriptions) or _is_named_standfirst(piece, above[start])
    ]
    if standfirst:
        return standfirst
    return [piece for piece in sentences[:1] if _is_below(piece, above[start], unwanted)]


def _is_below(piece: Piece, headline: Piece, unwanted: Set[Element]) -> bool:
    """Whether an unmarked sentence is with the headline, and reads as one: with its full stop, or
    as long as a label never is; without a link or a time."""
    near = headline.ancestors[1 : 1 + NEAR]
    return (
        any(each in near and each.tag not in ("main", "body") for each in piece.ancestors[1:])
        and not piece.links
        and (before_closing_marks(piece.text).endswith(_ENDINGS) or piece.words >= LONG_STANDFIRST)
        and not is_time_stamp(piece.text)
        and not any(each in unwanted for each in piece.ancestors)
        and next(piece.element.iter("time", "button"), None) is None
    )


def _is_described(piece: Piece, descriptions: Sequence[str]) -> bool:
    return any(
        told and (piece.key.startswith(told[:60]) or told.startswith(piece.key[:60]))
        for told in descriptions
    )


def _is_named_standfirst(piece: Piece, headline: Piece) -> bool:
    """Whether the page names it one: itself, or an element around it that the headline is not
    in."""
    around: set[Element] = set(headline.ancestors)
    return any(
        _STANDFIRST.search(f"{names_of(each)} {each.get('itemprop') or ''}")
        for each in piece.ancestors
        if each not in around
    )


def block_of(piece: Piece) -> Block:
    """A piece as a paragraph of the article."""
    return Block(piece.text, Role.HEADING if piece.is_heading else None)


def _in_order(extracted: Sequence[Extracted]) -> list[Extracted]:
    """In the page's order; what was not located stays after what it followed."""
    keys: list[tuple[int, int]] = []
    place = -1
    for number, one in enumerate(extracted):
        place = one.piece.place if one.piece else place
        keys.append((place, number))
    return [extracted[number] for _, number in sorted(keys)]


def _once(extracted: Sequence[Extracted]) -> list[Extracted]:
    """Without pull quotes, which are shown a second time, larger."""
    pulled = [number for number, one in enumerate(extracted) if _is_pulled_out(one.piece)]
    body = "\n".join(
        key_of(one.block.text)
        for number, one in enumerate(extracted)
        if not _is_pulled_out(one.piece)
    )
    twice = {
        number
        for number in pulled[:MOST_PULLED]
        if (piece := extracted[number].piece) and piece.words >= LEAST_PULLED and piece.key in body
    }
    return [one for number, one in enumerate(extracted) if number not in twice]


def _is_pulled_out(piece: Piece | None) -> bool:
    """Whether it is in a separate quotation or in something beside the text."""
    return piece is not None and any(
        each.tag in ("blockquote", "aside", "figure") or _PULLED.search(names_of(each))
        for each in piece.ancestors[:4]
    )
