"""Markdown tables, and the marks in a document between which they are written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def record(file: Path, name: str, text: str) -> None:
    """Write between `<!-- NAME: begin -->` and `<!-- NAME: end -->` of a Markdown file. Raises
    ValueError if it has no such marks."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    document = file.read_text(encoding="utf-8")
    if begin not in document or end not in document.split(begin, 1)[1]:
        raise ValueError(f"{file} has no marks {begin} and {end}")
    before, rest = document.split(begin, 1)
    after = rest.split(end, 1)[1]
    file.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
