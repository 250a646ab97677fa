"""Prompts are files whose variables are all given and all used."""

from __future__ import annotations

import pytest

from prompts import load


def test_fills_in_the_variables() -> None:
    text = load("write", question="How many?", paragraphs="[1] Thirty.")
    assert "Question: How many?" in text
    assert "[1] Thirty." in text


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert "{x}" in load("write", question="{x}", paragraphs="")


def test_a_missing_variable_is_an_error() -> None:
    with pytest.raises(KeyError, match="misses \\['paragraphs'\\]"):
        load("write", question="How many?")


def test_an_unused_variable_is_an_error() -> None:
    with pytest.raises(KeyError, match="does not use \\['mood'\\]"):
        load("write", question="", paragraphs="", mood="glad")


def test_an_unknown_prompt_is_an_error() -> None:
    with pytest.raises(KeyError, match="no prompt"):
        load("sing")
