"""Word lists come from data files, and a damaged one says where."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from project import ROOT

from assistant.english.noun_phrases import speaker_in
from assistant.retrieval.query_analysis import names_in
from index.errors import DataFileError
from index.words.word_lists import any_of, word_lists


@pytest.fixture
def package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The name of a package of this test alone."""
    name = f"words_of_{abs(hash(request.node.name))}"
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    sys.modules.pop(name, None)


def _write(tmp_path: Path, package: str, text: str) -> None:
    (tmp_path / package / "boats.toml").write_text(text, encoding="utf-8")


def test_words_phrases_and_tables_are_read_in_their_order(tmp_path: Path, package: str) -> None:
    _write(
        tmp_path,
        package,
        '# Boats.\nsmall = """\nskiff dinghy\npunt\n"""\nlarge = ["tall ship", "barge"]  # two\n'
        '[harbours]\nOrsk = "north south"\n',
    )
    lists = word_lists(package, "boats.toml")
    assert lists == {"small": ("skiff", "dinghy", "punt"), "large": ("tall ship", "barge")}
    assert word_lists(package, "boats.toml", "harbours") == {"Orsk": ("north", "south")}


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ('a = "skiff"\nb = "punt\n', "line 2", "isn't TOML"),
        ('a = "skiff"\n\nb = "punt barge punt"\n', "line 3", "“punt” twice"),
        ('a = "skiff"\nb = 3\n', "line 2", "isn't a list of words"),
        ('a = "skiff"\n[t]\nb = ""\n', "line 3", "isn't a list of words"),
    ],
)
def test_a_damaged_file_says_where(
    tmp_path: Path, package: str, text: str, where: str, what: str
) -> None:
    _write(tmp_path, package, text)
    with pytest.raises(DataFileError, match=what) as caught:
        word_lists(package, "boats.toml")
    assert caught.value.subject == f"{package}/boats.toml, {where}"


def test_a_missing_file_or_table_is_named(tmp_path: Path, package: str) -> None:
    with pytest.raises(DataFileError, match="can't be read"):
        word_lists(package, "boats.toml")
    _write(tmp_path, package, 'a = "skiff"\n')
    with pytest.raises(DataFileError, match="no table “ships”"):
        word_lists(package, "boats.toml", "ships")


def test_the_longest_word_is_tried_first() -> None:
    assert any_of(["go", "go on", "e.g."]) == r"go on|e\.g\.|go"


def test_the_lists_of_the_package_are_whole() -> None:
    files = [path for room in ("index", "assistant") for path in (ROOT / room).rglob("*.toml")]
    assert len(files) > 10
    for path in files:
        package = path.parent.relative_to(ROOT).as_posix().replace("/", ".")
        tables = [name for name, value in tomllib.loads(path.read_text()).items()
                  if isinstance(value, dict)]  # fmt: skip
        for table in tables or [""]:
            assert word_lists(package, path.name, table)


def test_names_without_a_capital_letter_are_names() -> None:
    assert speaker_in("eBay") == "eBay"
    assert names_in("Did eBay say so?") == ["eBay"]
    assert names_in("Did ebay say so?") == []
