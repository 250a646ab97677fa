"""The files of this machine that go to a server, known there by their names alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import OnrecordError, SourceError, SourceRefused, SourceTooLarge
from index.files import opened
from index.sources import find
from index.types import Failure, Overrides, Progress, Source
from ui import wire

BLOCK = 256 * 1024
"""Bytes that are read at a time."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files to send, each with its path and its size in bytes, and what cannot be sent."""

    files: tuple[tuple[Source, Path, int], ...]
    failed: tuple[Failure, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for _, _, size in self.files)

    def source(self, name: str) -> str:
        """The path of what a server knows by the name of a file, or by a place in it."""
        for source, path, _ in self.files:
            if name == path.name or name.startswith(f"{path.name}#"):
                return source.location + name[len(path.name) :]
        return name


def parcel(sources: Sequence[str]) -> Parcel:
    """All readable files that are named, or are in the folders that are. Raises SourceTooLarge for
    more than a server takes at a time."""
    files: dict[str, tuple[Source, Path, int]] = {}
    failed: list[Failure] = []
    for item in find(sources, upload=False):
        if isinstance(item, Failure):
            failed.append(item)
            continue
        source, path = item
        try:
            wire.usable_name(path.name)
            if path.name in files:
                raise _name_taken(source, files[path.name][0])
            with opened(source, path, wire.LARGEST_FILE) as file:
                files[path.name] = (source, path, file.seek(0, 2))
        except SourceTooLarge as error:
            failed.append(Failure(source.location, _only_here(error)))
        except OnrecordError as error:
            failed.append(Failure(source.location, error))
    found = Parcel(tuple(files.values()), tuple(failed))
    if found.size > wire.LARGEST_PARCEL or len(files) > wire.MOST_FILES:
        raise SourceTooLarge(
            f"{len(files):,} files with {found.size // wire.MEGABYTE:,} MB are more than a server "
            "takes at a time.",
            subject=", ".join(sources),
            remedy=f"Add them in parts of at most {wire.MOST_FILES:,} files and "
            f"{wire.LARGEST_PARCEL // wire.MEGABYTE:,} MB.",
        )
    return found


def parcel_bytes(files: Parcel, overrides: Overrides, progress: Progress) -> Iterator[bytes]:
    """The parcel as it is sent. Raises SourceError where a file cannot be read to its end."""
    yield _line(title=overrides.title, outlet=overrides.outlet, published=overrides.published)
    sent, whole = 0, files.size
    for source, path, size in files.files:
        yield _line(name=path.name, size=size)
        left = size
        with opened(source, path, wire.LARGEST_FILE) as file:
            while left:
                block = file.read(min(BLOCK, left))
                if not block:
                    raise SourceError(
                        "The file became shorter while it was sent.",
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
        f"It has the same name as {other.location}, and a server knows a file by its name alone.",
        subject=source.location,
        remedy="Rename one of them, or add the folder as a ZIP archive.",
    )


def _only_here(error: SourceTooLarge) -> SourceTooLarge:
    return SourceTooLarge(
        error.happened,
        subject=error.subject,
        remedy="Split it, or add it where the store is, without --server.",
    )
