"""Windows over what a model cannot read at once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.nli.long_texts import windows


def _words(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"\S+", text)]


def _cut(text: str, size: int) -> list[str]:
    return [text[start:end] for start, end in windows(text, _words(text), size)]


def test_what_fits_is_one_window() -> None:
    assert _cut("The mill burnt. Nobody was hurt.", 6) == ["The mill burnt. Nobody was hurt."]


def test_windows_begin_with_sentences_and_overlap() -> None:
    told = " ".join(f"Mill {name} burnt down." for name in ("one", "two", "three", "four", "five"))
    found = _cut(told, 8)
    assert found[0] == "Mill one burnt down. Mill two burnt down."
    assert all(window.startswith("Mill") and window.endswith("down.") for window in found)
    assert any("two" in one and "three" in one for one in found)


def test_a_sentence_longer_than_a_window_is_cut() -> None:
    found = _cut("word " * 50, 8)
    assert all(len(window.split()) <= 8 for window in found)


@given(st.lists(st.sampled_from(["Ada", "ran.", "No", "one", "saw", "it.", "Then"]), min_size=1),
       st.integers(2, 9))  # fmt: skip
def test_every_word_stands_in_a_window_and_none_is_too_long(said: list[str], size: int) -> None:
    text = " ".join(said)
    spans = windows(text, _words(text), size)
    covered = {at for start, end in spans for at in range(start, end)}
    assert all(at in covered for at, letter in enumerate(text) if not letter.isspace())
    assert all(len(text[start:end].split()) <= size for start, end in spans)


@pytest.mark.parametrize("size", [2, 24])
def test_a_long_text_takes_as_many_windows_as_it_has_words_for(size: int) -> None:
    text = "He left. " * 2_000
    assert len(_cut(text, size)) <= 6_000 * 3 / size + 1
