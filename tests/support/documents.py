"""Small files of every format about an invented storm, and reading them as an add does."""

from __future__ import annotations

import gzip
import io
from datetime import datetime
from pathlib import Path

import docx

from evaluation.hostile_files.specimens import (
    BRIDGE,
    HOUSES,
    PAGES,
    RIVER,
    STORM,
    lines,
    packed,
    page,
    pdf,
)
from index.files.discovery import FoundFile
from index.files.documents import documents
from index.parsing.parser import Parser
from index.reading.article_reader import read
from index.reading.contents import Document
from index.types import NO_OVERRIDES, Article, Failure, Source

__all__ = [
    "BRIDGE", "FILES", "HOUSES", "PAGES", "RIVER", "STORM",
    "lines", "packed", "page", "pdf", "read_file", "word",
]  # fmt: skip


def word(*paragraphs: tuple[str, str], title: str = "Storm closes bridge") -> bytes:
    """A Word document of (style, text), or of the usual article."""
    document = docx.Document()
    core = document.core_properties
    core.title, core.author, core.created = title, "Jane Roe", datetime(2031, 3, 3)
    for style, text in paragraphs or (
        ("Title", "Storm closes bridge"),
        ("Normal", BRIDGE),
        ("Heading 1", "What is known"),
        ("Normal", HOUSES),
    ):
        document.add_paragraph(text, style=style)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


FILES = {
    "storm.txt": f"Storm closes bridge\n\n{BRIDGE}\n".encode(),
    "storm.html": page().encode(),
    "storm.pdf": pdf(),
    "storm.docx": word(),
    "storm.jsonl": lines(STORM, {"text": RIVER}),
    "storm.jsonl.gz": gzip.compress(lines(STORM, {"text": RIVER}), mtime=0),
    "storm.zip": packed({"a/storm.txt": f"Storm\n\n{BRIDGE}".encode(), "b.html": page().encode()}),
}
"""A valid file of each format, by its name."""


def read_file(path: Path, parser: Parser) -> tuple[list[Article], list[Failure]]:
    """The articles of a file, and what of it could not be read. What `read` raises is raised."""
    articles, failures = [], []
    found = FoundFile(Source("file", path.name), path.resolve(), path.name)
    for item in documents(found, parser):
        if isinstance(item, Failure):
            failures.append(item)
        elif isinstance(item, Document):
            articles.append(read(item, NO_OVERRIDES))
    return articles, failures
