"""Abbreviations, whose full stop ends no sentence: what stands behind each of them."""

from __future__ import annotations

from index.words.months_and_weekdays import MONTH_ABBREVIATIONS, capitalized
from index.words.word_lists import any_of, word_lists

_LISTS = word_lists("index.words", "abbreviations.toml")

BEFORE_A_WORD = any_of(
    (*_LISTS["before_a_name"], *_LISTS["before_a_word"], *_LISTS["before_a_word_in_russian"])
)
"""A pattern, as the others here without the full stop: something always follows."""
BEFORE_A_NUMBER = any_of(
    (
        *_LISTS["before_a_number"],
        *_LISTS["before_a_number_in_russian"],
        *capitalized(MONTH_ABBREVIATIONS),
    )
)
"""A number follows, or else the sentence ends."""
OF_NAMES = any_of({*_LISTS["before_a_name"], *_LISTS["after_a_name"]})
"""They belong to a name."""
AT_THE_END = any_of({*_LISTS["after_a_name"], "St", "No", "vs"})
"""They may be the last word of a headline."""
