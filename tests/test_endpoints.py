"""The page's endpoints for programs, called as anybody on the network could."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from browser import served
from scripted_assistant import ScriptedAssistant


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


def test_ask_refuses_what_is_no_text() -> None:
    desk = ScriptedAssistant()
    with served(desk) as url:
        assert "event: error" in call(url, "ask", 5)
    assert desk.heard == []
