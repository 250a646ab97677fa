"""The command line, run as a person or a script runs it, over a real store."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import BRIDGE, article_id, document, run, two_articles

from onrecord import Assistant


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two articles. Tests only read it."""
    return two_articles(tmp_path_factory.mktemp("command-line"))


def test_add_tells_what_was_added_and_what_was_there(tmp_path: Path) -> None:
    article = tmp_path / "bridge.txt"
    article.write_text(BRIDGE, encoding="utf-8")
    where = ("--store", str(tmp_path / "store"))
    first = document(run("add", str(article), "--json", *where))
    assert first["kind"] == "report"
    assert [added["title"] for added in first["added"]] == ["Footbridge of Maldry closed"]
    assert first["embedded"] > 0
    again = document(run("add", str(article), "--json", *where))
    assert [same["title"] for same in again["unchanged"]] == ["Footbridge of Maldry closed"]
    assert (again["added"], again["embedded"]) == ([], 0)


def test_add_says_what_the_text_does_not(tmp_path: Path) -> None:
    article = tmp_path / "note.txt"
    article.write_text("The ferry to Maldry was late again on Monday, by two hours.\n" * 2)
    where = ("--store", str(tmp_path / "store"))
    options = ("--title", "Ferry late", "--outlet", "Maldry Post", "--published", "2031-03")
    document(run("add", str(article), "--json", *options, *where))
    (kept,) = document(run("articles", "--json", *where))["articles"]
    assert (kept["title"], kept["outlet"], kept["published"]) == (
        "Ferry late", "Maldry Post", "2031-03",
    )  # fmt: skip


def test_add_with_some_bad_files_is_done_and_names_them(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(BRIDGE, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("")
    result = run("add", str(tmp_path), "--store", str(tmp_path / "store"))
    assert result.exit_code == 0
    assert "1 added" in result.stdout
    assert "1 failed" in result.stdout
    assert "empty.txt" in result.stderr


def test_add_with_only_bad_files_fails(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.txt")
    where = ("--store", str(tmp_path / "store"))
    result = run("add", missing, *where)
    assert result.exit_code == 1
    assert "missing.txt" in result.stderr
    assert "Traceback" not in result.stderr
    result = run("add", missing, "--json", *where)
    told = document(result)
    assert result.exit_code == 1
    assert told["error"]["kind"] == "SourceError"
    assert told["failed"][0]["error"]["kind"] == "SourceNotFound"
    assert set(told["error"]) == {"kind", "happened", "subject", "remedy"}


def test_articles_lists_what_is_known(store: Path) -> None:
    text = run("articles", "--store", str(store)).stdout
    assert re.search(r"^[0-9a-f]{12}  2031-03-03  Maldry Chronicle +Footbridge", text, re.MULTILINE)
    listed = document(run("articles", "--json", "--store", str(store)))
    assert listed["kind"] == "articles"
    assert listed["generation"] == 1
    assert len(listed["articles"]) == 2
    assert "paragraphs" not in listed["articles"][0]


def test_an_empty_store_says_how_to_begin(tmp_path: Path) -> None:
    with Assistant.open(tmp_path / "store"):
        pass
    result = run("articles", "--store", str(tmp_path / "store"))
    assert "onrecord add" in result.stdout


@pytest.mark.parametrize(
    "command",
    [["articles"], ["ask", "How many?"], ["check", "It burned."], ["search", "x"], ["doctor"]],
)
def test_a_store_that_is_not_there_is_an_error_and_not_made(
    tmp_path: Path, command: list[str]
) -> None:
    result = run(*command, "--store", str(tmp_path / "mistyped"))
    assert result.exit_code == 1
    assert "There is no store in this folder" in result.stderr
    assert not (tmp_path / "mistyped").exists()


def test_the_store_may_be_named_before_or_after_the_command_or_by_the_environment(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Maldry" in run("--store", str(store), "articles").stdout
    monkeypatch.setenv("ONRECORD_STORE", str(store))
    assert "Maldry" in run("articles").stdout
    other = str(tmp_path / "other")
    assert "Maldry" not in run("--store", other, "articles").stdout
    assert "Maldry" not in run("--store", str(store), "articles", "--store", other).stdout


def test_show_prints_an_article_or_one_paragraph(store: Path) -> None:
    article, where = article_id(store, "Footbridge"), ("--store", str(store))
    whole = document(run("show", article, "--json", *where))
    assert whole["kind"] == "article"
    assert [p["number"] for p in whole["paragraphs"]] == list(
        range(1, len(whole["paragraphs"]) + 1)
    )
    cited = next(p for p in whole["paragraphs"] if "Osric Vale" in p["text"])
    place = f"{article}#{cited['number']}"
    assert document(run("show", place, "--json", *where))["paragraphs"] == [cited]
    text = run("show", place, *where).stdout
    assert cited["text"] in text
    assert "beam" not in text


@pytest.mark.parametrize(
    ("place", "options"),
    [("ffffffffffff", ()), ("{}#99", ()), ("{}#0", ()), ("{}", ("--version", "7"))],
)
def test_show_of_what_is_not_there_fails(store: Path, place: str, options: tuple[str, ...]) -> None:
    place = place.format(article_id(store, "Footbridge"))
    result = run("show", place, *options, "--json", "--store", str(store))
    assert result.exit_code == 1
    assert document(result)["error"]["kind"] == "ArticleNotFound"
    result = run("show", place, *options, "--store", str(store))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr


def test_search_gives_passages_with_their_places(store: Path) -> None:
    result = document(
        run("search", "crack in a beam", "--limit", "1", "--json", "--store", str(store))
    )
    (passage,) = result["passages"]
    assert "beam had cracked" in passage["text"]
    assert passage["outlet"] == "Maldry Chronicle"
    assert 0 <= passage["score"] <= 1
    text = run("search", "crack in a beam", "--store", str(store)).stdout
    assert f"{passage['article']}#{passage['first']}" in text


def test_ask_quotes_and_cites(store: Path) -> None:
    question = "Why was the footbridge of Maldry closed?"
    answer = document(run("ask", question, "--json", "--store", str(store)))
    assert answer["kind"] == "answer"
    assert not answer["abstained"]
    cited = next(c for c in answer["citations"] if "beam" in c["quote"])
    place = f"{cited['article']}#{cited['paragraph']}"
    text = run("ask", question, "--store", str(store)).stdout
    assert f"{cited['quote']} [{cited['number']}]" in text
    assert f"[{cited['number']}] Maldry Chronicle · 2031-03-03" in text
    assert place in text
    paragraph = document(run("show", place, "--json", "--store", str(store)))["paragraphs"][0]
    assert paragraph["text"][cited["start"] : cited["end"]] == cited["quote"]


def test_ask_says_when_the_articles_do_not_answer(store: Path) -> None:
    result = run("ask", "How many moons does the planet Saturn have?", "--store", str(store))
    assert result.exit_code == 0
    assert "The articles do not answer this." in result.stdout


def test_an_empty_question_fails_with_a_remedy(store: Path) -> None:
    result = run("ask", "  ", "--json", "--store", str(store))
    assert result.exit_code == 1
    assert document(result)["error"]["kind"] == "QuestionError"


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["ask"],
        ["add"],
        ["search", "x", "--limit", "0"],
        ["show", "a#b"],
        ["articles", "--nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_use_ends_with_2_and_prints_nothing_on_standard_output(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: onrecord" in result.stderr


def test_doctor_finds_a_healthy_store(store: Path) -> None:
    result = run("doctor", "--json", "--store", str(store))
    checked = document(result)
    assert result.exit_code == 0, checked
    assert checked["kind"] == "findings"
    assert all(finding["ok"] for finding in checked["findings"])


def test_a_broken_setting_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_PORT", "a harbour")
    result = run("articles", "--json")
    assert result.exit_code == 1
    assert document(result)["error"]["kind"] == "SettingError"


def test_a_file_where_the_store_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("not a folder")
    result = run("articles", "--json", "--store", str(tmp_path / "store"))
    assert result.exit_code == 1
    assert document(result)["error"]["kind"].startswith("Store")
