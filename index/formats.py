"""Which files hold articles, by their suffix, and how large each may be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    name: str
    """text, html, pdf, docx, jsonl or zip."""
    what: str
    """In words, with its article."""
    largest: int
    """Bytes of the file."""


MOST_CHARACTERS = 2_000_000
"""Of one article. A long book has a million, and the five hundred pages of a PDF hardly more."""
MOST_PARAGRAPHS = 50_000
"""Of one article."""
TEXT = Format("text", "a text", 10 * MEGABYTE)
"""As many bytes as so many characters can have, in any encoding."""
HTML = Format("html", "a web page", 20 * MEGABYTE)
PDF = Format("pdf", "a PDF", 100 * MEGABYTE)
DOCX = Format("docx", "a Word document", 100 * MEGABYTE)
JSONL = Format("jsonl", "a file of articles", 1_000 * MEGABYTE)
FEED = Format("feed", "a feed", 20 * MEGABYTE)
ARTICLE = Format("article", "its text", 10 * MEGABYTE)
"""Neither is ever a file: the second is a document of any format, parsed and to be read."""
ZIP = Format("zip", "a ZIP archive", 500 * MEGABYTE)

BY_SUFFIX = {
    ".txt": TEXT, ".md": TEXT, ".markdown": TEXT,
    ".html": HTML, ".htm": HTML, ".xhtml": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
    ".jsonl": JSONL, ".jsonl.gz": JSONL,
    ".zip": ZIP,
}  # fmt: skip

LARGEST = max(form.largest for form in BY_SUFFIX.values())
"""Bytes of a file of any kind."""
READABLE = (
    f"Articles are read from {', '.join(list(BY_SUFFIX)[:-1])} and {list(BY_SUFFIX)[-1]} files."
)


def format_of(path: str | PurePath) -> Format | None:
    """The format of a file of that name; None where it is not read."""
    name = PurePath(path).name.lower()
    return next((form for suffix, form in BY_SUFFIX.items() if name.endswith(suffix)), None)
