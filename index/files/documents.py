"""From a source to its documents: one for most files, many for some."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from index.errors import (
    SourceDamaged,
    SourceEmpty,
    SourceError,
    SourceNotText,
    SourceRefused,
    SourceTooSlow,
)
from index.files.declared_encoding import declared_encoding
from index.files.decode import decode, text_of
from index.files.discovery import FoundFile
from index.files.file_bytes import opened, read_bytes, too_large
from index.files.jsonl import articles_in
from index.files.skipped import Skip
from index.files.zips import members_of
from index.formats import DOCX, HTML, JSONL, PDF, READABLE, TEXT, ZIP, Format, format_of
from index.parsing.parser import Parser
from index.reading.contents import Contents, Document
from index.types import Failure, Source

MOST_SLOW = 3
"""How many documents of one archive may be given up on for their time or memory; then the rest is,
too."""
MOST_DELIVERED, HIGHEST_RATIO = 20_000_000, 50
"""Characters that a file of many articles may deliver: so many, or so many times its own bytes.
Text shrinks to a fifth, or a twentieth where it repeats itself, when it is compressed."""
COST_OF_AN_ARTICLE = 200
"""Characters that an article counts for besides its text."""
_BEGINNINGS = {PDF: b"%PDF-", DOCX: b"PK\x03\x04"}
"""What a file of the format has among its first bytes."""


Delivery = Document | Skip | Failure
"""What cannot be read is a Failure, what an archive holds besides its articles a Skip."""


def documents(found: FoundFile, parser: Parser) -> Iterator[Delivery]:
    """The documents of a file, one after the other. Raises nothing."""
    source, path, form = found.source, found.path, format_of(found.name)
    try:
        if form is None:
            raise SourceNotText(
                "Files of this kind can't be read.", subject=source.location, remedy=READABLE
            )
        if form in (ZIP, JSONL):
            with opened(source, path, form.largest) as file:
                yield from _many(source, form, file, parser)
        else:
            yield _document(source, form, read_bytes(source, path, form.largest), parser)
    except SourceError as error:
        yield Failure(source.location, error)


def documents_of(
    source: Source, form: Format, data: bytes, parser: Parser, charset: str | None = None
) -> Iterator[Delivery]:
    """The same from bytes that are not a file here. `charset`: the encoding that came with them."""
    try:
        if form in (ZIP, JSONL):
            yield from _many(source, form, io.BytesIO(data), parser)
        else:
            yield _document(source, form, data, parser, charset)
    except SourceError as error:
        yield Failure(source.location, error)


def _many(source: Source, form: Format, file: BinaryIO, parser: Parser) -> Iterator[Delivery]:
    """The documents of an open file of many articles, up to the limits."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    most = max(MOST_DELIVERED, HIGHEST_RATIO * size)
    delivered = slow = 0
    for item in _all_of_many(source, form, file, parser):
        yield item
        if isinstance(item, Document):
            delivered += len(item.text) + COST_OF_AN_ARTICLE
        elif isinstance(item, Failure):
            slow += isinstance(item.error, SourceTooSlow)
        if delivered > most or slow >= MOST_SLOW:
            yield Failure(source.location, _given_up(source, form, slow))
            return


def _all_of_many(
    source: Source, form: Format, file: BinaryIO, parser: Parser
) -> Iterator[Delivery]:
    if form is JSONL:
        yield from articles_in(source, file)
        return
    for member in members_of(source, file):
        if not isinstance(member, tuple):
            yield member
            continue
        inner, name, data = member
        form_inside = format_of(name)
        assert form_inside, "others are not unpacked"
        yield from documents_of(inner, form_inside, data, parser)


def _given_up(source: Source, form: Format, slow: int) -> SourceError:
    if slow:
        return SourceTooSlow(
            f"{slow} documents in it took too long; the rest were skipped.",
            subject=source.location,
            remedy="Take out the files listed here, and add it again.",
        )
    return SourceRefused(
        f"The content of {form.what} is more than {HIGHEST_RATIO} times its size, which no "
        "genuine text is; "
        "the rest was not read.",
        subject=source.location,
        remedy="If it is genuine, split it into several files.",
    )


def _document(
    source: Source, form: Format, data: bytes, parser: Parser, charset: str | None = None
) -> Document:
    """The one document in these bytes. Raises a SourceError."""
    if len(data) > form.largest:
        raise too_large(source, form.largest)
    if not data.strip():
        raise SourceEmpty(
            "The file is empty.", subject=source.location, remedy="Put the article's text in it."
        )
    if form is TEXT:
        return decode(source, data)
    encoding = "utf-8"
    if form is HTML:
        text, encoding = text_of(source, data, charset or declared_encoding(data))
        data = text.encode("utf-8", errors="replace")
    elif _BEGINNINGS[form] not in data[:1024]:
        raise SourceDamaged(
            f"The file isn't {form.what}, whatever its name says.",
            subject=source.location,
            remedy="Give it the right suffix, and add it again.",
        )
    contents = parser.parse(form, data, source)
    _check(source, form, contents)
    return Document(source, contents.text, encoding, contents.metadata, contents.blocks)


def _check(source: Source, form: Format, contents: Contents) -> None:
    if not contents.blocks:
        raise SourceEmpty(
            f"No article text was found in {form.what}.",
            subject=source.location,
            remedy="If it is a scan, its pages are pictures: add the text itself."
            if form is PDF
            else "Save the article's text as .txt and add that.",
        )
