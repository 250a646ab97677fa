"""What tells whether something was read before: made of its bytes, and of all that reads them."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path

from index.files.file_bytes import open_file
from index.formats import LARGEST
from index.reading.contents import Document
from index.types import Overrides
from index.web.visits import Delivered


def of_file(path: Path, overrides: Overrides) -> str:
    """Of a file; empty where it has none.

    The bytes are looked at before they are read: should the file change in between, its signature
    is that of a text that is gone, and it is read again the next time."""
    try:
        with open_file(path) as file:
            if os.fstat(file.fileno()).st_size > LARGEST:
                return ""
            digest = hashlib.file_digest(file, "sha256")
    except OSError:
        return ""  # reading it will say why
    return _signed(digest, overrides)


def of_delivered(delivered: Delivered, overrides: Overrides) -> str:
    """Of what a URL delivered. What a feed tells of it besides is left out: another feed that
    lists the same page, or nobody, does not make another text of it."""
    digest = hashlib.sha256(delivered.data)
    digest.update(repr(delivered.charset).encode())
    return _signed(digest, overrides)


def of_document(document: Document, overrides: Overrides) -> str:
    """Of one document among those that a file holds."""
    digest = hashlib.sha256(repr(document).encode("utf-8", errors="surrogatepass"))
    return _signed(digest, overrides)


def of_reading(overrides: Overrides) -> str:
    """Of the way in which things are read, whatever they are."""
    return _signed(hashlib.sha256(), overrides)


def _signed(digest: hashlib._Hash, overrides: Overrides) -> str:
    digest.update(repr(overrides).encode())
    digest.update(_reader())
    return digest.hexdigest()


@cache
def _reader() -> bytes:
    """Changes whenever the code that reads or its word lists do, ours or a library's."""
    digest = hashlib.sha256()
    room = Path(__file__).parents[1]
    for path in sorted([*room.rglob("*.py"), *room.rglob("*.toml")]):
        digest.update(path.read_bytes())
    for library in ("trafilatura", "babel", "pdfminer.six", "python-docx"):
        digest.update(version(library).encode())
    return digest.digest()
