"""Dates mean a day where the article tells enough, and say how they were read."""

from __future__ import annotations

import pytest

from assistant.english.temporal import Moment, moments, relative_days

THURSDAY = "2031-03-06"


def only(text: str, published: str | None) -> Moment:
    (moment,) = moments(text, published)
    return moment


@pytest.mark.parametrize(
    ("text", "published", "iso"),
    [
        ("On 3 March 2031 the gate broke", None, "2031-03-03"),
        ("On March 3, 2031, the gate broke", THURSDAY, "2031-03-03"),
        ("Since March 2031 it leaks", THURSDAY, "2031-03"),
        ("In 2029 it was new", THURSDAY, "2029"),
        ("A March 3 report", THURSDAY, "2031-03-03"),
        ("On December 30 it rained", "2031-01-04", "2030-12-30"),
        ("It will open on 1 January", "2030-12-30", "2031-01-01"),
        ("It broke yesterday", THURSDAY, "2031-03-05"),
        ("It broke on Tuesday", THURSDAY, "2031-03-04"),
        ("It broke on Thursday", THURSDAY, "2031-03-06"),
        ("It broke last Tuesday", THURSDAY, "2031-03-04"),
        ("It opens next Monday", THURSDAY, "2031-03-10"),
    ],
)
def test_a_date_is_read(text: str, published: str | None, iso: str) -> None:
    assert only(text, published).iso == iso


def test_a_date_without_a_year_has_none_where_the_article_has_no_date() -> None:
    moment = only("On March 3 the gate broke", None)
    assert (moment.iso, moment.month, moment.day, moment.note) == (None, 3, 3, None)
    assert moment.agrees(only("On 3 March 2031", None))
    assert not moment.agrees(only("On 4 March 2031", None))
    assert moment.agrees(only("In 2031", None)) is None


def test_a_day_without_a_date_is_none_where_the_article_has_no_date() -> None:
    assert moments("It broke yesterday, on Tuesday", None) == ()
    assert moments("It broke yesterday", "2031-03") == ()


def test_what_was_taken_from_the_article_is_said() -> None:
    assert only("On March 3 the gate broke", THURSDAY).note == (
        "“March 3” is read as 2031-03-03, from the article's date."
    )
    assert only("On 3 March 2031", THURSDAY).note is None


def test_days_that_depend_on_who_speaks_are_found() -> None:
    text = "Yesterday it rained, on 3 March it did not, and last Tuesday it did"
    assert relative_days(text) == ("Yesterday", "last Tuesday")


def test_the_same_day_is_the_one_before() -> None:
    first = only("On March 3 the gate broke", THURSDAY)
    (again,) = moments("On the same day the mayor spoke", THURSDAY, first)
    assert again.iso == "2031-03-03"
    assert moments("On the same day the mayor spoke", THURSDAY) == ()


@pytest.mark.parametrize(
    "text", ["It may rain", "Article 51", "3 people", "a march of 40", "2031 boats"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert moments(text, THURSDAY) == ()
