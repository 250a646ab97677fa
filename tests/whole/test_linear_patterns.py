"""Every pattern in the product takes time in proportion to the text, whatever the text is."""

from __future__ import annotations

import re

import linearity
import pytest
from linearity import slow
from pattern_finder import Found, patterns

SLICES = 8
"""Tests that share the patterns, so that several processes can."""


@pytest.mark.parametrize("part", range(SLICES))
def test_no_pattern_takes_more_than_linear_time(part: int) -> None:
    told = {one.place: found for one in patterns()[part::SLICES] if (found := slow(one))}
    assert not told


def test_the_patterns_are_found_wherever_they_are_kept() -> None:
    places = [one.place for one in patterns()]
    assert len(places) > 300
    assert "index.text.prompt_injection._TO_TELL" in places
    assert "index.reading.dates._SHAPES.item" in places, "in a tuple"
    assert "index.reading.boilerplate.PATTERNS.item.begins" in places, "in a dataclass in a tuple"
    assert any(place.startswith("index.reading.titles:") for place in places), "inside a function"


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s+$",
        r"(?:^|[.!?:][\"”)\]]*\s+|[“(\[>])\W*(?:say|state)\b",
        r"(\d+,?)+x",
        r"(?:a|aa)+$",
        r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)+",
        r"\bwith (?P<name>[^,;]+?) saying\b",
    ],
)
def test_a_pattern_that_is_slow_is_told(pattern: str) -> None:
    assert slow(Found("here", re.compile(pattern), frozenset({"search"})))


@pytest.mark.parametrize("pattern", [r"\w+", r"(?<!\s)\s++$", r"\b(?:one|two)\b", r"a{1,9}b"])
def test_a_pattern_that_is_linear_is_not(pattern: str) -> None:
    assert not slow(Found("here", re.compile(pattern), frozenset({"search"})))


def test_a_run_that_would_never_end_is_given_up() -> None:
    taken = linearity.seconds(lambda: re.match(r"(a+)+$", "a" * 60 + "b"))
    assert taken == linearity.LONGEST
