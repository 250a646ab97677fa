"""Whatever is skipped in folders and archives is reported, by kind, with what can be done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import run
from parsed_html import ParsedHtml

from evaluation.hostile_files.specimens import TEXT, packed
from index.files.skipped import EXAMPLES, MOST_KINDS, Skip, Tally, Why
from index.reports import IndexReport
from index.search.embedding import FakeEmbedder
from index.store import Store
from ui.json.report_documents import report
from ui.web.library import report_card

FILES = {
    "ferry.txt": TEXT,
    "letters/a.eml": b"From: nobody",
    "letters/B.EML": b"From: nobody",
    "letters/c.eml": b"From: nobody",
    "letters/d.eml": b"From: nobody",
    "table.csv": b"1,2",
    "old.doc": b"\xd0\xcf\x11\xe0",
    "table.xlsx": b"PK",
    "photo.jpeg": b"\xff\xd8",
    "README": b"Read me.",
    "strange.a b": b"?",
    ".hidden.txt": TEXT,
    ".git/HEAD": b"ref",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "news"


def _added(tmp_path: Path, *sources: Path, upload: bool = False) -> IndexReport:
    with Store.open(tmp_path / "store", FakeEmbedder()) as store:
        return store.add(sources, upload=upload)


def test_what_a_folder_has_besides_articles_is_counted_by_kind(
    folder: Path, tmp_path: Path
) -> None:
    report = _added(tmp_path, folder)
    assert len(report.added) == 1
    assert not report.failed
    assert [one.what for one in report.skipped] == [
        "4 .eml files",
        "2 files without a suffix",
        "2 hidden files or folders",
        "1 .csv file",
        "1 .doc file",
        "1 .jpeg file",
        "1 .xlsx file",
    ]
    letters = report.skipped[0]
    names = ("B.EML", "a.eml", "c.eml")
    assert letters.examples == tuple(str(folder / "letters" / name) for name in names)
    for readable in (".txt", ".html", ".docx", ".pdf"):
        assert readable in letters.remedy


def test_what_an_archive_has_besides_articles_is_counted_too(tmp_path: Path) -> None:
    path = tmp_path / "news.zip"
    path.write_bytes(packed(FILES))
    report = _added(tmp_path, path)
    assert [(one.what, one.examples[0]) for one in report.skipped][:2] == [
        ("4 .eml files", f"{path}#letters/a.eml"),
        ("2 files without a suffix", f"{path}#README"),
    ]
    assert not report.failed


@pytest.mark.parametrize("kind", ["folder", "archive"])
def test_where_nothing_can_be_read_is_an_error_that_says_what_there_is(
    kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "news"
    if kind == "archive":
        path = path.with_suffix(".zip")
        path.write_bytes(packed({"a.eml": b"x", "b.eml": b"x", "c.csv": b"x"}))
    else:
        path.mkdir()
        for name in ("a.eml", "b.eml", "c.csv"):
            (path / name).write_bytes(b"x")
    (failure,) = _added(tmp_path, path).failed
    assert failure.error.happened == (
        f"The {kind} contains no readable article, only 2 .eml files and 1 .csv file."
    )
    assert ".docx" in failure.error.remedy


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (failure,) = _added(tmp_path, tmp_path / "news").failed
    assert failure.error.happened == "The folder is empty."


def test_ten_thousand_kinds_are_a_few_lines() -> None:
    tally = Tally()
    for number in range(10_000):
        tally.add(Skip(f"/news/file.x{number}", Why.FORMAT))
    tally.add(Skip("/news/.git", Why.HIDDEN))
    found = tally.skipped()
    assert len(found) <= MOST_KINDS + 2
    assert sum(one.count for one in found) == 10_001
    assert found[0].what == f"{10_000 - MOST_KINDS:,} files of other kinds"
    assert all(len(one.examples) <= EXAMPLES for one in found)
    assert "1 hidden file or folder" in [one.what for one in found]


def test_the_command_line_tells_it_in_words_and_in_json(folder: Path, tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    done = run("add", str(folder), "--store", store)
    assert done.exit_code == 0
    assert "4 .eml files skipped: " in done.stderr
    assert "save its text as .txt, .html, .docx or .pdf" in done.stderr
    told = json.loads(run("add", str(folder), "--store", store, "--json").stdout)
    assert told["skipped"][0]["count"] == 4
    assert told["skipped"][0]["suffix"] == ".eml"
    assert len(told["skipped"][0]["examples"]) == EXAMPLES


def test_the_page_tells_it(tmp_path: Path) -> None:
    path = tmp_path / "news.zip"
    path.write_bytes(packed({"<b>.eml": b"x", "good.txt": TEXT}))
    card = ParsedHtml(report_card(report(_added(tmp_path, path, upload=True), []))).text
    assert "Skipped1 .eml file skipped: news.zip#<b>.eml To include it, save its text" in card
