"""Which names in a text are people's, and which of them "he" or "she" can mean."""

from __future__ import annotations

import re

from assistant.english.countries import countries
from assistant.english.noun_phrases import protect
from index.strings.bounded_patterns import bounded
from index.strings.folding import without_accents
from index.strings.quotation_marks import OPENING, STRAIGHT
from index.words.function_words import OPEN_A_SENTENCE
from index.words.months_and_weekdays import MONTHS, WEEKDAYS
from index.words.roles import NO_PERSON, PERSON
from index.words.word_lists import any_of, word_lists

_ORGANISATION = re.compile(NO_PERSON, re.IGNORECASE)
_PERSON = bounded(PERSON, re.IGNORECASE)
_FULL_NAME = bounded(
    r"(?:[A-Z][\w'’.․-]+ )*[A-Z][\w'’․-]+ (?:(?:de|da|di|van|von|al|bin|el) )?(?:[A-Z]․ )?"
    r"[A-Z][\w'’․-]+"
)
_THINGS = word_lists("assistant.english", "people.toml")["places_and_things"]
_PLACE = re.compile(
    rf"\b(?:{any_of({*_THINGS, *MONTHS, *WEEKDAYS} - {'may'})})\b",  # May may be a person
    re.IGNORECASE,
)
_PLACED = re.compile(
    rf"(?:^|[\s{OPENING}{STRAIGHT}(])"
    r"(?:[Tt]he|[Ii]n|[Aa]t|near|via|across|through|into|[Oo]n)\s$"
)
"""What stands before a thing's name or a place's, and hardly before a person's."""
_FURTHEST = 12
"""Characters of the longest of them, with what is before it."""
_MALE = re.compile(
    r"\b(?:[Mm]r|King|Prince|[Ff]ather|(?:step|grand|god)?(?:son|father)|husband|brother|boy|actor|he|his|him"
    r"|(?:(?i:spokes|chair|congress|council|business|police|states|noble|fire|fisher|sales|sports))?man)\b"
)
_FEMALE = re.compile(
    r"\b(?:Mrs|Ms|Miss|Queen|Princess|[Mm]other|(?:step|grand|god)?(?:daughter|mother)|wife|sister|girl|"
    r"actress|she|her|(?:(?i:spokes|chair|congress|council|business|police|states))?woman)\b"
)


def is_person(name: str) -> bool:
    """A title of a person decides, then a word for an organisation; a bare country is neither."""
    if _PERSON.search(name):
        return True
    words = name.split()
    if _ORGANISATION.search(name) or countries(name):
        return False
    return (
        not (without_accents(words[0]) in OPEN_A_SENTENCE or words[-1].isupper())
        and words[-1][:1].isupper()
    )


def people(text: str) -> list[str]:
    """The people named in full in a text: not places, days, organisations or things."""
    names = []
    text = protect(text)
    for match in _FULL_NAME.finditer(text):
        words = match[0].split()
        start = match.start()
        placed = _PLACED.search(text, max(0, start - _FURTHEST), start) is not None
        while words and without_accents(words[0]) in OPEN_A_SENTENCE:
            placed = placed or without_accents(words[0]) in {"the", "in", "at", "on"}
            words = words[1:]
        name = " ".join(words).replace("․", ".")
        titled = _PERSON.search(name) is not None
        if (
            len(words) > 1
            and is_person(name)
            and not _PLACE.search(name)
            and (titled or not placed)
        ):
            names.append(name.removesuffix("'s").removesuffix("’s"))
    return names


def surname(name: str) -> str:
    """The last word of a name, for telling whether two names are one person's."""
    ends = [part.split()[-1] for part in re.split(r"[,()]", name) if part.strip()]
    return without_accents(next((end for end in ends if end[0].isupper()), ends[0])).removesuffix(
        "'s"
    )


def sex(words: str) -> str | None:
    """ "he" or "she", where a description or a pronoun tells it."""
    male, female = _MALE.search(words), _FEMALE.search(words)
    return None if bool(male) == bool(female) else "he" if male else "she"
