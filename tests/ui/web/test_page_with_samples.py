"""The main job as a reader does it: the real assistant, the sample articles, a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Visiting
from playwright.sync_api import Page, expect

from onrecord import Assistant
from ui.web.library import SAMPLES

FIRST_REPLY = 60_000
"""Milliseconds; the first reply may have to wait for the models."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """A store that holds the samples."""
    with Assistant.open(tmp_path_factory.mktemp("page") / "store") as opened:
        report = opened.add([SAMPLES / "articles"])
        assert not report.failed
        yield opened


def settle(page: Page, exchanges: int) -> None:
    """Wait until so many exchanges have their replies."""
    settled = page.locator(".exchange[data-state=settled]")
    expect(settled).to_have_count(exchanges, timeout=FIRST_REPLY)


def test_an_example_leads_to_quotes_that_are_in_their_paragraphs(
    visit: Visiting, desk: Assistant
) -> None:
    page = visit(desk).page
    page.locator("button.example").first.click()
    settle(page, 1)
    citations = page.locator("button.citation")
    assert citations.count() >= 1
    for number in range(citations.count()):
        quote = citations.nth(number).locator("xpath=ancestor::li[1]/blockquote").inner_text()
        citations.nth(number).click()
        cited = page.locator(".paragraph.cited")
        expect(cited.locator("mark")).to_have_text(quote)
        expect(cited).to_be_in_viewport()


def test_what_the_articles_do_not_say_is_not_answered(visit: Visiting, desk: Assistant) -> None:
    page = visit(desk).page
    page.get_by_label("Your question").fill("Which team won the world chess title in Reykjavik?")
    page.keyboard.press("Enter")
    settle(page, 1)
    expect(page.locator(".abstained")).to_have_text("The articles do not answer this.")


def test_an_uploaded_article_answers_at_once(
    visit: Visiting, desk: Assistant, tmp_path: Path
) -> None:
    notes = tmp_path / "Tolmere bridge.txt"
    notes.write_text(
        "Tolmere bridge closes for repairs\n\n"
        "The Tolmere bridge will stay closed for eleven weeks, the roads office said.\n",
        encoding="utf-8",
    )
    before = desk.count
    page = visit(desk).page
    page.get_by_role("tab", name="Library").click()
    page.locator("#files input[type=file]").set_input_files(notes)
    expect(page.locator("#files")).to_contain_text("Tolmere bridge")
    page.get_by_label("Outlet (optional)").fill("Tolmere Courier")
    page.get_by_role("button", name="Add to the library").click()
    expect(page.locator(".report")).to_contain_text("1 added", timeout=FIRST_REPLY)
    expect(page.locator(".holdings")).to_contain_text(f"{before + 1} articles")
    page.get_by_role("tab", name="Ask").click()
    page.get_by_label("Your question").fill("How long will the Tolmere bridge stay closed?")
    page.keyboard.press("Enter")
    settle(page, 1)
    expect(page.locator("blockquote").first).to_contain_text("eleven weeks")
    expect(page.locator(".attribution").first).to_contain_text("Tolmere Courier")
    page.locator("button.citation").first.click()
    expect(page.locator(".source .location")).to_have_text("Tolmere bridge.txt")
