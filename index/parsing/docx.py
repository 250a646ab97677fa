"""From a Word document to its paragraphs: the seam to python-docx.

A document contains more than its reader sees: what was deleted or moved away, field codes, the same
text box once for new programs and once for old ones. Here it is read as it would be printed with
all changes accepted, without headers, footers and comments; notes come last.

python-docx reads XML with lxml, and tells it to resolve no entities."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from index.parsing.file_properties import confirmed
from index.reading.contents import Contents
from index.reading.header_fields import Metadata
from index.types import Block, Role

MOST_BYTES = 200_000_000
"""Bytes of all parts together, uncompressed."""
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_NOT_SHOWN = frozenset(
    map(
        qn,
        "w:del w:moveFrom w:delText w:instrText w:delInstrText w:pPr w:rPr w:sdtPr w:sdtEndPr"
        " w:tblPr w:tblGrid w:trPr w:tcPr w:rt w:rubyPr".split(),
    )
)
"""Deletions, descriptions, field codes, and how characters are pronounced."""
_PIECES = {
    qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}  # fmt: skip
_NOTES = {
    qn("w:footnoteReference"): (RELATIONSHIP_TYPE.FOOTNOTES, qn("w:footnote")),
    qn("w:endnoteReference"): (RELATIONSHIP_TYPE.ENDNOTES, qn("w:endnote")),
}
"""By the element that refers to a note: the part that has it, and what it is called there."""
Element = Any
"""An element of lxml, which has no types."""


class TooLarge(Exception):
    """More than MOST_BYTES when unpacked."""


def read_docx(data: bytes) -> Contents:
    """Raises TooLarge, and whatever python-docx raises for damaged files."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
            raise TooLarge
    document = docx.Document(io.BytesIO(data))
    blocks = tuple(_Reader(document).all_blocks())
    return Contents(confirmed(_metadata(document), blocks), blocks)


def _metadata(document: WordDocument) -> Metadata:
    """The document's own properties, without those of the template it was made from. When the file
    was made is not when the text was published; if it was changed after that, the text may have
    been, too."""
    metadata = Metadata()
    kinds = [relation.reltype for relation in document.part.package.rels.values()]
    if RELATIONSHIP_TYPE.CORE_PROPERTIES not in kinds:
        return metadata  # python-docx would make some up
    core = document.core_properties
    metadata.learn("title", core.title or "")
    metadata.learn("authors", core.author or "")
    metadata.learn("language", core.language or "")
    with suppress(ValueError, TypeError):  # not a real date
        made, changed = core.created, core.modified
        if changed and made and changed > made:  # otherwise it is that of the template
            metadata.learn("updated", changed.isoformat(timespec="minutes"))
    return metadata


class _Line:
    """The text of one paragraph in the making."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.boxes: list[Element] = []
        """The contents of text boxes that are anchored in it."""
        self._fields: list[int] = []
        """Of each field that is open: where in the pieces it begins; what is shown of it comes
        after its code."""

    def field(self, mark: Element) -> None:
        """A field begins, is separated from what it shows, or ends. If one has no end in the
        paragraph, all of it is text."""
        kind = mark.get(qn("w:fldCharType"))
        if kind == "begin":
            self._fields.append(len(self.pieces))
        elif kind == "separate" and self._fields:
            del self.pieces[self._fields[-1] :]
            self._fields[-1] = -1
        elif kind == "end" and self._fields and (place := self._fields.pop()) >= 0:
            del self.pieces[place:]


class _Reader:
    """Reads one document."""

    def __init__(self, document: WordDocument) -> None:
        self._body = document.element.body
        self._roles = {
            style.styleId: _role(style.name_val or "")
            for style in document.styles.element.style_lst
        }
        self._parts = {
            relation.reltype: relation.target_part
            for relation in document.part.rels.values()
            if not relation.is_external
        }
        self._notes: dict[str, dict[str, Element]] = {}
        self._cited: list[Element] = []

    def all_blocks(self) -> Iterator[Block]:
        """The paragraphs, then the notes in the order in which they are referred to."""
        yield from self._blocks(self._body)
        for note in self._cited:
            text = " ".join(block.text for block in self._blocks(note))
            if text:
                yield Block(text, Role.NOTE)

    def _blocks(self, container: Element) -> Iterator[Block]:
        """Paragraphs, those of its text boxes after each, and the rows of tables, in order."""
        kept = ""  # of a paragraph whose end was deleted: it continues in the next
        role: Role | None = None
        for item in _shown(container):
            if item.tag == qn("w:p"):
                line = _Line()
                self._read(item, line)
                role = self._roles.get(item.style)
                kept += "".join(line.pieces)
                if not _has_no_end(item):
                    yield from _lines(kept, role)
                    kept = ""
                for box in line.boxes:
                    yield from self._blocks(box)
            elif item.tag == qn("w:tbl"):
                yield from self._table(item)
        yield from _lines(kept, role)

    def _read(self, element: Element, line: _Line) -> None:
        """Add what is shown of an element within a paragraph."""
        for child in _shown(element):
            tag = child.tag
            if tag in (qn("w:t"), f"{_MATHS}t"):
                line.pieces.append(child.text or "")
            elif tag in _PIECES:
                line.pieces.append(_PIECES[tag])
            elif tag == qn("w:fldChar"):
                line.field(child)
            elif tag in _NOTES:
                self._cite(child)
            elif tag == qn("w:txbxContent"):
                line.boxes.append(child)
            elif tag != qn("w:r") or not _is_hidden(child):
                self._read(child, line)

    def _cite(self, reference: Element) -> None:
        kind, name = _NOTES[reference.tag]
        if kind not in self._notes:
            part = self._parts.get(kind)
            notes = parse_xml(part.blob).iterchildren(name) if part is not None else ()
            self._notes[kind] = {note.get(qn("w:id")): note for note in notes}
        note = self._notes[kind].pop(reference.get(qn("w:id")), None)
        if note is not None:
            self._cited.append(note)

    def _table(self, table: Element) -> Iterator[Block]:
        """One paragraph per row, if each cell has one at most; otherwise cell after cell. A cell
        that is merged with the one above says the same; one that is as wide as several counts once.
        (python-docx would make as many cells as a file says there are.)"""
        above: dict[int, str] = {}
        for row in _shown(table):
            if row.tag != qn("w:tr") or row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                continue
            column, texts = 0, []
            cells: list[list[Block]] = []
            for cell in _shown(row):
                if cell.tag != qn("w:tc"):
                    continue
                if cell.vMerge == "continue":
                    texts.append(above.get(column, ""))
                else:
                    blocks = list(self._blocks(cell))
                    cells.append(blocks)
                    texts.append(" ".join(block.text for block in blocks))
                above[column] = texts[-1]
                column += max(1, cell.grid_span)
            if sum(map(bool, texts)) == 1 or any(len(blocks) > 1 for blocks in cells):
                yield from (block for blocks in cells for block in blocks)
            elif any(texts):
                yield Block(" ".join(filter(None, texts)), None)


def _shown(element: Element) -> Iterator[Element]:
    """The children of an element, with wrappers replaced by their children, without what is not
    shown."""
    for child in element.iterchildren(tag=_ANY):
        tag = child.tag
        if tag in _NOT_SHOWN:
            continue
        if tag == f"{_ALTERNATIVES}AlternateContent":
            chosen = _alternative(child)
            if chosen is not None:
                yield from _shown(chosen)
        elif tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            is_empty = child.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
            if content is not None and not is_empty:
                yield from _shown(content)
        elif tag in _WRAPPERS:
            yield from _shown(child)
        else:
            yield child


_ANY = "{*}*"
_WRAPPERS = frozenset(map(qn, "w:ins w:moveTo w:customXml w:smartTag w:hyperlink".split()))


def _alternative(element: Element) -> Element | None:
    """One of the forms that something has for older and newer programs: the newest that has
    text."""
    for choice in element.iterchildren(f"{_ALTERNATIVES}Choice"):
        if next(choice.iter(qn("w:t")), None) is not None:
            return choice
    return element.find(f"{_ALTERNATIVES}Fallback")


def _has_no_end(paragraph: Element) -> bool:
    """Whether the end of a paragraph was deleted, or moved away."""
    mark = f"{qn('w:pPr')}/{qn('w:rPr')}/"
    return any(paragraph.find(mark + qn(name)) is not None for name in ("w:del", "w:moveFrom"))


def _is_hidden(run: Element) -> bool:
    hidden = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return hidden is not None and hidden.get(qn("w:val")) not in ("0", "false", "off")


def _lines(text: str, role: Role | None) -> Iterator[Block]:
    for line in text.split("\n"):
        if words := " ".join(line.split()):
            yield Block(words, role)


def _role(style: str) -> Role | None:
    """What the name of a paragraph's style says that it is."""
    if re.match(r"(?:heading|überschrift|titre|título)\s*\d|subtitle$", style, re.IGNORECASE):
        return Role.HEADING
    if re.match(r"(?:toc|index)\s(?:\d|heading)", style, re.IGNORECASE):
        return Role.BOILERPLATE
    return {"title": Role.TITLE, "caption": Role.CAPTION}.get(style.lower())
