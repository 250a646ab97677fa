"""Which language a text is in, by a model that comes with its library."""

from __future__ import annotations

from py3langid.langid import classify

SHORTEST = 60
"""Letters. Fewer do not tell reliably."""
SAMPLE = 1_000
"""Characters that are looked at; more change nothing."""


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the text's language; None where the text is too short to tell."""
    sample = text[:SAMPLE]
    if sum(character.isalpha() for character in sample) < SHORTEST:
        return None
    language, _ = classify(sample)  # type: ignore[no-untyped-call]
    return str(language)
