"""What a URL holds: recognised by its bytes first, because servers mislabel, then by its content
type."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from index.errors import SourceRefused

READABLE_TYPES = frozenset(
    """
    text/html application/xhtml+xml text/xml application/xml application/rss+xml
    application/atom+xml application/rdf+xml application/pdf application/x-pdf application/json
    application/x-ndjson application/ndjson application/jsonl application/x-jsonlines
    application/json-lines application/zip application/x-zip-compressed application/gzip
    application/x-gzip text/plain text/markdown text/x-markdown text/json
    application/vnd.openxmlformats-officedocument.wordprocessingml.document
    """.split()
)
TOLD_BY_BYTES = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""What servers call files that they do not know; these are judged by their bytes."""

_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_SKIPPED = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_LINES = re.compile(r"json-?lines|jsonl|ndjson")
_FEEDS = {"rss", "feed", "rdf"}
_SITEMAPS = {"urlset", "sitemapindex"}
_SNIFFED = 4_096


class ContentKind(StrEnum):
    """What a body is, as far as reading it is concerned."""

    PAGE = "page"
    """HTML."""
    FEED = "feed"
    """RSS, Atom or RDF."""
    SITEMAP = "sitemap"
    """A sitemap, or an index of sitemaps."""
    PDF = "pdf"
    DOCX = "docx"
    ZIP = "zip"
    JSON = "json"
    JSON_LINES = "jsonl"
    TEXT = "text"


def is_readable(content_type: str) -> bool:
    """Whether a body of that type may hold something to read; it is not fetched otherwise."""
    return (
        content_type in READABLE_TYPES
        or content_type in TOLD_BY_BYTES
        or re.fullmatch(r"(?:application|text)/[\w.-]+\+(?:xml|json)", content_type) is not None
    )


def kind_of(content_type: str, data: bytes, url: str) -> ContentKind:
    """What a body is. Raises SourceRefused if it is nothing that can be read.

    data: the whole body, unpacked; url: its address, for the error and for its suffix."""
    if data.startswith(b"%PDF-"):
        return ContentKind.PDF
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    head = data[:_SNIFFED]
    text = _text(head)
    stripped = text.lstrip()
    path = url.partition("?")[0].lower()
    if stripped.startswith("<"):
        return _kind_of_markup(stripped, content_type)
    if "html" in content_type:
        return ContentKind.PAGE
    if stripped[:1] in ("{", "[") or "json" in content_type:
        lines = path.endswith((".jsonl", ".ndjson")) or _LINES.search(content_type)
        return ContentKind.JSON_LINES if lines else ContentKind.JSON
    if "\x00" in text or (content_type in TOLD_BY_BYTES and not _is_utf8(head)):
        raise SourceRefused(
            f"It is neither a page nor a document that can be read ({content_type or 'no type'}).",
            subject=url,
            remedy="Pages, feeds, sitemaps, PDF, Word (.docx), JSON, text and ZIP files can be "
            "read.",
        )
    return ContentKind.TEXT


def _kind_of_markup(text: str, content_type: str) -> ContentKind:
    root = _ROOT.search(_SKIPPED.sub("", text))
    name = root[1].lower() if root else ""
    if name in _FEEDS:
        return ContentKind.FEED
    if name in _SITEMAPS:
        return ContentKind.SITEMAP
    if name != "html" and re.search(r"\b(?:rss|atom|rdf)\+xml", content_type):
        return ContentKind.FEED
    plain = content_type in ("text/plain", "text/markdown") and name != "html"
    return ContentKind.TEXT if plain else ContentKind.PAGE


def _kind_of_zip(data: bytes) -> ContentKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return (
                ContentKind.DOCX if "word/document.xml" in archive.namelist() else ContentKind.ZIP
            )
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ContentKind.ZIP  # its reader says what is wrong with it


def _text(head: bytes) -> str:
    """The first characters, well enough to see what they begin with."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 4  # cut within a character
    return True
