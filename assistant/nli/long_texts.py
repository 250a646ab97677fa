"""Texts longer than a model reads at once, cut into windows that begin with sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from index.text.sentences import sentences


def windows(text: str, tokens: Sequence[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """Where windows of at most `size` tokens start and end in the text, in characters.

    Each begins with a sentence and overlaps the one before by about a quarter, so that what two
    sentences say together is in one of them; a sentence longer than a window is cut.

    Args:
        tokens: where the text's tokens start and end, in order.
    """
    if len(tokens) <= size:
        return [(0, len(text))]
    starts = [start for start, _ in tokens]
    cuts = sorted({bisect_left(starts, start) for start, _ in sentences(text)} | {0})
    spans: list[tuple[int, int]] = []
    begin = 0
    reached = 0
    while reached < len(tokens):
        end = min(begin + size, len(tokens))
        if end < len(tokens):
            whole = cuts[bisect_right(cuts, end) - 1]
            end = whole if whole > max(begin, reached) else end
        spans.append((tokens[begin][0], tokens[end - 1][1]))
        reached = end
        again = cuts[bisect_right(cuts, end - size // 4) - 1] if end > size // 4 else 0
        begin = again if again > begin else end
    return spans
