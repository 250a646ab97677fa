"""Contradictions that can be seen in the words, and none where there is none."""

from __future__ import annotations

from dataclasses import replace

from scripted_assistant import article

from assistant.answers.contradictions import Contradiction, contradiction
from assistant.attribution.statements import statements
from assistant.evidence import Candidate
from assistant.retrieval.query_analysis import understand


def _contradiction(
    question: str, *texts: str, retracted: int | None = None
) -> Contradiction | None:
    candidates = [
        Candidate(statement, source, 0.9, fits=True)
        for number, text in enumerate(texts)
        for told in ["retracted on 3 March 2031" if number == retracted else None]
        for source in [replace(article(f"Account {number}", text), retracted=told)]
        for statement in statements(source)
    ]
    return contradiction(understand(question), candidates)


def _sides(found: Contradiction | None) -> list[list[str]]:
    assert found is not None
    return [[candidate.statement.text for candidate in side] for side in found.sides]


def test_a_denial_stands_against_the_account_of_another_party() -> None:
    no = "The Orsk ministry stresses that no boat of its fired at Lindmoor."
    yes = "Lindmoor said that a boat from Orsk fired at its pier."
    assert _sides(_contradiction("Did a boat fire at Lindmoor?", no, yes)) == [[no], [yes]]


def test_a_sentence_that_tells_what_is_denied_stands_on_the_other_side() -> None:
    no = "The Orsk ministry stresses that no boat of Orsk fired at Lindmoor."
    both = "Orsk rejected the claims by Lindmoor that a boat fired at its pier."
    assert _sides(_contradiction("Did a boat fire at Lindmoor?", no, both)) == [[no], [both]]


def test_an_account_that_does_not_name_what_is_asked_about_is_no_contradiction() -> None:
    no = "The Orsk ministry stresses that no boat fired at Lindmoor."
    other = "Corish said that a boat fired at its own pier."
    assert _contradiction("Did a boat fire at Lindmoor?", no, other) is None


def test_one_party_alone_does_not_disagree_with_itself() -> None:
    no = "The Orsk ministry said that no boat fired at Lindmoor."
    more = "The Orsk ministry said that a boat lay at Lindmoor."
    assert _contradiction("Did a boat fire at Lindmoor?", no, more) is None


def test_different_numbers_of_one_thing_disagree() -> None:
    found = _contradiction(
        "How many people were injured?",
        "Forty-one people were injured, Orsk said.",
        "Twelve people were injured, Lindmoor said.",
    )
    assert len(_sides(found)) == 2


def test_numbers_of_different_years_do_not_disagree() -> None:
    asked = "How many people live in Orsk?"
    before = "Orsk had 18,300 people who live there at the census of 2010."
    later = "In 2020 there were 21,400 people who live in Orsk."
    assert _contradiction(asked, before, later) is None
    assert _contradiction(asked, before, later.replace("2020", "2010")) is not None
    assert _contradiction(asked, before, "Some 2021 people live in Orsk.") is not None


def test_what_was_retracted_is_no_side() -> None:
    texts = ("41 people were injured, Orsk said.", "12 people were injured, Lindmoor said.")
    asked = "How many people were injured?"
    assert _contradiction(asked, *texts) is not None
    assert _contradiction(asked, *texts, retracted=1) is None


def test_three_numbers_make_three_sides() -> None:
    found = _contradiction(
        "How many people were injured?",
        "41 people were injured, Orsk said.",
        "12 people were injured, Lindmoor said.",
        "34 people were injured, Corish said.",
    )
    assert len(_sides(found)) == 3


def test_numbers_that_can_both_be_true_do_not_disagree() -> None:
    found = _contradiction(
        "How many boats burned?", "Over 30 boats burned, Orsk said.", "34 boats burned in Orsk."
    )
    assert found is None


def test_numbers_of_different_things_do_not_disagree() -> None:
    found = _contradiction(
        "How many boats burned?", "34 boats burned.", "200 boxes of fish rotted."
    )
    assert found is None


def test_different_culprits_disagree() -> None:
    found = _contradiction(
        "Who is responsible for the fire?",
        "According to the Russian ministry, it was caused by the Ukrainian garrison.",
        "The French ministry accused Russia of having lit it.",
    )
    assert len(_sides(found)) == 2


def test_a_denial_in_the_same_words_needs_no_name() -> None:
    yes = "The engineers of Orsk said that the ship was overloaded."
    no = "The captain of Lindmoor said that it was not overloaded."
    assert _sides(_contradiction("Was the Aurelia overloaded?", no, yes)) == [[no], [yes]]


def test_a_denial_of_something_else_is_no_contradiction() -> None:
    found = _contradiction(
        "Did Orsk say that it has a right to defend itself?",
        "Lindmoor disputed claims by Orsk that its boats hit the market.",
        "Orsk said that it has the right to defend itself against Lindmoor.",
    )
    assert found is None
