"""From what a person names (files, folders) to the files to read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from index.errors import SourceError, SourceNotFound, SourceNotText
from index.formats import READABLE, format_of
from index.types import Failure, Source


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
            items = _readable_files(named)
        except SourceError as error:
            found.append(Failure(str(named), error))
            continue
        for item in items:
            if isinstance(item, Failure):
                found.append(item)
                continue
            real = os.path.realpath(item)
            if real not in seen:
                seen.add(real)
                source = Source("upload", item.name) if upload else Source("file", real)
                found.append((source, item) if _is_unicode(real) else _unnameable(real))
    return found


def _readable_files(named: str | Path) -> list[Path | Failure]:
    """The files that one named source stands for (SourceError where there are none)."""
    subject = str(named)
    if not subject.strip():
        raise SourceNotFound(
            "The name is empty.", subject="(no name)", remedy="Name a file or a folder."
        )
    try:
        path = Path(named).expanduser()
        exists, is_folder = path.exists(), path.is_dir()
    except (OSError, ValueError, RuntimeError) as error:  # no file can have that name, or no right
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
        items = _files_in(path)
        if not items:
            raise SourceNotFound(
                "The folder holds no article.",
                subject=subject,
                remedy=f"{READABLE} Hidden files are skipped.",
            )
        return items
    if format_of(path) is None:
        raise SourceNotText(
            f"A file named {path.suffix or 'without a suffix'} is not read.",
            subject=subject,
            remedy=f"{READABLE} Save its text as one of them.",
        )
    return [path]


def _files_in(folder: Path) -> list[Path | Failure]:
    """Readable files below a folder, by path, then the folders that may not be listed. Links to
    folders are followed, each real folder once."""
    entered = {os.path.realpath(folder)}
    files: list[Path] = []
    refused: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=refused.append, followlinks=True):
        keep = []
        for name in sorted(folders):
            real = os.path.realpath(Path(here, name))
            if not name.startswith(".") and real not in entered:
                entered.add(real)
                keep.append(name)
        folders[:] = keep
        paths = (Path(here, name) for name in names if not name.startswith("."))
        files += (path for path in paths if format_of(path))
    return [*sorted(files), *map(_unlistable, refused)]


def _unlistable(error: OSError) -> Failure:
    subject = str(error.filename)
    happened = f"The folder cannot be listed ({error.strerror})."
    remedy = "Grant yourself the right to read it and add it again."
    return Failure(subject, SourceError(happened, subject=subject, remedy=remedy))


def _is_unicode(name: str) -> bool:
    """Whether a file's name is text; Python keeps other bytes in it as lone surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _unnameable(name: str) -> Failure:
    subject = name.encode(errors="replace").decode()
    happened = "The file's name is not text in UTF-8."
    return Failure(
        subject, SourceError(happened, subject=subject, remedy="Rename it and add it again.")
    )
