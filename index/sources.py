"""From what a person names (files, folders) to the files to read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import SourceError, SourceNotFound, SourceNotText
from index.types import Failure, Source

SUFFIXES = (".txt", ".md", ".markdown")
READABLE = "Articles are read from .txt, .md and .markdown files."


def find(sources: Sequence[str | Path], upload: bool) -> list[tuple[Source, Path] | Failure]:
    """Every readable file among the sources, once, in the order named; folders are searched with
    all their folders, by name. What cannot be read is a Failure in its place.

    upload: the files were given to the page, so their name is their identity and their path only
    the place where their bytes are now.
    """
    found: list[tuple[Source, Path] | Failure] = []
    seen: set[str] = set()
    for named in sources:
        try:
            paths = _readable_files(named)
        except SourceError as error:
            found.append(Failure(str(named), error))
            continue
        for path in paths:
            real = os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                source = Source("upload", path.name) if upload else Source("file", real)
                found.append((source, path))
    return found


def _readable_files(named: str | Path) -> list[Path]:
    """The files that one named source stands for (SourceError where there are none)."""
    path = Path(named).expanduser()
    subject = str(named)
    try:
        exists, is_folder = path.exists(), path.is_dir()
    except (OSError, ValueError) as error:  # a name that no file can have, or a forbidden folder
        raise SourceNotFound(
            f"The name cannot be followed ({error}).",
            subject=subject,
            remedy="Check its spelling and your rights to the folders on the way.",
        ) from error
    if not exists:
        raise SourceNotFound(
            "There is no such file or folder.", subject=subject, remedy="Check its spelling."
        )
    if is_folder:
        paths = sorted(_files_in(path, subject))
        if not paths:
            raise SourceNotFound(
                "The folder holds no article.",
                subject=subject,
                remedy=f"{READABLE} Hidden files are skipped.",
            )
        return paths
    if path.suffix.lower() not in SUFFIXES:
        raise SourceNotText(
            f"A file named {path.suffix or 'without a suffix'} is not read.",
            subject=subject,
            remedy=f"{READABLE} Save its text as one of them.",
        )
    return [path]


def _files_in(folder: Path, subject: str) -> Iterator[Path]:
    """Readable files below a folder. Links to folders are followed, each real folder once."""
    entered = {os.path.realpath(folder)}

    def refuse(error: OSError) -> None:
        raise SourceNotFound(
            f"A folder cannot be listed ({error.strerror}: {error.filename}).",
            subject=subject,
            remedy="Grant the right to read it, or name the other folders one by one.",
        ) from error

    for here, folders, files in os.walk(folder, onerror=refuse, followlinks=True):
        keep = []
        for name in sorted(folders):
            real = os.path.realpath(Path(here, name))
            if not name.startswith(".") and real not in entered:
                entered.add(real)
                keep.append(name)
        folders[:] = keep
        for name in files:
            path = Path(here, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES:
                yield path
