"""A second opinion where a reader sees it: on the page, in a terminal, as JSON. What disagrees is
said to disagree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Visiting
from command_line import document, run, two_articles
from newsroom import EARLY, SHUT
from parsed_html import ParsedHtml
from playwright.sync_api import expect
from scripted_assistant import ruling
from seconded import with_opinion
from test_page_readable import CONTRASTS
from test_page_verdict import OVERFLOW
from written_store import make_store, model

from assistant.second_opinion.llm_judge import Opinion
from assistant.settings import Settings
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from assistant.verdicts.claim_review import claim_review
from assistant.verdicts.types import Label, Stance, Verdict
from onrecord import Assistant
from ui.cards.quotes import ReplyPosition
from ui.cards.verdict_card import verdict_card
from ui.cli import terminal_verdict

CLAIM = "Boats burned in Orsk harbour."
NASTY = "<img src=x onerror=alert(1)> \x1b[31m"
SUPPORTED = ruling(Label.SUPPORTED, EARLY, SHUT, claim=CLAIM)


def seconded(label: Label, stance: Stance, by: str = "llama3.2") -> Verdict:
    """A verdict of a stance model that finds support, and what a language model finds."""
    return with_opinion(SUPPORTED, Opinion(label, ((1, stance),), label), by)


DIFFERING = seconded(Label.REFUTED, Stance.REFUTES)
AGREEING = seconded(Label.SUPPORTED, Stance.SUPPORTS)


def test_a_card_says_plainly_that_the_two_disagree_and_where() -> None:
    card = ParsedHtml(verdict_card(DIFFERING, CLAIM, ReplyPosition(0, 0)))
    assert "Supported The articles support thisconfidence 50%" in card.text
    assert "A second opinion disagrees" in card.within("h4")
    assert "llama3.2 disagrees: its reading of the same evidence is “refuted”." in card.within("p")
    assert "llama3.2: contradicts it; scripted stances: supports it" in card.text
    assert "Without it, the confidence would be 81%." in card.within("p")
    assert len(card.having("class", "differs")) == 1


def test_a_card_with_two_that_agree_says_that_and_no_more() -> None:
    card = ParsedHtml(verdict_card(AGREEING, CLAIM, ReplyPosition(0, 0)))
    assert "A second opinion agrees" in card.within("h4")
    assert "confidence 81%" in card.text
    assert "Without it" not in card.text
    assert "llama3.2: " not in card.text


@pytest.mark.parametrize("label", list(Label))
def test_it_calls_each_label_what_a_verdict_with_that_label_is_called(label: Label) -> None:
    second = seconded(label, Stance.NEUTRAL).second
    assert second is not None
    card = ParsedHtml(verdict_card(ruling(label, EARLY), CLAIM, ReplyPosition(0, 0)))
    (name,) = [str(one["aria-label"]) for one in card.having("class", "verdict")]
    assert name.removeprefix("Verdict: ").lower() in second.text


def test_without_one_there_is_no_such_place() -> None:
    card = ParsedHtml(verdict_card(SUPPORTED, CLAIM, ReplyPosition(0, 0)))
    assert "econd opinion" not in card.text


def test_a_terminal_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    terminal_verdict.checked([DIFFERING], CLAIM)
    shown = capsys.readouterr().out
    assert "(confidence 50%)" in shown
    assert "llama3.2 disagrees: its reading of the same evidence is “refuted”." in shown
    assert "[1] llama3.2: contradicts it; scripted stances: supports it" in shown
    assert "Without it, the confidence would be 81%." in shown
    terminal_verdict.checked([AGREEING], CLAIM)
    assert "agrees: its reading of the same evidence is “supported”." in capsys.readouterr().out


def test_a_model_may_have_any_name(capsys: pytest.CaptureFixture[str]) -> None:
    nasty = seconded(Label.REFUTED, Stance.REFUTES, by=NASTY)
    card = ParsedHtml(verdict_card(nasty, CLAIM, ReplyPosition(0, 0)))
    assert card.dangers() == []
    terminal_verdict.checked([nasty], CLAIM)
    assert "\x1b" not in capsys.readouterr().out


def test_the_claim_review_stays_that_of_the_verdict() -> None:
    told, alone = claim_review(DIFFERING), claim_review(SUPPORTED)
    rating = told["reviewRating"]
    assert isinstance(rating, dict)
    assert rating.pop("ratingExplanation").endswith("0.50.")
    assert isinstance(alone["reviewRating"], dict)
    alone["reviewRating"].pop("ratingExplanation")
    assert told == alone


@pytest.fixture
def differing(tmp_path: Path) -> Iterator[Assistant]:
    """A real store, and a language model that reads its first sentence differently."""
    with make_store(tmp_path) as store:
        judge = model("[{0}] refutes\nclaim: refuted")
        yield Assistant(store, OverlapReranker(), WordStance(), judge)


def test_disagreement_is_seen_on_the_page(visit: Visiting, differing: Assistant) -> None:
    reader = visit(differing)
    reader.ask(CLAIM)
    verdict = reader.page.get_by_role("article", name="Verdict: Supported")
    second = verdict.get_by_role("region", name="Second opinion")
    expect(second).to_be_visible()
    expect(second).to_contain_text("A second opinion disagrees")
    expect(second).to_contain_text("scripted model disagrees: its reading of the same evidence is")
    expect(verdict.locator(".confidence")).to_have_text("confidence 50%")
    second.get_by_role("button", name="Citation 1").click()
    expect(reader.page.locator(".paragraph.cited mark")).to_contain_text("Boats burned")


@pytest.mark.parametrize("dark", [False, True])
def test_it_can_be_read_on_a_phone(visit: Visiting, differing: Assistant, *, dark: bool) -> None:
    reader = visit(differing, width=390, height=844, dark=dark)
    reader.ask(CLAIM)
    expect(reader.page.locator(".second")).to_be_visible()
    assert reader.page.evaluate(CONTRASTS) == []
    assert reader.page.evaluate(OVERFLOW) <= 0


def test_the_command_checks_with_the_model_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = two_articles(tmp_path)
    named: list[str | None] = []

    def scripted(_: Settings, name: str | None = None) -> object:
        named.append(name)
        return model("No labels at all.")

    monkeypatch.setattr(Settings, "language_model", scripted)
    claim = "The footbridge of Maldry was closed."
    found = document(run("check", claim, "--json", "--model", "ollama:x", "--store", str(store)))
    assert named == ["ollama:x"]
    assert found["second"] is None
    assert found["notices"] == [
        "What scripted model wrote cannot be used, so there is no second opinion."
    ]
