"""The page's server as a separate process: how soon it is ready, how much memory it takes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from gradio_client import Client

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 120.0
"""Seconds after which a server that does not answer has failed."""


def measure(store: Path, questions: Sequence[str]) -> dict[str, str]:
    """Start the server on a free loopback port, ask the questions, stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"ONRECORD_STORE": str(store), "ONRECORD_PORT": str(port)}
    started = time.perf_counter()
    server = subprocess.Popen([sys.executable, str(_ROOT / "app.py")], env=environment)  # noqa: S603
    try:
        _wait(f"http://127.0.0.1:{port}/", started)
        ready = time.perf_counter() - started
        client = Client(f"http://127.0.0.1:{port}/", verbose=False)
        asked = time.perf_counter()
        client.predict(questions[0], api_name="/ask")
        first = time.perf_counter() - asked
        for question in questions[1:]:
            client.predict(question, api_name="/ask")
        return {
            "server ready after": f"{ready:.1f} s",
            "its first answer took": f"{first:.1f} s",
            f"its peak memory after {len(questions)} questions": f"{_peak(server.pid):.2f} GB",
        }
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(url: str, started: float) -> None:
    while time.perf_counter() - started < _PATIENCE:
        try:
            with urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310
                if reply.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise TimeoutError(f"{url} did not answer within {_PATIENCE:.0f} s.")


def _peak(process: int) -> float:
    """The most RAM that a process has used so far, in GB (10⁹ bytes; Linux)."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024 / 1e9
    return 0.0
