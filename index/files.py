"""The bytes of a file, as many as an article can have."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from index.errors import SourceError, SourceNotFound, SourceNotText, SourceTooLarge
from index.formats import MEGABYTE
from index.types import Source


def read_bytes(source: Source, path: Path, largest: int) -> bytes:
    """All bytes of a file, at most `largest`. Raises a SourceError that says what is wrong."""
    with opened(source, path, largest) as file:
        data = file.read(largest + 1)
    if len(data) > largest:  # it grew since it was measured
        raise too_large(source, largest)
    return data


@contextmanager
def opened(source: Source, path: Path, largest: int) -> Iterator[BinaryIO]:
    """A regular file of at most `largest` bytes, open. What goes wrong while it is read becomes a
    SourceError too."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # reading a pipe or a device could wait for ever
            raise SourceNotText(
                "This is not a regular file.",
                subject=source.location,
                remedy="Save the article in a file and add that.",
            )
        if about.st_size > largest:
            raise too_large(source, largest)
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise SourceNotFound(
            "The file is no longer there.", subject=source.location, remedy="Add it again."
        ) from error
    except PermissionError as error:
        raise SourceError(
            "The file may not be read.",
            subject=source.location,
            remedy="Grant yourself the right to read it and add it again.",
        ) from error
    except OSError as error:
        raise SourceError(
            f"The file cannot be read ({error.strerror or error}).",
            subject=source.location,
            remedy="Check the disk or the network drive that it is on, and add it again.",
        ) from error


def too_large(source: Source, largest: int) -> SourceTooLarge:
    """The error for what has more than `largest` bytes."""
    return SourceTooLarge(
        f"The file has more than {largest // MEGABYTE} MB.",
        subject=source.location,
        remedy="Split it into one file an article.",
    )
