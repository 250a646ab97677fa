"""What changed between two versions of an article, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from index.types import Article, Paragraph

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.4
"""Share of words in common from which a paragraph is the other one, changed."""
_MOST_WORDS = 3000
"""Of both paragraphs together; longer ones are shown as removed and added, since comparing them
word by word would take minutes."""


class ChangeKind(StrEnum):
    """What happened to a paragraph or to some words of it."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: in both versions, only in the newer (added) or only in the older (removed)."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A paragraph that is not the same in both versions."""

    kind: ChangeKind
    older: int | None
    """Its number in the older version; None if it was added."""
    newer: int | None
    """Its number in the newer version; None if it was removed."""
    pieces: tuple[Piece, ...]
    """In reading order. Without the added ones they are the older text, without the removed ones
    the newer."""


def differences(older: Article, newer: Article) -> tuple[Difference, ...]:
    """In the order of the newer version."""
    before, after = older.paragraphs, newer.paragraphs
    matcher = SequenceMatcher(
        None, [each.text for each in before], [each.text for each in after], autojunk=False
    )
    found: list[Difference] = []
    for what, first, last, start, end in matcher.get_opcodes():
        if what != "equal":
            found += _block(before[first:last], after[start:end])
    return tuple(found)


def _block(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> Iterator[Difference]:
    """A run of paragraphs in place of another: those that are alike are changed."""
    done = 0
    for paragraph in after:
        place = next((n for n in range(done, len(before)) if _alike(before[n], paragraph)), None)
        if place is None:
            yield _whole(ChangeKind.ADDED, paragraph)
            continue
        for gone in before[done:place]:
            yield _whole(ChangeKind.REMOVED, gone)
        older = before[place]
        pieces = tuple(_pieces(older.text, paragraph.text))
        yield Difference(ChangeKind.CHANGED, older.number, paragraph.number, pieces)
        done = place + 1
    for gone in before[done:]:
        yield _whole(ChangeKind.REMOVED, gone)


def _whole(kind: ChangeKind, paragraph: Paragraph) -> Difference:
    is_new = kind is ChangeKind.ADDED
    return Difference(
        kind,
        None if is_new else paragraph.number,
        paragraph.number if is_new else None,
        (Piece(kind, paragraph.text),),
    )


def _alike(one: Paragraph, other: Paragraph) -> bool:
    first, second = one.text.split(), other.text.split()
    if len(first) + len(second) > _MOST_WORDS:
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _pieces(older: str, newer: str) -> Iterator[Piece]:
    before, after = _WORD.findall(older), _WORD.findall(newer)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, first, last, start, end in matcher.get_opcodes():
        if what == "equal":
            yield Piece(ChangeKind.SAME, "".join(before[first:last]))
            continue
        for kind, words in (
            (ChangeKind.REMOVED, before[first:last]),
            (ChangeKind.ADDED, after[start:end]),
        ):
            if words:
                yield Piece(kind, "".join(words))
