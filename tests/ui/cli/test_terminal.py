"""What reaches a terminal, and how a command ends, whatever happens."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from command_line import article_id, run, spawn, two_articles
from project import ROOT

from index.reports import Finding
from ui.cli import terminal
from ui.cli.outcomes import not_well, reported

UNSAFE = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two articles. Tests only read it."""
    return two_articles(tmp_path_factory.mktemp("terminal"))


def test_help_needs_none_of_the_slow_libraries() -> None:
    script = (
        "import sys; from onrecord.command_line import commands\n"
        "try: commands(['ask', '--help'])\n"
        "except SystemExit as done: assert done.code == 0\n"
        "slow = {'torch', 'gradio', 'chromadb', 'langchain_core', 'onnxruntime'}\n"
        "print(sorted(slow & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"onrecord {project['version']}\n")


def test_control_characters_of_an_article_do_not_reach_the_terminal(store: Path) -> None:
    article = article_id(store, "Bell")
    for arguments in (["show", article], ["articles"], ["search", "baker of Maldry"]):
        for json_option in ([], ["--json"]):
            result = run(*arguments, *json_option, "--store", str(store))
            raw = re.findall(UNSAFE, result.stdout)
            assert raw == [], arguments
    assert "[U+001B][31mred" in run("show", article, "--store", str(store)).stdout


def test_text_is_wrapped_and_bold_on_a_terminal_only(store: Path) -> None:
    article = article_id(store, "Footbridge")
    master, slave = pty.openpty()
    environment = {**os.environ, "COLUMNS": "40", "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    process = spawn("--store", str(store), "show", article, stdout=slave, env=environment)
    os.close(slave)
    shown = "".join(_read(master))
    assert process.wait(60) == 0
    assert "\x1b[1mFootbridge of Maldry closed" in shown
    body = re.sub(r"\x1b\[\d*m", "", shown)
    assert max(len(line) for line in body.splitlines()) <= 40
    plain = run("show", article, "--store", str(store)).stdout
    assert "\x1b" not in plain
    assert "The footbridge of Maldry was closed on Monday after a beam had cracked." in plain


def _read(descriptor: int) -> Iterator[str]:
    """What is written to a pseudo-terminal until its other end is closed."""
    while select.select([descriptor], [], [], 60)[0]:
        try:
            block = os.read(descriptor, 65536)
        except OSError:
            return
        if not block:
            return
        yield block.decode()


def test_a_reader_that_goes_away_is_no_error(store: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = spawn("--store", str(store), "articles", stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    _, told = process.communicate(timeout=60)
    assert told == ""


def test_ctrl_c_ends_the_server_cleanly(tmp_path: Path) -> None:
    process = spawn(
        "serve", "--port", "0", "--json", "--store", str(tmp_path / "store"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    told = ""
    while not told.rstrip().endswith("}"):
        line = process.stdout.readline()
        assert line, process.stderr.read() if process.stderr else ""
        told += line
    server = json.loads(told)
    assert server["kind"] == "server"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", server["url"])
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=60)
    assert (process.returncode, rest, errors) == (0, "", "")


def test_something_wrong_becomes_an_error_with_its_remedies(
    capsys: pytest.CaptureFixture[str],
) -> None:
    findings = [
        Finding(ok=True, what="The catalog opens."),
        Finding(ok=False, what="The model is missing.", remedy="Install it."),
    ]
    error = not_well(findings)
    assert error is not None
    assert "1 of 2" in error.happened
    assert error.subject == "The model is missing."
    assert error.remedy == "Install it."
    assert not_well(findings[:1]) is None
    terminal.findings(findings)
    assert "BAD  The model is missing." in capsys.readouterr().out


def test_a_fault_of_ours_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @reported
    def stumble(*, as_json: bool) -> None:
        raise ValueError(f"as_json was {as_json}")

    monkeypatch.delenv("ONRECORD_TRACEBACK", raising=False)
    with pytest.raises(typer.Exit) as end:
        stumble(as_json=False)
    told = capsys.readouterr()
    assert end.value.exit_code == 1
    assert "ValueError: as_json was False" in told.err
    assert "ONRECORD_TRACEBACK" in told.err
    with pytest.raises(typer.Exit):
        stumble(as_json=True)
    assert "ValueError" in json.loads(capsys.readouterr().out)["error"]["happened"]
    monkeypatch.setenv("ONRECORD_TRACEBACK", "1")
    with pytest.raises(ValueError, match="as_json"):
        stumble(as_json=False)
