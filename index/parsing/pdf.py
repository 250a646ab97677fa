"""From a PDF to its paragraphs: the seam to pdfminer.

A PDF says where each character is, not what belongs together. pdfminer groups characters to pieces
of lines, index/parsing/pdf_columns.py puts these in the order of reading, and here they become
paragraphs again, over pages and columns."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pdfminer.high_level import extract_pages
from pdfminer.layout import (
    LAParams,
    LTAnno,
    LTChar,
    LTFigure,
    LTLayoutContainer,
    LTPage,
    LTTextBox,
    LTTextLine,
)
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import decode_text

from index.parsing.file_properties import confirmed
from index.parsing.pdf_columns import GUTTER, LARGER, Line, in_order
from index.parsing.pdf_paragraphs import ENDS, Pages, line_spacing, paragraphs_of
from index.reading.contents import Contents
from index.reading.dates import read_date
from index.reading.header_fields import Metadata
from index.strings.bounded_patterns import bounded
from index.types import Block, Role

MOST_PAGES = 500
"""Pages. A report has two hundred; anything longer is a book, and takes longer than there is time
for."""
LONGEST_HEADING = 150
"""Characters."""
_PIECES = LAParams(char_margin=GUTTER, line_margin=0.01, boxes_flow=None, all_texts=True)
"""How pdfminer is to group: over no gap that could be one between columns, and not further."""
_PAGE_NUMBER = re.compile(r"\W*(?:page\s)?\d{1,4}(?:\s?(?:of|/)\s?\d{1,4})?\W*", re.IGNORECASE)
_DIVIDED = bounded(r"(\w+)([-\u2010\u00ad])$")
_PDF_DATE = re.compile(
    r"(?:D:)?(?P<year>\d{4})(?:(?P<month>\d\d)(?:(?P<day>\d\d)(?:(?P<hour>\d\d)(?P<minute>\d\d)"
    r"(?:\d\d)?(?:(?P<sign>[Z+-])(?:(?P<hours>\d\d)'?(?P<minutes>\d\d)?)?)?)?)?)?"
)


class Encrypted(Exception):
    """The PDF opens only with a password."""


class TooManyPages(Exception):
    """More than MOST_PAGES."""


def read_pdf(data: bytes) -> Contents:
    """Raises Encrypted, TooManyPages, and whatever pdfminer raises for damaged files."""
    told, programs = _metadata(data)
    found = [_pieces(page) for page in extract_pages(io.BytesIO(data), laparams=_PIECES)]
    own_size = _commonest_size(found)
    pages = [in_order(pieces, own_size) for pieces in found]
    running = _running_lines(pages)
    spacing = line_spacing(pages)
    words = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(_texts(pages)).casefold()))
    blocks: list[Block] = []
    for number, page in enumerate(pages):
        for lines in paragraphs_of(page, own_size, spacing, running[number]):
            text = _joined([line.text for line in lines], words)
            role = _role(lines, text, own_size)
            if lines[0].text in running[number]:
                role = Role.BOILERPLATE
            _append(blocks, Block(text, role), words)
    whole = tuple(block for block in blocks if block.text)
    return Contents(confirmed(told, whole, programs), whole)


def _metadata(data: bytes) -> tuple[Metadata, str]:
    """What the file says about itself, and which programs made it. When it was made is not when the
    text was published; if it was changed after that, the text may have been, too."""
    metadata, programs = Metadata(), ""
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
        metadata.learn("title", _info(info, "Title"))
        metadata.learn("authors", _info(info, "Author"))
        programs += f" {_info(info, 'Creator')} {_info(info, 'Producer')}"
        made, changed = (_moment(info.get(name)) for name in ("CreationDate", "ModDate"))
        if changed and changed != made:
            metadata.add(Metadata(updated=changed))
    return metadata, programs


def _info(info: Mapping[str, object], name: str) -> str:
    value = info.get(name)
    return decode_text(value).replace("\0", "") if isinstance(value, bytes) else ""


def _moment(value: object) -> str | None:
    """A PDF's date ("D:20310303101500+01'00'") as ISO 8601 to the minute."""
    match = _PDF_DATE.match(decode_text(value)) if isinstance(value, bytes) else None
    if not match:
        return None
    date = "-".join(filter(None, (match["year"], match["month"], match["day"])))
    if not match["minute"]:
        return read_date(date)
    sign, hours, minutes = match["sign"] or "", match["hours"], match["minutes"] or "00"
    zone = f"{sign}{hours}:{minutes}" if hours else sign
    return read_date(f"{date}T{match['hour']}:{match['minute']}{zone}")


def _pieces(page: LTPage) -> list[Line]:
    """The pieces of a page's lines: of its text; or of its figures, where all is drawn as one."""
    return list(_pieces_of(page)) or list(_pieces_of(page, in_figures=True))


def _pieces_of(container: LTLayoutContainer, *, in_figures: bool = False) -> Iterator[Line]:
    for box in container:
        if isinstance(box, LTFigure) and in_figures:
            yield from _pieces_of(box, in_figures=True)
        elif isinstance(box, LTTextBox):
            for line in box:
                if isinstance(line, LTTextLine):
                    yield from _parts(line)


def _parts(line: LTTextLine) -> Iterator[Line]:
    """A line, split where spaces in it are wide enough to be between columns."""
    part: list[LTChar | LTAnno] = []
    last: LTChar | None = None
    for one in line:
        if isinstance(one, LTChar) and not one.get_text().isspace():
            if last is not None and one.x0 - last.x1 > GUTTER * one.size:
                yield from _piece(part)
                part = []
            last = one
        if isinstance(one, LTChar | LTAnno):
            part.append(one)
    yield from _piece(part)


def _piece(part: Sequence[LTChar | LTAnno]) -> Iterator[Line]:
    shown = [one for one in part if isinstance(one, LTChar) and not one.get_text().isspace()]
    text = " ".join("".join(one.get_text() for one in part).replace("\0", "").split())
    if shown and text:
        yield Line(
            text,
            Counter(round(one.size, 1) for one in shown).most_common(1)[0][0],
            min(one.x0 for one in shown),
            max(one.x1 for one in shown),
            max(one.y1 for one in shown),
            min(one.y0 for one in shown),
        )


def _texts(pages: Pages) -> Iterator[str]:
    return (line.text for page in pages for region in page for line in region)


def _commonest_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of the letters that most of the text has."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for piece in page:
            sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _running_lines(pages: Pages) -> list[set[str]]:
    """Of each page, the lines at its top and bottom that several pages share, numbers aside, and
    page numbers."""
    edges = [_edges([line for region in page for line in region]) for page in pages]
    count = Counter(
        text for page in edges for text in {_without_numbers(line.text) for line in page}
    )
    return [
        {
            line.text
            for line, is_outermost in page.items()
            if count[_without_numbers(line.text)] >= max(2, len(pages) // 3)
            or (is_outermost and _PAGE_NUMBER.fullmatch(line.text))
        }
        for page in edges
    ]


def _edges(lines: Sequence[Line]) -> dict[Line, bool]:
    """The lines of the two highest and the two lowest rows of a page, and whether they are in the
    highest or the lowest."""
    found: dict[Line, bool] = {}
    from_top = sorted(lines, key=lambda one: -one.middle)
    for ordered in (from_top, from_top[::-1]):
        row, last = 0, None
        for line in ordered:
            row += last is not None and not last.bottom <= line.middle <= last.top
            if row > 1:
                break
            found[line] = found.get(line, False) or row == 0
            last = line
    return found


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _role(lines: Sequence[Line], text: str, own_size: float) -> Role | None:
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
    """Add a paragraph, joined to the one before it if that was cut off by the end of a page or a
    column."""
    place = len(blocks) - 1
    while place >= 0 and blocks[place].role is Role.BOILERPLATE:
        place -= 1
    goes_on = (
        place >= 0
        and block.role is None
        and blocks[place].role is None
        and block.text[:1].islower()
        and not ENDS.search(blocks[place].text)
    )
    if goes_on:
        blocks[place] = Block(_joined([blocks[place].text, block.text], words), None)
    else:
        blocks.append(block)
