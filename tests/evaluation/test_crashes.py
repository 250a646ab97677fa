"""kill -9 at any instant of a change, whatever it is, leaves the old state or the new."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from project import ROOT

TIMES = 16
KILLS = 80
"""Of the thousands that `python -m evaluation.crash_safety.kill_points` makes when it is asked for
all."""


def counted(module: str, *options: str | Path) -> dict[str, list[int]]:
    """The numbers that an evaluation prints, by the first word of their line."""
    done = subprocess.run(
        [sys.executable, "-m", module, *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split("|")[1:-1] for line in done.stdout.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in rows]
    return {row[0]: list(map(int, row[1:])) for row in cells if row[1].isdigit()}


def test_killed_at_random(tmp_path: Path) -> None:
    found = counted("evaluation.crash_safety.crashes", tmp_path / "none", "--times", str(TIMES))
    assert found.keys() == {"add", "update", "remove", "import", "sync", "rebuild"}
    assert sum(times for times, _, _ in found.values()) == TIMES
    assert sum(killed for _, killed, _ in found.values()) >= TIMES // 3
    assert {wrong for _, _, wrong in found.values()} == {0}


@pytest.mark.skipif(sys.platform != "linux", reason="it watches the system calls of Linux")
def test_killed_before_and_after_writes_of_every_kind() -> None:
    found = counted("evaluation.crash_safety.kill_points", "--most", str(KILLS))
    changes = {name: numbers for name, numbers in found.items() if ":" not in name}
    assert changes.keys() == {
        "create", "add", "update", "remove", "retract", "sync", "import", "export", "rebuild",
        "abandon", "repair",
    }  # fmt: skip
    assert sum(killed for killed, *_ in changes.values()) > KILLS * 0.9
    assert sum(before for _, before, *_ in changes.values()) > KILLS * 0.3
    assert sum(after for _, _, after, _ in changes.values()) > KILLS * 0.3
    assert {wrong for *_, wrong in found.values()} == {0}
    steps = {name.partition(":")[0] for name in found.keys() - changes.keys()}
    assert steps == {"create", "write", "sync", "resize", "rename", "delete", "set rights"}
