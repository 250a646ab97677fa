"""The encoding that a web page says it has."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(
    rb"<(?:meta[^>]{0,200}|\?xml[^>]{0,100})(?:charset|encoding)\s{0,20}=\s{0,20}[\"']?\s{0,20}([\w.:-]+)",
    re.IGNORECASE,
)


_USED_ON_PAGES = re.compile(
    r"utf[_-]|iso8859|cp\d|koi8|mac[_-]|gb|big5|euc_|shift_jis|iso2022_jp|tis"
)
"""Names of encodings as Python has them. It knows others that are not used for pages, and are
slow."""


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page declares; None if it declares none that can be true, or is marked by
    its first bytes."""
    declared = _DECLARED.search(data[:4096])
    if not declared or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
        # What is called Latin 1 or ASCII on the web is the Windows code page.
        name = "cp1252" if name in ("iso8859-1", "ascii") else name
        if not _USED_ON_PAGES.match(name):
            return None
        data.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return name
