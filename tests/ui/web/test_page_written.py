"""A written reply in a real browser: while it is written, once it is checked, by night, on a phone.

The assistant is a real one, and its model is a server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from browser import WAIT, Visit, Visiting
from openai_server import Behaviour, ModelServer, Reply, by_form, serving, status, text
from playwright.sync_api import expect
from test_page_readable import CONTRASTS
from test_page_verdict import NASTY, OVERFLOW, send
from written_store import QUESTION, make_store

from assistant.llm.connect import Address, Limits, connect
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from onrecord import Assistant

KEPT = "Boats burned in Orsk harbour on Sunday."
MARKED = "Boats burned because of a cigarette."
STRUCK = "Ninety boats burned in Orsk."
WORD = "Thirty boats burned."
REPLY = f"[{{0}}] {KEPT}\n[{{0}}] {WORD}\n[{{0}}] {MARKED}\n[{{0}}] {STRUCK}\nBoats sank."


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with serving() as model:
        yield model


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, server: ModelServer) -> Iterator[Assistant]:
    """Tests only read its store."""
    model = connect(Address("openai:test", server.url, "none"), Limits(pause=0.0))
    with make_store(tmp_path_factory.mktemp("page")) as store:
        yield Assistant(store, OverlapReranker(), WordStance(), model)


def plainly(*behaviours: Behaviour) -> tuple[Behaviour, ...]:
    """What it does where no structured reply is asked for; it takes none."""
    return tuple(by_form(status(400), one) for one in behaviours)


def in_parts(*parts: str | Event) -> Behaviour:
    """Words, and waiting until something happens."""

    def behave(reply: Reply) -> None:
        reply.head()
        for part in parts:
            if isinstance(part, Event):
                part.wait(WAIT / 1000)
            else:
                reply.event({"role": "assistant", "content": reply.request.filled(part)})
        reply.done()

    return behave


def open_reply(visit: Visiting, desk: Assistant, server: ModelServer, **look: object) -> Visit:
    """The page with REPLY on it."""
    server.will(*plainly(text(REPLY)))
    reader = visit(desk, **look)
    reader.ask(QUESTION)
    return reader


def test_words_appear_unchecked_and_settle(
    visit: Visiting, desk: Assistant, server: ModelServer
) -> None:
    first, second = Event(), Event()
    server.will(*plainly(in_parts(f"[{{0}}] {KEPT}", first, f"\n[{{0}}] {STRUCK} [", second, "x]")))
    reader = visit(desk)
    send(reader, QUESTION)
    written = reader.page.locator(".writing .written")
    expect(written).to_have_text([KEPT])
    expect(written).to_have_attribute("data-check", "unchecked")
    expect(reader.page.locator(".writing")).to_contain_text("not checked yet")
    expect(reader.page.locator(".writing button")).to_have_count(0)
    first.set()
    expect(written).to_have_text([KEPT, STRUCK])
    expect(written.nth(0)).to_have_attribute("data-check", "kept")
    expect(written.nth(1)).to_have_attribute("data-check", "unchecked")
    second.set()
    expect(reader.page.locator(".exchange[data-state=settled]")).to_have_count(1)
    expect(reader.page.locator(".writing")).to_have_count(0)
    expect(reader.page.locator("li.written")).to_have_count(1)


def test_a_kept_sentence_leads_to_its_paragraph(
    visit: Visiting, desk: Assistant, server: ModelServer
) -> None:
    reader = open_reply(visit, desk, server)
    kept = reader.page.locator("li.written[data-check=kept]")
    expect(kept).to_have_count(2)
    expect(kept.nth(0)).to_contain_text(KEPT)
    kept.nth(0).get_by_role("button", name="Citation 1").first.click()
    cited = reader.page.locator(".paragraph.cited")
    expect(cited).to_be_focused()
    expect(cited.locator("mark").first).to_have_text(KEPT)
    expect(kept.nth(1)).to_contain_text("according to the harbour master Ilya Brandt")
    kept.nth(0).get_by_text("1 source").click()
    expect(kept.nth(0).locator(".attribution")).to_contain_text("Gazette")


def test_a_marked_sentence_says_so_and_struck_ones_are_folded(
    visit: Visiting, desk: Assistant, server: ModelServer
) -> None:
    reader = open_reply(visit, desk, server)
    marked = reader.page.locator("li.written[data-check=marked]")
    expect(marked).to_contain_text(MARKED)
    expect(marked.locator(".mark")).to_have_text("not confirmed by its sources")
    struck = reader.page.locator("details.struck")
    items = struck.get_by_role("listitem")
    expect(struck.locator("li").first).to_be_hidden()
    struck.get_by_text("2 sentences struck").click()
    expect(items.first).to_be_visible()
    expect(items).to_contain_text([STRUCK, "Boats sank."])
    expect(items.nth(0)).to_contain_text("“Ninety” is not in its sources.")
    expect(items.nth(1)).to_contain_text("It doesn't name a paragraph that supports it.")
    expect(reader.page.locator(".made")).to_contain_text(
        "Written by openai:test: 2 sentences checked against their sources, 1 not confirmed, "
        "2 struck"
    )


def test_quotes_of_what_the_model_passed_over_stand_below(
    visit: Visiting, desk: Assistant, server: ModelServer
) -> None:
    reader = open_reply(visit, desk, server)
    expect(reader.page.get_by_role("note")).to_contain_text("The articles disagree")
    expect(reader.page.locator(".side")).to_have_count(2)
    expect(reader.page.locator(".sides")).to_contain_text("Forty boats burned in Orsk")


def test_html_in_a_reply_is_text(visit: Visiting, desk: Assistant, server: ModelServer) -> None:
    proceed = Event()
    words = f"{NASTY} boats burned."
    server.will(*plainly(in_parts(f"[{{0}}] {KEPT}\n[{{0}}] {words}", proceed)))
    reader = visit(desk)
    send(reader, QUESTION)
    expect(reader.page.locator(".writing")).to_contain_text('onerror="window.__pwned = 1">')
    proceed.set()
    expect(reader.page.locator(".exchange[data-state=settled]")).to_have_count(1)
    expect(reader.page.locator(".reply")).to_contain_text("window.__pwned")
    assert reader.page.evaluate("window.__pwned") is None
    assert reader.page.locator("#columns :is(script, img)").count() == 0


def test_a_model_in_trouble_leaves_the_quotes_and_one_line(
    visit: Visiting, desk: Assistant, server: ModelServer
) -> None:
    server.will(status(401))
    reader = visit(desk)
    reader.ask(QUESTION)
    expect(reader.page.locator(".notices li")).to_have_text(
        ["openai:test refused the key, so this reply uses quotes instead."]
    )
    expect(reader.page.locator(".quotes").first).to_be_visible()
    expect(reader.page.locator(".made")).to_contain_text("word for word")


def test_the_understood_question_can_be_edited(
    visit: Visiting, desk: Assistant, server: ModelServer
) -> None:
    alone = "How many boats burned in Orsk harbour?"
    reader = open_reply(visit, desk, server)
    server.will(text(alone), *plainly(text(f"[{{0}}] {KEPT}")))
    reader.ask("How many in Orsk harbour?")
    understood = reader.page.locator(".understood")
    expect(understood.locator("q")).to_have_text(alone)
    edit = understood.get_by_role("button", name="Edit the question as it was understood")
    edit.focus()
    reader.page.keyboard.press("Enter")
    box = reader.page.get_by_label("Your question or claim")
    expect(box).to_have_value(alone)
    expect(box).to_be_focused()
    reader.page.keyboard.press("End")
    reader.page.keyboard.type(" On Sunday?")
    expect(box).to_have_value(f"{alone} On Sunday?")


def test_on_a_phone_nothing_is_cut(visit: Visiting, desk: Assistant, server: ModelServer) -> None:
    proceed = Event()
    long = "Boat" * 90
    server.will(
        *plainly(in_parts(f"[{{0}}] {KEPT}\n[{{0}}] {long} burned.", proceed, f"\n{REPLY}"))
    )
    reader = visit(desk, width=390, height=844)
    send(reader, QUESTION)
    expect(reader.page.locator(".writing")).to_contain_text(long)
    assert reader.page.evaluate(OVERFLOW) <= 0
    proceed.set()
    expect(reader.page.locator(".exchange[data-state=settled]")).to_have_count(1)
    for summary in reader.page.locator(".reply summary").all():
        summary.click()
    assert reader.page.evaluate(OVERFLOW) <= 0
    card = "document.querySelector('.reply')"
    assert reader.page.evaluate(f"{card}.scrollWidth - {card}.clientWidth") <= 0
    for button in reader.page.locator(".reply button.citation").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out_while_it_is_written_and_after(
    visit: Visiting, desk: Assistant, server: ModelServer, dark: bool
) -> None:
    proceed = Event()
    server.will(*plainly(in_parts(REPLY, proceed)))
    reader = visit(desk, dark=dark)
    send(reader, QUESTION)
    expect(reader.page.locator(".writing .written")).to_have_count(5)
    assert reader.page.evaluate(CONTRASTS) == []
    proceed.set()
    expect(reader.page.locator(".exchange[data-state=settled]")).to_have_count(1)
    server.will(text("How many boats burned in Orsk harbour?"), *plainly(text(REPLY)))
    reader.ask("How many in Orsk harbour?")
    expect(reader.page.locator("button.edit")).to_be_visible()
    for summary in reader.page.locator(".reply summary").all():
        summary.click()
    reader.page.mouse.move(0, 0)
    assert reader.page.evaluate(CONTRASTS) == []
