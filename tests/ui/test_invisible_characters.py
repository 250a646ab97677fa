"""Invisible characters are shown as marks wherever text of others is shown, and change nothing
around it."""

from __future__ import annotations

import json
import re
import time
from html import escape
from pathlib import Path

import pytest
from browser import Visit, Visiting
from command_line import document, run
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect
from scripted_assistant import (
    ScriptedAssistant,
    abstaining,
    article,
    cite,
    quoting,
    ruling,
    weighed,
)

from assistant.types import Disagreement
from assistant.verdicts.claim_review import claim_review
from assistant.verdicts.types import Label, Stance
from index.catalog.watchlist import Watched
from index.errors import QuestionError
from index.strings.characters import INVISIBLE
from index.types import NO_OVERRIDES, Role
from ui.cli import terminal_verdict
from ui.cli.terminal import answer, error, safe
from ui.invisible_characters import in_html, in_label, in_plain
from ui.json.documents import as_text

HIDDEN = "\u202e\u2066\u200b\u200f\u061c\x9b\U000e0041\u3164"
"""An override, an isolate and others, none of them closed."""
MARK = "[U+202E U+2066 U+200B … 5 more]"

SHAPING = {
    "a family": "👨‍👩‍👧 came",
    "a heart": "❤️ and ☎︎",
    "a skin": "👩🏽‍💻",
    "a rainbow": "🏳️‍🌈",
    "a flag of a region": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a key": "1️⃣",
    "Persian": "می‌خواهم نرم‌افزار",
    "Hindi": "क्‍ष र्‍य",
    "Mongolian": "ᠠ᠋",
    "a form of an ideograph": "葛\U000e0100飾",
    "Thai": "ภาษา\u200bไทย",
    "a soft hyphen": "Donau\u00addampf",
    "Arabic numbers": "\u0600١٢",
    "Hebrew": "שָׁלוֹם עולם",
    "Braille": "⠓⠀⠑",
    "lines": "one\n\ttwo",
}
UNSEEN = [
    *"\x00\x07\x1b\x7f\x85\x9b\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200c\u200d",
    *"\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2064\u2066\u2067",
    *"\u2068\u2069\u206a\u2800",
    *"\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffe\U0001d173\U000e0001\U000e0041\U000e0100",
]


@pytest.mark.parametrize("text", SHAPING.values(), ids=SHAPING)
def test_what_shapes_a_text_stays(text: str) -> None:
    assert in_html(text) == in_label(text) == text
    assert in_plain(text) == text.replace("\u00ad", "")


@pytest.mark.parametrize("character", UNSEEN, ids=lambda one: f"{ord(one):04X}")
def test_what_nobody_sees_is_a_mark(character: str) -> None:
    code = f"{ord(character):04X}"
    for text in (f"a {character} b", f"1{character}", f"{character}."):
        assert character not in in_plain(text)
        assert f"[U+{code}]" in in_plain(text)
        assert f">[U+{code}]</span>" in in_html(text)
        assert character not in in_html(text)


def test_a_flag_hides_no_text() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all orders")
    for text in (f"🏴{hidden}\U000e007f", f"a{hidden}"):
        assert "more]" in in_plain(text)
        assert hidden[0] not in in_plain(text)


def test_a_run_is_one_mark() -> None:
    assert in_plain("a" + "\u200b" * 400 + "b") == "a[U+200B ×400]b"
    assert in_plain(f"a{HIDDEN}b") == f"a{MARK}b"


@given(st.text())
def test_nothing_unseen_is_left_and_nothing_seen_is_lost(text: str) -> None:
    for shown in (in_plain(text), in_label(text), in_html(text)):
        assert not INVISIBLE.search(shown)
    if not INVISIBLE.search(text):
        assert in_label(text) == text
    assert re.sub(r"<[^>]*>", "", in_html(text)) == escape(in_label(text))


def test_marking_takes_time_in_proportion() -> None:
    for piece in (
        "\u200b",
        "a\u00ad",
        "👨\u200d",
        "\ufe0f",
        "م\u064b\u200c",
        "\U0001f3f4\U000e0067",
    ):
        started = time.process_time()
        in_html(piece * 50_000)
        assert time.process_time() - started < 10


def test_json_has_every_character_and_drives_no_terminal() -> None:
    value = {"text": f"<a> {HIDDEN} \U0001f468\u200d\U0001f469 ne\u00adws"}
    written = as_text(value)
    assert json.loads(written) == value
    assert not INVISIBLE.search(written)
    assert "<" not in written


SINCE = "2031-03-04T05:06:07+00:00"


def nasty(name: str) -> str:
    """A text with hidden characters that can be found again."""
    return f"{name} begin{HIDDEN}end"


TITLE, OUTLET, AUTHOR, SPEAKER = map(nasty, ("Title", "Outlet", "Author", "Speaker"))
URL, PLACE, QUESTION, CLAIM = map(
    nasty, ("https://velm.example/", "file", "Who opened it?", "It was opened")
)
QUOTE, BYLINE, NOTICE, NOTE = map(nasty, ("The gate was opened", "Byline", "Notice", "Note"))
FAILED, REASON, CARRIER = map(nasty, ("Failed", "Reason", "Carrier"))
HELD = article(
    TITLE,
    BYLINE,
    QUOTE,
    outlet=OUTLET,
    authors=(AUTHOR,),
    url=URL,
    location=PLACE,
    published="2031-03-03",
    roles={2: Role.BYLINE},
)
CITED = cite(1, HELD, QUOTE, speaker=SPEAKER, carriers=(CARRIER,))
OTHER = cite(2, article("Other", "The gate stayed shut."), "The gate stayed shut.")
VERDICT = ruling(
    Label.SUPPORTED,
    CITED,
    evidence=(weighed(CITED, Stance.SUPPORTS, notes=(NOTE,)),),
    claim=CLAIM,
    text=f"{SPEAKER} says so [1].",
    notices=(NOTICE,),
)
ANSWER = quoting(
    CITED,
    OTHER,
    sides=[1, 2],
    disagreement=Disagreement(reason=REASON, sides=(SPEAKER, OUTLET)),
    question=QUESTION,
    notices=(NOTICE,),
)
ERROR = QuestionError(FAILED, subject=nasty("Subject"), remedy=nasty("Remedy"))

LOOK = """() => {
  const unseen = new RegExp('(?![\\\\n\\\\r\\\\t])[\\\\p{Cc}\\\\p{Cf}\\\\u3164]', 'u');
  const exact = new Set(['data-question', 'data-article', 'href', 'datetime']);
  const wrong = [];
  const marked = [];
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (['SCRIPT', 'STYLE'].includes(node.tagName)) continue;
      for (const attribute of node.attributes)
        if (!exact.has(attribute.name) && unseen.test(attribute.value))
          wrong.push(`${node.tagName} ${attribute.name}=${attribute.value}`);
      continue;
    }
    if (node.nodeType !== Node.TEXT_NODE) continue;
    if (['SCRIPT', 'STYLE'].includes(node.parentElement.tagName)) continue;
    if (unseen.test(node.data)) wrong.push(`${node.parentElement.outerHTML}`);
    if (!node.data.endsWith(' begin')) continue;
    marked.push(node.data);
    const around = node.parentElement.closest('bdi, [dir=auto]');
    if (!around || getComputedStyle(around).unicodeBidi !== 'isolate')
      wrong.push(`not isolated: ${node.data}`);
  }
  return {wrong, marked};
}"""


def look(page: Page, *expected: str) -> None:
    """Every one of these texts is on the page, isolated, and no raw character of any."""
    found = page.evaluate(LOOK)
    assert found["wrong"] == []
    for text in expected:
        begins = text.split(HIDDEN)[0]
        assert any(one.endswith(begins) for one in found["marked"]), (begins, found["marked"])


def asked(reader: Visit) -> None:
    reader.ask("Who?")
    reader.ask(CLAIM)
    reader.ask(nasty("Third"))


def test_no_text_of_others_hides_anything_on_the_page(visit: Visiting, tmp_path: Path) -> None:
    desk = ScriptedAssistant(HELD)
    desk.enqueue(ANSWER, VERDICT, ERROR, abstaining(CITED))
    desk.watched = [
        Watched(nasty("Source"), NO_OVERRIDES, SINCE, SINCE, None, nasty("Wrong"), 2, None)
    ]
    reader = visit(desk)
    asked(reader)
    look(
        reader.page, QUESTION, QUOTE, OUTLET, SPEAKER, CARRIER, REASON, NOTICE, NOTE, CLAIM, FAILED,
        nasty("Remedy"), nasty("Third"),
    )  # fmt: skip
    reader.ask("Nearest?")
    reader.citation(1).click()
    expect(reader.page.locator(".paragraph.cited")).to_be_in_viewport()
    look(reader.page, TITLE, OUTLET, AUTHOR, URL, PLACE, BYLINE, QUOTE)

    reader.page.get_by_role("tab", name="Library").click()
    reader.page.get_by_role("button", name="Sources").click()
    empty = tmp_path / f"{nasty('Name')}.txt".replace("/", "")
    empty.write_text(" ", encoding="utf-8")
    reader.page.locator("#files input[type=file]").set_input_files(empty)
    expect(reader.page.locator("#files")).to_contain_text("begin[U+202E][U+2066][U+200B]")
    look(reader.page)
    reader.page.get_by_role("button", name="Add to the library").click()
    expect(reader.page.locator("#report")).to_contain_text("1 not added")
    look(reader.page, TITLE, OUTLET, nasty("Source"), nasty("Wrong"))


def test_a_hidden_override_does_not_reverse_the_date(visit: Visiting) -> None:
    desk = ScriptedAssistant(HELD)
    desk.enqueue(ANSWER)
    reader = visit(desk)
    reader.ask("Who?")
    line = reader.page.locator(".attribution").first
    assert "3 March 2031" in line.inner_text()
    places = line.locator("time").evaluate(
        """time => [...time.textContent].map((_, place) => {
             const range = document.createRange();
             range.setStart(time.firstChild, place);
             range.setEnd(time.firstChild, place + 1);
             const box = range.getBoundingClientRect();
             return [Math.round(box.top), box.left];
           })"""
    )
    assert places == sorted(places)


def test_what_is_copied_has_the_paragraphs_own_characters(visit: Visiting) -> None:
    desk = ScriptedAssistant(HELD)
    desk.enqueue(ANSWER)
    reader = visit(desk)
    reader.ask("Who?")
    quote = reader.page.locator("blockquote").first
    expect(quote).to_contain_text(MARK)
    copied = quote.evaluate(
        """quote => {
          document.getSelection().selectAllChildren(quote);
          const data = new DataTransfer();
          const event = new ClipboardEvent('copy', {clipboardData: data, bubbles: true,
                                                    cancelable: true});
          quote.dispatchEvent(event);
          return [data.getData('text/plain'), event.defaultPrevented];
        }"""
    )
    assert copied == [QUOTE, True]
    expect(quote).to_contain_text(MARK)


def test_arabic_and_hebrew_run_from_the_right(visit: Visiting) -> None:
    arabic = "أغلق الجسر يوم الاثنين."
    held = article("عاصمة", arabic, outlet="שלום")
    desk = ScriptedAssistant(held)
    desk.enqueue(quoting(cite(1, held, arabic)))
    reader = visit(desk)
    reader.ask("When?")
    assert reader.page.locator("blockquote").evaluate("one => getComputedStyle(one).direction") == (
        "rtl"
    )
    outlet = reader.page.locator(".outlet bdi").first
    assert outlet.evaluate("one => getComputedStyle(one).direction") == "rtl"
    line = reader.page.locator(".attribution").first
    assert line.evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_no_text_of_others_hides_anything_in_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(ANSWER)
    answer(abstaining(CITED))
    terminal_verdict.checked([VERDICT], "typed")
    error(ERROR)
    told = capsys.readouterr()
    assert MARK in told.out
    assert MARK in told.err
    assert not INVISIBLE.search(told.out + told.err)
    (tmp_path / "news.txt").write_text(
        f"Title: {TITLE}\nOutlet: {OUTLET}\n\n{QUOTE}, the mayor of Velm said on Monday.\n".replace(
            "\x9b",
            "",  # a text has none
        ),
        encoding="utf-8",
    )
    store = ("--store", str(tmp_path / "store"))
    results = [run("add", str(tmp_path / "news.txt"), nasty("missing"), *store)]
    results += [run(*command, *store) for command in (("articles",), ("search", QUOTE))]
    for result in results:
        assert not INVISIBLE.search(result.stdout + result.stderr)
        assert "[U+" in result.stdout + result.stderr
    found = document(run("search", "gate opened", "--json", *store))
    assert HIDDEN[:3] in found["passages"][0]["text"]


def test_claim_review_has_the_characters_themselves() -> None:
    written = claim_review(VERDICT)
    assert json.loads(as_text(written)) == json.loads(json.dumps(written))
    assert not INVISIBLE.search(as_text(written))
    assert safe(as_text(written)) == as_text(written)
