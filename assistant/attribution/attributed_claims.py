"""A claim that is itself an attribution: who is said to have said it, and what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.attribution.speakers import attribute
from assistant.english.lexicon import is_name
from assistant.english.sentence_forms import has_verb, negated
from index.strings.bounded_patterns import bounded
from index.strings.quotation_marks import DOUBLE
from index.words.reporting_verbs import ASSERTIONS

_CLAUSE = bounded(
    r"^\s+(?:(?:has|have|had|also|again|repeatedly|\w+ly)\s+)*(?P<verb>[a-z]+)"
    r"(?:\s+(?:to\s+)?(?:[\w'’-]+\s+){0,4}?(?P<that>that)\s+|[,:]?\s+)(?P<clause>.+)$"
)
_ACCORDING = bounded(r",?\s*\b[Aa]ccording to\s+")
_OF_SPEAKER = re.compile(r"^(?:it|he|she|they)\b", re.IGNORECASE)
_SPEAKERS_OWN = re.compile(r"^(?:its|his|her|their)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who says what in a claim such as "Macron said that the strikes were war crimes"."""

    speaker: str | None
    """None for "experts say", "two survivors said": anybody's word will do."""
    content: str
    """What is said, as a statement of its own; the whole claim where that cannot be told."""


def attributed(claim: str) -> Attributed | None:
    """None where the claim is no attribution."""
    attribution = attribute(claim)
    if attribution is None or attribution.speaker is None or attribution.unresolved:
        return None
    speaker = attribution.speaker
    content = _content(claim, speaker)
    if content is not None:
        content = _SPEAKERS_OWN.sub(f"{speaker}'s", _OF_SPEAKER.sub(speaker, content))
        content = negated(content) if attribution.denies else content
    is_somebody = speaker.lower().startswith("the ") or any(map(is_name, speaker.split()))
    return Attributed(speaker if is_somebody else None, content or claim)


def _content(claim: str, speaker: str) -> str | None:
    according = _ACCORDING.search(claim)
    if according:
        rest = claim[according.end() :].removeprefix(speaker)
        before = claim[: according.start()]
        return _stated(before if before.strip() else rest)
    place = claim.find(speaker)
    if place < 0:
        return None
    found = _CLAUSE.match(claim[place + len(speaker) :])
    if found is None or not (found["that"] or found["verb"] in ASSERTIONS):
        return None
    return _stated(found["clause"])


def _stated(clause: str) -> str | None:
    """A clause as a sentence of its own; None where it has no verb."""
    bare = clause.strip(f" ,.:;{DOUBLE}")
    return bare[:1].upper() + bare[1:] if has_verb(bare) else None
