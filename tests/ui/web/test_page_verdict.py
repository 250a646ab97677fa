"""Verdicts in a real browser: read, opened, exported; without a mouse, on a phone, by night."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event

import pytest
from browser import Visit, Visiting
from newsroom import CONFLICT, DENIAL, EARLY, FLOOD, GATE, SHUT, UNSETTLED
from playwright.sync_api import expect
from scripted_assistant import Scripted, ScriptedAssistant, article, cite, quoting, ruling
from test_page_readable import CONTRASTS

from assistant.verdicts.types import Label, Wish
from index.errors import ClaimError

CLAIM = "The gate was opened before the flood."
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NASTY = '<script>window.__pwned = 1</script><img src=x onerror="window.__pwned = 1">'


def about_to_say(*messages: Scripted | tuple[Scripted, ...]) -> ScriptedAssistant:
    desk = ScriptedAssistant(FLOOD, DENIAL)
    desk.enqueue(*messages)
    return desk


def send(reader: Visit, message: str) -> None:
    """Send a message without waiting for its replies."""
    reader.page.get_by_label("Your question or claim").fill(message)
    reader.page.get_by_role("button", name="Send").click()


def test_a_verdict_is_shown_and_its_citation_opens_the_marked_paragraph(visit: Visiting) -> None:
    reader = visit(about_to_say(CONFLICT))
    reader.ask(CLAIM)
    verdict = reader.page.get_by_role("article", name="Verdict: Conflicting")
    expect(verdict.get_by_role("heading", level=3)).to_have_text(
        "Conflicting The articles disagree on this"
    )
    reader.citation(1).click()
    cited = reader.page.locator(".paragraph.cited")
    expect(cited.locator("mark")).to_have_text(GATE)
    expect(cited).to_be_in_viewport(ratio=1)
    table = verdict.get_by_role("table", name="Who says what")
    expect(table.get_by_role("row")).to_have_count(3)
    table.get_by_role("button", name="Citation 2").click()
    expect(cited.locator("mark")).to_have_text(SHUT.quote)


def test_for_and_against_stand_side_by_side_on_a_desktop(visit: Visiting) -> None:
    reader = visit(about_to_say(CONFLICT))
    reader.ask(CLAIM)
    boxes = [reader.page.locator(".side").nth(place).bounding_box() for place in (0, 1)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]


def test_the_first_reply_is_there_while_the_next_is_worked_on(visit: Visiting) -> None:
    proceed = Event()
    desk = about_to_say((CONFLICT, proceed, quoting(EARLY, SHUT)))
    reader = visit(desk)
    send(reader, "Was the gate opened?")
    expect(reader.page.locator(".verdict")).to_be_visible()
    expect(reader.page.locator(".working")).to_have_text("Looking at the next one …")
    reader.page.get_by_text("Export as ClaimReview").click()
    reader.citation(2).focus()
    before = reader.page.evaluate("window.scrollY")
    proceed.set()
    expect(reader.page.locator(".exchange[data-state=settled] .reply")).to_have_count(2)
    expect(reader.citation(2)).to_be_focused()
    expect(reader.page.locator(".export pre")).to_be_visible()
    assert reader.page.evaluate("window.scrollY") == before
    reader.page.locator(".reply").nth(1).get_by_role("button", name="Citation 2").click()
    expect(reader.page.locator(".paragraph.cited mark")).to_have_text(SHUT.quote)


def test_a_source_opened_meanwhile_leads_back_to_its_citation(visit: Visiting) -> None:
    proceed = Event()
    reader = visit(about_to_say((CONFLICT, proceed, quoting(EARLY))))
    send(reader, "Was the gate opened?")
    reader.citation(1).click()
    expect(reader.page.locator(".paragraph.cited")).to_be_focused()
    proceed.set()
    expect(reader.page.locator(".reply")).to_have_count(2)
    reader.page.keyboard.press("Escape")
    expect(reader.citation(1)).to_be_focused()


def test_trouble_with_the_next_claim_stands_below_the_reply(visit: Visiting) -> None:
    trouble = ClaimError("The second is an opinion.", subject="claim", remedy="State a fact.")
    reader = visit(about_to_say((CONFLICT, trouble)))
    reader.ask("The gate was opened. It is ugly.")
    replies = reader.page.locator(".reply")
    expect(replies).to_have_count(2)
    expect(replies.nth(1)).to_contain_text("The second is an opinion.State a fact.")
    box = reader.page.get_by_label("Your question or claim")
    expect(box).to_have_value("The gate was opened. It is ugly.")


def test_stopping_keeps_what_is_there(visit: Visiting) -> None:
    proceed = Event()
    reader = visit(about_to_say((CONFLICT, proceed, UNSETTLED)))
    send(reader, "One. Two.")
    expect(reader.page.locator(".verdict")).to_be_visible()
    reader.page.get_by_role("button", name="Stop").click()
    expect(reader.page.locator(".stopped")).to_contain_text("You stopped here.")
    proceed.set()
    expect(reader.page.locator(".verdict")).to_have_count(1)
    reader.citation(1).click()
    expect(reader.page.locator(".paragraph.cited mark")).to_have_text(GATE)


def test_a_reader_without_a_mouse_forces_a_check(visit: Visiting) -> None:
    desk = about_to_say(quoting(EARLY), CONFLICT)
    reader = visit(desk)
    keys = reader.page.keyboard
    expect(reader.page.get_by_role("radio", name="Answer or check")).to_be_checked()
    reader.ask("When was the gate opened?")
    reader.page.get_by_label("Your question or claim").focus()
    keys.type("Was the gate opened?")
    keys.press("Tab")
    expect(reader.page.get_by_role("radio", name="Answer or check")).to_be_focused()
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    expect(reader.page.get_by_role("radio", name="Check", exact=True)).to_be_checked()
    keys.press("Tab")
    keys.press("Enter")
    expect(reader.page.locator(".exchange[data-state=settled]")).to_have_count(2)
    assert desk.wishes == [Wish.EITHER, Wish.CHECK]
    expect(reader.page.get_by_role("group", name="What to do with it")).to_be_visible()
    for _ in range(60):
        if reader.citation(1, exchange=1).evaluate("each => each === document.activeElement"):
            break
        keys.press("Shift+Tab")
    expect(reader.citation(1, exchange=1)).to_be_focused()
    keys.press("Enter")
    expect(reader.page.locator(".paragraph.cited")).to_be_focused()
    keys.press("Escape")
    expect(reader.citation(1, exchange=1)).to_be_focused()


def test_on_a_phone_everything_is_stacked_and_nothing_is_cut(visit: Visiting) -> None:
    reader = visit(about_to_say(CONFLICT), width=390, height=844)
    assert reader.page.evaluate(OVERFLOW) <= 0
    for name in ("Answer or check", "Answer", "Check"):
        expect(reader.page.get_by_role("radio", name=name, exact=True)).to_be_in_viewport(ratio=1)
    reader.page.get_by_text("Check", exact=True).click()
    reader.ask(CLAIM)
    sides = [reader.page.locator(".side").nth(place).bounding_box() for place in (0, 1)]
    assert sides[0] is not None
    assert sides[1] is not None
    assert sides[1]["y"] >= sides[0]["y"] + sides[0]["height"]
    assert reader.page.evaluate(OVERFLOW) <= 0
    table = reader.page.get_by_role("table", name="Who says what")
    expect(table.get_by_role("rowheader")).to_have_text(["the engineers", "the agency"])
    reader.page.get_by_text("Export as ClaimReview").click()
    assert reader.page.evaluate(OVERFLOW) <= 0
    table.get_by_role("button", name="Citation 1").click()
    expect(reader.page.locator(".paragraph.cited")).to_be_in_viewport(ratio=1)


def test_words_without_a_space_do_not_widen_the_page(visit: Visiting) -> None:
    long = "Gate" * 90
    held = article("Long", f"{long} opened.", outlet=long)
    verdict = ruling(Label.SUPPORTED, cite(1, held, f"{long} opened.", speaker=long), text=long)
    reader = visit(about_to_say(verdict), width=390, height=844)
    reader.ask(long)
    assert reader.page.evaluate(OVERFLOW) <= 0
    reader.page.set_viewport_size({"width": 1280, "height": 900})
    card = "document.querySelector('.verdict')"
    assert reader.page.evaluate(f"{card}.scrollWidth - {card}.clientWidth") <= 0


def test_the_claim_review_can_be_saved(visit: Visiting, tmp_path: Path) -> None:
    reader = visit(about_to_say(CONFLICT))
    reader.ask(CLAIM)
    reader.page.get_by_text("Export as ClaimReview").click()
    with reader.page.expect_download() as saving:
        reader.page.get_by_role("link", name="Save as a file").click()
    saving.value.save_as(tmp_path / "saved")
    saved = json.loads((tmp_path / "saved").read_text(encoding="utf-8"))
    assert saving.value.suggested_filename == "claim-review.jsonld"
    assert (saved["@type"], saved["claimReviewed"]) == ("ClaimReview", CLAIM)
    assert json.loads(reader.page.locator(".export pre").inner_text()) == saved


def test_script_in_a_claim_and_in_its_evidence_is_text(visit: Visiting) -> None:
    held = article(NASTY, f"{NASTY} was printed.", outlet=NASTY)
    cited = cite(1, held, f"{NASTY} was printed.", speaker=NASTY)
    verdict = ruling(Label.SUPPORTED, cited, text=f"{NASTY} [1] ${{window.__pwned = 1}} {{{{x}}}}")
    reader = visit(about_to_say(verdict))
    reader.ask(f"They printed {NASTY}.")
    expect(reader.page.locator(".finding")).to_have_text(
        f"{NASTY} [1] ${{window.__pwned = 1}} {{{{x}}}}"
    )
    expect(reader.page.get_by_role("rowheader")).to_have_text(NASTY)
    assert reader.page.evaluate("window.__pwned") is None
    assert reader.page.locator("#columns :is(script, img)").count() == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_label_stands_out_from_what_is_behind_it(visit: Visiting, dark: bool) -> None:
    verdicts = tuple(ruling(label, EARLY, SHUT) for label in Label)
    reader = visit(about_to_say((*verdicts, CONFLICT)), dark=dark)
    reader.ask("Many claims.")
    for summary in reader.page.get_by_text("Export as ClaimReview").all():
        summary.click()
    reader.page.mouse.move(0, 0)
    assert reader.page.evaluate(CONTRASTS) == []
    shapes = reader.page.locator(".sign").evaluate_all(
        "all => all.map(e => { const s = getComputedStyle(e);"
        " return `${s.borderRadius} ${s.borderStyle}` })"
    )
    assert len(set(shapes)) == len(Label)
