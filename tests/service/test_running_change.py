"""How a server makes the changes that programs ask for: in turn, with progress, cancelled."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import httpx
import pytest
from service_run import OURS, in_service, request

from index.errors import StoreLocked
from index.reports import RebuildReport, SyncReport
from index.types import ProgressCallback, silent
from onrecord import Assistant
from service import running_change
from ui.remote import message_format


class Slow(Assistant):
    """Its rebuild goes on until someone ends it."""

    begun = Event()
    broken_off = Event()

    def rebuild(self, *, progress: ProgressCallback = silent) -> RebuildReport:
        try:
            while True:
                progress("embedding", 1, 2)
                self.begun.set()
                Event().wait(0.01)
        finally:
            self.broken_off.set()


def test_who_goes_away_breaks_the_change_off(tmp_path: Path) -> None:
    with in_service(tmp_path, kind=Slow) as (desk, url):
        with (
            httpx.Client(trust_env=False, timeout=30) as client,
            client.stream("POST", f"{url}api/rebuild", content=b"{}", headers=OURS) as answer,
        ):
            first = json.loads(next(answer.iter_lines()))
            assert first == {"progress": ["embedding", 1, 2]}
            assert not Slow.broken_off.is_set()
        assert Slow.broken_off.wait(30)
        assert desk.sync().generation == 0


def test_a_server_that_ends_breaks_the_change_off(tmp_path: Path) -> None:
    Slow.begun.clear()
    Slow.broken_off.clear()
    with httpx.Client(trust_env=False, timeout=30) as client:
        with in_service(tmp_path, kind=Slow) as (_, url):
            asked = client.build_request("POST", f"{url}api/rebuild", content=b"{}", headers=OURS)
            answer = client.send(asked, stream=True)
            assert Slow.begun.wait(30)
        assert Slow.broken_off.is_set()
        answer.close()


def test_a_change_waits_for_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    class Busy(Assistant):
        def sync(
            self, *, prune: bool = False, resting: bool = False, progress: ProgressCallback = silent
        ) -> SyncReport:
            tries.append(1)
            if len(tries) < 3:
                raise StoreLocked("It is being changed.", subject="store", remedy="Wait.")
            return super().sync(prune=prune, resting=resting, progress=progress)

    monkeypatch.setattr(running_change, "PAUSE", 0.01)
    with in_service(tmp_path, kind=Busy) as (_, url):
        _, lines = request(url, "sync")
        assert {"progress": ["waiting for another change to finish", 0, 1]} in lines
        assert lines[-1]["result"]["kind"] == "sync"
        tries.clear()
        monkeypatch.setattr(running_change, "LONGEST_TURN", -1.0)
        _, (error,) = request(url, "sync")
        assert error["error"]["kind"] == "StoreLocked"


def test_a_change_without_news_is_still_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Event()

    class Quiet(Assistant):
        def sync(
            self, *, prune: bool = False, resting: bool = False, progress: ProgressCallback = silent
        ) -> SyncReport:
            assert heard.wait(30)
            return super().sync(prune=prune, resting=resting, progress=progress)

    monkeypatch.setattr(message_format, "HEARTBEAT", 0.01)
    with (
        in_service(tmp_path, kind=Quiet) as (_, url),
        httpx.Client(trust_env=False, timeout=30) as client,
        client.stream("POST", f"{url}api/sync", content=b"{}", headers=OURS) as answer,
    ):
        lines = map(json.loads, answer.iter_lines())
        assert next(lines) == {}
        heard.set()
        assert "result" in list(lines)[-1]


def test_a_fault_is_told_without_its_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Assistant):
        def sync(
            self, *, prune: bool = False, resting: bool = False, progress: ProgressCallback = silent
        ) -> SyncReport:
            raise ValueError("the secret of the house")

    with in_service(tmp_path, kind=Broken) as (_, url):
        status, (line,) = request(url, "sync")
    assert (status, line["error"]["kind"]) == (200, "OnrecordError")
    assert "An error in Onrecord itself (ValueError)." in line["error"]["happened"]
    assert "secret" not in json.dumps(line)
    assert "the secret of the house" in caplog.text


def test_who_is_gone_before_the_first_line_breaks_the_change_off(tmp_path: Path) -> None:
    Slow.broken_off.clear()
    with in_service(tmp_path, kind=Slow) as (_, url):
        place = urlsplit(url)
        assert place.hostname
        head = "".join(f"{name}: {value}\r\n" for name, value in OURS.items())
        with socket.create_connection((place.hostname, place.port or 0)) as connection:
            connection.sendall(
                f"POST /api/rebuild HTTP/1.1\r\nHost: {place.netloc}\r\n{head}"
                "Content-Length: 2\r\n\r\n{}".encode()
            )
        assert Slow.broken_off.wait(30)
