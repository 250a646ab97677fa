"""From what a person names (files, folders) to the files to read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import SourceError, SourceNotFound, SourceNotText, SourceRefused
from index.files import folders
from index.files.skipped import Skip, nothing_in
from index.formats import READABLE, format_of
from index.types import Failure, Source


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read."""

    source: Source
    path: Path
    """Where its bytes are: absolute, without links in it."""
    name: str
    """The name that shows its format: its own, or that of a link to it."""


Found = FoundFile | Skip | Failure


def find(
    sources: Sequence[str | Path],
    *,
    upload: bool = False,
    follow_links: bool = False,
    known: bool = False,
) -> list[Found]:
    """Every readable file among the sources, once, in the order named; folders are searched with
    all their subfolders, by name. What cannot be read is a Failure in its place, what is skipped in
    a folder a Skip.

    A named source may itself be a link, because the person chose it; links in folders are followed
    only with `follow_links`, and never out of the folder that was named.

    upload: the files were given to the page, so their name is their identity and their path only
    the place where their bytes are now. known: the sources are named as they were found earlier,
    without links, so a link among them was put there since."""
    found: list[Found] = []
    seen: set[Path] = set()
    for named in sources:
        try:
            items = _behind(named, follow_links, upload, known)
        except SourceError as error:
            found.append(Failure(_known_as(named, upload), error))
            continue
        for item in items:
            if not isinstance(item, tuple):
                found.append(item)
                continue
            path, name = Path(item[0]), item[1]
            if path not in seen:
                seen.add(path)
                source = Source("upload", path.name) if upload else Source("file", item[0])
                is_text = _is_unicode(item[0])
                found.append(FoundFile(source, path, name) if is_text else _unnameable(item[0]))
    return found


def _known_as(named: str | Path, upload: bool) -> str:
    """How a person knows what is named: an upload by its name, not by where it lies for now."""
    return Path(named).name if upload else str(named)


def _behind(
    named: str | Path, follow_links: bool, upload: bool, known: bool
) -> Sequence[folders.Found | Skip | Failure]:
    """The files that one named source stands for (SourceError if there are none)."""
    subject = _known_as(named, upload)
    if not subject.strip():
        raise SourceNotFound(
            "The name is empty.", subject="(no name)", remedy="Give the path of a file or folder."
        )
    try:
        path = Path(named).expanduser()
        exists, is_folder, is_link = path.exists(), path.is_dir(), path.is_symlink()
        real = os.path.realpath(path)
    except (OSError, ValueError, RuntimeError) as error:  # no such name, or no permission
        raise SourceNotFound(
            f"The path cannot be opened ({error}).",
            subject=subject,
            remedy="Check its spelling and the permissions of the folders that lead to it.",
        ) from error
    if not exists:
        raise SourceNotFound(
            "There is no such file or folder.", subject=subject, remedy="Check its spelling."
        )
    if (upload and is_link) or (known and real != str(path)):
        raise SourceRefused(
            "It, or a folder that leads to it, has become a symbolic link.",
            subject=subject,
            remedy="If that is intended, add it again.",
        )
    if is_folder:
        return _in_folder(real, subject, follow_links)
    name = path.name if format_of(path) else Path(real).name
    if format_of(name) is None:
        raise SourceNotText(
            f"{f'{path.suffix} files' if path.suffix else 'Files without a suffix'} can't be read.",
            subject=subject,
            remedy=f"{READABLE} Save its text as one of them.",
        )
    return [(real, name)]


def _in_folder(
    folder: str, subject: str, follow_links: bool
) -> list[folders.Found | Skip | Failure]:
    """What is below a folder. Raises SourceNotFound if none of it can be read."""
    items = folders.search(folder, follow_links=follow_links)
    skips = [item for item in items if isinstance(item, Skip)]
    if len(skips) == len(items):
        happened, remedy = nothing_in("folder", skips)
        raise SourceNotFound(happened, subject=subject, remedy=f"{READABLE} {remedy}".strip())
    return items


def _is_unicode(name: str) -> bool:
    """Whether a file's name is text; Python keeps other bytes in it as lone surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _unnameable(name: str) -> Failure:
    subject = name.encode(errors="replace").decode()
    happened = "The file's name isn't valid UTF-8 text."
    return Failure(
        subject, SourceError(happened, subject=subject, remedy="Rename it and add it again.")
    )
