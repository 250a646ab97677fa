"""Adding by address and looking again, in a real browser over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Visiting
from loopback import Site, serving
from playwright.sync_api import expect

from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.web.limits import FetchLimits
from onrecord import Assistant

PAGE = """<html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>The ferry to Quellhaven sails again since {day}, the harbour office of Orsk said.</p>
<p>It had lain idle for nine weeks, in which nobody could cross the sound.</p></article></body>
</html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as opened:
        yield opened


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Assistant]:
    limits = FetchLimits(allow=("127.0.0.1",), delay=0)
    store = Store.open(tmp_path / "store", FakeEmbedder(), limits)
    with Assistant(store, OverlapReranker(), WordStance()) as opened:
        yield opened


def test_an_address_is_added_and_looked_at_again(
    visit: Visiting, site: Site, desk: Assistant
) -> None:
    site.page("/ferry", PAGE.format(title="The ferry is back", day="Monday"))
    page = visit(desk).page
    page.get_by_role("tab", name="Library").click()
    address = page.get_by_label("Or the address of a page")
    address.fill("quell.example/news")
    page.get_by_role("button", name="Add to the library").click()
    expect(page.locator("#report")).to_contain_text("This isn't a web address.")
    expect(address).to_have_value("quell.example/news")
    address.fill(site.url("/ferry"))
    page.get_by_role("button", name="Add to the library").click()
    expect(page.locator("#report")).to_contain_text("1 added")
    expect(address).to_have_value("")
    expect(page.get_by_role("button", name="The ferry is back")).to_be_visible()

    site.page("/ferry", PAGE.format(title="The ferry is back", day="Tuesday"))
    page.get_by_role("button", name="Sources").click()
    expect(page.locator("#watched")).to_contain_text(site.url("/ferry"))
    page.get_by_role("button", name="Check all sources for changes").click()
    expect(page.locator("#synced")).to_contain_text("1 source: 0 added, 1 updated, 0 gone")

    site.page("/ferry", "gone", status=410)
    page.get_by_role("button", name="Check all sources for changes").click()
    expect(page.locator("#synced")).to_contain_text("1 gone, 1 not read")
    expect(page.locator("#watched .wrong")).to_contain_text("Failed 1 time:")
    page.get_by_role("button", name="The ferry is back").click()
    expect(page.locator(".source")).to_contain_text("This article is no longer at its source")
