"""`make pictures`: the screenshots of docs/images, of the sample articles in a real browser."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from browser import SWITCHES, Visit, served
from playwright.sync_api import sync_playwright
from project import ROOT

from onrecord import Assistant

IMAGES = ROOT / "docs" / "images"
QUESTION = "How many people were injured in the Orrel Dam flood?"
NO_PATHS = """for (const one of document.querySelectorAll('.location'))
    one.textContent = one.textContent.replace(/^.*(?=samples)/, '')"""
"""The path of the checkout is no one's business."""
CLAIM = "Twelve people were injured in the Orrel Dam flood."


def main() -> None:
    """Add the samples to a new store, ask and check, and take a picture of each."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=SWITCHES
        )
        with Assistant.open(Path(folder) / "store") as desk:
            desk.add([ROOT / "samples" / "articles"])
            desk.warm()
            with served(desk) as url:
                for name, message in (("answer", QUESTION), ("verdict", CLAIM)):
                    context = browser.new_context(viewport={"width": 1280, "height": 860})
                    visit = Visit(context, url)
                    visit.ask(message)
                    visit.citation(1).click()
                    visit.page.locator("#panel .cited").first.wait_for()
                    visit.page.evaluate(NO_PATHS)
                    visit.page.screenshot(path=IMAGES / f"{name}.png")
                    context.close()
        browser.close()


if __name__ == "__main__":
    main()
