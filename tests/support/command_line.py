"""What the tests of the command line share: articles, and ways to run it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from project import ROOT
from typer.testing import CliRunner, Result

from onrecord.command_line import commands

BRIDGE = """Title: Footbridge of Maldry closed
Outlet: Maldry Chronicle
Date: 3 March 2031

The footbridge of Maldry was closed on Monday after a beam had cracked.

"Nobody was hurt," said the town's engineer, Osric Vale.
"""
HOSTILE = """Bell \x07 rings in Maldry

A reader found \x1b[31mred\x1b[0m and \x9b2J and \u202eturned letters in the bakery of Maldry.

The baker of Maldry laughed about it for a whole week. She has sold bread and buns beside the
market for thirty years, and she has found buttons, coins and once a wedding ring in the flour, but
never letters that change their colour. The printer of the town's advertisements said that he would
look at his machine, which is older than the bakery and has been repaired eleven times.

People came from three villages to read the paper bags. On Saturday the bakery had sold out before
nine o'clock in the morning, and the baker of Maldry asked the printer to leave his machine alone.
"""


def run(*arguments: str) -> Result:
    """`onrecord` with these arguments, in this process."""
    return CliRunner().invoke(commands, arguments, prog_name="onrecord")


def spawn(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    """`onrecord` with these arguments, in a separate process."""
    return subprocess.Popen(
        [sys.executable, "-m", "onrecord", *arguments], cwd=ROOT, text=True, **options
    )


def document(result: Result) -> Any:
    """The one JSON document on standard output; standard error is empty."""
    assert result.stderr == ""
    return json.loads(result.stdout)


def two_articles(folder: Path) -> Path:
    """A store in the folder, with BRIDGE and HOSTILE in it."""
    news = folder / "news"
    news.mkdir()
    (news / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (news / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    result = run("add", str(news), "--store", str(folder / "store"))
    assert result.exit_code == 0, result.stderr
    return folder / "store"


def article_id(store: Path, title: str) -> str:
    """The id of the article whose title begins so."""
    found = document(run("articles", "--json", "--store", str(store)))["articles"]
    return str(next(a["article"] for a in found if a["title"].startswith(title)))
