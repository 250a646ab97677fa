"""A process that is forked leaves the parser that waits to its parent."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from project import ROOT

FORKS = """
import os
from index.parsing.parser import at_work
from index.reading.contents import Document
from index.types import NO_OVERRIDES, Source

DOCUMENT = Document(Source("file", "/buoy.txt"), "Buoy\\n\\nThe buoy of Ansel is red.\\n", "utf-8")


def title():
    with at_work() as parser:
        return parser.read(DOCUMENT, NO_OVERRIDES).article.title


def told(number):
    return [f"{number} {title()}" for _ in range(20)]


title()
child = os.fork()
lines = told("child" if not child else "parent")
os.write(1, ("\\n".join(lines) + "\\n").encode())
if not child:
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
assert title() == "Buoy"
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes aren't forked here")
def test_parent_and_child_read_on() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FORKS],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = sorted(done.stdout.splitlines())
    assert told == ["child Buoy"] * 20 + ["parent Buoy"] * 20
