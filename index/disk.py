"""What the disk has room for, and what its refusals mean."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import StoreError, StoreFull, StoreReadOnly

_WINDOWS = os.name == "nt"
"""It opens no folder, writes names down by itself, and flushes only what is open for writing."""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def full(folder: Path) -> StoreFull:
    """The error for a disk without room."""
    return StoreFull(
        "The disk is full. Nothing that was already stored is lost.",
        subject=str(folder),
        remedy="Free up space on that disk (or raise the quota) and add the articles again.",
    )


def read_only(folder: Path) -> StoreReadOnly:
    """The error for a folder that cannot be written."""
    return StoreReadOnly(
        "The folder, or a file in it, cannot be written to.",
        subject=str(folder),
        remedy="Check the folder's permissions, or use another store folder.",
    )


def refused(folder: Path, error: OSError) -> StoreError | None:
    """The store's error for one of the system's; None if it has another cause."""
    if error.errno in NO_ROOM:
        return full(folder)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only(folder)
    return None


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turn the system's refusals to write into StoreFull or StoreReadOnly."""
    try:
        yield
    except OSError as error:
        known = refused(folder, error)
        if known is None:
            raise
        raise known from error


def writable(folder: Path) -> bool:
    """Whether this process may write there."""
    effective = os.access in os.supports_effective_ids
    return os.access(folder, os.W_OK | os.X_OK, effective_ids=effective)


def make_sure_of_room(folder: Path, size: int) -> None:
    """Raise StoreFull unless `size` bytes can be written now.

    Asked before Chroma writes, since its library ends the whole process when the disk is full."""
    with in_words(folder), tempfile.TemporaryFile(dir=folder) as file:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, max(size, 1))
        elif shutil.disk_usage(folder).free < size:  # neither macOS nor Windows can set it aside
            raise full(folder)


def size_of(folder: Path) -> int:
    """Bytes in all the files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def copy_files(folder: Path, to: Path) -> None:
    """Copy all files below a folder (OSError where that fails)."""
    for path in sorted(folder.rglob("*")):
        copy = to / path.relative_to(folder)
        if path.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def settle(folder: Path) -> None:
    """Make sure that all files below a folder are on the disk, in case the power fails."""
    for path in [folder, *folder.rglob("*")]:
        flush(path)


def flush(path: Path) -> None:
    """Make sure that a file, or the names in a folder, are on the disk."""
    if _WINDOWS and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if _WINDOWS else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def share_like_folder(folder: Path) -> None:
    """Give files that a library made for their owner alone the permissions of their folder, so that
    anyone who may read the store may read all of it."""
    rights = folder.stat().st_mode & 0o666
    for path in folder.iterdir():
        with suppress(OSError):  # gone again, or someone else's
            path.chmod(rights)
