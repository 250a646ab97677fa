"""From an article to its chunks, the units of retrieval.

A chunk is a run of whole paragraphs, first to last. Captions, bylines and boilerplate between them
are left out of its text: an advertisement does not part what belongs together. Only a paragraph
that exceeds what the model reads is sliced, at its sentences; a heading above it stays with the
first slice, so that such a chunk starts at 0 of the heading and ends at `end` of the paragraph.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from pathlib import Path

from index.strings.folding import folded
from index.text.sentences import sentences
from index.types import Article, Chunk, Paragraph, Role

CHUNK_TOKENS = 160
"""Tokens, context included, that a chunk of several paragraphs has at most. The reranker reads
every candidate in full, so a chunk's length is latency."""
TITLE_TOKENS, OUTLET_TOKENS = 40, 12
"""What the context takes of a title and of an outlet's name."""
CHARACTERS_A_TOKEN = 12
"""A tokenizer gives one token to a word that it does not know, however long; counted like this,
such a word has a length too. English has about 4.5 characters a token."""

PACKING = f"paragraphs-2-{CHUNK_TOKENS}"
"""The name of this way of packing: a store packed in another way must be rebuilt."""

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A whole paragraph or a slice of one, with its cost in tokens."""

    paragraph: Paragraph
    start: int
    end: int
    cost: int

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end]

    @property
    def is_whole(self) -> bool:
        return self.start == 0 and self.end == len(self.paragraph.text)

    @property
    def is_heading(self) -> bool:
        return self.paragraph.role is Role.HEADING


def pack(article: Article, count_tokens: Count, limit: int) -> list[Chunk]:
    """The chunks of an article, each within `limit` tokens, context included.

    Every body and heading paragraph and note is in the chunks, except for white space between
    slices.
    """

    frame = count_tokens("")  # what the model puts around every text

    def cost(text: str) -> int:
        """Tokens of a text, as the model reads it, and the newline that joins it to the next."""
        read = folded(text)
        return max(count_tokens(read) - frame, len(read) // CHARACTERS_A_TOKEN) + 1

    context = context_line(article, count_tokens)
    room = limit - frame - cost(context)
    target = min(CHUNK_TOKENS - frame - cost(context), room)
    pieces: list[_Piece] = []
    headings = 0  # tokens of those at the end, which go into the chunk of the next paragraph
    for paragraph in article.paragraphs:
        if paragraph.role in (Role.BODY, Role.HEADING, Role.NOTE):
            pieces += _slices(paragraph, cost, target, max(room - headings, room // 2))
            last = pieces[-1]
            headings = headings + last.cost if last.is_heading and last.is_whole else 0
    return [_chunk(article, context, run) for run in _runs(pieces, target, room)]


def context_line(article: Article, count_tokens: Count) -> str:
    """Title, outlet and date in one line, what is known of them."""
    title = article.title
    if title == Path(article.source.location).stem:
        title = ""  # only the file's name, which says nothing of the article
    parts = (
        _shortened(title, count_tokens, TITLE_TOKENS),
        _shortened(article.outlet or "", count_tokens, OUTLET_TOKENS),
        article.published,
    )
    return " — ".join(part for part in parts if part)


def _shortened(text: str, count_tokens: Count, most: int) -> str:
    """The first words of a text, as many as fit."""
    words = text[: most * CHARACTERS_A_TOKEN].split()
    while words and count_tokens(" ".join(words)) > most:
        words.pop()
    return " ".join(words)


def _slices(
    paragraph: Paragraph, cost: Callable[[str], int], target: int, room: int
) -> Iterator[_Piece]:
    """The paragraph as one piece if it fits, otherwise in slices of about equal cost."""
    text = paragraph.text
    whole = cost(text)
    if whole <= room:
        yield _Piece(paragraph, 0, len(text), whole)
        return
    parts = [
        (start, end, cost(text[start:end]))
        for span in sentences(text)
        for start, end in _fitting(text, *span, cost, target)
    ]
    total = sum(part_cost for _, _, part_cost in parts)
    even = total / ceil(total / target)
    first = last = parts[0][0]
    sum_cost = 0
    for start, end, part_cost in parts:
        if sum_cost and (sum_cost + part_cost > target or sum_cost >= even):
            yield _Piece(paragraph, first, last, sum_cost)
            first, sum_cost = start, 0
        sum_cost += part_cost
        last = end
    yield _Piece(paragraph, first, last, sum_cost)


def _fitting(
    text: str, start: int, end: int, cost: Callable[[str], int], target: int
) -> Iterator[tuple[int, int]]:
    """A sentence, halved until its parts fit: between words, or inside one that never ends."""
    if end - start <= 1 or cost(text[start:end]) <= target:
        yield start, end
        return
    middle = (start + end) // 2
    spaces = [match.start() for match in re.finditer(r"(?<=\S)\s+(?=\S)", text[start:end])]
    cut = min(
        (start + place for place in spaces if place), key=lambda c: abs(c - middle), default=0
    )
    cut = cut or middle
    yield from _fitting(text, start, cut, cost, target)
    after = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    if after < end:
        yield from _fitting(text, after, end, cost, target)


def _runs(pieces: list[_Piece], target: int, room: int) -> Iterator[list[_Piece]]:
    """Pieces that make a chunk together: neighbours, within the target, no heading at the end."""
    run: list[_Piece] = []
    spent = 0
    for place, piece in enumerate(pieces):
        needed = piece.cost + (sum(_below(pieces, place)) if piece.is_heading else 0)
        most = room if all(each.is_heading for each in run) else target
        if run and not (_can_join(run[-1], piece) and spent + needed <= most):
            yield run
            run, spent = [], 0
        run.append(piece)
        spent += piece.cost
    if run:
        yield run


def _below(pieces: list[_Piece], place: int) -> Iterator[int]:
    """The costs of what must stay with a heading: its subheading, and the first of the body."""
    for above, piece in pairwise(pieces[place : place + 4]):
        if not _can_join(above, piece):
            return
        yield piece.cost
        if not piece.is_heading:
            return


def _can_join(one: _Piece, other: _Piece) -> bool:
    """Whether two neighbours can share a chunk: whole paragraphs, or a heading and the first slice
    below it."""
    return one.is_whole and (other.is_whole or (one.is_heading and other.start == 0))


def _chunk(article: Article, context: str, run: list[_Piece]) -> Chunk:
    text = "\n".join(piece.text for piece in run)
    read = folded(f"{context}\n{text}")
    return Chunk(
        key=hashlib.sha256(read.encode()).hexdigest()[:32],
        article_id=article.id,
        version=article.version,
        first=run[0].paragraph.number,
        last=run[-1].paragraph.number,
        start=run[0].start,
        end=run[-1].end,
        context=context,
        text=text,
    )
