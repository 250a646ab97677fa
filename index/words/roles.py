"""What people and bodies in the news are called: offices, titles, trades, organisations."""

from __future__ import annotations

from index.words.word_lists import any_of, word_lists

_LISTS = word_lists("index.words", "roles.toml")

SPEAKER = (
    rf"(?:{any_of((*_LISTS['speakers'], *_LISTS['speakers_of_two_words']))})(?:s|es)?"
    rf"|{any_of(_LISTS['speakers_plural'])}"
)
"""A pattern, as the others here in lower case: a word for somebody who can speak."""
ORGANISATION = rf"\b(?:{any_of(_LISTS['organisations'])})\b"
"""A word for a body: "the ministry" may be the one that spoke last."""
NO_PERSON = rf"\b(?:{any_of((*_LISTS['organisations'], *_LISTS['other_bodies_and_papers']))})\b"
"""A word that makes a name that of a body or its paper."""
PERSON = rf"\b(?:{any_of(_LISTS['people'])}|[\w-]+-old)\b"
"""A word that makes a name, or a description, that of a person."""
OFFICIAL = rf"\b(?:{any_of(_LISTS['officials'])})\b"
"""A title that "the official" can mean."""
DESCRIPTIONS_OF_OFFICIALS = frozenset(_LISTS["descriptions_of_officials"])
TITLES = frozenset(_LISTS["titles"])
"""Words of a name that are nobody's own."""
TITLES_IN_A_QUESTION = frozenset(_LISTS["titles_in_a_question"])
PRESS_JOB = rf"(?:{any_of(_LISTS['press_jobs'])})"
"""What a newspaper employs people as."""
POSITION = rf"\b(?:{any_of(_LISTS['positions'])})\b"
"""A word of a byline that is no name."""
NOBODY = any_of(_LISTS["nobody"])
"""Who stands in an author's place where nobody does."""
