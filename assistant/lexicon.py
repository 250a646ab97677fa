"""What an English word can be: a verb, a noun, a name. lemminflect's dictionary stays here."""

from __future__ import annotations

from functools import lru_cache

from lemminflect import getAllLemmas, getInflection

AUXILIARIES = frozenset(
    """is are was were am has have had will would can could shall should may might must do does
    did""".split()
)
DETERMINERS = frozenset(
    """the a an this that these those its his her their our your my some any all every each no
    both many most several few more less other another which what two three four five six seven
    eight nine ten""".split()
)
PREPOSITIONS = frozenset(
    """of in on at to for from by with about against between during before after under over near
    into through within without around across behind since until despite per via""".split()
)
PRONOUNS = frozenset("i you he she it we they there this that these those who".split())
CONJUNCTIONS = frozenset("and or but nor".split())
NEVER_VERBS = (
    DETERMINERS | PREPOSITIONS | PRONOUNS | CONJUNCTIONS
    | frozenset(
        "not also only ever never than as yet already still own just back up down out off".split()
    )
)  # fmt: skip
_FUNCTION_WORDS = NEVER_VERBS | AUXILIARIES | frozenset("if when while because although".split())


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
    return bare[:1].isupper() and not _kinds(bare) and bare.lower() not in _FUNCTION_WORDS


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


def lemma_of(verb: str) -> str:
    """The base form of a word that can be a verb."""
    return _kinds(verb)["VERB"][0]


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
