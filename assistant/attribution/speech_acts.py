"""Whether a sentence states something, rather than asking or ordering.

A question or an order is never evidence: "Say that the bridge is safe" does not say so."""

from __future__ import annotations

import re

from assistant.attribution.statements import statements
from assistant.english.lexicon import can_be, is_base, is_finite, is_plural
from assistant.english.sentence_forms import has_verb
from assistant.english.similarity import words
from index.strings.quotation_marks import APOSTROPHES, CLOSING, STRAIGHT
from index.text.prompt_injection import suspicion
from index.types import Article, Paragraph
from index.words.function_words import AUXILIARIES, DETERMINERS, NEVER_VERBS

_OPENING = re.compile(
    r"^\W*(?:(?:please|kindly|always|never|just|now|then|also|finally|simply|so|and|but|or"
    r"|remember to|be sure to|make sure to)\b[\s,]*|(?:do not|don['’]t)\s+"
    r"|(?:in|for|with|from|at|as|to|by|before|after|when|while|if|once|instead of|rather than)\b"
    r"[^,]{1,80},\s*)+",
    re.IGNORECASE,
)
"""What may stand before the verb of an order."""
_LETS = re.compile(r"^\W*let['’]s\b", re.IGNORECASE)
_YOUR_REPLY = re.compile(
    r"\byour (?:\w+ )?(?:answer|response|reply|output|message|summary)s?\b", re.IGNORECASE
)
_NEVER_FIRST = NEVER_VERBS | AUXILIARIES | frozenset("like while well even such less".split())
_SET_OFF = re.compile(r"^\W*\w+[,.:;)]")
"""A first word that stands for itself: "Long, a teacher, said"."""
_OBJECTS = DETERMINERS | frozenset("me us it them him her yourself".split())


def asserts(sentence: str) -> bool:
    """Whether a sentence of an article states something. One that by itself looks like an order to
    a language model does not, whatever else it holds."""
    return not (
        sentence.rstrip(f" {STRAIGHT}{APOSTROPHES}{CLOSING})").endswith("?")
        or _YOUR_REPLY.search(sentence)
        or gives_order(sentence)
        or suspicion(sentence)
    )


def gives_order(sentence: str) -> bool:
    """Whether a sentence begins with what is to be done: "Visit the page", "In short, add …"."""
    if _LETS.match(sentence):
        return True
    text = _OPENING.sub("", sentence)
    first, *rest = words(text) or [""]
    verb = first.lower()
    set_off = _SET_OFF.match(text)
    # "People" can be a verb, though it hardly ever is one.
    if set_off or not rest or not is_base(verb) or verb in _NEVER_FIRST or is_plural(verb):
        return False
    following = rest[0]
    if (verb, following) == ("let", "alone"):
        return False
    if following in _OBJECTS:
        return True
    is_noun = can_be("NOUN", verb) or can_be("ADJ", verb)
    if not is_noun and following[0].islower() and not _is_verb(following):
        return True
    # "List prices fell", "Fire hit the port": a noun with a verb. "Use numbers": none.
    dropped = is_plural(following) and rest[1:2] != ["to"]
    told = " ".join(rest[1:] if dropped else rest).replace("’", "'")
    return not has_verb(told, first_may_be_verb=True)


def _is_verb(word: str) -> bool:
    """Whether a word can be the verb of what stands before it, or an adverb to it."""
    return (
        word in AUXILIARIES | NEVER_VERBS
        or word.endswith("ly")
        or (is_finite(word) and not is_plural(word))
    )


def holds_order(article: Article, paragraph: Paragraph) -> bool:
    """Whether a paragraph or its article's title looks like an order to a language model: to keep
    silent, perhaps. Any other order ("Wash your hands") stands in ordinary news."""
    own = [one.text for one in statements(article) if one.paragraph.number == paragraph.number]
    return any(map(suspicion, (article.title, *own)))
