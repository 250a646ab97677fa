"""What two sentences of nearly the same words have in each other's place."""

from __future__ import annotations

import pytest

from assistant.english.word_diff import DifferenceKind, compare_words, same_statement

MILL = "The old mill of Orsk was built by the brothers Vane in 1874 for a baker."


def _kinds(one: str, other: str) -> list[DifferenceKind | None]:
    found = compare_words(one, other)
    assert found is not None
    return [place.kind for place in found.places]


@pytest.mark.parametrize(
    ("ours", "theirs", "kind"),
    [
        ("in 1874", "in 1912", DifferenceKind.DATE),
        ("in 1874", "on 3 May 1875", DifferenceKind.DATE),
        ("by the brothers Vane", "by the sisters Lamm", DifferenceKind.NAME),
        ("of Orsk", "of Lower Tarn", DifferenceKind.NAME),
        ("a baker", "a brewer", DifferenceKind.THING),
        ("a baker", "8,200 florins", None),
        ("built", "sold", None),
    ],
)
def test_what_stands_in_each_others_place(
    ours: str, theirs: str, kind: DifferenceKind | None
) -> None:
    assert _kinds(MILL, MILL.replace(ours, theirs)) == [kind]


@pytest.mark.parametrize("other", ["9 May 1912", "9 May 1674", "3 June 1674", "3 May 1774"])
def test_a_date_is_one_place_whatever_of_it_is_the_same(other: str) -> None:
    one = "The mill of Orsk opened its doors on 3 May 1674 to all bakers."
    found = compare_words(one, one.replace("3 May 1674", other))
    assert found is not None
    (place,) = found.places
    assert (place.kind, place.ours, place.theirs) == (DifferenceKind.DATE, "3 May 1674", other)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("8,214 people", "some 8,200 people"),
        ("8,214 people", "8,214 peoples"),
        ("twelve people", "12 people"),
        ("in May 1874", "on 3 May 1874"),
        ("on May 3, 1674", "on 3 May 1674"),
        ("the colour", "the color"),
    ],
)
def test_the_same_in_other_words_is_no_place(ours: str, theirs: str) -> None:
    told = "Tarn of the lower valley had {} when its council counted all who paid."
    assert _kinds(told.format(ours), told.format(theirs)) == []


def test_numbers_of_different_measure_are_not_set_against_each_other() -> None:
    told = "The lower valley of Tarn has an area of {} in all."
    assert _kinds(told.format("91.9 kilometers"), told.format("14 percent")) == [None]


def test_a_weekday_depends_on_when_it_was_written() -> None:
    told = "The bridge of Orsk was closed to all carts on {}."
    assert _kinds(told.format("Monday"), told.format("Friday")) == [None]


def test_a_capital_that_opens_a_sentence_makes_no_name() -> None:
    assert _kinds(
        "Boats burned in the harbour of Orsk.", "Sheds burned in the harbour of Orsk."
    ) == [DifferenceKind.THING]


def test_sentences_with_little_in_common_are_not_compared() -> None:
    assert compare_words(MILL, "The baker of Orsk sold bread to the poor.") is None


def test_a_name_on_one_side_alone_is_more_and_no_place() -> None:
    found = compare_words(MILL, MILL.replace("in 1874", "in Tarn in 1874"))
    assert found is not None
    assert found.places == ()
    assert found.more


def test_a_novel_is_no_film() -> None:
    told = "The Salt Road is a 1992 {} by the Orsk writer Hanna Vos."
    assert same_statement(told.format("novel"), told.format("novel"))
    assert not same_statement(told.format("novel"), told.format("film"))
