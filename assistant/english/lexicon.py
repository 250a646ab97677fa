"""What an English word can be: a verb, a noun, a name. lemminflect's dictionary stays here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from lemminflect import getAllLemmas, getInflection

from index.words.function_words import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION_WORDS,
    NEVER_VERBS,
    PREPOSITIONS,
)
from index.words.number_words import NUMBER_WORDS

_PLURAL = frozenset("people police they we you i".split())
"""Plurals that no ending shows."""


@lru_cache(maxsize=16384)
def _kinds(word: str) -> dict[str, tuple[str, ...]]:
    """Part of speech (as in Universal Dependencies) -> lemmas; empty for an unknown word."""
    return dict(getAllLemmas(word.lower()))  # type: ignore[no-untyped-call]


def can_be(kind: str, word: str) -> bool:
    """Whether the dictionary has the word as a NOUN, VERB, ADJ or ADV."""
    return kind in _kinds(word)


def is_name(word: str) -> bool:
    """Whether a word is a name: with a capital letter and in no dictionary."""
    bare = word.removesuffix("'s").removesuffix("’s")
    return bare[:1].isupper() and not all(is_known(part) for part in bare.split("-"))


def is_known(word: str) -> bool:
    """Whether a word is in the dictionary."""
    return bool(_kinds(word)) or word.lower() in FUNCTION_WORDS | NUMBER_WORDS


def is_base(word: str) -> bool:
    """Whether a word can be a verb in its base form."""
    return word in _kinds(word).get("VERB", ())


def is_finite(word: str) -> bool:
    """Whether a word can be a verb in the past or the third person, and is not rather a noun."""
    lowered = word.lower()
    if lowered in NEVER_VERBS or not can_be("VERB", lowered):
        return False
    lemma = lemma_of(lowered)
    if lowered in _forms(lemma, "VBD"):
        return True
    return lowered in third_person(lemma) and (word.islower() or not can_be("NOUN", lowered))


def is_present(words: Sequence[str], place: int) -> bool:
    """Whether a word of a sentence can be the verb of a plural before it: "doctors often warn",
    "residents of Orsk blame the company"."""
    word, before = words[place], words[place - 1].lower()
    following = words[place + 1].lower() if place + 1 < len(words) else ""
    if not word.islower() or word in NEVER_VERBS or not is_base(word):
        return False
    if can_be("NOUN", word) and following == "of":
        return False  # "the sanctions list of Velmark"
    if is_plural(before):
        return True
    subject = next((n for n in range(place - 1) if is_plural(words[n])), None)
    if subject is None or before in DETERMINERS | PREPOSITIONS | AUXILIARIES | CONJUNCTIONS:
        return False
    if AUXILIARIES.intersection(word.lower() for word in words[subject:place]):
        return False
    return not can_be("NOUN", word) or following in DETERMINERS


def is_plural(word: str) -> bool:
    """Whether a word is a noun in the plural, or a pronoun for several."""
    lowered = word.lower()
    nouns = _kinds(lowered).get("NOUN", ())
    return lowered in _PLURAL or (bool(nouns) and lowered not in nouns)


def lemma_of(verb: str) -> str:
    """The base form of a word that can be a verb; of several, one of which it is the past."""
    lemmas = _kinds(verb)["VERB"]
    return next((one for one in lemmas if verb in _forms(one, "VBD")), lemmas[0])


def third_person(lemma: str) -> tuple[str, ...]:
    """ "hit" → "hits"."""
    return _forms(lemma, "VBZ")


def inflected(verb: str, helper: str) -> str:
    """The verb as it stands without "did", "does" or "do": "did", "break" → "broke"."""
    if helper == "do":
        return verb
    forms = _forms(verb.lower(), "VBD" if helper == "did" else "VBZ")
    return forms[0] if forms else f"{helper} {verb}"


@lru_cache(maxsize=4096)
def _forms(lemma: str, tag: str) -> tuple[str, ...]:
    """The forms of a verb with a tag of the Penn Treebank: VBD past, VBZ third person."""
    return tuple(getInflection(lemma, tag))  # type: ignore[no-untyped-call]
