"""What a server does for programs that change its store, and whom it refuses."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BufferedWriter, FileIO
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import pytest
from service_run import FILES, OURS, TOKEN, in_service, parcel, request

from index.errors import SettingError
from onrecord import Assistant
from service.change_permission import Guard
from ui.remote import message_format

MARGIN = 60.0
"""Seconds that a busy machine may take."""
FERRY = ("ferry.txt", b"Ferry of Ansel late\n\nThe ferry was late on Friday, said its master.\n")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, str]]:
    """A server of an empty store. It must stay empty."""
    with in_service(tmp_path_factory.mktemp("service")) as (desk, url):
        yield desk, url
        assert (desk.count, desk.generation) == (0, 0)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder that temporary files of anybody go to. No upload may be left there."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def refused(answer: tuple[int, list[Any]], status: int, words: str) -> None:
    """That nothing but an error was answered, with a remedy."""
    (line,) = answer[1]
    assert (answer[0], list(line)) == (status, ["error"])
    assert words in line["error"]["happened"]
    assert line["error"]["remedy"]


def test_files_are_added_by_their_names(tmp_path: Path) -> None:
    with in_service(tmp_path) as (desk, url):
        files = parcel(FERRY, ("empty.txt", b""), ("a.exe", b"MZ"), outlet="Ansel Post")
        status, lines = request(url, "upload", headers=FILES, content=files)
        assert status == 200
        assert "progress" in lines[0]
        report = lines[-1]["result"]
        assert [one["title"] for one in report["added"]] == ["Ferry of Ansel late"]
        assert sorted(one["source"] for one in report["failed"]) == ["a.exe", "empty.txt"]
        assert sorted(one["error"]["subject"] for one in report["failed"]) == ["a.exe", "empty.txt"]
        (article,) = desk.articles()
        assert (article.source.kind, article.source.location) == ("upload", "ferry.txt")
        assert article.outlet == "Ansel Post"


def test_a_slow_disk_does_not_hold_up_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, proceed = Event(), Event()
    in_time: list[bool] = []
    opened = Path.open

    class Slow(BufferedWriter):
        def write(self, block: Any) -> int:
            begun.set()
            in_time.append(proceed.wait(MARGIN))
            return super().write(block)

    def slow(path: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
        return Slow(FileIO(path, "x")) if mode == "xb" else opened(path, mode, *more, **options)

    monkeypatch.setattr(Path, "open", slow)
    with in_service(tmp_path) as (desk, url), ThreadPoolExecutor() as threads:
        uploading = threads.submit(request, url, "upload", headers=FILES, content=parcel(FERRY))
        assert begun.wait(MARGIN)
        status, (told,) = request(url, "hello", method="GET")
        assert (status, told["articles"], uploading.done()) == (200, 0, False)
        proceed.set()
        assert uploading.result(MARGIN)[0] == 200
        assert in_time == [True]
        assert desk.count == 1


def test_articles_are_marked_and_removed(tmp_path: Path) -> None:
    with in_service(tmp_path) as (desk, url):
        request(url, "upload", headers=FILES, content=parcel(FERRY))
        (article,) = desk.articles()
        _, (marked,) = request(url, "retract", {"article": article.id, "note": "it sailed"})
        assert marked["result"]["retracted"].endswith(": it sailed")
        _, (marked,) = request(url, "retract", {"article": article.id, "undo": True})
        assert marked["result"]["retracted"] is None
        _, (would,) = request(url, "remove", {"outlet": "nobody", "dry_run": True})
        assert would["result"]["articles"] == []
        _, (would,) = request(url, "remove", {"matching": "ferry", "dry_run": True})
        assert [one["article"] for one in would["result"]["articles"]] == [article.id]
        assert desk.count == 1
        _, lines = request(url, "remove", {"matching": "ferry"})
        assert [one["article"] for one in lines[-1]["result"]["removed"]] == [article.id]
        assert desk.count == 0
        _, (error,) = request(url, "retract", {"article": article.id})
        assert error["error"]["kind"] == "ArticleRemoved"


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        ({"X-Onrecord": ""}, 400, "different versions"),
        ({"X-Onrecord": "2"}, 400, "different versions"),
        ({"Origin": "https://elsewhere.example"}, 403, "page on another site"),
        ({"Origin": "http://127.0.0.1:1"}, 403, "page on another site"),
        ({"Origin": "null"}, 403, "page on another site"),
        ({"Host": "elsewhere.example"}, 403, "doesn't go by this name"),
        ({"Host": "127.0.0.1.elsewhere.example:7860"}, 403, "doesn't go by this name"),
        ({"Host": "[::1"}, 400, "doesn't name exactly one host"),
        ({"Content-Type": "text/plain"}, 415, "application/json"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415, "application/json"),
        ({"Content-Type": "multipart/form-data; boundary=a"}, 415, "application/json"),
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["sync", "rebuild", "upload"])
def test_a_page_of_another_site_changes_nothing(
    server: tuple[Assistant, str], headers: dict[str, str], status: int, words: str, name: str
) -> None:
    answer = request(server[1], name, headers={**OURS, **headers})
    if name == "upload" and status == 415:
        words = "application/x-onrecord"
    refused(answer, status, words)


def test_a_request_without_our_header_is_refused(server: tuple[Assistant, str]) -> None:
    plain = {"Content-Type": "application/json"}
    refused(request(server[1], "sync", headers=plain), 403, "missing the header X-Onrecord")
    refused(request(server[1], "hello", headers=plain, method="GET"), 403, "missing the header")


def test_a_preflight_is_not_answered(server: tuple[Assistant, str]) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-onrecord",
    }
    refused(request(server[1], "sync", headers=asked, method="OPTIONS"), 403, "another site")


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_it_answers_by_the_names_of_this_machine(server: tuple[Assistant, str], name: str) -> None:
    host = f"{name}:{urlsplit(server[1]).port}"
    headers = {"X-Onrecord": "1", "Host": host, "Origin": f"http://{host}"}
    status, (hello,) = request(server[1], "hello", headers=headers, method="GET")
    assert (status, hello["kind"], hello["articles"]) == (200, "onrecord", 0)


@pytest.mark.parametrize(
    "named", ["/etc/hostname", "file:///etc/hostname", "~", "samples", "", "ftp://a.example/"]
)
def test_no_file_of_the_servers_disk_is_read(server: tuple[Assistant, str], named: str) -> None:
    answer = request(server[1], "add", {"addresses": [named]})
    refused(answer, 400, "an address begins with http:// or https://")


@pytest.mark.parametrize(
    "name", ["../ferry.txt", "/tmp/ferry.txt", "..", "", "a\\b.txt", "a\n.txt", "é" * 200 + ".txt"]
)
def test_a_name_that_leads_elsewhere_is_refused(server: tuple[Assistant, str], name: str) -> None:
    files = parcel((name, b"Text\n"))
    answer = request(server[1], "upload", headers=FILES, content=files)
    refused(answer, 400, "A file with this name can't be sent.")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("sync", b"", "cannot be read"),
        ("sync", b"[]", "cannot be read"),
        ("sync", b'{"prune": "yes"}', "prune: "),
        ("sync", b'{"purge": true}', "purge: "),
        ("remove", b'{"ids": "a"}', "ids: "),
        ("upload", b"", "cannot be read"),
        ("upload", b"{}", "cut short in a line"),
        ("upload", b"{" * 100_000, "a line never ends"),
        ("upload", b'{}\n{"name": "a.txt"}\n', "cannot be read"),
        ("upload", b'{}\n{"name": "a.txt", "size": -1}\n', "cannot be read"),
        ("upload", b'{}\n{"name": "a.txt", "size": 9}\nshort', "cut short in a file"),
    ],
)
def test_what_is_not_understood_changes_nothing(
    server: tuple[Assistant, str], name: str, content: bytes, words: str
) -> None:
    headers = FILES if name == "upload" else OURS
    refused(request(server[1], name, headers=headers, content=content), 400, words)


def test_there_is_nothing_else(server: tuple[Assistant, str]) -> None:
    refused(request(server[1], "restore"), 404, "no such command")
    refused(request(server[1], "sync", method="PUT"), 405, "has to use POST")
    refused(request(server[1], "hello"), 405, "has to use GET")


def test_what_is_too_large_is_not_taken(
    server: tuple[Assistant, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_format, "LARGEST_FILE", 100)
    monkeypatch.setattr(message_format, "LARGEST_PARCEL", 150)
    monkeypatch.setattr(message_format, "MOST_FILES", 3)
    for files in ([101], [80, 80], [1, 1, 1, 1]):
        content = parcel(*((f"{place}.txt", b"x" * size) for place, size in enumerate(files)))
        answer = request(server[1], "upload", headers=FILES, content=content)
        refused(answer, 413, "at most")
    monkeypatch.setattr("service.uploads.LONGEST_WISH", 10)
    refused(request(server[1], "add", {"addresses": []}), 413, "too long")


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (None, 401),
        ("Bearer", 401),
        (f"Bearer {TOKEN}x", 401),
        (f"Basic {TOKEN}", 401),
        ("Bearer \xe9", 401),
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
    ],
)
def test_who_does_not_know_the_token_is_refused(
    tmp_path: Path, authorization: str | None, status: int
) -> None:
    headers = {**OURS, **({"Authorization": authorization} if authorization else {})}
    with in_service(tmp_path, guard=Guard.of("127.0.0.1", TOKEN)) as (_, url):
        answer = request(url, "sync", headers=headers)
    if status == 401:
        refused(answer, 401, "token")
    else:
        assert answer[1][-1]["result"]["kind"] == "sync"


@pytest.mark.parametrize(
    ("address", "named"),
    [("0.0.0.0", False), ("::", False), ("192.168.1.5", False), ("fe80::1%lo", False),
     ("127.0.0.1", True)],
)  # fmt: skip
def test_beyond_this_machine_nothing_is_changed_without_a_token(
    tmp_path: Path, address: str, named: bool
) -> None:
    guard = Guard.of(address, "", named=named)
    with in_service(tmp_path, guard=guard) as (_, url):
        refused(request(url, "sync"), 403, "has no token")
    assert Guard.of(address, TOKEN, named=named).is_open


@pytest.mark.parametrize("token", ["short", "with white space in it", "schlüssel-mit-umlaut"])
def test_a_token_that_cannot_be_one_is_a_setting_error(token: str) -> None:
    with pytest.raises(SettingError, match="ONRECORD_TOKEN") as caught:
        Guard.of("127.0.0.1", token)
    assert token not in str(caught.value)
