"""The library: its list, its filter, the report of an upload, the example questions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from parsed_html import ParsedHtml
from scripted_assistant import ScriptedAssistant, article

from index.errors import SourceError, StoreLocked, StoreReadOnly
from index.reports import IndexReport, RebuildReport
from index.types import Failure, Overrides, ProgressCallback, silent
from ui.json.report_documents import report
from ui.web.library import LISTED, SAMPLES, Given, Library, listing, report_card
from ui.web.welcome import welcome
from ui.wording import date, date_words, dates_words

FERRY = article("The ferry is back", "It sails.", outlet="Ambling Post", published="2031-03-03")


def titles(html: str) -> list[str]:
    """The titles that a list shows."""
    return ParsedHtml(html).within("span")[::2]


def test_the_list_shows_title_outlet_and_date() -> None:
    rows = Library(ScriptedAssistant(FERRY, article("Memo", "Pumps."))).articles()
    text = ParsedHtml(listing(rows)).text
    assert "The ferry is back" in text
    assert "Ambling Post · 3 March 2031" in text
    assert "outlet not given · date not given" in text


def test_the_list_is_read_again_only_when_the_store_has_changed() -> None:
    desk = ScriptedAssistant(FERRY)
    library = Library(desk)
    assert len(library.articles()) == 1
    desk.held.append(article("Memo", "Pumps."))
    assert len(library.articles()) == 1
    desk.generation += 1
    assert len(library.articles()) == 2


def test_the_filter_looks_at_title_outlet_and_date() -> None:
    rows = [
        article("Ferry", outlet="Ambling Post", published="2031").details,
        article("Memo").details,
    ]
    assert titles(listing(rows, "post 2031")) == ["Ferry"]
    assert titles(listing(rows, "MEMO")) == ["Memo"]
    assert "No article matches." in listing(rows, "ferry memo")


def test_the_list_says_what_was_retracted() -> None:
    withdrawn = replace(FERRY, retracted="retracted on 2031-03-04")
    assert (
        "3 March 2031 · retracted"
        in ParsedHtml(listing(Library(ScriptedAssistant(withdrawn)).articles())).text
    )
    assert "retracted" not in ParsedHtml(listing(Library(ScriptedAssistant(FERRY)).articles())).text


def test_a_report_of_many_files_says_how_many_more() -> None:
    error = SourceError("It is empty.", subject="x", remedy="Fill it.")
    failed = tuple(Failure(f"news.zip#a/{n}.txt", error) for n in range(LISTED + 7))
    card = ParsedHtml(report_card(report(IndexReport(generation=1, failed=failed), []))).text
    assert f"{LISTED + 7} not added" in card
    assert "and 7 more" in card
    assert "news.zip#a/3.txt" in card


def test_a_long_list_says_how_much_it_leaves_out() -> None:
    rows = [article(f"Title {number}").details for number in range(LISTED + 5)]
    assert len(titles(listing(rows))) == LISTED
    assert "and 5 more" in listing(rows)


def test_the_report_names_every_file_with_cause_and_remedy(tmp_path: Path) -> None:
    good, bad = tmp_path / "ferry.txt", tmp_path / "empty.txt"
    good.write_text("The ferry is back\n\nIt sails.", encoding="utf-8")
    bad.write_text("", encoding="utf-8")
    desk = ScriptedAssistant()
    done = Library(desk).add(Given([str(good), str(bad)], "", " Ambling Post ", ""), silent)
    assert desk.added[0] == ("ferry.txt", Overrides(outlet="Ambling Post"))
    text = ParsedHtml(report_card(done)).text
    assert "1 added, 0 updated, 0 unchanged, 1 not added. Library update 4." in text
    assert "empty.txt It holds no text. Give a file with an article." in text


def test_an_upload_without_files_says_what_to_do() -> None:
    done = Library(ScriptedAssistant()).add(Given([], "", "", ""), silent)
    assert "No file was chosen. Choose one or more" in ParsedHtml(report_card(done)).text


def test_a_store_that_cannot_be_written_is_reported_like_a_bad_file(tmp_path: Path) -> None:
    class ReadOnly(ScriptedAssistant):
        def add(self, *_: object, **__: object) -> IndexReport:
            raise StoreReadOnly("It cannot be written.", subject="the store", remedy="Unlock it.")

    done = Library(ReadOnly()).add(Given([str(tmp_path / "ferry.txt")], "", "", ""), silent)
    (failure,) = done["failed"]
    assert failure["error"] == {
        "kind": "StoreReadOnly",
        "happened": "It cannot be written.",
        "subject": "the store",
        "remedy": "Unlock it.",
    }
    assert done["error"]["subject"] == "ferry.txt"


def test_examples_are_offered_only_over_the_samples() -> None:
    assert Library(ScriptedAssistant(FERRY)).examples() == ()
    sample = article("Sample", "Text.", location=str(SAMPLES / "articles" / "sample.txt"))
    examples = Library(ScriptedAssistant(FERRY, sample)).examples()
    assert len(examples) >= 4
    buttons = ParsedHtml(welcome(2, examples)).having("class", "example")
    assert [each["data-question"] for each in buttons] == list(examples)


def test_an_empty_library_is_told_how_to_fill_it() -> None:
    assert "There are no articles yet." in ParsedHtml(welcome(0, ())).text


def test_dates_keep_their_precision() -> None:
    wanted = {
        "2031": "2031",
        "2031-03": "March 2031",
        "2031-03-03": "3 March 2031",
        "2031-03-03T08:05+01:00": "3 March 2031, 08:05",
        "soon": "soon",
    }
    assert {iso: date_words(iso) for iso in wanted} == wanted


@pytest.mark.parametrize(
    ("published", "updated", "words"),
    [
        ("2031-03-03", None, "3 March 2031"),
        ("2031-03-03", "2031-03-05T08:05Z", "3 March 2031 (updated 5 March 2031, 08:05)"),
        ("2031-03-03", "2031-03-03", "3 March 2031"),
        ("2031-03-03T08:05Z", "2031-03-03", "3 March 2031, 08:05 (updated 3 March 2031)"),
        (None, "2021-05-03", "updated 3 May 2021; publication date not given"),
        (None, None, "date not given"),
    ],
)
def test_an_update_is_shown_as_one(published: str | None, updated: str | None, words: str) -> None:
    assert dates_words(published, updated) == words
    shown = ParsedHtml(date(published, updated))
    assert shown.text == words
    times = [attributes["datetime"] for tag, attributes in shown.elements if tag == "time"]
    assert times == list(dict.fromkeys(filter(None, (published, updated))))


def test_the_index_says_why_it_should_be_rebuilt_and_what_came_of_it() -> None:
    desk = ScriptedAssistant(FERRY)
    desk.notices = ("It was made with <bag>.",)
    library = Library(desk)
    assert "It was made with <bag>." in ParsedHtml(library.about_index()).text
    text = ParsedHtml(library.rebuild(silent)).text
    assert "Search index refreshed: 1 article in 1.5 s; library update 4." in text
    details = "Embedding model <bag>: 7 passages, 5 embedded and 2 reused; 1.5 MB freed."
    assert details in text


def test_a_rebuild_that_fails_says_why() -> None:
    class Busy(ScriptedAssistant):
        def rebuild(self, *, progress: ProgressCallback = silent) -> RebuildReport:
            raise StoreLocked("It is being rebuilt.", subject="the store", remedy="Wait.")

    told = "The search index wasn't refreshed. the store: It is being rebuilt. Wait."
    assert told in ParsedHtml(Library(Busy()).rebuild(silent)).text
