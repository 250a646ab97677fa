"""From a Word document to its paragraphs: the seam to python-docx.

python-docx reads XML with lxml, and tells it to resolve no entities."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph

from index.contents import Contents
from index.metadata import Told
from index.types import Block, Role

MOST_BYTES = 200_000_000
"""Of all parts together, uncompressed."""
_TEMPLATE = datetime(2013, 12, 23)
"""The day that the template of python-docx was made: no date of any document."""


class TooLarge(Exception):
    """More than MOST_BYTES when unpacked."""


def read_docx(data: bytes) -> Contents:
    """Raises TooLarge, and whatever python-docx does for damaged files."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
            raise TooLarge
    document = docx.Document(io.BytesIO(data))
    blocks = [block for block in _blocks(document) if block.text]
    return Contents(_told(document), tuple(blocks))


def _told(document: WordDocument) -> Told:
    """The document's own properties, without those of the template it was made from."""
    told, core = Told(), document.core_properties
    told.learn("title", core.title or "")
    if core.author and core.author != "python-docx":
        told.learn("authors", core.author)
    if isinstance(core.created, datetime) and core.created.date() != _TEMPLATE.date():
        told.learn("published", core.created.strftime("%Y-%m-%d"))
    told.learn("language", core.language or "")
    return told


def _blocks(document: WordDocument) -> Iterator[Block]:
    """Paragraphs and the rows of tables, in order."""
    for item in document.iter_inner_content():
        if isinstance(item, WordParagraph):
            yield from _of_paragraph(item)
        else:
            yield from _of_table(item)


def _of_paragraph(paragraph: WordParagraph) -> Iterator[Block]:
    role = None
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if re.match(r"(?:heading|überschrift|titre|título)\s*\d|subtitle$", style, re.IGNORECASE):
        role = Role.HEADING
    elif style.lower() == "title":
        role = Role.TITLE
    elif style.lower() == "caption":
        role = Role.CAPTION
    for line in _visible_text(paragraph).split("\n"):
        yield Block(" ".join(line.split()), role)


def _visible_text(paragraph: WordParagraph) -> str:
    """The text of a paragraph with its links, without what is marked as hidden or deleted."""
    pieces: list[str] = []
    for run in paragraph._p.iter(qn("w:r")):
        properties = run.find(qn("w:rPr"))
        if properties is not None and properties.find(qn("w:vanish")) is not None:
            continue
        for piece in run:
            if piece.tag == qn("w:t"):
                pieces.append(piece.text or "")
            elif piece.tag == qn("w:tab"):
                pieces.append("\t")
            elif piece.tag in (qn("w:br"), qn("w:cr")):
                pieces.append("\n")
            elif piece.tag == qn("w:noBreakHyphen"):
                pieces.append("-")
    return "".join(pieces)


def _of_table(table: Table) -> Iterator[Block]:
    """One paragraph a row; cells that are merged count once."""
    for row in table.rows:
        cells = {id(cell._tc): cell for cell in row.cells}.values()
        yield Block(" ".join(" ".join(cell.text.split()) for cell in cells).strip(), None)
