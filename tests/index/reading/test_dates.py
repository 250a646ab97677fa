"""Written dates, to the precision that was written and no further."""

from __future__ import annotations

import pytest

from index.reading.dates import find_date, is_iso, read_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2031", "2031"),
        ("2031-03", "2031-03"),
        ("2031-03-04", "2031-03-04"),
        ("2031-03-04T08:00+01:00", "2031-03-04T08:00+01:00"),
        ("2031-03-04 08:00:00", "2031-03-04T08:00:00"),
        ("4 March 2031", "2031-03-04"),
        ("4th of March, 2031", "2031-03-04"),
        ("Tuesday, March 4, 2031 8:05 PM", "2031-03-04T20:05"),
        ("8:05 a.m. EST, Tue March 4, 2031", "2031-03-04T08:05"),
        ("Tue, 04 Mar 2031 15:45:00 +0100", "2031-03-04T15:45+01:00"),
        ("4 March 2031 at 08:15 GMT", "2031-03-04T08:15+00:00"),
        ("March 2031", "2031-03"),
        ("4 mars 2031 à 08:00", "2031-03-04T08:00"),
        ("4. März 2031", "2031-03-04"),
        ("4 de marzo de 2031", "2031-03-04"),
        ("4 марта 2031 г.", "2031-03-04"),
        ("4 березня 2031", "2031-03-04"),
        ("04.03.2031", "2031-03-04"),
        ("13/04/2031", "2031-04-13"),
        ("04/13/2031", "2031-04-13"),
        ("04/04/2031", "2031-04-04"),
        pytest.param("03/04/2031", "2031", id="03/04/2031 is two days to two readers"),
        ("4 March 2031, 25:99", "2031-03-04"),
        ("2031年3月4日 14:30", "2031-03-04T14:30"),
        ("２０３１年３月４日", "2031-03-04"),
        ("2031년 3월 4일", "2031-03-04"),
        ("2031年3月", "2031-03"),
        ("٤ марта ٢٠٣١", "2031-03-04"),
        ("03/2031", "2031-03"),
        ("13/2031", None),
        ("2031-W10-2", "2031-03-04"),
        pytest.param("2031-W10", "2031-03", id="2031-W10 is within March"),
        pytest.param("2031-W09", "2031", id="2031-W09 is in two months"),
        ("2031-W60", None),
        ("03/04/31", None),
        ("24 November", None),
        ("November 24", None),
        ("31 February 2031", None),
        ("2031-02-30", None),
        ("2031-13", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_written(written: str, iso: str | None) -> None:
    assert read_date(written) == iso


@pytest.mark.parametrize(
    ("written", "by_day", "by_month"),
    [
        ("03/04/2031", "2031-04-03", "2031-03-04"),
        ("03-04-2031", "2031-04-03", "2031-03-04"),
        pytest.param("03.04.2031", "2031-04-03", "2031", id="dots, where the month comes first"),
        ("13/04/2031", "2031-04-13", "2031-04-13"),
        ("04/13/2031", "2031-04-13", "2031-04-13"),
        ("2031/04/03", "2031-04-03", "2031-04-03"),
        ("4 March 2031", "2031-03-04", "2031-03-04"),
    ],
)
def test_numbers_are_read_as_a_country_writes_them(
    written: str, by_day: str, by_month: str
) -> None:
    assert (read_date(written, True), read_date(written, False)) == (by_day, by_month)


def test_a_date_is_found_where_it_stands() -> None:
    line = "By Jane Roe, 4 March 2031, Velmora"
    found = find_date(line)
    assert found is not None
    assert line[found.start : found.end] == "4 March 2031"


@pytest.mark.parametrize("value", ["soon", "2031-3-4", "2031-02-30", "2031-03-04Tnoon", "31-03-04"])
def test_other_values_are_no_iso_dates(value: str) -> None:
    assert not is_iso(value)
