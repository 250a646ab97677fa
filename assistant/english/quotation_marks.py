"""What of a text stands in quotation marks, whichever marks its outlet uses and mixes."""

from __future__ import annotations

import re

from index.strings.bounded_patterns import bounded

_MARK = bounded(r"[“”„«»\"]|''|‘(?=[^’]*’(?!\w))|’(?!\w)")
_BEFORE_OPENING = "([—–“‘/-"
"""What stands before an opening mark, besides white space."""
_MASK = "_"


def quoted(text: str, inside: bool = False) -> tuple[list[tuple[int, int]], bool]:
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


def _opens(text: str, mark: re.Match[str]) -> bool:
    if mark[0] == '"':
        return _may_open(text, mark.start())
    return mark[0] in {"“", "„", "«", "‘"}


def _may_open(text: str, place: int) -> bool:
    before = text[place - 1 : place]
    return place == 0 or before.isspace() or before in _BEFORE_OPENING


def _closes(text: str, mark: re.Match[str], opener: str) -> bool:
    if opener == "‘":
        return mark[0] == "’"
    if mark[0] == '"':
        after = text[mark.end() : mark.end() + 1]
        return not (_may_open(text, mark.start()) and after.strip())
    return mark[0] in {"”", "»", "''"} or (opener == "„" and mark[0] == "“")


def masked(text: str, inside: bool = False) -> str:
    """The text with each quotation blotted out to “___”, equally long: words in it are nobody's
    verbs and subjects."""
    parts = []
    end = 0
    for start, stop in quoted(text, inside)[0]:
        parts += [text[end:start], "“", _MASK * (stop - start - 2), "”"]
        end = stop
    return "".join([*parts, text[end:]])
