"""kill -9 at a random instant of a change, whatever it is, leaves the old state or the new."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIMES = 16


def test_killed_at_random(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "evaluation.crashes", tmp_path / "none", "--times", str(TIMES)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line.split("|")[1:-1] for line in done.stdout.splitlines() if line.startswith("|")]
    counted = {line[0].strip(): [cell.strip() for cell in line[1:]] for line in lines[2:]}
    assert counted.keys() == {"add", "remove", "import", "sync", "rebuild"}
    assert sum(int(cells[0]) for cells in counted.values()) == TIMES
    assert sum(int(cells[1]) for cells in counted.values()) >= TIMES // 3
    assert {cells[-1] for cells in counted.values()} == {"0"}
