"""The order in which the lines of a page are read: headline, columns from left to right, tables row
by row. Only positions and words count here; they come from index/parsing/pdf.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.strings.quotation_marks import before_closing_marks

LARGER = 1.15
"""Times the size of the text's own letters, from which on a line is a heading."""
GUTTER = 0.6
"""Heights of a letter that are free between two columns, at least."""
NARROWEST = 6
"""Heights of a letter. Anything narrower is a bullet, a number or a label, not a column."""
MOST_PIECES, DEEPEST = 20_000, 12
"""Of a page, and columns in columns, beyond which no more columns are looked for."""
SPACE_OF_HEADING = 1.8
"""Times its letters' height, which a heading over two columns takes of each."""
EQUAL, INDENT = 0.35, 3
"""Times the size of the text's own letters: by which the spaces of a line set to the column's width
differ at most, and by which it may be indented."""
_TOLERANCE = 1.5
"""Points by which the lines of a column may begin further left than most do."""
_ENDINGS = (".", "!", "?", ":", ";", "…")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a piece of one; points, counted from the page's lower left corner."""

    text: str
    size: float
    """Height of its letters."""
    left: float
    right: float
    top: float
    bottom: float
    is_row: bool = False
    """Whether it is the row of a table."""

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


Row = list[Line]
"""Pieces beside each other, from left to right."""


def in_order(pieces: Sequence[Line], own_size: float) -> list[list[Line]]:
    """The whole lines of a page by the region that they are in, regions and lines in the order of
    reading. `own_size`: of the letters of the text."""
    return list(_regions(list(pieces), own_size, 0))


def _regions(pieces: list[Line], own_size: float, depth: int) -> Iterator[list[Line]]:
    rows = _rows(pieces)
    found = None
    if depth < DEEPEST and len(pieces) <= MOST_PIECES:
        found = _columns(rows, own_size)
    if found is None:
        if rows:
            yield _lines(rows, own_size)
        return
    first, last, edge = found
    inside = [piece for row in rows[first : last + 1] for piece in row]
    beside = _sides(inside, edge)
    for part in (
        [piece for row in rows[:first] for piece in row],
        *beside,
        [piece for row in rows[last + 1 :] for piece in row],
    ):
        yield from _regions(part, own_size, depth + 1)


def _rows(pieces: Sequence[Line]) -> list[Row]:
    """The pieces by their height, from the top of the page."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda one: -one.middle):
        if rows and _is_beside(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda one: one.left)
    return rows


def _is_beside(one: Line, other: Line) -> bool:
    return one.bottom <= other.middle <= one.top or other.bottom <= one.middle <= other.top


def _columns(rows: Sequence[Row], own_size: float) -> tuple[int, int, float] | None:
    """The first and the last row of the largest part of a region that has columns, and where the
    right one of two begins."""
    best: tuple[int, tuple[int, int, float]] | None = None
    for edge in _edges(rows):
        for run in _runs(rows, edge, GUTTER * own_size):
            first, last = _trimmed(rows, run, edge, own_size)
            pieces = [piece for row in rows[first : last + 1] for piece in row]
            if best is not None and len(pieces) <= best[0]:
                continue
            left, right = (_lines(_rows(side), own_size) for side in _sides(pieces, edge))
            if _are_columns(left, right, own_size):
                best = (len(pieces), (first, last, edge))
    return best[1] if best else None


def _edges(rows: Sequence[Row]) -> list[float]:
    """Where several pieces begin that have others on their left: columns may begin there."""
    starts = Counter(round(piece.left) for row in rows for piece in row)
    leftmost = min((row[0].left for row in rows), default=0.0)
    return [
        float(start)
        for start in sorted(starts)
        if start > leftmost + _TOLERANCE
        and starts[start] + starts[start - 1] + starts[start + 1] > 1
    ]


def _runs(rows: Sequence[Row], edge: float, gutter: float) -> Iterator[tuple[int, int]]:
    """The rows between which nothing crosses the space on the left of an edge: first and last."""
    start: int | None = None
    for place, row in enumerate(rows):
        crosses = any(
            piece.left < edge - _TOLERANCE and piece.right > edge - gutter for piece in row
        )
        if crosses and start is not None:
            yield start, place - 1
            start = None
        elif not crosses and start is None:
            start = place
    if start is not None:
        yield start, len(rows) - 1


def _trimmed(
    rows: Sequence[Row], run: tuple[int, int], edge: float, own_size: float
) -> tuple[int, int]:
    """The rows without what only seems to belong to the left column: a heading between two pairs of
    columns, and what is set apart below them."""
    first, last = _without_edges(rows, run, own_size)
    right = [bool(_on_right(row, edge)) for row in rows]
    begins = next((place for place in range(first, last + 1) if right[place]), last)
    ends = next((place for place in range(last, first - 1, -1) if right[place]), first)
    while 0 < first < begins and _space(rows, first - 1) <= 0.5 * rows[first][0].size:
        first += 1  # the last line of what is above, too short to reach into the next column
    for place in range(begins + 1, ends):
        is_heading = all(piece.size >= LARGER * own_size for piece in rows[place])
        if not right[place] and is_heading and _is_across(rows, place, edge):
            return first, place - 1
    for place in range(ends + 1, last + 1):
        if _space(rows, place - 1) > own_size:
            return first, place - 1
    return first, last


def _is_across(rows: Sequence[Row], place: int, edge: float) -> bool:
    """Whether the right column leaves a row of the left one the space of a heading: else that is
    only the left column's own."""
    needed = SPACE_OF_HEADING * max(piece.size for piece in rows[place])
    above = next((rows[at] for at in range(place, -1, -1) if _on_right(rows[at], edge)), None)
    below = next(
        (row for row in (rows[at] for at in range(place, len(rows))) if _on_right(row, edge)), None
    )
    if above is None or below is None:
        return True
    bottom = min(piece.bottom for piece in _on_right(above, edge))
    return bottom - max(piece.top for piece in _on_right(below, edge)) >= needed


def _on_right(row: Row, edge: float) -> Row:
    return [piece for piece in row if piece.left >= edge - _TOLERANCE]


def _without_edges(rows: Sequence[Row], run: tuple[int, int], own_size: float) -> tuple[int, int]:
    """The rows without one or two that are set apart above or below in letters no larger: what runs
    along the edges of pages."""
    first, last = run

    def stands_apart(upper: int) -> bool:
        return _space(rows, upper) > 1.5 * own_size

    def is_small(places: range) -> bool:
        return all(piece.size < LARGER * own_size for place in places for piece in rows[place])

    for count in (2, 1):
        if last - first > 2 * count:
            if stands_apart(first + count - 1) and is_small(range(first, first + count)):
                first += count
            if stands_apart(last - count) and is_small(range(last - count + 1, last + 1)):
                last -= count
    return first, last


def _space(rows: Sequence[Row], upper: int) -> float:
    """The height that is free between a row and the next."""
    return min(one.bottom for one in rows[upper]) - max(one.top for one in rows[upper + 1])


def _sides(pieces: Sequence[Line], edge: float) -> tuple[list[Line], list[Line]]:
    left = [piece for piece in pieces if piece.left < edge - _TOLERANCE]
    return left, [piece for piece in pieces if piece.left >= edge - _TOLERANCE]


def _are_columns(left: Sequence[Line], right: Sequence[Line], own_size: float) -> bool:
    """Whether two sides are columns of text, rather than the cells of a table, or items and their
    numbers."""
    sides = (left, right)
    if any(len(side) < 2 or _width(side) < NARROWEST * own_size for side in sides):
        return False
    gutter = min(line.left for line in right) - max(line.right for line in left)
    # The fewer lines, the likelier words leave a free space between them by chance.
    if gutter < max(GUTTER, 2 - 0.25 * min(map(len, sides))) * own_size:
        return False
    if not all(map(_is_wordy, sides)):
        return False
    has_case = any(line.text != line.text.swapcase() for side in sides for line in side)
    return not has_case or any(map(_runs_on, sides))


def _width(lines: Sequence[Line]) -> float:
    """Width of the column; one line in five may be wider, as is what is above and below columns."""
    rights = sorted(line.right for line in lines)
    lefts = sorted((line.left for line in lines), reverse=True)
    place = int(0.8 * len(lines))
    return max(1.0, rights[min(place, len(lines) - 1)] - lefts[min(place, len(lines) - 1)])


def _is_wordy(lines: Sequence[Line]) -> bool:
    """Whether most lines have several words and fill their column."""
    width = _width(lines)
    words = median(len(line.text.split()) for line in lines)
    filled = median((line.right - line.left) / width for line in lines)
    # Where words are not separated by spaces, a line is one word.
    dense = median(len(line.text) for line in lines) >= 12 if words < 3 else True
    return dense and filled >= 0.6 and (words >= 3 or not any(map(str.isascii, _texts(lines))))


def _runs_on(lines: Sequence[Line]) -> bool:
    """Whether sentences go on from line to line, as they hardly do from cell to cell."""
    on = sum(following.text[:1].islower() and not _ends(one) for one, following in pairwise(lines))
    return on >= max(1, 0.25 * (len(lines) - 1))


def _texts(lines: Sequence[Line]) -> Iterator[str]:
    return (line.text for line in lines)


def _lines(rows: Sequence[Row], own_size: float) -> list[Line]:
    """Rows made whole lines; those of tables marked."""
    cells = _cells(rows, own_size)
    return [_line(row, is_row=place in cells) for place, row in enumerate(rows)]


def _cells(rows: Sequence[Row], own_size: float) -> set[int]:
    """The places of rows that have cells: several pieces, wide apart, the later of which begin
    where others do, above or below."""
    starts: Counter[int] = Counter()
    for row in rows:
        for one, other in pairwise(row):
            if other.left - one.right > own_size:
                for end in (other.left, other.right):  # words begin together, numbers end together
                    starts[round(end / 3)] += 1
    return {
        place
        for place, row in enumerate(rows)
        if not _is_stretched(rows, place, own_size)
        and any(
            other.left - one.right > own_size
            and max(starts[round(other.left / 3)], starts[round(other.right / 3)]) > 2
            for one, other in pairwise(row)
        )
    }


def _is_stretched(rows: Sequence[Row], place: int, own_size: float) -> bool:
    """Whether a row is a line of text whose words are set apart until they fill the column: with
    equal spaces, and in one sentence with a line above or below that begins and ends as it does."""
    row = rows[place]
    gaps = [other.left - one.right for one, other in pairwise(row)]
    if not gaps or max(gaps) - min(gaps) > EQUAL * own_size:
        return False
    for upper, other in ((place - 1, place - 1), (place, place + 1)):
        if not 0 <= other < len(rows) or _space(rows, upper) > own_size:
            continue
        above, below = rows[upper], rows[upper + 1]
        # The first line of a paragraph may be indented, the last one may be short.
        is_filled = abs(above[-1].right - below[-1].right) <= _TOLERANCE
        is_begun = abs(above[0].left - below[0].left) <= INDENT * own_size
        if not is_begun or _ends(above[-1]):
            continue
        is_set_close = all(two.left - one.right <= own_size for one, two in pairwise(rows[other]))
        if below[0].text[:1].islower() or (
            is_filled and is_set_close and not above[-1].text.isdecimal()
        ):
            return True
    return False


def _line(row: Row, *, is_row: bool) -> Line:
    text = row[0].text
    for one, other in pairwise(row):
        gap = "" if other.left - one.right < 0.1 * min(one.size, other.size) else " "
        text += gap + other.text
    sizes: Counter[float] = Counter()
    for piece in row:
        sizes[piece.size] += len(piece.text)
    return Line(
        text,
        sizes.most_common(1)[0][0],
        min(piece.left for piece in row),
        max(piece.right for piece in row),
        max(piece.top for piece in row),
        min(piece.bottom for piece in row),
        is_row,
    )


def _ends(line: Line) -> bool:
    """Whether a line ends as a sentence or a clause does."""
    return before_closing_marks(line.text).endswith(_ENDINGS)
