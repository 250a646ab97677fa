"""`onrecord serve` in a separate process, changed by commands from outside."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest
from command_line import BRIDGE, document, run, spawn


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_running_server_takes_changes_until_it_is_ended(
    end: signal.Signals, tmp_path: Path
) -> None:
    store = str(tmp_path / "store")
    article = tmp_path / "bridge.txt"
    article.write_text(BRIDGE, encoding="utf-8")
    process = spawn(
        "serve", "--port", "0", "--json", "--store", store,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        told = "".join(iter(process.stdout.readline, "}\n")) + "}"
        done = run("add", str(article), "--json", "--server", json.loads(told)["url"])
        assert done.exit_code == 0, done.stdout
        (added,) = document(done)["added"]
        shown = run("show", added["article"], "--store", store)
        assert "Footbridge of Maldry closed" in shown.stdout
    finally:
        process.send_signal(end)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert list(tmp_path.glob("store/uploads/room-*")) == []
