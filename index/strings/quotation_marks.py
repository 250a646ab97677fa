"""Quotation marks: which characters they are, which of them open, close and pair, and what of a
text stands in them, whichever marks its outlet uses and mixes."""

from __future__ import annotations

import re

from index.strings.bounded_patterns import bounded

OPENING, CLOSING = "“„«", "”»"
"""Double marks that do nothing else. German closes with what English opens with."""
STRAIGHT = '"'
"""It opens and closes."""
SINGLE_OPENING, SINGLE_CLOSING = "‘‚", "’"
"""A closing one is far more often an apostrophe."""
APOSTROPHES = "'’"
DOUBLE = f"{OPENING}{CLOSING}‟{STRAIGHT}"
SINGLE = f"{SINGLE_OPENING}{SINGLE_CLOSING}‛"
ANGLE, CORNER = "«»‹›", "「」『』"
MARKS = frozenset(f"{DOUBLE}{SINGLE}{CORNER}'‹›")
"""All of them, and what may be one."""
CLOSES = {
    "”": '“„”"', "“": "„‚", "’": "‘‚'", "‘": "‚", '"': '"“„', "'": "'‘‚",
    "»": "«»", "«": "»", "›": "‹›", "‹": "›", "」": "「", "』": "『",
}  # fmt: skip
"""A mark, and those that it can be the end of. Languages disagree: “ ends what „ began."""
KINDS = str.maketrans(
    dict.fromkeys(f"{SINGLE}`´", "'") | dict.fromkeys(DOUBLE, STRAIGHT) | {"–": "-", "—": "-"}
)
"""What makes all kinds of marks, and of dashes, the straight one (`str.translate`)."""

_MARK = bounded(rf"[{OPENING}{CLOSING}{STRAIGHT}]|''|‘(?=[^’]*’(?!\w))|’(?!\w)")
_BEFORE_OPENING = "([—–“‘/-"
"""What stands before an opening mark, besides white space."""
_STRAIGHT_SINGLE = bounded(r"(?<!\w)'[^']+'(?!\w)")
_MASK = "_"


def before_closing_marks(text: str) -> str:
    """A text without the closing marks at its end: whether a full stop stands before them."""
    return text.rstrip(f"{STRAIGHT}{APOSTROPHES}{CLOSING}“")


def quotations(text: str, inside: bool = False) -> tuple[list[tuple[int, int]], bool]:
    """The spans in quotation marks, marks included, and whether the text ends within one.

    `inside`: the text begins within a quotation. A mark that is never closed reaches to the end:
    speech over several paragraphs opens each of them and closes only the last."""
    spans: list[tuple[int, int]] = []
    start, opener = 0, "“" if inside else ""
    for mark in _MARK.finditer(text):
        if not opener:
            if _opens(text, mark):
                start, opener = mark.start(), mark[0]
        elif _closes(text, mark, opener):
            spans.append((start, mark.end()))
            opener = ""
    if opener:
        spans.append((start, len(text)))
    return [span for span in spans if span[1] - span[0] > 1], bool(opener)


def quoted_words(text: str) -> str:
    """What stands in quotation marks, without them."""
    spans = quotations(text)[0]
    return " ".join(text[start:end].strip(DOUBLE + SINGLE) for start, end in spans)


def outside_quotations(text: str) -> str:
    """A text without what stands in quotation marks, in straight single ones as well. What is never
    closed stays: nothing is hidden by one mark."""
    spans, is_open = quotations(text)
    parts, end = [], 0
    for start, stop in spans[:-1] if is_open else spans:
        parts.append(text[end:start])
        end = stop
    return _STRAIGHT_SINGLE.sub(" ", " ".join([*parts, text[end:]]))


def masked(text: str, inside: bool = False) -> str:
    """The text with each quotation blotted out to “___”, equally long: words in it are nobody's
    verbs and subjects."""
    parts = []
    end = 0
    for start, stop in quotations(text, inside)[0]:
        parts += [text[end:start], "“", _MASK * (stop - start - 2), "”"]
        end = stop
    return "".join([*parts, text[end:]])


def _opens(text: str, mark: re.Match[str]) -> bool:
    if mark[0] == STRAIGHT:
        return _may_open(text, mark.start())
    return mark[0] in OPENING or mark[0] == "‘"


def _may_open(text: str, place: int) -> bool:
    before = text[place - 1 : place]
    return place == 0 or before.isspace() or before in _BEFORE_OPENING


def _closes(text: str, mark: re.Match[str], opener: str) -> bool:
    if opener == "‘":
        return mark[0] == "’"
    if mark[0] == STRAIGHT:
        after = text[mark.end() : mark.end() + 1]
        return not (_may_open(text, mark.start()) and after.strip())
    return mark[0] in CLOSING or mark[0] == "''" or (opener == "„" and mark[0] == "“")
