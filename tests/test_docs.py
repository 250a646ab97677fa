"""The documents say what the code does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from project import ROOT

DOCUMENTS = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
ROOMS = "assistant|docs|evaluation|index|onrecord|prompts|samples|service|tests|training|ui"


@pytest.mark.parametrize(
    "name",
    [
        "architecture.md",
        "reference/command-line.md",
        "reference/answer.md",
        "reference/verdict.md",
        "reference/settings.md",
        "reference/thresholds.md",
    ],
)
def test_generated_parts_are_up_to_date(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", f"docs/{name}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"make docs writes it anew\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_file_names_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)[^)]*\)", text)
    missing = [link for link in links if not (document.parent / link).exists()]
    named = re.findall(rf"`((?:{ROOMS})/[\w./-]+\.\w+)`", text)
    named += re.findall(rf"(?<![\w./:])(?:{ROOMS})/[\w/-]+\.py\b", text)
    missing += [name for name in named if not (ROOT / name).exists()]
    assert missing == []
