"""The page in a real browser, over an assistant that says what it was told to say."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import Visit, Visiting, served
from gradio_client import Client, handle_file
from newsroom import DENIAL, EARLY, FLOOD, GATE, SHUT, newsroom
from playwright.sync_api import expect
from scripted_assistant import ScriptedAssistant, article, cite, quoting

NASTY = '<script>window.__pwned = 1</script><img src=x onerror="window.__pwned = 1">'


def test_a_citation_opens_its_paragraph_highlighted_and_in_view(visit: Visiting) -> None:
    reader = visit(newsroom())
    reader.ask("When was the gate opened?")
    expect(reader.page.locator(".disagreement")).to_contain_text("The articles disagree")
    reader.citation(1).click()
    cited = reader.page.locator(".paragraph.cited")
    expect(cited.locator("mark")).to_have_text(GATE)
    expect(cited).to_be_in_viewport(ratio=1)
    expect(cited).to_be_focused()
    expect(reader.page.locator(".source h2")).to_have_text(FLOOD.title)


def test_the_same_citation_opened_again_is_scrolled_to_again(visit: Visiting) -> None:
    reader = visit(newsroom())
    reader.ask("When was the gate opened?")
    reader.citation(1).click()
    cited = reader.page.locator(".paragraph.cited")
    expect(cited).to_be_in_viewport()
    reader.page.locator("#panel").evaluate("panel => panel.scrollTo(0, 0)")
    expect(cited).not_to_be_in_viewport()
    reader.citation(1).click()
    expect(cited).to_be_in_viewport(ratio=1)


def test_a_citation_of_an_older_reply_opens_the_version_it_quoted(visit: Visiting) -> None:
    desk = ScriptedAssistant(FLOOD)
    desk.enqueue(quoting(EARLY), quoting(SHUT))
    reader = visit(desk)
    reader.ask("First?")
    reader.ask("Second?")
    desk.held[0] = article(FLOOD.title, "Corrected: it stayed shut.", version=2)
    reader.citation(2, exchange=1).click()
    expect(reader.page.locator(".paragraph.cited mark")).to_have_text(SHUT.quote)
    reader.citation(1, exchange=0).click()
    expect(reader.page.locator(".paragraph.cited mark")).to_have_text(GATE)
    expect(reader.page.locator(".outdated")).to_contain_text("You are reading version 1")


def test_follow_ups_bring_the_conversation_and_a_new_one_starts_afresh(visit: Visiting) -> None:
    desk = newsroom()
    reader = visit(desk)
    reader.ask("When was the gate opened?")
    reader.ask("And who won the cup?")
    expect(reader.page.locator(".abstained")).to_have_text("The articles do not answer this.")
    assert [turn.about for turn in desk.heard[1][1]] == ["When was the gate opened?"]
    reader.page.get_by_role("button", name="New conversation").click()
    expect(reader.page.locator(".exchange")).to_have_count(0)
    expect(reader.page.locator(".welcome")).to_be_visible()
    reader.ask("Was it shut?")
    assert desk.heard[2] == ("Was it shut?", ())


def test_two_readers_have_two_conversations(visit: Visiting) -> None:
    desk = newsroom()
    reader = visit(desk)
    reader.ask("When was the gate opened?")
    other = Visit(reader.page.context.browser.new_context(), reader.url)  # type: ignore[union-attr]
    other.ask("Was it shut?")
    assert desk.heard[1] == ("Was it shut?", ())
    expect(other.page.locator(".exchange")).to_have_count(1)
    other.page.context.close()


def test_the_steps_are_shown_and_a_reply_can_be_stopped(visit: Visiting) -> None:
    desk = newsroom()
    desk.gate.clear()
    reader = visit(desk)
    reader.page.get_by_label("Your question or claim").fill("When was the gate opened?")
    reader.page.get_by_role("button", name="Send").click()
    expect(reader.page.locator(".working")).to_have_text("Searching the articles …")
    reader.page.get_by_role("button", name="Stop").click()
    expect(reader.page.locator(".stopped")).to_contain_text("You stopped this reply.")
    desk.gate.set()
    reader.ask("Was it shut?")
    expect(reader.page.locator(".exchange")).to_have_count(2)


def test_script_in_a_question_and_in_an_article_is_text(visit: Visiting) -> None:
    nasty = article(NASTY, f"Before {NASTY} after.", outlet=NASTY, authors=(NASTY,))
    desk = ScriptedAssistant(nasty)
    desk.enqueue(quoting(cite(1, nasty, f"Before {NASTY} after."), notices=(NASTY,)))
    reader = visit(desk)
    reader.ask(f"What is {NASTY}?")
    expect(reader.page.locator(".asked")).to_contain_text(NASTY)
    expect(reader.page.locator("blockquote")).to_have_text(f"Before {NASTY} after.")
    reader.citation(1).click()
    expect(reader.page.locator(".paragraph.cited mark")).to_have_text(f"Before {NASTY} after.")
    reader.page.get_by_role("tab", name="Library").click()
    expect(reader.page.locator("button.entry .title")).to_have_text(NASTY)
    assert reader.page.evaluate("window.__pwned") is None
    assert reader.page.locator("#columns :is(script, img)").count() == 0


def test_templates_of_the_page_do_not_reach_into_articles(visit: Visiting) -> None:
    words = "Costs ${window.__pwned = 1} and {{value}} and `ticks` and \\n and $$x$$ **stay**."
    held = article("Templates", words)
    desk = ScriptedAssistant(held)
    desk.enqueue(quoting(cite(1, held, words)))
    reader = visit(desk)
    reader.ask("What stays?")
    expect(reader.page.locator("blockquote")).to_have_text(words)
    assert reader.page.evaluate("window.__pwned") is None


@pytest.mark.parametrize("message", ["", "  \n "])
def test_an_empty_message_gets_a_hint_and_reaches_nobody(visit: Visiting, message: str) -> None:
    desk = newsroom()
    reader = visit(desk)
    reader.page.get_by_label("Your question or claim").fill(message)
    reader.page.get_by_role("button", name="Send").click()
    expect(reader.page.locator(".hint")).to_have_text("Type a question or a claim first.")
    assert desk.heard == []
    reader.ask("When was the gate opened?")
    expect(reader.page.locator(".hint")).to_have_count(0)


def test_100_000_characters_are_refused_and_stay_in_the_box(visit: Visiting) -> None:
    reader = visit(newsroom())
    long = "why " * 25_000
    reader.ask(long)
    expect(reader.page.locator(".trouble")).to_contain_text("The question has 100000 characters.")
    expect(reader.page.locator(".trouble")).to_contain_text("Ask in at most 2000 characters.")
    assert len(reader.page.locator(".asked").inner_text()) < 500
    expect(reader.page.get_by_label("Your question or claim")).to_have_value(long)


def test_an_unforeseen_error_is_a_card_and_the_page_goes_on(visit: Visiting) -> None:
    desk = ScriptedAssistant(DENIAL)
    desk.enqueue(RuntimeError("secret detail"), quoting(SHUT))
    reader = visit(desk)
    reader.ask("First?")
    expect(reader.page.locator(".trouble")).to_contain_text("onrecord doctor")
    assert "secret detail" not in reader.page.content()
    reader.ask("Second?")
    expect(reader.page.locator("blockquote")).to_have_text(SHUT.quote)


def test_an_upload_shows_its_report_and_its_articles(visit: Visiting, tmp_path: Path) -> None:
    good, bad = tmp_path / "ferry notes.txt", tmp_path / "empty.md"
    good.write_text("The ferry is back\n\nIt sails again.", encoding="utf-8")
    bad.write_text("", encoding="utf-8")
    desk = newsroom()
    reader = visit(desk)
    expect(reader.page.locator(".holdings")).to_have_text("2 articles · library update 3")
    reader.page.get_by_role("tab", name="Library").click()
    expect(reader.page.locator("button.entry")).to_have_count(2)
    reader.page.locator("#files input[type=file]").set_input_files([good, bad])
    expect(reader.page.locator("#files")).to_contain_text("ferry notes")
    reader.page.get_by_label("Outlet (optional)").fill("Ambling Post")
    reader.page.get_by_label("Date (optional)").fill("2031-04")
    reader.page.get_by_role("button", name="Add to the library").click()
    report = reader.page.locator(".report")
    expect(report).to_contain_text(
        "1 added, 0 updated, 0 unchanged, 1 not added. Library update 4."
    )
    expect(report).to_contain_text("empty.md It holds no text. Give a file with an article.")
    expect(reader.page.locator(".holdings")).to_have_text("3 articles · library update 4")
    assert [name for name, _ in desk.added] == ["ferry notes.txt", "empty.md"]
    entry = reader.page.get_by_role("button", name="The ferry is back")
    expect(entry).to_contain_text("Ambling Post · April 2031")
    entry.click()
    expect(reader.page.locator(".source h2")).to_have_text("The ferry is back")
    reader.page.get_by_label("Find an article").fill("herald")
    expect(reader.page.locator("button.entry")).to_have_count(1)


def test_programs_can_ask_and_add(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("The ferry is back\n\nIt sails again.", encoding="utf-8")
    with served(newsroom()) as url:
        client = Client(url, verbose=False, analytics_enabled=False)
        answer = client.predict("When was the gate opened?", api_name="/ask")
        report = client.predict([handle_file(notes)], "", "2031", "", api_name="/add")
        client.close()  # type: ignore[no-untyped-call]
    assert answer["citations"][0]["quote"] == GATE
    assert answer["citations"][0]["article"] == FLOOD.id
    assert [each["title"] for each in report["added"]] == ["The ferry is back"]


def test_the_index_is_rebuilt_while_questions_are_answered(visit: Visiting) -> None:
    desk = newsroom()
    desk.notices = ("The index was made with another model.",)
    desk.rebuilding.clear()
    reader = visit(desk)
    reader.page.get_by_role("tab", name="Library").click()
    reader.page.get_by_role("button", name="Search index").click()
    expect(reader.page.locator("#rebuilt .notice")).to_contain_text("another model")
    reader.page.get_by_role("button", name="Refresh the search index").click()
    expect(reader.page.locator("#rebuilt")).to_contain_text("Preparing passages")
    reader.page.get_by_role("tab", name="Ask or check").click()
    reader.ask("When was the gate opened?")
    expect(reader.page.locator(".disagreement")).to_contain_text("The articles disagree")
    desk.rebuilding.set()
    reader.page.get_by_role("tab", name="Library").click()
    expect(reader.page.locator("#rebuilt details")).to_contain_text("7 passages, 5 embedded")
    expect(reader.page.locator(".holdings")).to_have_text("2 articles · library update 4")
