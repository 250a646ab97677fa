"""Which names are people's."""

from __future__ import annotations

import pytest

from assistant.english.people import is_person, people, sex, surname


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mayor Karl Dunn visited Orrel Dam.", ["Mayor Karl Dunn"]),
        ("Tom Moss and Lena Horvay live there.", ["Tom Moss", "Lena Horvay"]),
        ("In Little Orsk the Harbour Board met on Friday.", []),
        ("She spoke to Dr. Ivo P. Lamm's wife.", ["Dr. Ivo P. Lamm"]),
        ("They live in Velmark Heights.", []),
    ],
)
def test_people_are_told_from_places_and_bodies(text: str, names: list[str]) -> None:
    assert people(text) == names


@pytest.mark.parametrize("name", ["Edda Krol", "Kremlin spokesman Ivo Lamm", "A man", "Lamm"])
def test_is_a_person(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    ["The Ministry of Harbours", "Russia", "The Herald", "an affidavit", "American Harbours"],
)
def test_is_no_person(name: str) -> None:
    assert not is_person(name)


def test_a_description_may_tell_he_from_she() -> None:
    assert sex("spokeswoman Edda Krol") == "she"
    assert sex("Mr Lamm") == "he"
    assert sex("Joan Neeson Newman") is None


def test_a_surname_is_told_past_what_follows_the_name() -> None:
    assert surname("the mayor, Ivo Lamm") == "lamm"
    assert surname("Edda Krol, the mayor") == "krol"
