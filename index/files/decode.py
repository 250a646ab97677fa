"""From a file's bytes to text: which encoding it is, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from index.errors import SourceEmpty, SourceNotText
from index.reading.contents import Document
from index.text.paragraphs import WHITE
from index.types import Source

BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "a rich text document"),
)
# The single-byte encodings that news texts without UTF-8 come in. A longer list would not read
# more: it would let a few words of Russian pass for Korean, and binary data for some code page.
OTHER_ALPHABETS = ["cp1251", "koi8_r", "cp1253"]
CODE_PAGES = [*OTHER_ALPHABETS, "cp1252", "cp1250", "cp1254"]


def decode(source: Source, data: bytes) -> Document:
    """The text in a file's bytes, its line ends made one newline each, nothing else changed.

    Raises a SourceError that says what is wrong with them.
    """
    text, encoding = text_of(source, data)
    return Document(source, text, encoding)


def text_of(source: Source, data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text, and the name of its encoding: the declared one if there is one.

    Raises SourceNotText, SourceEmpty."""
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise _not_text(source, f"The file is {what}, whatever its name says.")
    text, encoding = (data.decode(declared), declared) if declared else _text(source, data)
    if not text.strip(WHITE):
        raise SourceEmpty(
            "The file is empty.", subject=source.location, remedy="Put the article's text in it."
        )
    if not _is_plausible(text):
        raise _not_text(source, "The file contains binary data, not text.")
    return re.sub(r"\r\n?", "\n", text), encoding


def _text(source: Source, data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise _not_text(
                    source, f"The file is marked as {encoding} but breaks off or is damaged."
                ) from error
    if b"\0" in data:
        return _without_mark(source, data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass  # most text is UTF-8; what is not is recognised below
    if _is_damaged_utf8(data):
        return data.decode("utf-8", errors="replace"), "utf-8, damaged"
    return _from_code_page(source, data)


def _without_mark(source: Source, data: bytes) -> tuple[str, str]:
    """UTF-16 or UTF-32 without a byte order mark. NUL bytes occur in no other text."""
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # In the wrong width or byte order, letters become characters from all over Unicode;
        # in the right one most are below U+0700 (Latin, Greek, Cyrillic, Hebrew, Arabic).
        if sum(character < "\u0700" for character in text) > 0.7 * len(text) and "\0" not in text:
            return text, encoding
    raise _not_text(source, "The file contains NUL bytes. It is binary, or damaged.")


def _from_code_page(source: Source, data: bytes) -> tuple[str, str]:
    """Text in the single-byte encoding that charset-normalizer finds the most probable."""
    high = sum(byte > 0x7F for byte in data)
    low = sum(map(len, re.findall(rb"[A-Za-z]+", data)))
    # Accents are a tenth of the letters of a Latin alphabet; Cyrillic and Greek have no others.
    pages = OTHER_ALPHABETS if high > 0.4 * (high + low) else CODE_PAGES
    matches = from_bytes(data, cp_isolation=pages)
    best = matches.best()
    if best is None:
        raise _not_text(source, "The file's encoding is unknown, or the file isn't text.")
    for match in matches:
        # A few words of French look equally Central European to it ("voilŕ" for "voilà"): between
        # equals the commoner code page wins, unless it puts symbols into words.
        equal = match.chaos <= best.chaos and match.coherence >= best.coherence
        if (
            match.encoding == "cp1252"
            and equal
            and not re.search(r"[^\W\d_][¢-ª¬-º¼-¾×÷]", str(match))
        ):
            return str(match), match.encoding
    return str(best), best.encoding


def _is_damaged_utf8(data: bytes) -> bool:
    """UTF-8 with a few wrong bytes: far more sequences are right than broken."""
    broken = data.decode("utf-8", errors="replace").count("\ufffd")
    right = sum(character > "\x7f" for character in data.decode("utf-8", errors="ignore"))
    return right > 20 * broken


def _is_plausible(text: str) -> bool:
    """Text has letters, and next to no control characters."""
    sample = text if len(text) <= 200_000 else text[:100_000] + text[-100_000:]
    control = sum(
        unicodedata.category(character) == "Cc" and character not in "\t\n\r\f\v\x1a\x85"
        for character in sample
    )
    return "\0" not in text and control <= len(sample) // 100


def _not_text(source: Source, happened: str) -> SourceNotText:
    return SourceNotText(
        happened,
        subject=source.location,
        remedy="Save the article as plain text in UTF-8 and add it again.",
    )
