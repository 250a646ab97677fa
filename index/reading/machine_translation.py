"""Whether a text says that it was translated by a machine."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.strings.bounded_patterns import bounded

LONGEST_NOTICE = 400
"""Characters. What is longer is a paragraph about translation, not a notice of it."""

_HOW = (
    r"(?:machine|auto(?:matically)?|computer|AI)[- ]translated"
    r"|translated\s+(?:automatically|by\s+(?:a\s+)?machine|(?:by|with|using)\s+"
    r"(?:an?\s+)?(?:AI\b|artificial\s+intelligence|software|Google\s+Translate|DeepL))"
)
_TRANSLATION = r"(?:automatic(?:ally\s+generated)?|automated|machine|AI)[- ]translation"
_ITSELF = r"(?:article|text|story|page|version|post|report|content|document|translation)"
_WHOLE = bounded(
    rf"\W*(?:(?:editor['’]s\s+)?note:?\s+|disclaimer:?\s+)?"
    rf"(?:{_HOW}\b.*|(?:an?\s+)?{_TRANSLATION}(?:\s+(?:from|into|of|by|with|using)\s.{{1,60}})?\W*)",
    re.IGNORECASE,
)
"""A sentence that is nothing but the notice."""
_OF_ITSELF = bounded(
    rf"\b(?:(?:this|the)\s+(?:\w+\s+){{0,2}}{_ITSELF}(?:\s+below)?|this|it|the following)\s+"
    rf"(?:is|was|were|has|have)\s+(?:\w+\s+){{0,3}}(?:{_HOW}|{_TRANSLATION})\b",
    re.IGNORECASE,
)
"""A sentence that says it about the text that it is in."""
_SENTENCE = re.compile(r"[^.!?\n]+")


def is_machine_translated(paragraphs: Iterable[str]) -> bool:
    """Whether one of the paragraphs is such a notice."""
    return any(
        _WHOLE.fullmatch(sentence) or _OF_ITSELF.search(sentence)
        for paragraph in paragraphs
        if len(paragraph) <= LONGEST_NOTICE and "ranslat" in paragraph
        for sentence in _SENTENCE.findall(paragraph)
    )
