"""What of a text stands in quotation marks."""

from __future__ import annotations

import pytest

from index.strings.quotation_marks import (
    masked,
    outside_quotations,
    quotations,
    quoted_words,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We had no warning,” said Lamm.", ["“We had no warning,”"]),
        ('"No," he said. "Never."', ['"No,"', '"Never."']),
        ("„Nein“, sagte er.", ["„Nein“"]),
        ("It is «over».", ["«over»"]),
        ("\"It shook,'' said Lamm.", ["\"It shook,''"]),
        ('It is "over”, said Lamm.', ['"over”']),
        ("The workers’ union said ‘no’.", ["‘no’"]),
        ("He said: “She cried ‘Run!’ and ran.”", ["“She cried ‘Run!’ and ran.”"]),
        ("The summer of ’98 was dry.", []),
    ],
)
def test_marks_are_read_as_they_are_mixed(text: str, words: list[str]) -> None:
    spans, is_open = quotations(text)
    assert [text[start:end] for start, end in spans] == words
    assert not is_open


def test_a_quotation_that_is_not_closed_reaches_to_the_end() -> None:
    assert quotations("“It shook. And then") == ([(0, 19)], True)


def test_a_sentence_within_a_quotation_is_quoted_until_that_ends() -> None:
    text = "it stopped,” said Lamm."
    spans, is_open = quotations(text, inside=True)
    assert [text[start:end] for start, end in spans] == ["it stopped,”"]
    assert not is_open


def test_a_masked_text_is_as_long_as_it_was() -> None:
    assert masked("“No,” said Lamm.") == "“___” said Lamm."


def test_the_words_in_marks_are_the_same_whatever_the_marks() -> None:
    for opens, closes in ("“”", '""', "«»", "„“", "‘’"):
        assert quoted_words(f"He said {opens}we ran{closes}.") == "we ran"


def test_what_stands_outside_of_marks() -> None:
    assert outside_quotations("He said ‘run’ and 'hide', not “stay”.").split() == [
        "He", "said", "and", ",", "not", ".",
    ]  # fmt: skip


def test_a_mark_that_is_never_closed_hides_nothing() -> None:
    assert "Visit the page" in outside_quotations("Lamm said “no”. “Visit the page now")
