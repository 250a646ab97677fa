"""Quotation marks and brackets: which two belong together, whatever their kind."""

from __future__ import annotations

from index.strings.quotation_marks import CLOSES, CORNER, MARKS

LONGEST = 1_000
"""Characters of a text that are looked at; a line is shorter."""
_CLOSES = CLOSES | {")": "(", "]": "[", "}": "{", "》": "《", "〉": "〈", "】": "【"}
_BRACKETS = f"()[]{{}}{CORNER}《》〈〉【】"
_OPENS = frozenset("".join(_CLOSES.values()))
_DEEPEST = 20
"""Nesting of pairs."""


def pairs(text: str) -> list[tuple[int, int]]:
    """Where the two marks of each pair are, in the order in which they close. An apostrophe is not
    part of a pair, nor is a mark without its partner."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    around = f" {text[:LONGEST]} "
    for place, (before, mark, after) in enumerate(
        zip(around, around[1:], around[2:], strict=False)
    ):
        if mark not in _CLOSES and mark not in _OPENS:
            continue
        is_bracket = mark in _BRACKETS
        is_inside_a_word = before.isalnum() and after.isalnum()
        if is_inside_a_word and not is_bracket:
            continue  # an apostrophe
        # French has spaces within its marks: « … ».
        can_end = is_bracket or not before.isspace() or (mark in "»›" and not after.isalnum())
        can_begin = not after.isspace() or mark in "«‹"
        partners = _CLOSES.get(mark, "") if can_end else ""
        for depth in range(len(opened) - 1, -1, -1):
            if text[opened[depth]] in partners:
                found.append((opened[depth], place))
                del opened[depth:]
                break
        else:
            if mark in _OPENS and (is_bracket or not before.isalnum()) and can_begin:
                opened.append(place)
                del opened[:-_DEEPEST]
    return found


def parts_a_pair(text: str, place: int) -> bool:
    """Whether a pair opens before a place in the text and closes after it."""
    return any(first < place <= last for first, last in pairs(text))


def has_lone_mark(text: str) -> bool:
    """Whether the text has a quotation mark without its partner; an apostrophe within a word
    doesn't count."""
    text = text[:LONGEST]
    paired = {place for both in pairs(text) for place in both}
    return any(
        mark in MARKS and place not in paired
        and not (text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum())
        for place, mark in enumerate(text)
    )  # fmt: skip


def without_marks_around(text: str) -> str:
    """The text without the straight quotation marks around the whole of it, if they are a pair."""
    is_whole = (
        text[:1] in ("'", '"') and text[:1] == text[-1:] and (0, len(text) - 1) in pairs(text)
    )
    return text[1:-1].strip() if is_whole else text
