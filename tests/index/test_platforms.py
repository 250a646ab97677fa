"""Systems other than the one that the tests run on: what they lack is gone without, or told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from index import disk, lock
from index.errors import StoreError, StoreFull
from index.parsing import parser_process

OPEN = """
import sys
sys.modules["fcntl"] = None
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.errors import StoreError
try:
    Store.open(sys.argv[1], FakeEmbedder())
except StoreError as error:
    print(error)
"""


def test_a_system_without_file_locks_is_told_before_anything_is_written(tmp_path: Path) -> None:
    place = tmp_path / "store"
    told = subprocess.run(
        [sys.executable, "-c", OPEN, str(place)], capture_output=True, text=True, check=True
    )
    assert "has no file locks" in told.stdout
    assert "Run Onrecord on Linux, macOS or Windows." in told.stdout
    assert not place.exists()


def test_this_system_has_file_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    lock.check_platform()
    monkeypatch.setattr("filelock.has_fcntl", False)
    monkeypatch.setattr("sys.platform", "wasi")
    with pytest.raises(StoreError, match="fcntl"):
        lock.check_platform()


def test_windows_opens_no_folder_and_flushes_what_may_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("a", "inner/b"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    opened: list[tuple[Path, int]] = []
    really = os.open

    def only_files(path: Path, flags: int) -> int:
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied", str(path))
        opened.append((Path(path).relative_to(tmp_path), flags))
        return really(path, flags)

    monkeypatch.setattr(disk, "_WINDOWS", True)
    monkeypatch.setattr(os, "open", only_files)
    disk.settle(tmp_path)
    assert sorted(opened) == [(Path("a"), os.O_RDWR), (Path("inner/b"), os.O_RDWR)]


def test_room_is_asked_for_where_it_cannot_be_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.delattr(os, "posix_fallocate")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100, 50, 50))
    disk.make_sure_of_room(tmp_path, 50)
    with pytest.raises(StoreFull):
        disk.make_sure_of_room(tmp_path, 51)


def test_a_system_without_limits_parses_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    parser_process._limit()
    parser_process._grow_by(1_000_000)
