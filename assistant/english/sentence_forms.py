"""English sentences turned: a question into its statement, a statement into its opposite.

No parser: the verb is found by its form (lemminflect's dictionary) and its neighbours. Where no
verb can be told, the sentence is turned with words around it, which reads less well but says the
same."""

from __future__ import annotations

import re

from assistant.english.lexicon import (
    can_be,
    inflected,
    is_base,
    is_finite,
    is_name,
    is_present,
    lemma_of,
    third_person,
)
from index.strings.bounded_patterns import bounded
from index.words.function_words import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    NEVER_VERBS,
    PREPOSITIONS,
    PRONOUNS,
)

_DO = frozenset("do does did".split())
BEFORE_A_BASE = _DO | frozenset("will would can could shall should may might must".split())
"""Auxiliaries whose verb stands in its base form."""
_ANY = re.compile(r"^any(one|body|thing)?\b", re.IGNORECASE)
_CONTRACTED = {"wasn't": "was", "isn't": "is", "aren't": "are", "weren't": "were", "hasn't": "has",
               "haven't": "have", "hadn't": "had", "won't": "will", "wouldn't": "would",
               "can't": "can", "couldn't": "could", "doesn't": "does", "didn't": "did",
               "don't": "do", "shouldn't": "should"}  # fmt: skip
_NONE = re.compile(
    r"there (?P<be>is|are|was|were|has been|have been|will be) no(?! (?:one|longer|more)\b)(?= )"
    r"|(?P<none>nobody|no[ -]one|nothing|none"
    r"|no(?! (?:doubt|longer|matter|sooner|wonder|more than|fewer than|less than)\b))(?= )",
    re.IGNORECASE,
)
_SOME = {"nobody": "Somebody", "no one": "Somebody", "nothing": "Something", "none": "Some",
         "no": "Some"}  # fmt: skip
_PLURAL_BE = frozenset({"are", "were", "have been"})
_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*|\d[\d.,]*\d|\d|[^\w\s]")
_NEGATION = re.compile(
    r"\b(?P<aux>is|are|was|were|has|have|had|will|would|can|could|should|may|might|must)"
    r"(?P<not> not|n['’]t)\b|\bcannot\b",
    re.IGNORECASE,
)
_UNDO = re.compile(r"\b(?P<do>did|does|do)(?: not|n['’]t) (?P<verb>[a-z]+)\b")
_ANY_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE
)
_YES_OR_NO = bounded(
    r"^(?:and |but |so )?(?P<aux>[a-z]+(?:n['’]t)?)\s+(?P<rest>.+?)\s*\?*$", re.IGNORECASE
)


def is_yes_or_no(text: str) -> bool:
    """Whether a message asks for yes or no, by its first word: "Did …", "Is …"."""
    found = _YES_OR_NO.match(text.strip())
    return found is not None and _auxiliary(found["aux"]) is not None


def declarative(question: str) -> str | None:
    """The statement that a yes-or-no question asks about: "Did Ann sell the boat?" gives "Ann sold
    the boat." None where it is no such question."""
    question_parts = _YES_OR_NO.match(question.strip())
    helper = _auxiliary(question_parts["aux"]) if question_parts else None
    if question_parts is None or helper is None:
        return None
    words = [match.group() for match in _WORD.finditer(question_parts["rest"])]
    spans = [match.span() for match in _WORD.finditer(question_parts["rest"])]
    place = _base_verb(words) if helper in BEFORE_A_BASE else _end_of_subject(words)
    if not place or place >= len(words):
        return None
    subject, rest = (
        question_parts["rest"][: spans[place][0]].rstrip(),
        question_parts["rest"][spans[place][0] :],
    )
    # "Didn't she resign?" supposes that she did; "Did she not resign?" asks whether she did not.
    negated = subject.endswith(" not")
    subject, adverb = _without_adverb(subject.removesuffix(" not"))
    if negated:
        predicate = f"{helper} not {adverb}{rest}"
    elif helper in _DO:
        verb = words[place]
        predicate = f"{adverb}{inflected(verb, helper)}{rest[len(verb) :]}"
    else:
        predicate = f"{helper} {adverb}{rest}"
    opening = _ANY.sub(lambda match: f"some{match[1]}", subject, count=1)
    whole = f"{opening} {predicate}".strip().rstrip("?!. ")
    return whole[:1].upper() + whole[1:] + "."


def negated(statement: str) -> str:
    """The opposite of a statement, in plain words."""
    text = statement.strip()
    undo = _UNDO.search(text)
    if undo:
        return text[: undo.start()] + inflected(undo["verb"], undo["do"]) + text[undo.end() :]
    found = _NEGATION.search(text)
    if found:
        kept = found["aux"] or "can"
        return text[: found.start()] + kept + text[found.end() :]
    there_is = of_somebody(text)
    if there_is:
        return there_is
    if not _ANY_NEGATION.search(text):
        for match in _WORD.finditer(text):
            word = match.group().lower()
            if match.start() and word in AUXILIARIES - _DO:
                return f"{text[: match.end()]} not{text[match.end() :]}"
        turned = _with_do_not(text)
        if turned:
            return turned
    lowered = text if is_name(text.split(" ", 1)[0]) else text[:1].lower() + text[1:]
    return f"It is not true that {lowered}"


def of_somebody(statement: str) -> str | None:
    """What a statement about nobody or nothing denies: "No ship sank" → "Some ship sank". None
    where it is no such statement."""
    opening = _NONE.match(statement.strip())
    if opening is None:
        return None
    rest = statement.strip()[opening.end() :]
    if opening["be"]:
        be = opening["be"]
        article = "" if be.lower() in _PLURAL_BE else "a "
        return f"There {be} {article}{rest.lstrip()}"
    return f"{_SOME[opening['none'].lower().replace('-', ' ')]}{rest}"


def has_verb(text: str, *, first_may_be_verb: bool = False) -> bool:
    """Whether any word of a text can be a finite verb; its first one only if `first_may_be_verb`,
    where a subject stands before the text."""
    words = _WORD.findall(text)
    if first_may_be_verb and words and (words[0].lower() in AUXILIARIES or is_finite(words[0])):
        return True
    return any(
        words[place].lower() in AUXILIARIES
        or (is_finite(words[place]) and words[place - 1].lower() not in DETERMINERS | PREPOSITIONS)
        or is_present(words, place)
        for place in range(1, len(words))
    )


def _auxiliary(word: str) -> str | None:
    base = word.lower().replace("’", "'")
    base = _CONTRACTED.get(base, base)
    return base if base in AUXILIARIES else None


def _with_do_not(text: str) -> str | None:
    words = list(_WORD.finditer(text))
    plain = [match.group() for match in words]
    passed = False
    for place, match in enumerate(words[1:], start=1):
        word = match.group()
        before = words[place - 1].group().lower()
        if not (is_finite(word) or is_present(plain, place)) or not word.islower():
            continue
        if before in DETERMINERS | PREPOSITIONS:
            continue
        following = words[place + 1].group() if place + 1 < len(words) else ""
        both = can_be("NOUN", word) and following.islower() and is_finite(following)
        if both and not passed:
            passed = True  # "Russian strikes hit": the second is the verb
            continue
        lemma = lemma_of(word)
        helper = "did" if word not in {lemma, *third_person(lemma)} else "does"
        if word == lemma:
            helper = "did" if inflected(lemma, "did") == word else "do"
        return f"{text[: match.start()]}{helper} not {lemma}{text[match.end() :]}"
    return None


def _base_verb(words: list[str]) -> int | None:
    """The place of the verb after "did SUBJECT": the last word that can be one in the first run of
    such words behind a complete subject."""
    begun = False
    for place, word in enumerate(words):
        lowered = word.lower()
        capital = word[:1].isupper()
        if lowered in PRONOUNS and not begun:
            begun = True
            continue
        if capital or lowered in NEVER_VERBS or not word[:1].isalpha():
            begun = begun or capital
            continue
        before = words[place - 1].lower() if place else ""
        if before in DETERMINERS or before in PREPOSITIONS:
            begun = True
            continue
        if not begun or not is_base(lowered):
            begun = True
            continue
        while place + 1 < len(words) and _runs_on(words, place):
            place += 1  # noqa: PLW2901 - "did the drone strike hit": the last of such a run
        return place
    return None


def _runs_on(words: list[str], place: int) -> bool:
    """Whether the next word is the verb rather than this one: both can be, and what follows the
    next begins an object."""
    following = words[place + 1]
    if not following.islower() or following in NEVER_VERBS or not is_base(following):
        return False
    if not can_be("NOUN", words[place]):
        return False
    after = words[place + 2] if place + 2 < len(words) else ""
    return bool(after) and (after[:1].isupper() or after in NEVER_VERBS or after[:1].isdigit())


def _end_of_subject(words: list[str]) -> int:
    """How many words the subject after "is" or "has" has."""
    if words and words[0].lower() in PRONOUNS:
        return 1
    place, preposition = 0, 0
    seen_noun = False
    while place < len(words):
        lowered = words[place].lower()
        following = words[place + 1] if place + 1 < len(words) else ""
        if words[place][:1].isupper() or lowered in {"'", "’", "-", "&"}:
            seen_noun = True
        elif lowered in CONJUNCTIONS | {"of"}:
            seen_noun = False
        elif seen_noun and lowered in PREPOSITIONS:
            preposition = preposition or place
            seen_noun = False
        elif seen_noun and _ends_subject(lowered, following):
            return place
        elif can_be("NOUN", lowered) and lowered not in DETERMINERS:
            seen_noun = True
        place += 1
    # Nothing ends it: "Is Kyiv without power" has its predicate in the phrase, "Was Kyiv hit" last.
    return preposition or len(words) - 1


def _ends_subject(word: str, following: str) -> bool:
    if word in NEVER_VERBS or word.endswith(("ed", "ing", "en")):
        return True
    return not (can_be("NOUN", word) or (can_be("ADJ", word) and can_be("NOUN", following)))


def _without_adverb(subject: str) -> tuple[str, str]:
    """ "Ann ever" → "Ann"; "Ann really" → "Ann", "really "."""
    found = re.search(r"\s(?:ever|(\w+ly))$", subject)
    if found is None:
        return subject, ""
    return subject[: found.start()], f"{found[1]} " if found[1] else ""
