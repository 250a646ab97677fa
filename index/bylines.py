"""Who wrote an article: telling a byline from a sentence, and the names in it."""

from __future__ import annotations

import re

from index.dates import find_date
from index.outlets import is_outlet
from index.patterns import bounded

LONGEST = 160
"""Characters of the longest line that can be a byline."""

_CAPITAL = r"[^\W\d_a-zа-яёіїєґß-öø-ÿ]"
_PARTICLE = r"(?:de|da|di|del|della|van|von|der|den|bin|ibn|al|el|la|le|du|dos|ben|y|ter)"
_WORD = rf"(?:{_CAPITAL}[\w'’.-]*|{_PARTICLE}|d['’]\w+|al-\w+)"
_NAME = bounded(rf"{_CAPITAL}[\w'’.-]*(?: {_WORD}){{1,4}}")
_POSITION = re.compile(
    r"\b(?:correspondent|editor|reporter|writer|staff|contributor|columnist|analyst|professor|team"
    r"|desk|bureau|chief|fellow|director|producer|opinion|special|senior|service|university)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:authors?|byline|written by|words by|story by|reporter|text|auteure?|autor"
    r"|автори?|авторы)\s*:\s*(?:by\s+)?|by:?\s+|written by\s+|story by\s+|par\s+|von\s+|por\s+)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:additional |with )?(?:reporting|writing|editing|compiled|edited|translated|contributing"
    r"|contributors?|contributions?)(?: (?:for [^:]{2,30} )?(?:by|from)\s|\s*:)\s*\S"
    r"|[^.]{3,120}\bcontributed(?: reporting)? to this (?:report|article|story)\b"
    r"|from .{0,80}\bwire (?:reports|services)\.?$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(rf"[—–−-]{{1,2}}\s?{_CAPITAL}[\w'’.-]*(?: {_WORD}){{1,3}}")
_TAIL = bounded(r"\s+[|·•–—/-]\s+|[|·•\t\n]|\s{2,}|\s\(|\s+(?=(?:for|in|at) (?:the )?[A-ZА-Я])")
_BEFORE_A_DATE = bounded(
    r"(?:[\s,]{1,30}+(?:on|at|published|updated|posted|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?"
    r"|sun)(?:day)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)[.:]?){1,9}$",
    re.IGNORECASE,
)
_AND = bounded(r"\s+(?:and|und|et|y|и|та|і)\s+|\s*&\s*|\s*;\s*", re.IGNORECASE)


def byline_authors(line: str) -> tuple[str, ...] | None:
    """The authors that a byline names; None where the line is not a byline.

    "By Jane Roe and John Doe, Velmora Courier" names two: what follows the last comma is where
    they work. A sentence that begins with "By" has no two capitalised words after it, or ends in
    a full stop.
    """
    label = _LABEL.match(line)
    if not label or len(line) > LONGEST:
        return None
    rest = line[label.end() :]
    found = find_date(rest)
    digit = re.search(r"\d", rest)
    if found or digit:
        rest = rest[
            : min(found.start if found else len(rest), digit.start() if digit else len(rest))
        ]
    rest = _TAIL.split(rest, maxsplit=1)[0].strip(" ,;")
    rest = _BEFORE_A_DATE.sub("", rest)
    name = label.group().casefold()
    names = split_names(rest, plural="s:" in name.replace(" ", ""))
    if names and (":" in name or not _ends_a_sentence(rest)):
        return names
    # "Author: admin" is a byline too, of nobody.
    return () if name.startswith("aut") and rest and len(rest) <= 40 else None


def split_names(value: str, plural: bool = False) -> tuple[str, ...]:
    """The names in "Jane Roe, John Doe and Ann Poe"; empty where the words are no names.

    plural: the text says that there are several, so commas part names with no "and" too.
    """
    parts = _AND.split(value)
    names: list[str] = []
    for place, part in enumerate(parts):
        listed = [item.strip() for item in part.split(",") if item.strip()]
        if not all(item[0].isupper() for item in listed):
            return ()
        is_list = plural or place < len(parts) - 1
        names += listed if is_list else listed[:1]
    if all(_is_author(name) for name in names):
        return tuple(dict.fromkeys(names))
    return ()


def is_credit(line: str) -> bool:
    """Whether a line credits those who helped: "Reporting by Jane Roe; editing by John Doe", or
    signs an item: "— Jane Roe"."""
    return len(line) <= 400 and bool(_CREDIT.match(line) or _SIGNATURE.fullmatch(line))


def _is_author(name: str) -> bool:
    return bool(_NAME.fullmatch(name) and not _POSITION.search(name)) or is_outlet(name)


def _ends_a_sentence(text: str) -> bool:
    return text.endswith(".") and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", text)
