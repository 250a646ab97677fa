"""From a PDF to its paragraphs: the seam to pdfminer.

A PDF says where each character stands, not what belongs together. pdfminer groups characters to
lines and lines to boxes; here boxes become paragraphs again, over pages and columns."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import decode_text

from index.contents import Contents
from index.metadata import Told
from index.patterns import bounded
from index.types import Block, Role

MOST_PAGES = 500
"""Pages. A report has two hundred; what has more is a book, and takes longer than there is time."""
LARGER = 1.15
"""Times the size of the text's own letters, from which on a line is a heading."""
LONGEST_HEADING = 150
"""Characters."""
_FILE_NAME = re.compile(r"\.\w{2,5}$|^(?:microsoft word|untitled|document\d*$)", re.IGNORECASE)
_DIVIDED = bounded(r"(\w+)([-\u2010\u00ad])$")
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")


class Encrypted(Exception):
    """The PDF opens with a password only."""


class TooManyPages(Exception):
    """More than MOST_PAGES."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    """Height of its letters, in points."""
    left: float
    right: float
    top: float
    bottom: float


def read_pdf(data: bytes) -> Contents:
    """Raises Encrypted, TooManyPages, and whatever pdfminer does for damaged files."""
    told = _told(data)
    pages = [_boxes(page) for page in extract_pages(io.BytesIO(data), laparams=LAParams())]
    own_size = _commonest_size(pages)
    running = _running_lines(pages)
    words = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(_texts(pages)).casefold()))
    blocks: list[Block] = []
    for number, page in enumerate(pages):
        for box in page:
            for lines in _paragraphs(box, own_size):
                text = _joined([line.text for line in lines], words)
                role = _role(lines, text, own_size)
                if (number, lines[0].text) in running and len(lines) == 1:
                    role = Role.BOILERPLATE
                _append(blocks, Block(text, role), words)
    return Contents(told, tuple(block for block in blocks if block.text))


def _told(data: bytes) -> Told:
    """What the file says of itself. Not the date: it is that of the file, often of its printing."""
    told = Told()
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise Encrypted from error
    pages = document.catalog.get("Pages")
    count = getattr(pages, "resolve", lambda: pages)()
    if (
        isinstance(count, dict)
        and isinstance(count.get("Count"), int)
        and count["Count"] > MOST_PAGES
    ):
        raise TooManyPages
    for info in document.info:
        for name, field in (("Title", "title"), ("Author", "authors")):
            value = info.get(name)
            text = decode_text(value) if isinstance(value, bytes) else ""
            if text.strip() and not _FILE_NAME.search(text.strip()):
                told.learn(field, text.replace("\0", ""))
    return told


def _boxes(page: LTPage) -> list[list[_Line]]:
    """The boxes of a page, in the order of reading, each as its lines."""
    boxes = []
    for box in page:
        if isinstance(box, LTTextBox):
            lines = [_line(line) for line in box if isinstance(line, LTTextLine)]
            if lines := [line for line in lines if line.text]:
                boxes.append(lines)
    return boxes


def _line(line: LTTextLine) -> _Line:
    sizes = Counter(round(one.size, 1) for one in line if isinstance(one, LTChar))
    size = sizes.most_common(1)[0][0] if sizes else line.height
    text = " ".join(line.get_text().replace("\0", "").split())
    return _Line(text, size, line.x0, line.x1, line.y1, line.y0)


Pages = Sequence[Sequence[Sequence[_Line]]]


def _texts(pages: Pages) -> Iterator[str]:
    return (line.text for page in pages for box in page for line in box)


def _commonest_size(pages: Pages) -> float:
    """The size of the letters that most of the text has."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for box in page:
            for line in box:
                sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _running_lines(pages: Pages) -> set[tuple[int, str]]:
    """Lines at the top or the bottom that several pages share, numbers aside, with their page."""
    edges: list[tuple[int, str]] = []
    for number, page in enumerate(pages):
        lines = [line for box in page for line in box]
        if lines:
            first, last = (
                max(lines, key=lambda one: one.top),
                min(lines, key=lambda one: one.bottom),
            )
            edges += [(number, line.text) for line in {first.text: first, last.text: last}.values()]
    count = Counter(re.sub(r"\d+", "0", text) for _, text in edges)
    return {
        edge
        for edge in edges
        if count[re.sub(r"\d+", "0", edge[1])] >= max(2, len(pages) // 3)
        or re.fullmatch(
            r"\W*(?:page\s)?\d{1,4}(?:\s?(?:of|/)\s?\d{1,4})?\W*", edge[1], re.IGNORECASE
        )
    }


def _paragraphs(box: Sequence[_Line], own_size: float) -> Iterator[list[_Line]]:
    """The box parted where a line is indented, stands apart, or has letters of another size."""
    left, right = min(line.left for line in box), max(line.right for line in box)
    open_lines: list[_Line] = []
    for line in box:
        if open_lines:
            before = open_lines[-1]
            is_short = before.right < right - 0.15 * (right - left) and _ENDS.search(before.text)
            is_indented = (
                line.left > left + 0.8 * line.size and before.left < line.left - 0.5 * line.size
            )
            stands_apart = before.bottom - line.top > 0.8 * own_size
            other_size = abs(before.size - line.size) > 0.1 * own_size
            if is_short or is_indented or stands_apart or other_size:
                yield open_lines
                open_lines = []
        open_lines.append(line)
    if open_lines:
        yield open_lines


def _role(lines: Sequence[_Line], text: str, own_size: float) -> Role | None:
    is_large = all(line.size >= LARGER * own_size for line in lines)
    return Role.HEADING if is_large and len(text) <= LONGEST_HEADING else None


def _joined(lines: Sequence[str], words: Counter[str]) -> str:
    """Lines made one text, words that were divided at their ends made whole."""
    text = lines[0] if lines else ""
    for line in lines[1:]:
        divided = _DIVIDED.search(text)
        following = re.match(r"\w+", line)
        if divided and following and line[0].islower():
            # A compound keeps its hyphen if it is written with one elsewhere, where no line ends.
            compound = f"{divided[1]}-{following[0]}".casefold()
            whole = f"{divided[1]}{following[0]}".casefold()
            keeps = divided[2] != "\u00ad" and words[compound] > words[whole]
            text = (text if keeps else text[:-1]) + line
        else:
            text = f"{text} {line}"
    return text.replace("\u00ad", "")


def _append(blocks: list[Block], block: Block, words: Counter[str]) -> None:
    """Add a paragraph, to the one before it where that was cut by the end of a page or a column."""
    place = len(blocks) - 1
    while place >= 0 and blocks[place].role is Role.BOILERPLATE:
        place -= 1
    goes_on = (
        place >= 0
        and block.role is None
        and blocks[place].role is None
        and block.text[:1].islower()
        and not _ENDS.search(blocks[place].text)
    )
    if goes_on:
        blocks[place] = Block(_joined([blocks[place].text, block.text], words), None)
    else:
        blocks.append(block)
