"""The bytes of a file, as many as an article can have, with no symbolic link on the way to it.

Folders are listed first and their files opened later. What was a file then may be a link by now, to
a file that no one meant to add. So every step of the way is opened separately, and must not be a
link."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from index.errors import (
    SourceError,
    SourceNotFound,
    SourceNotText,
    SourceRefused,
    SourceTooLarge,
)
from index.formats import MEGABYTE
from index.types import Source

_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
"""Opening something that has taken a regular file's place must not block."""


class NotRegular(OSError):
    """A device, a pipe or a socket, which is not opened."""


def read_bytes(source: Source, path: Path, largest: int) -> bytes:
    """All bytes of a file, at most `largest`. Raises a SourceError that says what is wrong."""
    with opened(source, path, largest) as file:
        data = file.read(largest + 1)
    if len(data) > largest:  # it grew since it was measured
        raise too_large(source, largest)
    return data


@contextmanager
def opened(source: Source, path: Path, largest: int) -> Iterator[BinaryIO]:
    """A regular file of at most `largest` bytes, open. `path` is absolute and has no links in it.
    Whatever goes wrong while it is read becomes a SourceError, too."""
    try:
        with open_file(path) as file:
            if os.fstat(file.fileno()).st_size > largest:
                raise too_large(source, largest)
            yield file
    except FileNotFoundError as error:
        raise SourceNotFound(
            "The file no longer exists.", subject=source.location, remedy="Add it again."
        ) from error
    except PermissionError as error:
        raise SourceError(
            "You don't have permission to read the file.",
            subject=source.location,
            remedy="Check the file's permissions and add it again.",
        ) from error
    except NotRegular as error:
        raise SourceNotText(
            "This isn't a regular file.",
            subject=source.location,
            remedy="Save the article in a file and add that.",
        ) from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise SourceRefused(
                "The file, or a folder that leads to it, has been replaced by a symbolic link.",
                subject=source.location,
                remedy="If you did that, add it again.",
            ) from error
        raise SourceError(
            f"The file cannot be read ({error.strerror or error}).",
            subject=source.location,
            remedy="Check the disk or network drive that holds it, and add it again.",
        ) from error


def open_file(path: str | Path) -> io.BufferedReader:
    """A regular file at an absolute path without links. Raises NotRegular for anything else, before
    it is opened, and OSError, with ELOOP for a link."""
    number = _opened(os.fspath(path), stat.S_ISREG, os.O_RDONLY)
    try:
        if stat.S_ISREG(os.fstat(number).st_mode):  # as it was when it was looked at
            return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise
    os.close(number)
    raise NotRegular(errno.EINVAL, "not a regular file", str(path))


def listed(folder: str) -> list[tuple[str, int]]:
    """Name and mode of everything in a folder at an absolute path without links, by name. A link
    has its own mode. Raises OSError."""
    if not _BY_STEPS:
        if os.path.realpath(folder) != folder:
            raise _link(folder)
        with os.scandir(folder) as entries:
            return sorted((one.name, _mode(one)) for one in entries)
    number = _opened(folder, stat.S_ISDIR, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(number) as entries:
            return sorted((one.name, _mode(one)) for one in entries)
    finally:
        os.close(number)


def too_large(source: Source, largest: int) -> SourceTooLarge:
    """The error for what has more than `largest` bytes."""
    return SourceTooLarge(
        f"The file is larger than {largest // MEGABYTE} MB.",
        subject=source.location,
        remedy="Split it into one file per article.",
    )


def _mode(entry: os.DirEntry[str]) -> int:
    """An entry's mode; 0 if it has gone or cannot be examined."""
    try:
        return entry.stat(follow_symlinks=False).st_mode
    except OSError:
        return 0


_BY_STEPS = hasattr(os, "O_PATH") and os.open in os.supports_dir_fd


def _opened(path: str, wanted: Callable[[int], bool], flags: int) -> int:
    """A descriptor of what is at the path, if its mode is one that is wanted. Raises OSError."""
    flags |= _AT_ONCE | getattr(os, "O_NOFOLLOW", 0)
    if not _BY_STEPS:
        flags |= getattr(os, "O_NOFOLLOW_ANY", 0)  # macOS checks every step itself
        if os.path.realpath(path) != path:
            raise _link(path)
        _must_be(wanted, os.lstat(path), path)
        return os.open(path, flags)
    *way, name = Path(path).parts[1:] or (".",)
    # O_PATH: permission to go through a folder is enough, it need not be listable.
    step = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW
    folder = os.open(os.sep, os.O_PATH | os.O_DIRECTORY)
    try:
        for place in way:
            try:
                inner = os.open(place, step, dir_fd=folder)
            except NotADirectoryError as error:
                about = os.stat(place, dir_fd=folder, follow_symlinks=False)
                raise (_link(path) if stat.S_ISLNK(about.st_mode) else error) from error
            os.close(folder)
            folder = inner
        _must_be(wanted, os.stat(name, dir_fd=folder, follow_symlinks=False), path)
        return os.open(name, flags, dir_fd=folder)
    finally:
        os.close(folder)


def _must_be(wanted: Callable[[int], bool], about: os.stat_result, path: str) -> None:
    if stat.S_ISLNK(about.st_mode):
        raise _link(path)
    if not wanted(about.st_mode):
        raise NotRegular(errno.EINVAL, "something else has this name", path)


def _link(path: str) -> OSError:
    return OSError(errno.ELOOP, "a symbolic link leads to it", path)
