"""A claim that says several things is split by a language model that may only copy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from langchain_core.messages import BaseMessage
from written_store import calls, make_store, model

from assistant.events import Progress, replies
from assistant.llm.connect import LanguageModel
from assistant.second_opinion.claim_decomposition import parts, seems_compound
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from assistant.verdicts.claim_detection import as_claim
from index.search.embedding import FakeEmbedder
from index.store import Store
from onrecord import Assistant

BOTH = "Boats burned in Orsk harbour and the fire brigade came late."
BOATS, BRIGADE = "Boats burned in Orsk harbour.", "The fire brigade came late."


def opinion(messages: Sequence[BaseMessage]) -> str:
    """All sentences support the claim."""
    given = re.findall(r"^(\[[a-z]{4}\]) .", messages[1].text, re.MULTILINE)
    return "\n".join([*(f"{key} supports" for key in given), "claim: supported"])


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path) as store:
        yield store


def desk(store: Store, judge: LanguageModel | None) -> Assistant:
    return Assistant(store, OverlapReranker(), WordStance(), judge)


def test_nothing_is_split_where_there_is_nothing_to_check_it_against(tmp_path: Path) -> None:
    judge = model(f"{BOATS}\n{BRIGADE}")
    with Store.open(tmp_path / "store", FakeEmbedder()) as store:
        (verdict,) = desk(store, judge).check_all(BOTH)
    assert calls(judge) == []
    assert "There are no articles here yet." in verdict.notices[0]


@pytest.mark.parametrize(
    ("claim", "pieces", "speakers"),
    [
        (BOTH, [BOATS, BRIGADE], [None, None]),
        (
            "The bridge was closed in May and the harbour master Ilya Brandt said that boats sank.",
            [
                "The bridge was closed in May.",
                "The harbour master Ilya Brandt said that boats sank.",
            ],
            [None, "The harbour master Ilya Brandt"],
        ),
        (
            "Ilya Brandt said that thirty boats burned and the fire brigade came late.",
            [
                "Ilya Brandt said that thirty boats burned.",
                "Ilya Brandt said that the fire brigade came late.",
            ],
            ["Ilya Brandt", "Ilya Brandt"],
        ),
        (
            "Osric Vale resigned and was not charged.",
            ["Osric Vale resigned.", "Osric Vale was not charged."],
            [None, None],
        ),
        (
            "Osric Vale, who is the mayor, resigned in May.",
            ["Osric Vale is the mayor.", "Osric Vale resigned in May."],
            [None, None],
        ),
    ],
)
def test_parts_that_say_the_same_are_claims(
    claim: str, pieces: list[str], speakers: list[str | None]
) -> None:
    whole = as_claim(claim)
    assert seems_compound(whole)
    found = parts(whole, pieces)
    assert [one.text for one in found] == pieces
    assert [one.speaker for one in found] == speakers
    assert {one.asked for one in found} == {claim}


@pytest.mark.parametrize(
    ("claim", "pieces"),
    [
        (BOTH, ["Boats sank in Orsk harbour.", BRIGADE]),  # another word
        (BOTH, ["Boats burned.", BRIGADE]),  # a place is lost
        ("Thirty boats burned and 5 sank.", ["Thirty boats burned.", "Boats sank."]),  # a number
        (BOTH, [BOATS]),
        (BOTH, [BOTH]),
        (BOTH, [BOATS, BRIGADE, "It burned."]),
        (BOTH, ["The fire brigade burned.", "Boats came late in Orsk harbour."]),
        (  # someone else's negation
            "Osric Vale resigned and Ann Orr was not charged.",
            ["Osric Vale was not charged.", "Ann Orr resigned."],
        ),
        (  # no longer the speaker's word
            "Ilya Brandt said that boats burned and houses fell.",
            ["Ilya Brandt said that boats burned.", "Houses fell."],
        ),
        (
            "Boats burned and houses fell, Ilya Brandt said.",
            ["Boats burned.", "Houses fell, Ilya Brandt said."],
        ),
        (
            "It is not true that boats burned and houses fell.",
            ["It is not true that boats burned.", "Houses fell."],
        ),
        (
            "The bridge was closed or the road was blocked.",
            ["The bridge was closed.", "The road was blocked."],
        ),
        (
            "The bridge was closed because it rained and the road was blocked.",
            ["The bridge was closed because it rained.", "The road was blocked."],
        ),
    ],
)
def test_parts_that_say_something_else_leave_the_claim_whole(claim: str, pieces: list[str]) -> None:
    assert parts(as_claim(claim), pieces) == ()


@pytest.mark.parametrize(
    "claim", [BOATS, "Bread and butter were sold.", "On Monday, the bridge was closed."]
)
def test_a_plain_claim_costs_no_call(claim: str) -> None:
    assert not seems_compound(as_claim(claim))


def test_each_part_gets_a_verdict_and_the_first_tells_the_parts(stored: Store) -> None:
    judge = model(f"- {BOATS}\n- {BRIGADE}", opinion)
    first, second = desk(stored, judge).check_all(BOTH)
    assert [first.claim, second.claim] == [BOATS, BRIGADE]
    assert first.asked == second.asked == BOTH
    assert first.notices == (
        f"The claim makes several statements, which were checked one by one: “{BOATS}” “{BRIGADE}”",
    )
    assert second.notices == ()
    assert len(calls(judge)) == 3


@pytest.mark.parametrize("written", [BOTH, "Nothing to split here.", "Boats sank.\nHouses fell."])
def test_a_claim_that_is_not_split_is_checked_whole_with_two_calls(
    stored: Store, written: str
) -> None:
    judge = model(written, opinion)
    (verdict,) = desk(stored, judge).check_all(BOTH)
    assert (verdict.claim, verdict.notices) == (BOTH, ())
    assert verdict.second is not None
    assert len(calls(judge)) == 2


def test_two_calls_for_a_claim_are_all(stored: Store) -> None:
    judge = model(BOTH, "no opinion at all")
    (verdict,) = desk(stored, judge).check_all(BOTH)
    assert verdict.second is None
    assert len(calls(judge)) == 2


def test_a_failing_model_leaves_the_claim_whole_and_one_line(stored: Store) -> None:
    judge = model(ConnectionError("refused"), retries=0)
    (verdict,) = desk(stored, judge).check_all(BOTH)
    assert verdict.claim == BOTH
    assert verdict.notices == (
        "scripted model could not be reached, so the claim was checked as a whole, without a "
        "second opinion.",
    )
    assert len(calls(judge)) == 1


def test_one_claim_asked_for_as_one_stays_one(stored: Store) -> None:
    judge = model(opinion)
    verdict = desk(stored, judge).check(BOTH)
    assert verdict.claim == BOTH
    assert len(calls(judge)) == 1


def test_what_is_asked_is_told_while_it_is_asked(stored: Store) -> None:
    judge = model(f"{BOATS}\n{BRIGADE}", opinion)
    said = list(desk(stored, judge).reply(BOTH))
    asking = "Asking scripted model whether the claim makes several statements"
    assert said[0] == Progress(asking)
    assert len(list(replies(said))) == 2


def test_no_message_makes_more_claims_than_are_checked(stored: Store) -> None:
    judge = model(f"{BOATS}\n{BRIGADE}", opinion)
    message = " ".join([BOTH, *(f"Boats burned on {day} May 2031." for day in range(1, 10))])
    assert len(desk(stored, judge).check_all(message)) == 10


def test_without_a_model_a_reader_is_told_to_split(stored: Store) -> None:
    (verdict,) = desk(stored, None).check_all(BOTH)
    assert "Check them one at a time" in verdict.notices[0]
    (plain,) = desk(stored, None).check_all(BOATS)
    assert plain.notices == ()
