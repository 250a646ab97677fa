"""`onrecord serve` in a process of its own, changed by commands from outside."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

from command_line import BRIDGE, document, run, spawn


def test_a_running_server_takes_changes(tmp_path: Path) -> None:
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
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
