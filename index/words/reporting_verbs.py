"""The verbs with which an English news text hands a sentence to a speaker."""

from __future__ import annotations

from index.words.word_lists import word_lists

_LISTS = {
    name: frozenset(words)
    for name, words in word_lists("index.words", "reporting_verbs.toml").items()
}

DENIALS = _LISTS["denials"]
"""Verbs whose speaker says that what follows is not so."""
REJECTIONS = _LISTS["rejections"]
"""Verbs that deny where they are aimed at something said."""


def _forms(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied"
    if verb in _LISTS["doubling"]:
        return verb, verb + "s", verb + verb[-1] + "ed"
    if verb.endswith(("s", "sh", "ch", "x")):
        return verb, verb + "es", verb + "ed"
    return verb, verb + "s", verb + "ed"


FINITE = _LISTS["irregular"].union(
    form
    for verb in _LISTS["regular"]
    for form in _forms(verb)
    if form != verb or verb in _LISTS["plain_forms"]
)
"""The forms that follow their subject directly: "said", not "saying"."""
ASSERTIONS = _LISTS["assertions"]
"""Verbs that a clause can follow without "that": "the mayor said the bridge was shut"."""
SURE = _LISTS["sure"]
"""Verbs before which any noun phrase speaks: "the coast guard said", "two survivors told"."""
WITH_OBJECT = _LISTS["with_object"]
"""Verbs that say something only before certain words: not "wrote a letter", "called the police"."""
BELIEFS = _LISTS["beliefs"]
"""Verbs that hand over what a relative clause tells: "a group that officials believe is behind"."""
OF_IT = SURE | _LISTS["of_it"]
"""Verbs whose "it" is a body that speaks: not "it suggests", "it found"."""
BESIDE_QUOTES = _LISTS["beside_quotes"]
"""Verbs that say something where a quotation stands beside them."""
LIKE_NOUNS = frozenset(form for form in FINITE if form.endswith("s")) - _LISTS["no_nouns"]
"""Forms that may be plurals of nouns: "reports", "claims", "protests"."""
PARTICIPLES = _LISTS["participles"]
"""Forms that go on with what the subject of the sentence says."""
AFTER_A_QUOTATION = _LISTS["after_a_quotation"]
"""Forms that, with a name alone, end the quotation before them: "…," said Lamm."""
OF_ARTICLES = _LISTS["of_articles"]
"""Forms that no cookie notice has: a paragraph with one reports what somebody says."""
IN_QUESTIONS = _LISTS["in_questions"]
"""Verbs, in their base form, that ask what somebody says."""
