"""Whether a sentence denies something, and whose claim it denies."""

from __future__ import annotations

import re

from assistant.english.noun_phrases import speaker_in
from index.strings.bounded_patterns import bounded
from index.words.reporting_verbs import DENIALS, REJECTIONS

_ACCUSED_BY = bounded(
    r"\b(?:claims?|accusations?|charges?|allegations?|reports?|assertions?)\b"
    r"(?:\s(?:levell?ed|made|brought|put forward|voiced)(?:\s(?:against|at)\s\w+)?)?"
    r"\s(?:by|from)\s(?P<name>[^,;:“”\"()—]+?)(?=\s(?:that|who|of|over|about|on)\b|\s*[,;:“”\"()—.]|$)"
)
_SAID_THING = re.compile(
    r"\b(?:claim|accus|alleg|charge|report|suggest|statement|assert|critic|idea|that\b|as\b|“)"
)


def is_denial(verb: str, text: str) -> bool:
    """Whether the verb of a sentence says that something is not so: "denied" always does,
    "dismissed" only of what can be said (not of two officials)."""
    first = verb.split(maxsplit=1)[0] if verb else ""
    if first in DENIALS:
        return True
    return first in REJECTIONS and _SAID_THING.search(text, text.find(first)) is not None


def accuser(text: str) -> str | None:
    """Who asserts what a sentence denies, where it tells: "disputed claims by Sarrow"."""
    match = _ACCUSED_BY.search(text)
    return speaker_in(match["name"]) if match else None
