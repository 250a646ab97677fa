"""Many articles in one file, a line of JSON each, compressed or not.

    {"url": …, "title": …, "outlet": …, "authors": […], "published": …, "updated": …,
     "language": …, "text": …}

Only `text` must be there; `authors` is a list of names or one text. Other fields are left alone,
but for the names in index/reading/header_fields.py that mean one of these ("author", "date",
"source")."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from os import SEEK_END
from pathlib import PurePath
from typing import BinaryIO, cast

from index.errors import SourceDamaged, SourceEmpty, SourceError, SourceTooLarge
from index.formats import MEGABYTE, TEXT
from index.page_identity import address_of
from index.reading.contents import Document
from index.reading.date_order import day_first
from index.reading.header_fields import FIELDS, Metadata, listed_names
from index.strings.characters import storable
from index.text.paragraphs import WHITE
from index.types import Failure, Source

MOST_BYTES = 2_000 * MEGABYTE
"""Of all lines together, unpacked."""
MOST_LINES = 250_000
"""Blank ones are counted too."""
HIGHEST_RATIO, RATIO_FROM = 50, 50 * MEGABYTE
"""Unpacked to packed bytes, and the unpacked bytes from which on it counts. Text shrinks to a
fifth, or a twentieth where it repeats itself."""
MOST_FAILURES = 100
"""Lines in one file that are named; a file of which more cannot be read is something else."""
_GZIP = b"\x1f\x8b"


def articles_in(source: Source, file: BinaryIO) -> Iterator[Document | Failure]:
    """The articles of an open file, one line in memory at a time. A line that cannot be read is a
    Failure that names it; a file that breaks off is one at the line where it does."""
    most = max(RATIO_FROM, HIGHEST_RATIO * file.seek(0, SEEK_END))
    file.seek(0)
    head = file.read(2)
    file.seek(0)
    most = min(most, MOST_BYTES) if head == _GZIP else MOST_BYTES
    lines = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if head == _GZIP else file
    number = total = failures = filled = 0
    try:
        while line := lines.readline(TEXT.largest + 1):
            number += 1
            total += len(line)
            place = Source(source.kind, f"{source.location}#{number}")
            if len(line) > TEXT.largest:
                total += _skip_line(lines, most - total)
                item: Document | Failure | None = Failure(place.location, _line_too_long(place))
            elif line.strip():
                item = _article(source, place, line)
            else:
                item = None
            if total > most or number > MOST_LINES:
                yield Failure(place.location, _too_much(source, most))
                return
            if item is None:
                continue
            filled += 1
            failures += isinstance(item, Failure)
            yield item
            if failures == MOST_FAILURES:
                yield Failure(source.location, _not_articles(source))
                return
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        place = Source(source.kind, f"{source.location}#{number + 1}")
        yield Failure(place.location, _broken_off(place, error))
        return
    if not filled:
        yield Failure(source.location, _empty(source))


def _skip_line(lines: BinaryIO, most: int) -> int:
    """Read past the end of a line that is too long; returns how many bytes that were."""
    skipped = 0
    while skipped <= most and (piece := lines.readline(MEGABYTE)):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped


def _article(source: Source, place: Source, line: bytes) -> Document | Failure:
    """The article of one line."""
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
        what = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        return _wrong(place, f"The line isn't JSON ({what}).")
    if not isinstance(fields, dict):
        return _wrong(place, "The line isn't a JSON object.")
    text = fields.get("text")
    if not isinstance(text, str):
        return _wrong(place, "The line has no “text” field with text in it.")
    if not text.strip(WHITE):
        return Failure(
            place.location,
            SourceEmpty(
                "Its text is empty.", subject=place.location, remedy="Fill it in, or remove it."
            ),
        )
    text = storable(text)
    told = _metadata(fields)
    article = Source("url", address_of(told.url)) if told.url else place
    return Document(article, text.replace("\r\n", "\n").replace("\r", "\n"), "utf-8", told)


def _metadata(fields: dict[str, object]) -> Metadata:
    """What the fields tell, those of the documented names first."""
    languages = (
        value for name in ("language", "lang") if isinstance(value := fields.get(name), str)
    )
    url = fields.get("url")
    metadata = Metadata(day_first=day_first(languages, url if isinstance(url, str) else None))
    named = sorted(fields.items(), key=lambda item: item[0] not in FIELDS.values())
    for name, value in named:
        field = FIELDS.get(name.strip().casefold().replace("_", " "))
        if field == "authors" and isinstance(value, list):
            metadata.learn_authors(map(storable, listed_names(value)))
        elif field and isinstance(value, str) and value.strip():
            metadata.learn(field, storable(value))
    return metadata


def _wrong(place: Source, happened: str) -> Failure:
    error = SourceDamaged(
        happened,
        subject=place.location,
        remedy='Write it as {"url": …, "title": …, "text": …} on one line, and add the file again.',
    )
    return Failure(place.location, error)


def _line_too_long(place: Source) -> SourceError:
    return SourceTooLarge(
        f"The line is longer than {TEXT.largest // MEGABYTE} MB.",
        subject=place.location,
        remedy="Put one article on each line.",
    )


def _too_much(source: Source, most: int) -> SourceError:
    return SourceTooLarge(
        f"The file has more than {MOST_LINES:,} lines, or {most // MEGABYTE:,} MB; the rest "
        "was not read.",
        subject=source.location,
        remedy="Split it into several files.",
    )


def _not_articles(source: Source) -> SourceError:
    return SourceDamaged(
        f"{MOST_FAILURES} lines could not be read; the rest were skipped.",
        subject=source.location,
        remedy="Correct the lines listed here, and add the file again.",
    )


def _broken_off(place: Source, error: Exception) -> SourceError:
    return SourceDamaged(
        f"The compressed file is damaged or cut short here ({type(error).__name__}).",
        subject=place.location,
        remedy=f"Fetch {PurePath(place.location.rpartition('#')[0]).name} again and add it.",
    )


def _empty(source: Source) -> SourceError:
    return SourceEmpty(
        "The file is empty.", subject=source.location, remedy="Put one article on each line."
    )
