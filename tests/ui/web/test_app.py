"""Serving the page: at once, on this machine only, and with a clear word where that cannot be."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from urllib.request import urlopen

import pytest
from scripted_assistant import ScriptedAssistant

from app import listen, serve, server
from index.errors import ModelError, SettingError
from service.allowed_names import Names
from ui.web.upload_room import upload_room


class Slow(ScriptedAssistant):
    """Its models take until the page has been read."""

    def __init__(self) -> None:
        super().__init__()
        self.page_was_read = Event()
        self.loaded = False

    def warm(self) -> None:
        self.loaded = self.page_was_read.wait(30)


def served_until_interrupted(
    desk: ScriptedAssistant, after: Callable[[], None] = lambda: None
) -> list[tuple[str, int, bool]]:
    """Serve, read the page once, do `after`, press Ctrl-C: (address, status, whether it is our
    page)."""
    seen: list[tuple[str, int, bool]] = []

    def read(url: str) -> None:
        try:
            with urlopen(url, timeout=30) as reply:
                seen.append((url, reply.status, b"Onrecord" in reply.read()))
            after()
        finally:
            os.kill(os.getpid(), signal.SIGINT)

    serve(desk, "127.0.0.1", 0, ready=lambda url: Thread(target=read, args=(url,)).start())
    return seen


def test_the_page_is_there_before_the_models_are() -> None:
    desk = Slow()
    [(url, status, ours)] = served_until_interrupted(desk, after=desk.page_was_read.set)
    assert url.startswith("http://127.0.0.1:")
    assert (status, ours) == (200, True)
    assert desk.loaded


def test_a_model_that_cannot_be_loaded_does_not_keep_the_page_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken(ScriptedAssistant):
        def warm(self) -> None:
            raise ModelError("It is damaged.", subject="model", remedy="Install it again.")

    [(_, status, _)] = served_until_interrupted(Broken())
    assert status == 200
    assert "It is damaged. Install it again." in caplog.text


def test_a_port_in_use_is_a_setting_error_with_a_remedy() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingError) as caught:
            listen("127.0.0.1", port)
    assert caught.value.subject == f"127.0.0.1:{port}"
    assert "in use" in caught.value.happened
    assert "ONRECORD_PORT" in caught.value.remedy


def test_a_host_that_is_not_this_machine_is_a_setting_error() -> None:
    with pytest.raises(SettingError):
        listen("256.0.0.1", 7860)


def test_nothing_is_measured_or_shared(tmp_path: Path) -> None:
    names = Names.of("127.0.0.1", "127.0.0.1", 7860)
    with upload_room(tmp_path) as room:
        gate = asyncio.run(server(ScriptedAssistant(), names, room)).config.app
    mounted = gate.app.routes[-1].app.get_blocks()  # type: ignore[union-attr]
    assert not mounted.analytics_enabled
    assert not mounted.run_history
    assert mounted.enable_monitoring is False
    assert mounted.share is False
