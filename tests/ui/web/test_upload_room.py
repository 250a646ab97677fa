"""Where uploads are kept: how many, for how long, and who clears away what."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browser import served
from command_line import spawn
from scripted_assistant import ScriptedAssistant

from index.errors import SourceTooLarge, StoreError, StoreFull, StoreReadOnly
from ui.web import upload_room as rooms
from ui.web.library import Given, Library
from ui.web.upload_room import LONGEST_STAY, UploadRoom, upload_room

HOUR = 3600
SMALL = {"MOST_OF_A_READER": 1_000, "MOST_OF_ALL": 1_500}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[UploadRoom]:
    with upload_room(tmp_path) as room:
        yield room


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, bytes_ in SMALL.items():
        monkeypatch.setattr(rooms, name, bytes_)


def lying(store: Path) -> list[str]:
    """The names of all files in any room of a store."""
    found = (store / "uploads").glob("room-*/**/*")
    return sorted(path.name for path in found if path.is_file())


def uploaded(room: UploadRoom, name: str, size: int = 10, reader: str = "a") -> Path:
    """A file that has come."""
    held = room.hold(reader, size)
    path = room.folder / name / "notes.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x" * size)
    room.keep(held, [path])
    room.end(held)
    return path


def send(url: str, *files: tuple[str, bytes]) -> httpx.Response:
    """Files, as the page sends them."""
    with httpx.Client(trust_env=False, timeout=30) as client:
        parts = [("files", file) for file in files]
        return client.post(f"{url}gradio_api/upload", files=parts)


def test_the_room_is_its_owners_alone_and_goes_with_the_server(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with upload_room(tmp_path) as room:
            for folder in (room.folder, room.folder.parent):
                assert folder.stat().st_mode & 0o777 == 0o700
            uploaded(room, "ferry")
    finally:
        os.umask(before)
    assert [path.name for path in (tmp_path / "uploads").iterdir()] in ([], [rooms.GATE])


def test_the_page_uploads_into_the_room(tmp_path: Path) -> None:
    with served(ScriptedAssistant(), store=tmp_path) as url:
        answer = send(url, ("ferry.txt", b"Ferry"), ("../../quay.txt", b"Quay"))
        paths = [Path(path) for path in json.loads(answer.content)]
        assert lying(tmp_path) == ["ferry.txt", "quay.txt"]
        (folder,) = [path for path in (tmp_path / "uploads").iterdir() if path.is_dir()]
        assert all(path.is_relative_to(folder) for path in paths)
    assert lying(tmp_path) == []


@pytest.mark.usefixtures("small")
def test_a_reader_who_uploads_too_much_is_told(tmp_path: Path) -> None:
    with served(ScriptedAssistant(), store=tmp_path) as url:
        assert send(url, ("one.txt", b"x" * 600)).status_code == 200
        refused = send(url, ("two.txt", b"y" * 600))
        assert refused.status_code == 413
        assert "uploads from you would be waiting" in refused.text
        assert "Add what has already been uploaded" in refused.text
        assert refused.headers["x-content-type-options"] == "nosniff"
        assert lying(tmp_path) == ["one.txt"]


def test_a_file_that_is_refused_leaves_nothing(tmp_path: Path) -> None:
    with served(ScriptedAssistant(), store=tmp_path) as url:
        large = send(url, ("large.txt", b"x" * 70_000_000))
        assert large.status_code == 413
        with httpx.Client(trust_env=False, timeout=30) as client:
            broken = {"Content-Type": "multipart/form-data; boundary=b"}
            half = (
                b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nText'
            )
            client.post(f"{url}gradio_api/upload", content=half, headers=broken)
        assert lying(tmp_path) == []


@pytest.mark.usefixtures("small")
def test_all_readers_together_have_a_limit_too(room: UploadRoom) -> None:
    uploaded(room, "one", 900, "a")
    with pytest.raises(SourceTooLarge, match="uploads from you"):
        room.hold("a", 200)
    with pytest.raises(SourceTooLarge, match="all readers together"):
        room.hold("b", 700)
    coming = room.hold("b", 600)
    with pytest.raises(SourceTooLarge, match="all readers together"):
        room.hold("c", 1)
    room.end(coming)
    room.hold("c", 600)


@pytest.mark.usefixtures("small")
def test_what_was_added_counts_no_more(room: UploadRoom) -> None:
    for number in range(5):
        path = uploaded(room, str(number), 900)
        with room.adding([str(path)]):
            assert path.exists()
        assert not path.parent.exists()


def test_a_disk_that_is_full_is_told(room: UploadRoom) -> None:
    rooms_of_all = 1 << 62
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "MOST_OF_A_READER", rooms_of_all)
        patch.setattr(rooms, "MOST_OF_ALL", rooms_of_all)
        with pytest.raises(StoreFull):
            room.hold("a", rooms_of_all)


@pytest.mark.parametrize("fails", [False, True])
def test_files_are_removed_whatever_comes_of_adding_them(room: UploadRoom, fails: bool) -> None:
    class Desk(ScriptedAssistant):
        def add(self, sources, **rest):  # type: ignore[no-untyped-def]
            assert all(Path(source).exists() for source in sources)
            if fails:
                raise StoreError("It is damaged.", subject="store", remedy="Mend it.")
            return super().add(sources, **rest)

    path = uploaded(room, "ferry")
    report = Library(Desk(), room.adding).add(Given([str(path)], "", "", ""), lambda *_: None)
    assert bool(report["added"]) is not fails
    assert list(room.folder.iterdir()) == []


def test_the_same_file_of_two_readers_stays_until_both_have_added_it(room: UploadRoom) -> None:
    path = uploaded(room, "same", reader="a")
    assert uploaded(room, "same", reader="b") == path
    with room.adding([str(path)]):
        pass
    assert path.exists()
    with room.adding([str(path)]):
        pass
    assert not path.exists()


def test_no_file_outside_the_room_is_removed(room: UploadRoom, tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.sqlite"
    catalog.write_text("all of it")
    with room.adding([str(catalog), f"{room.folder}/../../catalog.sqlite"]):
        pass
    assert catalog.exists()


def test_what_nobody_adds_is_removed_after_an_hour(room: UploadRoom) -> None:
    old, used = uploaded(room, "old"), uploaded(room, "used")
    (room.folder / "tmp123").touch()
    now = time.time()
    room.sweep(now + HOUR - 60)
    assert old.exists()
    with room.adding([str(used)]), room.parcel("b") as (folder, _):
        (folder / "a.txt").touch()
        room.sweep(now + HOUR + 60)
        assert [old.exists(), used.exists(), (folder / "a.txt").exists()] == [False, True, True]
    assert list(room.folder.iterdir()) == []
    assert LONGEST_STAY == HOUR


def test_two_servers_of_a_store_leave_each_others_uploads_alone(tmp_path: Path) -> None:
    with upload_room(tmp_path) as first:
        path = uploaded(first, "ferry")
        with upload_room(tmp_path) as second:
            assert first.folder != second.folder
            assert path.exists()
        assert path.exists()


def test_what_a_killed_server_left_is_removed_by_the_next(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    process = spawn(
        "serve", "--port", "0", "--json", "--store", store,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    told = "".join(iter(process.stdout.readline, "}\n")) + "}"
    url = json.loads(told)["url"]
    assert send(url, ("ferry.txt", b"Ferry")).status_code == 200
    assert lying(tmp_path / "store") == ["ferry.txt"]
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert lying(tmp_path / "store") == ["ferry.txt"]
    with upload_room(tmp_path / "store"):
        assert lying(tmp_path / "store") == []


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="nothing is read-only for root"
)
def test_a_store_that_cannot_be_written_takes_no_uploads(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with served(ScriptedAssistant(), store=tmp_path) as url:
        refused = send(url, ("ferry.txt", b"Ferry"))
        assert refused.status_code == 507
        assert "cannot be written" in refused.text


def test_a_room_that_cannot_be_made_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("a file where the folder should be")
    with upload_room(tmp_path) as room, pytest.raises(StoreReadOnly):
        room.hold("a", 1)
