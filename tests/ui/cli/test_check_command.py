"""`onrecord check`, over a real store whose assistant returns the verdicts that a test wants."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import document, run
from newsroom import CONFLICT, EARLY, NOTE, SHUT, UNSETTLED
from scripted_assistant import article, cite, ruling, weighed

from assistant.verdicts.types import Label, Stance, Verdict
from index.errors import ClaimError
from onrecord import Assistant
from ui.cli import terminal_verdict

CLAIM = "The gate was opened."
UNSAFE = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"


@pytest.fixture
def verdicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Verdict | ClaimError]:
    """What the assistant of the store in ONRECORD_STORE will say; a test fills it."""
    with Assistant.open(tmp_path / "store"):
        pass
    monkeypatch.setenv("ONRECORD_STORE", str(tmp_path / "store"))
    script: list[Verdict | ClaimError] = []

    def check_all(_: Assistant, message: str) -> list[Verdict]:
        found = []
        for each in script:
            if isinstance(each, ClaimError):
                raise each
            found.append(each.model_copy(update={"claim": each.claim or message}))
        return found

    monkeypatch.setattr(Assistant, "check_all", check_all)
    return script


def test_a_person_reads_the_label_both_sides_and_who_says_what(
    verdicts: list[Verdict | ClaimError],
) -> None:
    verdicts.append(CONFLICT)
    result = run("check", CLAIM)
    assert result.exit_code == 0, result.stderr
    text = result.stdout
    assert text.startswith("Conflicting: The articles disagree on this (confidence 74%)\n")
    assert "Checked:" not in text
    assert f"For:\n  {EARLY.quote} [1]\n    refers to 2031-03-02\n    {NOTE}\n" in text
    assert f"Against:\n  {SHUT.quote} [2]\n" in text
    assert re.search(
        r"^  the engineers +supports +Quell Herald +2031-03-02 \(referred to\) +96% +\[1\]$",
        text,
        re.MULTILINE,
    )
    assert f"[1] Quell Herald · 2031-03-03 · the engineers · {EARLY.article.id}#42" in text


def test_several_claims_are_told_apart(verdicts: list[Verdict | ClaimError]) -> None:
    verdicts += [
        ruling(Label.REFUTED, SHUT, claim="The gate was opened."),
        UNSETTLED.model_copy(update={"claim": "Nobody was hurt."}),
    ]
    text = run("check", "The gate was opened and nobody was hurt.").stdout
    assert "Checked: The gate was opened.\n" in text
    assert "Checked: Nobody was hurt.\n" in text
    assert "For:\n  Nothing was found in the articles.\n" in text
    assert "Closest passages (none settles it):" in text


def test_json_is_the_verdict_or_all_of_several(verdicts: list[Verdict | ClaimError]) -> None:
    verdicts.append(CONFLICT)
    alone = document(run("check", CLAIM, "--json"))
    assert alone == CONFLICT.model_copy(update={"claim": CLAIM}).model_dump(mode="json")
    verdicts.append(UNSETTLED)
    both = document(run("check", CLAIM, "--json"))
    assert both["kind"] == "verdicts"
    assert [each["label"] for each in both["verdicts"]] == ["conflicting", "not_enough_evidence"]


def test_claim_review_is_one_object_or_a_graph(verdicts: list[Verdict | ClaimError]) -> None:
    verdicts.append(CONFLICT)
    alone = document(run("check", CLAIM, "--claim-review"))
    assert (alone["@type"], alone["claimReviewed"]) == ("ClaimReview", CLAIM)
    verdicts.append(UNSETTLED)
    both = document(run("check", CLAIM, "--claim-review"))
    assert [each["@type"] for each in both["@graph"]] == ["ClaimReview"] * 2


def test_claim_review_can_stand_in_a_page(verdicts: list[Verdict | ClaimError]) -> None:
    verdicts.append(CONFLICT)
    claim = "</script><script>alert(1)</script><!--"
    result = run("check", claim, "--claim-review")
    assert "<" not in result.stdout
    assert document(result)["claimReviewed"] == claim


def test_what_cannot_be_checked_ends_with_1(verdicts: list[Verdict | ClaimError]) -> None:
    verdicts.append(ClaimError("That is an opinion.", subject="claim", remedy="State a fact."))
    result = run("check", "The gate is ugly.")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "That is an opinion." in result.stderr
    result = run("check", "The gate is ugly.", "--claim-review")
    assert (result.exit_code, result.stdout) == (1, "")
    result = run("check", "The gate is ugly.", "--json")
    assert (result.exit_code, document(result)["error"]["kind"]) == (1, "ClaimError")


@pytest.mark.parametrize("arguments", [[], [CLAIM, "--json", "--claim-review"]])
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    result = run("check", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: onrecord check" in result.stderr


def test_nothing_of_a_verdict_drives_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    nasty = "red \x1b[31m and \u202eturned \x9b2J"
    held = article(nasty, nasty, outlet=nasty, published=nasty)
    citation = cite(1, held, nasty, speaker=nasty, carriers=(nasty,))
    evidence = (weighed(citation, Stance.SUPPORTS, date=nasty, notes=(nasty,)),)
    verdict = ruling(
        Label.SUPPORTED, citation, evidence=evidence, claim=nasty, text=nasty, notices=(nasty,)
    )
    terminal_verdict.checked([verdict], "typed")
    assert re.findall(UNSAFE, capsys.readouterr().out) == []
