"""Everything below a folder: the files to read, what is skipped, what cannot be listed.

Symbolic links are followed only if requested, and never out of the folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from index.errors import SourceError, SourceRefused, SourceTooLarge
from index.files.file_bytes import listed
from index.files.skipped import Skip, Why
from index.formats import format_of
from index.types import Failure

DEEPEST = 100
"""Nesting of folders, from the one that is named."""
MOST_ENTRIES = 1_000_000
"""How many files and folders below a named one are looked at."""
Found = tuple[str, str]
"""The path of a file, without links in it, and the name that shows its format."""


def search(folder: str, *, follow_links: bool) -> list[Found | Skip | Failure]:
    """What is below a folder at an absolute path without links: its files by path, then the rest.
    A file or folder is met once, however many links lead to it. Raises SourceTooLarge."""
    walk = _Walk(folder, follow_links)
    found = list(walk.items())
    files = sorted(item for item in found if isinstance(item, tuple))
    return [*files, *(item for item in found if not isinstance(item, tuple))]


class _Walk:
    """A search through one folder."""

    def __init__(self, folder: str, follow_links: bool) -> None:
        self._top = folder
        self._follow_links = follow_links
        self._todo: list[tuple[str, int]] = [(folder, 0)]
        """Folders, without links on the way, and how deep each is."""
        self._met = {folder}
        self._looked_at = 0

    def items(self) -> Iterator[Found | Skip | Failure]:
        while self._todo:
            folder, depth = self._todo.pop()
            try:
                entries = listed(folder)
            except OSError as error:
                yield _unlistable(folder, error)
                continue
            self._looked_at += len(entries)
            if self._looked_at > MOST_ENTRIES:
                raise SourceTooLarge(
                    f"The folder contains more than {MOST_ENTRIES:,} files and folders.",
                    subject=self._top,
                    remedy="Add its folders one by one.",
                )
            for name, mode in entries:
                path = os.path.join(folder, name)  # noqa: PTH118 - a million of them
                if name.startswith("."):
                    yield Skip(path, Why.HIDDEN)
                elif stat.S_ISLNK(mode):
                    yield from self._link(path, depth)
                else:
                    yield from self._item(path, mode, name, depth)

    def _link(self, path: str, depth: int) -> Iterator[Found | Skip]:
        if not self._follow_links:
            yield Skip(path, Why.LINK)
            return
        real = os.path.realpath(path)
        try:
            mode = os.lstat(real).st_mode
        except OSError:
            mode = 0
        if not mode or stat.S_ISLNK(mode):  # a link that leads to itself stays one
            yield Skip(path, Why.LINK_BROKEN)
        elif not real.startswith(self._top.rstrip(os.sep) + os.sep) and real != self._top:
            yield Skip(path, Why.LINK_OUT)
        else:
            yield from self._item(real, mode, Path(path).name, depth)

    def _item(self, path: str, mode: int, name: str, depth: int) -> Iterator[Found | Skip]:
        """One entry that isn't a link; `name`: by which it was met."""
        if path in self._met:
            return
        if stat.S_ISDIR(mode):
            if depth >= DEEPEST:
                yield Skip(path, Why.DEEP)
                return
            self._met.add(path)
            self._todo.append((path, depth + 1))
        elif why := _SPECIAL.get(stat.S_IFMT(mode)):
            yield Skip(path, why)
        elif format_of(name) or format_of(path):
            self._met.add(path)
            yield path, name if format_of(name) else Path(path).name
        else:
            yield Skip(path, Why.FORMAT)


_SPECIAL = {
    stat.S_IFIFO: Why.PIPE,
    stat.S_IFSOCK: Why.SOCKET,
    stat.S_IFCHR: Why.DEVICE,
    stat.S_IFBLK: Why.DEVICE,
}


def _unlistable(folder: str, error: OSError) -> Failure:
    subject = folder.encode(errors="replace").decode()
    if isinstance(error, PermissionError):
        happened = f"The folder cannot be listed ({error.strerror})."
        remedy = "Check the folder's permissions and add it again."
        return Failure(subject, SourceError(happened, subject=subject, remedy=remedy))
    happened = f"The folder cannot be searched ({error.strerror})."
    remedy = "Check that it still exists and can be reached, and add it again."
    return Failure(subject, SourceRefused(happened, subject=subject, remedy=remedy))
