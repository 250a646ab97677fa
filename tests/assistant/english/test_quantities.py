"""Numbers that count, and none of the numbers that date."""

from __future__ import annotations

import pytest

from assistant.english.quantities import counted, has_quantity, quantities


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Over 40 boats and 60 nets burned.", [40, 60]),
        ("Twenty-two people fled.", [22]),
        ("5 million crowns were lost.", [5_000_000]),
        ("A dozen boats sank.", [12]),
        ("It cost 1,250.5 crowns.", [1250.5]),
        ("It burned on January 3 and 4.", []),
        ("On 24 November 2031 it burned.", []),
        ("It burned at 2:40 a.m.", []),
        ("Article 51 applies.", []),
        ("Some 40 boats burned.² It took ³ hours.", [40]),
        ("About " + "9" * 400 + " boats and 30 nets burned.", [30]),
    ],
)
def test_reads_the_numbers(text: str, values: list[float]) -> None:
    assert [quantity.value for quantity in quantities(text)] == values


def test_vague_numbers_count_too() -> None:
    assert has_quantity("Dozens fled.")
    assert not has_quantity("All fled on May 3.")


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("30 boats", "30 boats", True),
        ("over 30 boats", "34 boats", True),
        ("over 40 boats", "34 boats", False),
        ("about 30 boats", "31 boats", True),
        ("30 boats", "34 boats", False),
        ("fewer than 20 boats", "34 boats", False),
        ("fewer than 40 boats", "34 boats", True),
    ],
)
def test_agreement_respects_over_and_about(one: str, other: str, agree: bool) -> None:
    assert quantities(one)[0].agrees(quantities(other)[0]) is agree


def test_the_number_beside_the_questions_words_is_the_one_counted() -> None:
    found = counted("How many nets burned?", "Over 40 boats and 60 nets burned.")
    assert found is not None
    assert found.value == 60


def test_a_number_of_something_else_is_not_counted() -> None:
    assert counted("How many people died?", "Over 40 boats sank.") is None


def test_the_verb_beside_a_number_says_more_than_the_people_it_counts() -> None:
    found = counted("How many people were killed?", "12 people were injured and 3 killed.")
    assert found is not None
    assert found.value == 3


@pytest.mark.parametrize("text", ["One person died.", "Nobody died.", "No boats burned."])
def test_one_and_none_are_numbers(text: str) -> None:
    assert has_quantity(text)
