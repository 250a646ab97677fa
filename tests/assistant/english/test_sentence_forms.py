"""Questions become statements, statements their opposites."""

from __future__ import annotations

import pytest

from assistant.english.sentence_forms import (
    declarative,
    has_verb,
    is_yes_or_no,
    negated,
    of_somebody,
)

STATEMENTS = {
    "Did Ann Orr sell the boat?": "Ann Orr sold the boat.",
    "Did the drone strike hit Orsk?": "The drone strike hit Orsk.",
    "Did Velmark strike hospitals?": "Velmark struck hospitals.",
    "Did the mayor say that it was safe?": "The mayor said that it was safe.",
    "Is the bridge closed?": "The bridge is closed.",
    "Is Orsk without power?": "Orsk is without power.",
    "Was Orsk hit?": "Orsk was hit.",
    "Was the mayor of Orsk arrested on Tuesday?": "The mayor of Orsk was arrested on Tuesday.",
    "Has the Velmark foreign ministry condemned the strikes?": (
        "The Velmark foreign ministry has condemned the strikes."
    ),
    "Were 40 houses damaged in Orsk?": "40 houses were damaged in Orsk.",
    "Will the ferry sail again in May?": "The ferry will sail again in May.",
    "Can Velmark strike back?": "Velmark can strike back.",
    "Didn't Ann Orr call it a crime?": "Ann Orr called it a crime.",
    "Did anyone die in the flood?": "Someone died in the flood.",
    "Did police report damage?": "Police reported damage.",
    "Do residents blame the company?": "Residents blame the company.",
    "Did they win?": "They won.",
}
OPPOSITES = {
    "Velmark delivered three boats.": "Velmark did not deliver three boats.",
    "Velmark strikes hit targets within the city": (
        "Velmark strikes did not hit targets within the city"
    ),
    "The bridge is closed": "The bridge is not closed",
    "The mayor did not resign.": "The mayor resigned.",
    "The ministry hasn't answered": "The ministry has answered",
    "Velmark supports Corish": "Velmark does not support Corish",
    "Nobody died.": "Somebody died.",
    "The mayor of Orsk resigned": "The mayor of Orsk did not resign",
}


@pytest.mark.parametrize("question", STATEMENTS)
def test_a_question_for_yes_or_no_becomes_its_statement(question: str) -> None:
    assert is_yes_or_no(question)
    assert declarative(question) == STATEMENTS[question]


@pytest.mark.parametrize("message", ["Who sold the boat?", "The boat was sold.", "", "Is?"])
def test_nothing_else_does(message: str) -> None:
    assert declarative(message) is None


@pytest.mark.parametrize("statement", OPPOSITES)
def test_the_opposite_of_a_statement(statement: str) -> None:
    assert negated(statement) == OPPOSITES[statement]


def test_a_statement_has_a_verb() -> None:
    assert has_verb("The bridge collapsed")
    assert not has_verb("The collapse of the bridge")
    assert not has_verb("Orsk")


@pytest.mark.parametrize(
    ("statement", "positive"),
    [
        ("Nobody was killed in the flood", "Somebody was killed in the flood"),
        ("No one saw the ship", "Somebody saw the ship"),
        ("No ships sank", "Some ships sank"),
        ("There is no shortage of velotrine", "There is a shortage of velotrine"),
        ("There were no survivors", "There were survivors"),
        ("No. 10 was hit", None),
        ("No-fly zones were set up", None),
        ("No doubt the bridge was closed", None),
        ("No more than 40 people died", None),
        ("There is no longer a shortage", None),
        ("The ship sank", None),
        ("Nora was seen", None),
    ],
)
def test_what_a_statement_about_nobody_denies(statement: str, positive: str | None) -> None:
    assert of_somebody(statement) == positive
    if positive:
        assert negated(statement) == positive


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Residents of Orsk blame the company", True),
        ("Doctors often warn of shortages", True),
        ("Most people in Orsk speak French", True),
        ("The donors list of Velmark", False),
        ("The new bridge over the river", False),
    ],
)
def test_the_verb_of_a_plural(text: str, told: bool) -> None:
    assert has_verb(text) is told
