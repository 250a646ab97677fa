"""English function words: what kind each is, and which lists of them say nothing of a text."""

from __future__ import annotations

from index.words.word_lists import word_lists

_LISTS = {
    name: frozenset(words)
    for name, words in word_lists("index.words", "function_words.toml").items()
}

AUXILIARIES = _LISTS["auxiliaries"]
DETERMINERS = _LISTS["determiners"]
PREPOSITIONS = _LISTS["prepositions"]
PRONOUNS = _LISTS["pronouns"]
"""Those that can be a subject."""
THIRD_PERSON = _LISTS["third_person"]
"""Pronouns for somebody or something that was named before."""
CONJUNCTIONS = _LISTS["conjunctions"]
NEVER_VERBS = DETERMINERS | PREPOSITIONS | PRONOUNS | CONJUNCTIONS | _LISTS["adverbs"]
FUNCTION_WORDS = NEVER_VERBS | AUXILIARIES | _LISTS["other"]
"""All of them, and more that an English dictionary may lack."""
NOUNS_IN_LY = _LISTS["nouns_in_ly"]
"""What ends as an adverb does, and is none."""
NEGATIONS = _LISTS["negations"]

STOP_WORDS = _LISTS["stop_words"]
"""What two texts need not have in common."""
STOP_WORDS_OF_SEARCH = _LISTS["stop_words_of_search"]
"""What nobody searches for."""

OPEN_A_SENTENCE = _LISTS["open_a_sentence"]
"""Words that begin a sentence in a capital without being part of a name."""
OPEN_A_QUESTION = _LISTS["open_a_question"]
"""The same of a reader's message, and what it asks with."""
OPEN_A_CLAUSE = _LISTS["open_a_clause"]
BEFORE_A_PLACE = _LISTS["before_a_place"]
INSIDE_NAMES = _LISTS["inside_names"]
