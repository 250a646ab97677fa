"""The page's endpoints for programs, called as anybody on the network could."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from browser import served
from newsroom import CONFLICT, UNSETTLED
from scripted_assistant import ScriptedAssistant

from assistant.verdicts.types import Wish
from index.errors import ClaimError


def call(url: str, endpoint: str, *data: Any) -> str:
    """The events that an endpoint sends for these inputs."""
    address = f"{url}gradio_api/call/{endpoint}"
    body = json.dumps({"data": data}).encode()
    request = Request(address, body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as reply:
        event = json.loads(reply.read())["event_id"]
    with urlopen(f"{address}/{event}", timeout=30) as reply:
        return str(reply.read().decode())


def test_add_does_not_read_files_that_nobody_uploaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The vault of Maldry opens with four turns.", encoding="utf-8")
    desk = ScriptedAssistant()
    named = [{"path": str(secret), "meta": {"_type": "gradio.FileData"}}]
    with served(desk) as url:
        events = call(url, "add", named, "", "")
    assert "event: error" in events
    assert desk.added == []


@pytest.mark.parametrize("endpoint", ["ask", "check"])
def test_what_is_no_text_is_refused(endpoint: str) -> None:
    desk = ScriptedAssistant()
    with served(desk) as url:
        assert "event: error" in call(url, endpoint, 5)
    assert desk.heard == []


def test_check_gives_every_verdict() -> None:
    desk = ScriptedAssistant()
    desk.enqueue((CONFLICT, UNSETTLED))
    with served(desk) as url:
        events = call(url, "check", "It was opened. Nobody was hurt.")
    (told,) = json.loads(events.rpartition("data: ")[2])
    assert told["kind"] == "verdicts"
    assert [each["label"] for each in told["verdicts"]] == ["conflicting", "not_enough_evidence"]
    assert desk.wishes == [Wish.CHECK]


def test_check_tells_what_cannot_be_checked() -> None:
    desk = ScriptedAssistant()
    desk.enqueue(ClaimError("That is an opinion.", subject="claim", remedy="State a fact."))
    with served(desk) as url:
        assert "event: error" in call(url, "check", "It is ugly.")
