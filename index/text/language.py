"""Which language a text is in, by a model that comes with its library."""

from __future__ import annotations

from py3langid.langid import classify, rank

SHORTEST = 60
"""Letters. Fewer do not tell reliably."""
CLEARLY = 200
"""Number of letters from which the text itself is believed over what a file says about it."""
SAMPLE = 1_000
"""Characters that are looked at; more change nothing."""


def load() -> None:
    """Make the model ready for what follows."""
    classify("ready")  # type: ignore[no-untyped-call]


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the text's language; None where the text is too short to tell."""
    sample = text[:SAMPLE]
    if sum(character.isalpha() for character in sample) < SHORTEST:
        return None
    language, _ = classify(sample)  # type: ignore[no-untyped-call]
    return str(language)


def language_by(told: str | None, text: str) -> str | None:
    """The language that a file says its text is in, unless the text clearly shows otherwise: pages
    in any language say that they are in English, as their templates do. Only whether it is English
    is decided this way; related languages are easily confused."""
    found = language_of(text)
    is_clear = sum(character.isalpha() for character in text[:SAMPLE]) >= CLEARLY
    differs = found != told and "en" in (found, told)
    return found if told is None or (is_clear and differs) else told


def lead_over_english(text: str) -> float:
    """By how much the likeliest other language is likelier than English: the difference of the
    model's log-probabilities, below 0 if English is the likeliest, 0 if that is unknown."""
    ranked = rank(text)  # type: ignore[no-untyped-call]
    chances = dict(ranked)
    other = max(chance for language, chance in ranked if language != "en")
    return float(other - chances["en"])
