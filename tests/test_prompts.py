"""Prompts are files whose variables are all given and all used."""

from __future__ import annotations

import pytest

from prompts import load


def test_fills_in_the_variables() -> None:
    text = load("choose", question="How many?", sentences="[1] Thirty.")
    assert "Question: How many?" in text
    assert "[1] Thirty." in text


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert "{x}" in load("choose", question="{x}", sentences="")


def test_a_missing_variable_is_an_error() -> None:
    with pytest.raises(KeyError, match="misses \\['sentences'\\]"):
        load("choose", question="How many?")


def test_an_unused_variable_is_an_error() -> None:
    with pytest.raises(KeyError, match="does not use \\['mood'\\]"):
        load("choose", question="", sentences="", mood="glad")


def test_an_unknown_prompt_is_an_error() -> None:
    with pytest.raises(KeyError, match="no prompt"):
        load("sing")
