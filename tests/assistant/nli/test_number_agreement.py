"""Numbers are compared as numbers."""

from __future__ import annotations

import pytest

from assistant.nli.number_agreement import Match, compare

REPORTED = "It was reported that over 40 houses and 60 boats were damaged."


@pytest.mark.parametrize(
    ("claim", "evidence", "match"),
    [
        ("At least 40 houses were damaged", REPORTED, Match.AGREES),
        ("At least 30 houses were damaged", REPORTED, Match.AGREES),
        ("More than 100 houses were damaged", REPORTED, Match.DIFFERS),
        ("12 houses were damaged", REPORTED, Match.DIFFERS),
        ("60 boats were damaged", REPORTED, Match.AGREES),
        ("40 houses were damaged", REPORTED, Match.AGREES),
        ("50 houses were damaged", REPORTED, Match.UNDECIDED),
        ("Three people died", "Four people died, not three, it says", Match.DIFFERS),
        ("Four people died", "Four people died rather than three", Match.AGREES),
        ("5 million people lost power", "It left 5,000,000 people without power", Match.AGREES),
        ("Three million people lost power", "Several million people lost power", Match.AGREES),
        ("Half a million people fled", "500,000 people fled", Match.AGREES),
        ("Unemployment fell to 3.5 percent", "The rate fell to 3.5%", Match.AGREES),
        ("Unemployment fell to 5 percent", "The rate fell to 3.5%", Match.DIFFERS),
        ("The budget is $2.3 billion", "A budget of $2.3bn", Match.AGREES),
        ("The budget is $2 billion", "A budget of €2 billion", Match.MISSING),
        ("The tower is 0.33 km tall", "The tower is 330 metres tall", Match.AGREES),
        ("The tower is 500 metres tall", "The tower is 330 metres tall", Match.DIFFERS),
        ("A dozen people died", "Twelve people died", Match.AGREES),
        ("20 people died", "The flood killed 18 people, and 20 were injured", Match.DIFFERS),
        ("More than 20 houses burned", "Dozens of houses burned", Match.AGREES),
        ("About 50 people came", "48 people came", Match.AGREES),
        ("Fewer than 50 people came", "48 people came", Match.AGREES),
        ("Two people died", "People died", Match.MISSING),
        ("The bridge was closed on 3 May", "The bridge was closed", Match.AGREES),
        ("The bridge was closed", "The 3 bridges were closed", Match.AGREES),
    ],
)
def test_numbers_of_the_same_thing_are_compared(claim: str, evidence: str, match: Match) -> None:
    assert compare(claim, evidence).match is match


def test_the_claim_is_adapted_and_the_difference_is_told() -> None:
    compared = compare("More than 100 houses were damaged in Orsk", REPORTED)
    assert compared.adapted == "over 40 houses were damaged in Orsk"
    assert compared.notes == ("This sentence says “over 40”; the claim says “More than 100”.",)


@pytest.mark.parametrize(
    ("claim", "evidence", "match"),
    [
        ("No more than 50 houses burned", "80 houses burned.", Match.DIFFERS),
        ("No more than 50 houses burned", "30 houses burned.", Match.AGREES),
        ("No fewer than 50 houses burned", "80 houses burned.", Match.AGREES),
        ("No fewer than 50 houses burned", "30 houses burned.", Match.DIFFERS),
        ("Hundreds of houses burned", "34 houses burned.", Match.DIFFERS),
        ("Several thousand houses burned", "Several million houses burned.", Match.DIFFERS),
        ("Hundreds of houses burned", "340 houses burned.", Match.AGREES),
        ("Up to 50 houses burned", "30 houses burned.", Match.AGREES),
        ("Up to 50 houses burned", "80 houses burned.", Match.DIFFERS),
    ],
)
def test_bounds_that_are_turned(claim: str, evidence: str, match: Match) -> None:
    assert compare(claim, evidence).match is match
