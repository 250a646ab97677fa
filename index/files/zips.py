"""The files in a ZIP archive, unpacked into memory one after the other, and what is refused."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from os import SEEK_END
from pathlib import PurePosixPath
from typing import BinaryIO

from index.errors import (
    SourceDamaged,
    SourceEmpty,
    SourceError,
    SourceNotFound,
    SourceRefused,
    SourceTooLarge,
)
from index.files.skipped import Skip, Why, nothing_in
from index.formats import MEGABYTE, READABLE, ZIP, format_of
from index.types import Failure, Source

MOST_MEMBERS = 20_000
MOST_BYTES = 2_000 * MEGABYTE
"""Of all members together, unpacked."""
LARGEST_MEMBER = 200 * MEGABYTE
"""Bytes, unpacked: it is held in memory."""
LARGEST_DIRECTORY = 5 * MEGABYTE
"""Bytes of the list of members, which zipfile reads into memory as a whole."""
HIGHEST_RATIO = 200
"""Unpacked to packed bytes. Text shrinks to a fifth, or a twentieth where it repeats itself."""
RATIO_FROM = 1 * MEGABYTE
"""Unpacked bytes from which on the ratio counts: a small file does no harm."""
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\0\r\n]")


Member = tuple[Source, str, bytes]


def members_of(source: Source, file: BinaryIO) -> Iterator[Member | Skip | Failure]:
    """Each readable file: its source, its name and its bytes. Raises a SourceError for an archive
    that cannot be opened or holds too much; what is wrong with one member is a Failure.

    Hidden files, and those of a kind that is not read, are a Skip, as in a folder."""
    try:
        _refuse_long_lists(source, file)
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError) as error:
        raise SourceDamaged(
            f"The file isn't a ZIP archive, or is damaged ({type(error).__name__}).",
            subject=source.location,
            remedy="Create the archive again and add it.",
        ) from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        _refuse_bombs(source, infos, file)
        readable = 0
        skips: list[Skip] = []
        for info in infos:
            path = PurePosixPath(info.filename)
            inside = Source(source.kind, f"{source.location}#{_printable(info.filename)}")
            if why := _passed_over(info, path):
                skips.append(Skip(inside.location, why))
                yield skips[-1]
                continue
            readable += 1
            try:
                _refuse_unsafe(inside, info)
                yield inside, info.filename, _unpacked(inside, archive, info)
            except SourceError as error:
                yield Failure(inside.location, error)
    if not readable:
        happened, remedy = nothing_in("archive", skips)
        raise SourceNotFound(
            happened, subject=source.location, remedy=f"{READABLE} {remedy}".strip()
        )


def _passed_over(info: zipfile.ZipInfo, path: PurePosixPath) -> Why | None:
    """Why a member is skipped, if that is not its fault. One that may do harm is at fault."""
    if any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts):
        return Why.HIDDEN
    if _UNSAFE.search(info.filename) or _is_special(info):
        return None
    return None if format_of(path) else Why.FORMAT


def _is_special(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a link, a pipe, a socket or a device."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def _refuse_long_lists(source: Source, file: BinaryIO) -> None:
    """An archive with millions of members takes gigabytes when it is only opened."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    file.seek(0)
    sizes = [
        struct.unpack_from("<L", tail, found.start() + 12)[0]
        for found in re.finditer(re.escape(_END), tail)
        if found.start() + 16 <= len(tail)
    ]
    if _END_64 in tail or any(length > LARGEST_DIRECTORY for length in sizes):
        raise _too_many(source)


def _refuse_bombs(source: Source, infos: list[zipfile.ZipInfo], file: BinaryIO) -> None:
    """Refuse an archive that would fill the memory or take for ever. zipfile unpacks no more of a
    member than it is said to have, so what is said can be relied on."""
    if len(infos) > MOST_MEMBERS:
        raise _too_many(source)
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise SourceTooLarge(
            f"The archive unpacks to more than {MOST_BYTES // MEGABYTE} MB.",
            subject=source.location,
            remedy="Split it into several archives.",
        )
    if sum(info.compress_size for info in infos) > file.seek(0, SEEK_END):
        raise _refused(
            source,
            "Its files overlap, which those of a genuine archive never do.",
            "Create it again.",
        )


def _refuse_unsafe(inside: Source, info: zipfile.ZipInfo) -> None:
    """Refuse what no honest archive of articles has."""
    form = format_of(info.filename)
    if _UNSAFE.search(info.filename):
        raise _refused(
            inside, "Its name points outside the archive.", "Use a name without “..” or “/”."
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _refused(inside, "It is a link.", "Put the file itself into the archive.")
    if _is_special(info):
        raise _refused(
            inside, "It is a pipe, a socket or a device.", "Put a file into the archive."
        )
    if info.flag_bits & 0x1:
        raise _refused(inside, "It is encrypted.", "Create the archive without a password.")
    if form is ZIP:
        raise _refused(
            inside, "It is an archive inside an archive.", "Unpack it and add its files."
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(
            inside, "It uses an unusual compression method.", "Create the archive with “Deflate”."
        )
    largest = min(form.largest if form else 0, LARGEST_MEMBER)
    if info.file_size > largest:
        raise SourceTooLarge(
            f"The file is larger than {largest // MEGABYTE} MB.",
            subject=inside.location,
            remedy="Split it into one file per article.",
        )
    if info.file_size > RATIO_FROM and info.file_size > HIGHEST_RATIO * info.compress_size:
        raise _refused(
            inside,
            f"It unpacks to more than {HIGHEST_RATIO} times its size, which no genuine text does.",
            "If it is an article, add the file on its own.",
        )


def _unpacked(inside: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        data = archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError,
            NotImplementedError, RuntimeError, struct.error) as error:  # fmt: skip
        raise SourceDamaged(
            f"It cannot be unpacked ({type(error).__name__}).",
            subject=inside.location,
            remedy="Create the archive again and add it.",
        ) from error
    if not data:
        raise SourceEmpty(
            "The file is empty.", subject=inside.location, remedy="Fill it in, or remove it."
        )
    return data


def _refused(inside: Source, happened: str, remedy: str) -> SourceRefused:
    return SourceRefused(happened, subject=inside.location, remedy=remedy)


def _too_many(source: Source) -> SourceTooLarge:
    return SourceTooLarge(
        f"The archive holds more than {MOST_MEMBERS:,} files, or a list of them that is too long.",
        subject=source.location,
        remedy="Split it into several archives.",
    )


def _printable(name: str) -> str:
    """A name without characters that are none."""
    return name.encode("utf-8", errors="replace").decode()
