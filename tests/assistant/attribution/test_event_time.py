"""Which days a sentence tells of, and which only date the telling."""

from __future__ import annotations

import pytest
from scripted_assistant import article

from assistant.attribution.event_time import days, event_days, said_day
from assistant.attribution.statements import statements


@pytest.mark.parametrize(
    ("sentence", "of_events"),
    [
        ("Forty people were hurt, the water ministry said on 24 November.", []),
        ("The water ministry said late on 24 November that forty people were hurt.", []),
        ("In a press release of 24 November, the ministry affirmed that nobody was hurt.", []),
        ("In a 24 November statement, the ministry affirmed that nobody was hurt.", []),
        ("On 23 November, Ivo Lamm denounced the closing of the bridge.", []),
        ("Thirty people were hurt, and not forty as the Herald reported on 24 November.", []),
        ("Forty people were hurt, said Ivo Lamm on 24 November.", []),
        ("The ministry said in Orsk on 24 November that forty people were hurt.", []),
        ("The ministry said at a press conference on 24 November that it rained.", []),
        ("Ivo Lamm said that Edda Krol was charged on 24 November.", ["24 November"]),
        ("On 23 November, the ministry was hit by a drone, the ministry said.", ["23 November"]),
        ("On 24 November letter bombs exploded, the ministry said.", ["24 November"]),
        ("The flood began on 23 November.", ["23 November"]),
        ("The flood began on 23 November, the ministry said on 24 November.", ["23 November"]),
        ("On 23 November the bridge was closed, the water ministry said.", ["23 November"]),
        ("Velmark declared war on 3 August 1914.", ["3 August 1914"]),
    ],
)
def test_days_of_events(sentence: str, of_events: list[str]) -> None:
    told = article("Days", sentence, outlet="Orsk Herald")
    (statement,) = statements(told)
    assert [one.text for one in event_days(told, statement)] == of_events
    assert days(told, statement)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Forty people were hurt, the water ministry said on 24 November.", "24 November"),
        ("Thirty people were hurt, and not forty as the Herald reported on 24 November.", None),
        ("Thirty people were hurt, as the Herald reported on 24 November.", "24 November"),
        ("Forty people were not hurt, the ministry said on 24 November.", "24 November"),
    ],
)
def test_the_day_of_what_is_taken_back_is_not_that_of_the_saying(
    sentence: str, said: str | None
) -> None:
    told = article("Days", sentence, outlet="Orsk Herald")
    (statement,) = statements(told)
    found = said_day(told, statement)
    assert (found.text if found else None) == said


def test_the_same_day_is_the_last_one_told() -> None:
    told = article("Days", "It began on 3 May 2024.", "It rained the same day.", outlet="Post")
    first, second = statements(told)
    assert [one.iso for one in days(told, second)] == ["2024-05-03"]
    assert [one.iso for one in days(told, first)] == ["2024-05-03"]
