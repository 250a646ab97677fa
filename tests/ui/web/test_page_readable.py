"""The page for readers without a mouse, on a phone, by day and by night."""

from __future__ import annotations

import pytest
from browser import Visiting
from newsroom import newsroom
from playwright.sync_api import expect


def test_a_reader_without_a_mouse_asks_reads_and_returns(visit: Visiting) -> None:
    reader = visit(newsroom())
    keys = reader.page.keyboard
    expect(reader.page.get_by_label("Your question or claim")).to_be_focused()
    keys.type("When was the gate opened?")
    keys.press("Enter")
    expect(reader.page.locator(".exchange[data-state=settled]")).to_have_count(1)
    for _ in range(12):
        if reader.citation(1).evaluate("button => button === document.activeElement"):
            break
        keys.press("Shift+Tab")
    expect(reader.citation(1)).to_be_focused()
    width = reader.citation(1).evaluate("button => getComputedStyle(button).outlineWidth")
    assert width == "3px"
    keys.press("Enter")
    expect(reader.page.locator(".paragraph.cited")).to_be_focused()
    keys.press("Escape")
    expect(reader.citation(1)).to_be_focused()


def test_on_a_phone_nothing_is_cut_and_the_source_lies_over_the_reply(visit: Visiting) -> None:
    reader = visit(newsroom(), width=390, height=844)
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert reader.page.evaluate(overflow) <= 0
    reader.ask("When was the gate opened?")
    sides = reader.page.locator(".side")
    first, second = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert first is not None
    assert second is not None
    assert second["y"] >= first["y"] + first["height"]
    assert reader.page.evaluate(overflow) <= 0
    expect(reader.page.locator("#source")).to_be_hidden()
    reader.citation(1).click()
    expect(reader.page.locator(".paragraph.cited")).to_be_in_viewport(ratio=1)
    assert reader.page.evaluate(overflow) <= 0
    reader.page.get_by_role("button", name="Back").click()
    expect(reader.page.locator("#source")).to_be_hidden()
    expect(reader.citation(1)).to_be_focused()
    reader.page.get_by_role("tab", name="Library").click()
    expect(reader.page.locator("button.entry")).to_have_count(2)
    assert reader.page.evaluate(overflow) <= 0


CONTRASTS = """() => {
  const numbers = colour => {
    const canvas = document.createElement('canvas').getContext('2d');
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b]
    .map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = numbers(getComputedStyle(e).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (!element.closest('.exchange, .source, .masthead, #composer, .tab-container')) continue;
    const [a, b] = [light(numbers(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${texts.currentNode.data.trim()}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(visit: Visiting, dark: bool) -> None:
    reader = visit(newsroom(), dark=dark)
    paper = "rgb(22, 21, 18)" if dark else "rgb(250, 248, 244)"
    expect(reader.page.locator("body")).to_have_css("background-color", paper)
    reader.ask("When was the gate opened?")
    reader.ask("Who won the cup?")
    reader.citation(1).click()
    expect(reader.page.locator(".paragraph.cited")).to_be_visible()
    reader.page.mouse.move(0, 0)
    assert reader.page.evaluate(CONTRASTS) == []
