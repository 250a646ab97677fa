"""The command that judges pairs of texts: judge."""

# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, BinaryIO

import typer

from index.errors import SourceNotFound
from ui.cli.outcomes import reported

_TOLD_EVERY = 500
"""Lines between two reports on standard error where that isn't a terminal."""


def register(commands: typer.Typer) -> None:
    """Give the command line this command."""
    commands.command("judge")(judge)


@reported
def judge(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A file of JSON lines (docs/guide/judge.md), or - for standard input.",
        ),
    ],
) -> None:
    """Judge how pairs of texts relate to each other.

    Each line has `evidence` and `claim`, `question` and `passage`, or `question`, `a` and `b`. It
    is printed with its probabilities added, or with `error`; the other lines are judged all the
    same."""
    from assistant.nli.judge import Judge
    from ui.cli import terminal
    from ui.json.judged_lines import judged, lines_of

    model = Judge()
    model.load()
    try:
        with _opened(file) as (stream, total), terminal.progress_bar() as progress:
            for done, line in enumerate(judged(lines_of(stream), model), start=1):
                typer.echo(line)
                progress("Judging", done, max(done, total))
                if done % _TOLD_EVERY == 0 and not sys.stderr.isatty():
                    terminal.warn(f"{done} of {total} judged" if total else f"{done} judged")
    finally:
        model.close()


@contextmanager
def _opened(file: str) -> Iterator[tuple[BinaryIO, int]]:
    """The lines, and how many there are; 0 if that cannot be known before they are read."""
    if file == "-":
        yield sys.stdin.buffer, 0
        return
    try:
        with open(file, "rb") as stream:  # noqa: PTH123 - a name from the command line
            yield stream, _count(stream) if stream.seekable() else 0
    except OSError as error:
        raise SourceNotFound(
            f"The file cannot be read ({error.strerror}).",
            subject=file,
            remedy="Name a file of JSON lines, or - for standard input.",
        ) from error


def _count(stream: BinaryIO) -> int:
    """How many lines there are to judge."""
    from ui.json.judged_lines import lines_of

    total = sum(1 for line in lines_of(stream) if line is None or line.strip())
    stream.seek(0)
    return total
