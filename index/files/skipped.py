"""What is passed over in folders and archives: counted by kind, with what can be done about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

EXAMPLES = 3
"""Of each kind that are named."""
MOST_KINDS = 20
"""Suffixes by which files are counted separately; all others are counted together."""
_SUFFIX = re.compile(r"\.[\w+~-]{1,12}")
_OTHERS = "*"


class Why(StrEnum):
    """Why something is passed over."""

    FORMAT = "format"
    """A file of a kind that is not read."""
    HIDDEN = "hidden"
    """Its name begins with a full stop."""
    LINK = "link"
    """A symbolic link, and links are not followed."""
    LINK_OUT = "link out"
    """A symbolic link that points outside the folder."""
    LINK_BROKEN = "link broken"
    """A symbolic link that leads to nothing."""
    PIPE = "pipe"
    SOCKET = "socket"
    DEVICE = "device"
    DEEP = "deep"
    """A folder that too many others are around."""


@dataclass(frozen=True, slots=True)
class Skip:
    """One thing that is passed over."""

    location: str
    """Its path; in an archive the archive's path, a "#", and its name there."""
    why: Why

    @property
    def suffix(self) -> str:
        """The suffix of its name in lower case; empty where it has none that can be shown."""
        suffix = PurePath(self.location).suffix.lower()
        return suffix if _SUFFIX.fullmatch(suffix) else ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """All of one kind that were passed over."""

    why: Why
    suffix: str
    """Of files that are not read: their suffix, empty where they have none, "*" for all that are
    counted together. Empty otherwise."""
    count: int
    examples: tuple[str, ...]
    """Where the first of them are."""

    @property
    def what(self) -> str:
        """How many of what, in words."""
        one, several = _WORDS[self.why]
        if self.why is Why.FORMAT and self.suffix == _OTHERS:
            one, several = "file of another kind", "files of other kinds"
        elif self.why is Why.FORMAT:
            kind = f"{self.suffix} " if self.suffix else ""
            one = f"{kind}file" if kind else "file without a suffix"
            several = f"{kind}files" if kind else "files without a suffix"
        return f"{self.count:,} {one if self.count == 1 else several}"

    @property
    def remedy(self) -> str:
        """What to do to have them read."""
        return _REMEDIES[self.why]


_WORDS = {
    Why.FORMAT: ("file", "files"),
    Why.HIDDEN: ("hidden file or folder", "hidden files or folders"),
    Why.LINK: ("symbolic link", "symbolic links"),
    Why.LINK_OUT: (
        "symbolic link that points outside the folder",
        "symbolic links that point outside the folder",
    ),
    Why.LINK_BROKEN: ("broken symbolic link", "broken symbolic links"),
    Why.PIPE: ("named pipe", "named pipes"),
    Why.SOCKET: ("socket", "sockets"),
    Why.DEVICE: ("device file", "device files"),
    Why.DEEP: ("folder that is nested too deeply", "folders that are nested too deeply"),
}
_NO_FILE = "Save its output as a file, and add that."
_REMEDIES = {
    Why.FORMAT: "To include it, save its text as .txt, .html, .docx or .pdf.",
    Why.HIDDEN: "To add one, give its path.",
    Why.LINK: "To follow links that stay inside the folder, use --follow-links. To add anything "
    "else, give the path that the link points to.",
    Why.LINK_OUT: "Links are followed only within the folder. To add what one points to, give its "
    "path.",
    Why.LINK_BROKEN: "Fix the link, or remove it.",
    Why.PIPE: _NO_FILE,
    Why.SOCKET: _NO_FILE,
    Why.DEVICE: _NO_FILE,
    Why.DEEP: "To add one, give its path.",
}


@dataclass(slots=True)
class Tally:
    """What was passed over so far."""

    _found: dict[tuple[Why, str], list[str]] = field(default_factory=dict)
    """By kind, the first few."""
    _count: dict[tuple[Why, str], int] = field(default_factory=dict)

    def add(self, one: Skip) -> None:
        """Count one more."""
        kind = (one.why, one.suffix if one.why is Why.FORMAT else "")
        if kind not in self._count and len(self._count) >= MOST_KINDS and one.why is Why.FORMAT:
            kind = (one.why, _OTHERS)
        self._count[kind] = self._count.get(kind, 0) + 1
        examples = self._found.setdefault(kind, [])
        if len(examples) < EXAMPLES:
            examples.append(one.location.encode(errors="replace").decode())

    def skipped(self) -> tuple[Skipped, ...]:
        """All of it, the most frequent kind first."""
        kinds = sorted(self._count, key=lambda kind: (-self._count[kind], kind))
        return tuple(
            Skipped(why, suffix, self._count[why, suffix], tuple(self._found[why, suffix]))
            for why, suffix in kinds
        )


def nothing_in(what: str, skips: Iterable[Skip]) -> tuple[str, str]:
    """What to say of a folder or an archive in which nothing can be read, and the remedy."""
    tally = Tally()
    for one in skips:
        tally.add(one)
    found = tally.skipped()
    if not found:
        return f"The {what} is empty.", ""
    told = [one.what for one in found[:EXAMPLES]]
    more = sum(one.count for one in found[EXAMPLES:])
    if more:
        told.append(f"{more:,} other{'s' if more > 1 else ''}")
    listed = f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
    remedies = dict.fromkeys(one.remedy for one in found[:EXAMPLES])
    return f"The {what} contains no readable article, only {listed}.", " ".join(remedies)
