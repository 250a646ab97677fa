"""From a Word document to its paragraphs: the seam to python-docx.

python-docx reads XML with lxml, and tells it to resolve no entities."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph

from index.contents import Contents
from index.metadata import Told
from index.types import Block, Role

MOST_BYTES = 200_000_000
"""Of all parts together, uncompressed."""


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
    """The document's own properties, without those of the template it was made from. When the file
    was made is not when the text was published; when it was changed after that, the text may have
    been."""
    told, core = Told(), document.core_properties
    told.learn("title", core.title or "")
    if core.author and core.author != "python-docx":
        told.learn("authors", core.author)
    told.learn("language", core.language or "")
    with suppress(ValueError, TypeError):  # a date that is none
        made, changed = core.created, core.modified
        if changed and made and changed > made:  # else it is that of the template
            told.learn("updated", changed.isoformat(timespec="minutes"))
    return told


def _blocks(document: WordDocument) -> Iterator[Block]:
    """Paragraphs and the rows of tables, in order."""
    roles: dict[str | None, Role | None] = {}  # by style: python-docx searches all styles each time
    for item in document.iter_inner_content():
        if isinstance(item, WordParagraph):
            style = item._p.style
            if style not in roles:
                roles[style] = _role(item)
            for line in _visible_text(item._p).split("\n"):
                yield Block(" ".join(line.split()), roles[style])
        else:
            yield from _of_table(item)


def _role(paragraph: WordParagraph) -> Role | None:
    """What the paragraph's style says that it is."""
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if re.match(r"(?:heading|überschrift|titre|título)\s*\d|subtitle$", style, re.IGNORECASE):
        return Role.HEADING
    return {"title": Role.TITLE, "caption": Role.CAPTION}.get(style.lower())


def _visible_text(paragraph: CT_P) -> str:
    """The text of a paragraph with its links, without what is marked as hidden or deleted."""
    pieces: list[str] = []
    for run in paragraph.iter(qn("w:r")):
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
    """One paragraph a row. A cell that is merged with the one above says the same; one that is as
    wide as several counts once. (python-docx would make as many cells as a file says there are.)"""
    above: dict[int, str] = {}
    for row in table.rows:
        column, texts = 0, []
        for cell in row._tr.tc_lst:
            goes_on = cell.vMerge == "continue"
            text = above.get(column, "") if goes_on else _of_cell(cell)
            above[column] = text
            texts.append(text)
            column += max(1, cell.grid_span)
        yield Block(" ".join(filter(None, texts)), None)


def _of_cell(cell: CT_Tc) -> str:
    paragraphs = map(_visible_text, cell.p_lst)
    return " ".join(" ".join(paragraphs).split())
