"""The files of this machine that go to a server, known there by their names alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import OnrecordError, SourceError, SourceRefused, SourceTooLarge
from index.files.discovery import find
from index.files.file_bytes import opened
from index.files.skipped import Skip, Skipped, Tally
from index.reports import IndexReport
from index.types import Failure, Overrides, ProgressCallback, Source
from ui.remote import message_format

BLOCK = 256 * 1024
"""Bytes that are read at a time."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files to send, each with its path and its size in bytes, and what cannot be sent."""

    files: Mapping[str, tuple[Source, Path, int]]
    """By the name that the server knows."""
    failed: tuple[Failure, ...]
    skipped: tuple[Skipped, ...] = ()
    """What was passed over in folders."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for _, _, size in self.files.values())

    def source(self, name: str) -> str:
        """The path of what a server knows by the name of a file, or by a place in it."""
        for known, (source, _, _) in self.files.items():
            if name == known or name.startswith(f"{known}#"):
                return source.location + name[len(known) :]
        return name

    def at_home(self, report: IndexReport) -> IndexReport:
        """A server's report with the paths that the files have here, and with what was not sent."""
        failed = [
            Failure(self.source(one.source), one.error.of(self.source(one.error.subject)))
            for one in report.failed
        ]
        skipped = [
            replace(kind, examples=tuple(map(self.source, kind.examples)))
            for kind in report.skipped
        ]
        return replace(report, failed=(*self.failed, *failed), skipped=(*self.skipped, *skipped))


def parcel(sources: Sequence[str | Path], *, follow_links: bool = False) -> Parcel:
    """All readable files that are named, or are in the folders that are. Raises SourceTooLarge for
    more than a server takes at a time."""
    files: dict[str, tuple[Source, Path, int]] = {}
    failed: list[Failure] = []
    skipped = Tally()
    for item in find(sources, follow_links=follow_links):
        if isinstance(item, Failure):
            failed.append(item)
            continue
        if isinstance(item, Skip):
            skipped.add(item)
            continue
        source, path, name = item.source, item.path, item.name
        try:
            message_format.usable_name(name)
            if name in files:
                raise _name_taken(source, files[name][0])
            with opened(source, path, message_format.LARGEST_FILE) as file:
                files[name] = (source, path, file.seek(0, 2))
        except SourceTooLarge as error:
            failed.append(Failure(source.location, _only_here(error)))
        except OnrecordError as error:
            failed.append(Failure(source.location, error))
    packed = Parcel(files, tuple(failed), skipped.skipped())
    if packed.size > message_format.LARGEST_PARCEL or len(files) > message_format.MOST_FILES:
        raise SourceTooLarge(
            f"{len(files):,} files with {packed.size // message_format.MEGABYTE:,} MB are "
            "more than a server accepts at once.",
            subject=", ".join(map(str, sources)),
            remedy=f"Add them in batches of at most {message_format.MOST_FILES:,} files and "
            f"{message_format.LARGEST_PARCEL // message_format.MEGABYTE:,} MB.",
        )
    return packed


def parcel_bytes(
    files: Parcel, overrides: Overrides, progress: ProgressCallback
) -> Iterator[bytes]:
    """The parcel as it is sent. Raises SourceError where a file cannot be read to its end."""
    yield _line(title=overrides.title, outlet=overrides.outlet, published=overrides.published)
    sent, whole = 0, files.size
    for name, (source, path, size) in files.files.items():
        yield _line(name=name, size=size)
        left = size
        with opened(source, path, message_format.LARGEST_FILE) as file:
            while left:
                block = file.read(min(BLOCK, left))
                if not block:
                    raise SourceError(
                        "The file became shorter while it was being sent.",
                        subject=source.location,
                        remedy="Add it again.",
                    )
                yield block
                left -= len(block)
                sent += len(block)
                progress("sending", sent, whole)


def _line(**told: object) -> bytes:
    return json.dumps(told).encode() + b"\n"


def _name_taken(source: Source, other: Source) -> SourceRefused:
    return SourceRefused(
        f"It has the same name as {other.location}, and a server identifies a file by its name "
        "alone.",
        subject=source.location,
        remedy="Rename one of them, or add the folder as a ZIP archive.",
    )


def _only_here(error: SourceTooLarge) -> SourceTooLarge:
    return SourceTooLarge(
        error.happened,
        subject=error.subject,
        remedy="Split it, or add it where the store is, without --server.",
    )
