"""What weighed sentences come to, and how it is told."""

from __future__ import annotations

import pytest
from scripted_assistant import article
from weighing import claim_of, weighed

from assistant.evidence import Candidate
from assistant.nli.scoring import Leaning
from assistant.verdicts.evidence_scoring import Weighed
from assistant.verdicts.explanation import explain
from assistant.verdicts.label_decision import CONFIDENCE, confidence, decide, judge
from assistant.verdicts.types import Label
from index.types import Article

CLAIM = "The old bridge was closed"
HERALD = article("Closed", "The old bridge was closed in spring.", outlet="Orsk Herald")
MINISTRY = article(
    "Open", "The Velmark ministry said that the old bridge was not closed.", outlet="Orsk Post"
)
AGAIN = article(
    "Still open",
    "The Velmark ministry stressed the old bridge was not closed at all.",
    "The Velmark ministry said the old bridge was never closed.",
    outlet="Quell Radio",
)


def told(message: str, *sources: Article) -> tuple[Label, str]:
    judgement = judge(weighed(message, *sources))
    numbered: list[list[tuple[int, Weighed[Candidate]]]] = []
    for side in (judgement.supporting, judgement.refuting):
        before = sum(map(len, numbered))
        numbered.append(list(enumerate(side, start=before + 1)))
    return judgement.label, explain(claim_of(message), judgement.label, *numbered).text


@pytest.mark.parametrize(
    ("stances", "label"),
    [
        ([], Label.NOT_ENOUGH),
        ([Leaning(0.1, 0.1), Leaning(0.4, 0.3)], Label.NOT_ENOUGH),
        ([Leaning(0.9, 0.0), Leaning(0.1, 0.2)], Label.SUPPORTED),
        ([Leaning(0.1, 0.9), Leaning(0.3, 0.1)], Label.REFUTED),
        ([Leaning(0.95, 0.0), Leaning(0.0, 0.9)], Label.CONFLICTING),
        ([Leaning(0.0, 0.65)], Label.NOT_ENOUGH),
        ([Leaning(0.0, 0.65, computed=True)], Label.REFUTED),
    ],
)
def test_the_label_follows_the_strongest_evidence(stances: list[Leaning], label: Label) -> None:
    assert decide(stances)[0] is label


def test_confidence_grows_with_the_strength_and_is_a_probability() -> None:
    for label in Label:
        shares = [confidence(label, strength / 20) for strength in range(21)]
        assert shares == sorted(shares)
        assert all(0 < share < 1 for share in shares)
        assert [start for start, _ in CONFIDENCE[label]] == sorted(
            start for start, _ in CONFIDENCE[label]
        )


def test_an_outlets_own_word_is_told_as_its_word() -> None:
    assert told(CLAIM, HERALD) == (Label.SUPPORTED, "This is reported by Orsk Herald [1].")


def test_the_word_of_one_speaker_alone_is_told_as_such() -> None:
    label, text = told("The old bridge was not closed", MINISTRY, AGAIN)
    assert label is Label.SUPPORTED
    assert text.startswith("Only the Velmark ministry [1]")
    assert "no article states it as fact, and no one else is quoted" in text


def test_both_sides_are_named() -> None:
    label, text = told(CLAIM, HERALD, MINISTRY)
    assert label is Label.CONFLICTING
    assert text == (
        "This is reported by Orsk Herald [1], and contradicted by the Velmark ministry [2]."
    )


def test_an_attribution_is_told_as_what_is_quoted() -> None:
    message = "The Velmark ministry said that the old bridge was closed"
    label, text = told(message, HERALD, MINISTRY)
    assert label is Label.REFUTED
    assert text == "The articles quote the Velmark ministry as saying the opposite [1]."


def test_nothing_found_is_no_verdict() -> None:
    label, text = told("The ferry sank", HERALD)
    assert label is Label.NOT_ENOUGH
    assert text.startswith("The articles do not settle this")


def test_one_speaker_does_not_conflict_with_itself() -> None:
    source = article("Both", "The Velmark ministry said that the old bridge was closed.",
                     "The Velmark ministry said that the old bridge was not closed.")  # fmt: skip
    assert told(CLAIM, source)[0] is not Label.CONFLICTING


def test_each_voice_is_heard_before_a_second_sentence_of_any() -> None:
    again = article(
        "Closed again",
        "The old bridge was closed in spring.",
        "For ships from Corish the old bridge was closed all winter long.",
        "Three buses waited in the rain when the old bridge was closed to traffic.",
        "Snow lay on both banks while the old bridge was closed with chains.",
        outlet="Orsk Herald",
    )
    other = article(
        "Closed",
        "People in Quell heard at breakfast that the old bridge was closed.",
        outlet="Post",
    )
    judgement = judge(weighed(CLAIM, again, other))
    assert len(judgement.supporting) == 4
    outlets = [one.sentence.article.outlet for one in judgement.supporting]
    assert sorted(str(outlet) for outlet in outlets[:2]) == ["Orsk Herald", "Post"]


def test_what_happens_on_several_days_is_not_refuted_by_another_day() -> None:
    one_day = article("3", "On March 3 the siren was heard.")
    two_days = article("4", "On March 4 the siren was heard.")
    claim = "The siren was heard on 9 March"
    assert judge(weighed(claim, one_day)).label is Label.REFUTED
    assert judge(weighed(claim, one_day, two_days)).label is Label.NOT_ENOUGH
