"""Whether a written sentence is a statement in prose at all, whatever it says.

A model that obeys an article rather than its reader writes orders, appeals, code, or words that are
none: these cannot stand even where the article has them. Quoted, with who says it, anything may."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.attribution.attributed_claims import attributed
from assistant.attribution.speech_acts import gives_order
from assistant.english.english_only import is_english
from assistant.english.lexicon import is_known
from assistant.english.similarity import stem, words
from assistant.thresholds import NO_WORDS
from index.strings.bounded_patterns import bounded
from index.strings.quotation_marks import DOUBLE, SINGLE, outside_quotations

_TO_THE_READER = re.compile(
    r"\b(?:you|your|yours|yourself|yourselves|YOU|YOUR)\b|^\W*You(?:r|rs)?\b"
)
"""With a capital letter elsewhere it is part of a name: "Stand Your Ground"."""
_NUMERAL = re.compile(r"(?<=\S )[A-Z][a-z]+ I\b")
"""No word for the writer: "World War I"."""
_OF_THE_WRITER = re.compile(r"\b(?:I|me|my|mine)\b")
_OF_US = re.compile(r"\bwe\b", re.IGNORECASE)  # "our century", "US": anybody may say these
_LATER_ORDER = re.compile(
    r"[,;:.!–—]\s*(?P<order>(?:please|kindly|always|never|don['’]t|do not)\s+[a-z]+\b.*)"
    r"|\s(?:and|so|then|but)\s+(?P<joined>(?:please|kindly|always|never)\s+[a-z]+\b.*)"
)
"""A bare "and do not" goes on about whom the sentence is about: "They open and do not close"."""
_SECOND_ORDER = re.compile(r",\s*(?:and|so|then)\s+(?P<order>[a-z]+\b.*)")
_GOVERNS = re.compile(
    r"\b(?:to|will|would|can|could|shall|should|may|might|must|do|does|did|let|make|made|help\w*)\b"
)
"""What the verb after "and" may hang on, so that it is no order: "will close and repair it"."""
_CODE = bounded(r"[{}<>=\\^`~|]|\w\(\)|\(\);|;$|\w_\w|^\s*#|\$\w+_?\w*\s*=")
_WORD_WITH_SIGNS = re.compile(r"[A-Za-z][@#$%&*+!\d]|[@#$%&*+!\d][A-Za-z]")
_MEASURE = re.compile(r"[$€£]?\d[\d.,]*(?:st|nd|rd|th|s|[a-zA-Z]{1,2}|bn|[ap]m)")
_FEWEST_WORDS = 3


def unfit(text: str, told: str) -> str | None:
    """Why a written sentence isn't a statement in prose, for the reader; None where it is one.
    `told`: what its sources state, in their words."""
    outside = outside_quotations(text)
    if len(words(text)) < _FEWEST_WORDS or not words(outside):
        return "It isn't a full sentence."
    return _addressed(text, outside, told) or _no_prose(text, outside, told)


def _addressed(text: str, outside: str, told: str) -> str | None:
    """Why a sentence talks to its reader or of itself instead of stating something."""
    if outside.rstrip(" )").endswith("?"):
        return "It's a question, not a statement."
    if _orders(outside):
        return "It tells its reader what to do."
    if _TO_THE_READER.search(outside):
        return "It addresses the reader instead of reporting what its sources say."
    # "How we elect the president" is of everybody, where the outlet itself says so.
    of_us = _OF_US.search(outside) and not _OF_US.search(outside_quotations(told))
    of_me = _OF_THE_WRITER.search(_NUMERAL.sub(" ", outside))
    if (of_me or of_us) and attributed(text) is None:
        return "It speaks for the model itself instead of reporting what its sources say."
    return None


def _no_prose(text: str, outside: str, told: str) -> str | None:
    """Why a sentence is not made of words of its language."""
    if _CODE.search(outside) and not _CODE.search(told):
        return "It isn't prose."
    if not is_english(text):
        return "It isn't in the language of its sources." if is_english(told) else None
    made_up = list(no_words(text, told))
    if len(made_up) > 1 or len(made_up) > NO_WORDS * len(words(text)):
        return f"“{made_up[0]}” isn't a word."
    return None


def no_words(text: str, told: str) -> Iterator[str]:
    """The words of a text that neither a dictionary nor its sources have; names aside, which are
    checked by themselves."""
    known = {stem(word) for word in words(told)}
    written = set(told.split())
    for token in text.split():
        bare = token.strip(f".,;:!?()'{DOUBLE}{SINGLE}")
        if bare not in written and _WORD_WITH_SIGNS.search(bare) and not _MEASURE.fullmatch(bare):
            yield bare
    for place, word in enumerate(words(text)):
        is_plain = word.isalpha() and (word[0].islower() or place == 0)
        if is_plain and len(word) > 2 and not is_known(word) and stem(word) not in known:
            yield word


def _orders(outside: str) -> bool:
    if gives_order(outside):
        return True
    later = _LATER_ORDER.search(outside)
    if later and gives_order(later["order"] or later["joined"]):
        return True
    second = _SECOND_ORDER.search(outside)
    return (
        second is not None
        and not _GOVERNS.search(outside[: second.start()])
        and gives_order(second["order"])
    )
