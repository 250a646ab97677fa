"""Which files are found behind what a person names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.errors import SourceError, SourceNotFound, SourceNotText
from index.files.discovery import FoundFile, find
from index.types import Failure


def _names(sources: Sequence[str | Path]) -> list[str]:
    return [item.path.name for item in find(sources) if isinstance(item, FoundFile)]


def _failures(sources: Sequence[str | Path]) -> list[SourceError]:
    errors = [item.error for item in find(sources) if isinstance(item, Failure)]
    assert all(isinstance(error, SourceError) for error in errors)
    return [error for error in errors if isinstance(error, SourceError)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a.md",
        "deep/er/c.markdown",
        "D.TXT",
        ".hidden.txt",
        ".git/e.txt",
        "f.rtf",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    return tmp_path


def test_a_folder_gives_its_readable_files_by_path_without_hidden_ones(folder: Path) -> None:
    assert _names([folder]) == ["D.TXT", "a.md", "b.txt", "c.markdown"]


def test_a_file_named_twice_is_found_once(folder: Path) -> None:
    again = os.path.relpath(folder / "b.txt")
    (folder / "link.txt").symlink_to(folder / "b.txt")
    assert _names([folder / "b.txt", again, folder / "link.txt"]) == ["b.txt"]


def test_the_location_of_a_file_is_its_path_and_of_an_upload_its_name(folder: Path) -> None:
    path = folder / "b.txt"
    (file,) = find([path])
    (upload,) = find([path], upload=True)
    assert isinstance(file, FoundFile)
    assert isinstance(upload, FoundFile)
    assert (file.source.kind, file.source.location) == ("file", str(path))
    assert (upload.source.kind, upload.source.location) == ("upload", "b.txt")
    assert upload.path == path


@pytest.mark.parametrize(
    "name", ["nowhere.txt", "a\0b.txt", "x" * 5_000, "~nobody_of_that_name/a.txt"]
)
def test_what_is_not_there_is_named(name: str) -> None:
    (error,) = _failures([name])
    assert isinstance(error, SourceNotFound)
    assert error.subject == name


def test_a_folder_without_articles_says_which_files_are_read(tmp_path: Path) -> None:
    (error,) = _failures([tmp_path])
    assert isinstance(error, SourceNotFound)
    assert ".markdown" in error.remedy


def test_a_named_file_of_another_kind_is_refused_with_the_kinds_that_are_read(folder: Path) -> None:
    (error,) = _failures([folder / "f.rtf"])
    assert isinstance(error, SourceNotText)
    assert ".rtf" in error.happened
    assert ".txt" in error.remedy


def test_one_wrong_name_does_not_stop_the_others(folder: Path) -> None:
    found = find(["nowhere.txt", folder / "b.txt"])
    assert [isinstance(item, Failure) for item in found] == [True, False]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_listed_is_named_and_the_rest_is_read(folder: Path) -> None:
    (folder / "deep").chmod(0)
    try:
        (error,) = _failures([folder])
        assert "deep" in error.subject
        assert _names([folder]) == ["D.TXT", "a.md", "b.txt"]
    finally:
        (folder / "deep").chmod(0o700)


def test_a_name_that_is_not_unicode_is_refused(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("text")
    except OSError:
        pytest.skip("this file system has no such names")
    (error,) = _failures([tmp_path])
    assert "name" in error.happened
    assert error.subject.isprintable()


def test_an_empty_name_is_not_the_working_folder() -> None:
    (found,) = find([""])
    assert isinstance(found, Failure)
    assert "empty" in found.error.happened
