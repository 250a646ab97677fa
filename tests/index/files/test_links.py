"""Symbolic links, pipes and devices in folders, and what takes a file's place before it is read."""

from __future__ import annotations

import errno
import os
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import run
from stores import Write

from evaluation.hostile_files.specimens import TEXT, packed
from index.errors import SourceError, SourceNotText, SourceRefused
from index.files import folders
from index.files.discovery import FoundFile, find
from index.files.file_bytes import listed, open_file, read_bytes
from index.files.skipped import Skip, Why
from index.reports import IndexReport, SyncReport
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.types import Failure, Source
from ui.remote.upload_bundle import parcel

SECRET = "The keys of the harbour office of Orsk are under the third stone, said nobody.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one article, and things outside of it."""
    for name in ("in/ferry.txt", "in/deep/club.txt", "out/secret.txt", "out/more/also.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SECRET if "out" in name else f"{name}\n\n{SECRET}", encoding="utf-8")
    return tmp_path / "in"


def _found(folder: Path, *, follow_links: bool = False) -> tuple[list[str], dict[str, Why]]:
    """Paths of the files below the folder, and by its name why something was passed over."""
    items = find([folder], follow_links=follow_links)
    assert not [item for item in items if isinstance(item, Failure)]
    files = [item.path.relative_to(folder) for item in items if isinstance(item, FoundFile)]
    skips = {Path(one.location).name: one.why for one in items if isinstance(one, Skip)}
    return [str(path) for path in files], skips


BOTH = ["deep/club.txt", "ferry.txt"]
LINKS = {
    "a file outside": ("../out/secret.txt", Why.LINK_OUT),
    "a folder outside": ("../out", Why.LINK_OUT),
    "a folder outside, by its whole path": ("{out}", Why.LINK_OUT),
    "a file outside, through a folder inside": ("deep/../../out/secret.txt", Why.LINK_OUT),
    "the folder around it": ("..", Why.LINK_OUT),
    "the root": ("/", Why.LINK_OUT),
    "nothing": ("nowhere.txt", Why.LINK_BROKEN),
    "itself": ("a link.txt", Why.LINK_BROKEN),
    "a device": ("/dev/zero", Why.LINK_OUT),
    "a file inside": ("ferry.txt", None),
    "a folder inside": ("deep", None),
    "the folder itself": (".", None),
}


@pytest.mark.parametrize("what", LINKS)
def test_a_link_is_not_followed_unless_asked_for_and_never_out(folder: Path, what: str) -> None:
    target, why = LINKS[what]
    (folder / "a link.txt").symlink_to(target.format(out=folder.parent / "out"))
    assert _found(folder) == (BOTH, {"a link.txt": Why.LINK})
    followed = {"a link.txt": why} if why else {}
    assert _found(folder, follow_links=True) == (BOTH, followed)


def test_a_link_inside_a_linked_folder_does_not_lead_out_either(folder: Path) -> None:
    (folder / ".kept").mkdir()
    (folder / ".kept" / "bridge.txt").write_text(SECRET, encoding="utf-8")
    (folder / ".kept" / "away.txt").symlink_to("../../out/secret.txt")
    (folder / ".kept" / "up").symlink_to("..")
    (folder / "shown").symlink_to(".kept")
    files, skips = _found(folder, follow_links=True)
    assert files == [".kept/bridge.txt", *BOTH]
    assert skips == {"away.txt": Why.LINK_OUT, ".kept": Why.HIDDEN}


def test_a_folder_whose_name_begins_like_the_one_that_is_named_is_outside(folder: Path) -> None:
    beside = folder.with_name("in and more")
    beside.mkdir()
    (beside / "secret.txt").write_text(SECRET, encoding="utf-8")
    (folder / "more").symlink_to(beside)
    assert _found(folder, follow_links=True) == (BOTH, {"more": Why.LINK_OUT})


def test_a_name_that_the_person_gives_may_be_a_link(folder: Path) -> None:
    (folder.parent / "way").symlink_to(folder)
    (folder.parent / "newest.txt").symlink_to(folder / "ferry.txt")
    found = find([folder.parent / "way" / "deep", folder.parent / "newest.txt"])
    assert [item.source.location for item in found if isinstance(item, FoundFile)] == [
        str(folder / "deep" / "club.txt"),
        str(folder / "ferry.txt"),
    ]


def test_a_link_tells_the_format_of_a_file_without_a_suffix(folder: Path) -> None:
    (folder / "0001").write_text(SECRET, encoding="utf-8")
    (folder / "bridge.txt").symlink_to("0001")
    items = find([folder], follow_links=True)
    assert ("0001", "bridge.txt") in [
        (one.path.name, one.name) for one in items if isinstance(one, FoundFile)
    ]


def test_an_uploaded_link_is_refused(folder: Path) -> None:
    (folder / "a.txt").symlink_to("../out/secret.txt")
    (found,) = find([folder / "a.txt"], upload=True)
    assert isinstance(found, Failure)
    assert isinstance(found.error, SourceRefused)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_sockets_and_devices_are_named_and_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket must be short
        try:
            listening.bind("socket.txt")
        finally:
            os.chdir(here)
        expected = {"pipe.txt": Why.PIPE, "socket.txt": Why.SOCKET}
        assert _found(folder) == (BOTH, expected)
        (folder / "by name.txt").symlink_to("pipe.txt")
        assert _found(folder, follow_links=True)[1] == expected | {"pipe.txt": Why.PIPE}
        for name in ("pipe.txt", "socket.txt", "by name.txt"):
            (one,) = find([folder / name])
            assert isinstance(one, FoundFile)
            with pytest.raises(SourceNotText, match="isn't a regular file"):
                read_bytes(one.source, one.path, 1_000)
    devices = folders.search(str(Path("/dev").resolve()), follow_links=False)
    assert Why.DEVICE in [one.why for one in devices if isinstance(one, Skip)]


def test_a_file_that_becomes_a_link_is_not_read(folder: Path) -> None:
    (item,) = find([folder / "ferry.txt"])
    assert isinstance(item, FoundFile)
    (folder / "ferry.txt").unlink()
    (folder / "ferry.txt").symlink_to("../out/secret.txt")
    with pytest.raises(SourceRefused, match="replaced by a symbolic link"):
        read_bytes(item.source, item.path, 1_000)


def test_a_folder_on_the_way_that_becomes_a_link_leads_nowhere(folder: Path) -> None:
    (item,) = [one for one in find([folder / "deep"]) if isinstance(one, FoundFile)]
    (folder / "deep" / "club.txt").rename(folder / "club.txt")
    (folder / "deep").rmdir()
    (folder.parent / "out" / "club.txt").write_text(SECRET, encoding="utf-8")
    (folder / "deep").symlink_to("../out")
    with pytest.raises(SourceRefused, match="replaced by a symbolic link"):
        read_bytes(item.source, item.path, 1_000)
    with pytest.raises(OSError, match="symbolic link") as error:
        listed(str(folder / "deep"))
    assert error.value.errno == errno.ELOOP
    with pytest.raises(OSError, match="symbolic link"):
        listed(str(folder / "deep" / "more"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_file_that_becomes_a_pipe_keeps_nobody_waiting(folder: Path) -> None:
    (folder / "ferry.txt").unlink()
    os.mkfifo(folder / "ferry.txt")
    with pytest.raises(OSError, match="something else"):
        open_file(folder / "ferry.txt")


def test_folders_without_end_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "DEEPEST", 3)
    (folder / "1/2/3/4/5").mkdir(parents=True)
    (folder / "1/2/3/here.txt").write_text(SECRET, encoding="utf-8")
    (folder / "1/2/3/4/there.txt").write_text(SECRET, encoding="utf-8")
    assert _found(folder) == (["1/2/3/here.txt", *BOTH], {"4": Why.DEEP})
    monkeypatch.setattr(folders, "MOST_ENTRIES", 5)
    (failure,) = find([folder])
    assert isinstance(failure, Failure)
    assert "more than 5 files" in failure.error.happened


# A whole add, and looking again


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store", FakeEmbedder()) as opened:
        yield opened


def _skipped(report: IndexReport | SyncReport) -> dict[str, tuple[str, ...]]:
    return {one.what: one.examples for one in report.skipped}


def test_following_links_is_remembered_and_taken_back(store: Store, write: Write) -> None:
    ferry = write("ferry", "Ferry", "The ferry sails again since Monday, the office of Orsk said.")
    kept = ferry.parent / ".kept"
    kept.mkdir()
    (kept / "club.txt").write_text("Club\n\nThe club of Tarn has a new boat.\n", encoding="utf-8")
    link = ferry.parent / "kept"
    link.symlink_to(".kept")
    report = store.add([ferry.parent])
    assert _skipped(report)["1 symbolic link"] == (str(link),)
    assert "--follow-links" in "".join(one.remedy for one in report.skipped)
    assert [one.title for one in store.articles()] == ["Ferry"]
    assert not store.watched()[0].follow_links
    assert not store.sync().added

    assert [title for _, title in store.add([ferry.parent], follow_links=True).added] == ["Club"]
    assert store.watched()[0].follow_links
    (kept / "opera.txt").write_text("Opera\n\nThe opera of Tarn is sold.\n", encoding="utf-8")
    (kept / "more.txt").symlink_to("/etc/hostname")
    done = store.sync()
    assert [title for _, title in done.added] == ["Opera"]
    assert "1 symbolic link that points outside the folder" in _skipped(done)

    store.add([ferry.parent])
    assert not store.watched()[0].follow_links


def test_a_watched_folder_that_becomes_a_link_is_not_followed(store: Store, write: Write) -> None:
    ferry = write("ferry", "Ferry", "The ferry sails again since Monday, the office of Orsk said.")
    store.add([ferry.parent])
    away = ferry.parent.with_name("away")
    ferry.parent.rename(away)
    (away / "secret.txt").write_text(SECRET, encoding="utf-8")
    ferry.parent.symlink_to(away)
    done = store.sync()
    assert "become a symbolic link" in str(done.sources[0].error)
    assert not done.added
    assert not done.gone


@pytest.mark.parametrize("kind", [0o120777, 0o010644, 0o020644, 0o140644])
def test_a_zip_delivers_no_link_pipe_device_or_socket(
    store: Store, tmp_path: Path, kind: int
) -> None:

    path = tmp_path / "news.zip"
    path.write_bytes(packed({"good.txt": TEXT}))
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("passwd.txt", "passwd"):
            member = zipfile.ZipInfo(name)
            member.external_attr = kind << 16
            archive.writestr(member, "/etc/passwd")
    report = store.add([path])
    assert len(report.added) == 1
    assert [failure.source for failure in report.failed] == [f"{path}#passwd.txt", f"{path}#passwd"]
    assert all(isinstance(failure.error, SourceRefused) for failure in report.failed)


def test_a_source_that_is_a_link_is_told_as_an_error(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text(SECRET, encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("real.txt")
    source = Source("file", "link.txt")
    with pytest.raises(SourceError):
        read_bytes(source, tmp_path / "link.txt", 1_000)


# Through a server, and on the command line


def test_what_is_sent_to_a_server_follows_the_same_rules(folder: Path) -> None:
    (folder / ".kept").mkdir()
    (folder / ".kept" / "0001").write_text(SECRET, encoding="utf-8")
    (folder / "bridge.txt").symlink_to(".kept/0001")
    (folder / "secret.txt").symlink_to("../out/secret.txt")
    bare = parcel([str(folder)])
    assert sorted(bare.files) == ["club.txt", "ferry.txt"]
    assert {one.why: one.count for one in bare.skipped} == {Why.LINK: 2, Why.HIDDEN: 1}
    sent = parcel([str(folder)], follow_links=True)
    assert sorted(sent.files) == ["bridge.txt", "club.txt", "ferry.txt"]
    assert {one.why: one.count for one in sent.skipped} == {Why.LINK_OUT: 1, Why.HIDDEN: 1}
    assert sent.source("bridge.txt#2") == f"{folder}/.kept/0001#2"


def test_the_command_line_follows_links_where_it_is_told_to(folder: Path, tmp_path: Path) -> None:
    (folder / ".kept").mkdir()
    (folder / ".kept" / "bridge.txt").write_text(f"Bridge\n\n{SECRET}", encoding="utf-8")
    (folder / "kept").symlink_to(".kept")
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    where = ("--store", str(tmp_path / "store"))
    first = run("add", str(folder), *where)
    assert "2 symbolic links skipped: " in first.stderr
    assert "use --follow-links" in first.stderr
    assert "2 added" in first.stdout
    second = run("add", str(folder), "--follow-links", *where)
    assert "1 symbolic link that points outside the folder skipped" in second.stderr
    assert "1 added" in second.stdout
    assert "links in it are followed" in run("sources", *where).stdout
    assert "passwd" not in run("articles", *where).stdout
