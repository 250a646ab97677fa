"""Commands that go through a running server: the same words, documents and errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from command_line import BRIDGE, document, run, two_articles
from loopback import serving
from service_run import TOKEN, in_service

from index.errors import ServiceError, SettingError
from index.web.limits import FetchLimits
from service.change_permission import Guard
from ui.remote import message_format
from ui.remote.client import RemoteChanges
from ui.remote.upload_bundle import parcel

FERRY = "The ferry of Ansel was late on Friday, said its master.\n\nIt sails again on Monday.\n"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    return folder


def test_a_folder_is_added_marked_and_removed(tmp_path: Path, news: Path) -> None:
    (news / "empty.txt").write_text("")
    with in_service(tmp_path) as (desk, url):
        where = ("--server", url)
        done = run("add", str(news), "--outlet", "Ansel Post", *where)
        assert done.exit_code == 0, done.stderr
        assert "2 added, 0 updated, 0 unchanged, 1 failed." in done.stdout
        assert done.stderr.startswith(f"{news}/empty.txt: The file is empty.")
        assert {one.outlet for one in desk.articles()} == {"Ansel Post"}
        again = document(run("add", str(news / "ferry.txt"), "--json", *where))
        assert (again["kind"], len(again["updated"])) == ("report", 1)
        bridge = next(one.id for one in desk.articles() if one.title.startswith("Footbridge"))
        assert ": it stood\n" in run("retract", bridge, "--note", "it stood", *where).stdout
        assert document(run("retract", bridge, "--undo", "--json", *where))["retracted"] is None
        would = run("remove", bridge, "--dry-run", *where)
        assert "1 article would be removed." in would.stdout
        unasked = run("remove", bridge, *where)
        assert (unasked.exit_code, desk.count) == (1, 2)
        assert "--yes" in unasked.stderr
        gone = document(run("remove", bridge, "--yes", "--json", *where))
        assert [one["article"] for one in gone["removed"]] == [bridge]
        assert desk.count == 1
        error = run("retract", bridge, "--json", *where)
        assert (error.exit_code, document(error)["error"]["kind"]) == (1, "ArticleRemoved")
        assert "Search index refreshed: 1 article" in run("rebuild", *where).stdout
        assert document(run("rebuild", "--abandon", "--json", *where))["freed"] == 0


def test_an_address_is_added_and_looked_at_again(tmp_path: Path, news: Path) -> None:
    with serving() as site:
        site.page("/a", f"<h1>Ferry</h1><p>{FERRY}</p>" * 3)
        limits = FetchLimits(allow=(f"127.0.0.1:{site.port}",), delay=0.0)
        with in_service(tmp_path, fetching=limits) as (desk, url):
            both = document(
                run("add", site.url("/a"), str(news), "missing.txt", "--json", "--server", url)
            )
            assert len(both["added"]) == 3
            (missing,) = both["failed"]
            assert missing["error"]["kind"] == "SourceNotFound"
            site.page("/a", f"<h1>Ferry</h1><p>{FERRY.replace('Monday', 'Tuesday')}</p>" * 3)
            told = run("sync", "--server", url)
            assert "1 source: 0 added, 1 updated" in told.stdout
            synced = document(run("sync", "--prune", "--resting", "--json", "--server", url))
            assert (synced["kind"], synced["unchanged"]) == ("sync", 1)
            assert desk.count == 3


def test_what_is_printed_is_what_the_local_command_prints(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (news / "empty.txt").write_text("")
    local = str(tmp_path / "local")
    with in_service(tmp_path) as (_, url):
        for arguments in (["add", str(news)], ["sync"], ["remove", "--outlet", "x", "--dry-run"]):
            there = run(*arguments, "--json", "--server", url)
            here = run(*arguments, "--json", "--store", local)
            assert there.exit_code == here.exit_code == 0
            assert document(there).keys() == document(here).keys()
        with monkeypatch.context() as patched:
            patched.setenv("ONRECORD_SERVER", url)
            nothing = run("add", "missing.txt")
        here = run("add", "missing.txt", "--store", local)
        assert (nothing.exit_code, nothing.stderr) == (here.exit_code, here.stderr)


def test_a_server_and_a_store_are_not_named_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = str(two_articles(tmp_path))
    nobody = "http://127.0.0.1:1"
    for named in (["sync", "--store", store], ["--store", store, "sync"]):
        both = run(*named, "--server", nobody)
        assert both.exit_code == 2
        monkeypatch.setenv("ONRECORD_SERVER", nobody)
        assert run(*named).exit_code == 0
        monkeypatch.delenv("ONRECORD_SERVER")


def test_the_token_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with in_service(tmp_path, guard=Guard.of("127.0.0.1", TOKEN)) as (_, url):
        without = run("sync", "--server", url)
        assert (without.exit_code, without.stdout) == (1, "")
        assert "The token is missing or wrong." in without.stderr
        assert "ONRECORD_TOKEN" in without.stderr
        monkeypatch.setenv("ONRECORD_TOKEN", TOKEN)
        assert run("sync", "--server", url).exit_code == 0
        monkeypatch.setenv("ONRECORD_TOKEN", "too short")
        assert "ONRECORD_TOKEN" in run("sync", "--server", url).stderr


def test_files_that_cannot_be_sent_are_named(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (news / "more").mkdir()
    (news / "more" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (news / "a\nb.txt").write_text(FERRY, encoding="utf-8")
    (news / "large.txt").write_text("x" * 600, encoding="utf-8")
    monkeypatch.setattr(message_format, "LARGEST_FILE", 500)
    found = parcel([str(news)])
    assert list(found.files) == ["bridge.txt", "ferry.txt"]
    told = {Path(one.source).name: one.error for one in found.failed}
    assert {name: type(error).__name__ for name, error in told.items()} == {
        "a\nb.txt": "SourceRefused",
        "large.txt": "SourceTooLarge",
        "ferry.txt": "SourceRefused",
    }
    assert "without --server" in told["large.txt"].remedy
    assert "same name as" in told["ferry.txt"].happened
    monkeypatch.setattr(message_format, "MOST_FILES", 1)
    with in_service(tmp_path) as (desk, url):
        many = run("add", str(news), "--server", url)
        assert (many.exit_code, desk.count) == (1, 0)
        assert "more than a server accepts at once" in many.stderr


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:7860", "ftp://127.0.0.1", "http://", "http://a/b", "http://[::1", "http://a:b",
     "http://a?b", "http://user:secret@a"],
)  # fmt: skip
def test_what_is_no_address_of_a_server_is_a_setting_error(url: str) -> None:
    with pytest.raises(SettingError, match="isn't a server address") as caught:
        RemoteChanges(url)
    assert "secret" not in str(caught.value)


HELLO = b'{"kind": "onrecord", "version": "9", "articles": 1, "generation": 1}'
Answer = Callable[[BaseHTTPRequestHandler], None]


def whole(body: bytes, status: int = 200) -> Answer:
    """An answer with that body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def cut(body: bytes) -> Answer:
    """An answer that breaks off after that much."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body) + 9))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def strange(hello: Answer, change: Answer) -> Iterator[str]:
    """A server that answers so."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hello(self)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            change(self)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    "hello",
    [
        whole(b"<html>Welcome</html>"),
        whole(b"Not found", 404),
        whole(b'{"detail": "Not Found"}', 404),
        whole(b'{"error": "no"}', 500),
        whole(b"moved", 302),
        whole(b""),
        whole(b"[" * 100_000),
        whole(b'{"kind": "offrecord"}'),
        whole(b"\xff\xfe{}"),
    ],
)
def test_what_is_not_onrecord_is_told(hello: Answer) -> None:
    with strange(hello, whole(b"")) as url:
        told = run("sync", "--server", url)
    assert (told.exit_code, told.stdout) == (1, "")
    assert re.match(f"{url}: What answers there isn't Onrecord", told.stderr)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (whole(b""), "connection was lost"),
        (whole(b'{"progress": ["reading", 1, 2]}\n{}\n'), "connection was lost"),
        (cut(b'{"progress": ["reading", 1, 2]}\n'), "connection was lost"),
        (whole(b'{"progress": "reading"}\n'), "isn't Onrecord"),
        (whole(b'{"result": {"kind": "report"}}\n'), "isn't Onrecord"),
        (whole(b'{"result": 5}\n'), "isn't Onrecord"),
        (whole(b'{"error": {"kind": 5}}\n'), "isn't Onrecord"),
        (whole(b"[]\n"), "isn't Onrecord"),
        (whole(b"x" * 2000), "line that never ends"),
        (whole(b'{"error": {"kind": "Unheard", "happened": "No.", "subject": "a\\u001b[2J",'
               b' "remedy": "None."}}\n'), "a[U+001B][2J: No."),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_told(
    change: Answer, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_format, "LONGEST_LINE", 1000)
    with strange(whole(HELLO), change) as url:
        told = run("sync", "--server", url)
    assert (told.exit_code, told.stdout) == (1, "")
    assert words in told.stderr
    assert "Traceback" not in told.stderr


def test_a_server_that_is_away_is_told() -> None:
    with strange(whole(HELLO), whole(b"")) as url:
        remote = RemoteChanges(url)
    with pytest.raises(ServiceError, match="No server answers there"), remote:
        pass
    told = run("add", "--json", "https://a.example/", "--server", url)
    assert json.loads(told.stdout)["error"]["kind"] == "ServiceError"
    assert json.loads(told.stdout)["error"]["subject"] == url


def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.remote.client.SILENCE", 0.1)

    def dawdle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.connection.recv(1)  # until the other side hangs up

    with strange(whole(HELLO), dawdle) as url:
        told = run("sync", "--server", url)
    assert "it was silent for 0 seconds" in told.stderr


def test_a_file_that_shrinks_while_it_is_sent_adds_nothing(tmp_path: Path, news: Path) -> None:
    with in_service(tmp_path) as (desk, url), RemoteChanges(url) as remote:
        whole_length = (news / "ferry.txt").stat().st_size

        def shrink(stage: str, done: int, total: int) -> None:
            with (news / "ferry.txt").open("r+b") as file:
                file.truncate(whole_length // 2)

        done = remote.add([news / "bridge.txt"], progress=shrink)
        assert len(done.added) == 1
        (news / "ferry.txt").write_text(FERRY, encoding="utf-8")
        with pytest.raises(Exception, match="became shorter"):
            remote.add([news / "bridge.txt", news / "ferry.txt"], progress=shrink)
        assert desk.count == 1
