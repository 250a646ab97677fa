"""Hundreds of hostile files, requests and questions end in a reading or an error, at once.

`python -m evaluation.hostile_corpus.hostile_at_once` shows what each kind took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from project import ROOT, SUPPORT

from evaluation.hostile_corpus.corpus import files
from evaluation.hostile_corpus.corpus_texts import texts
from evaluation.hostile_corpus.corpus_web import pages
from evaluation.hostile_corpus.hostile_bodies import bodies
from evaluation.hostile_corpus.hostile_requests import (
    Request,
    answered,
    any_outcome,
    requests,
    sent,
)
from evaluation.hostile_corpus.meter import Meter, judged

PATIENCE = 900.0
"""Seconds by the clock for all of a kind, on a busy machine; alone they take less than two minutes
together."""
FAULTS = {
    "a long boundary", "an event that is none", "a huge event", "POST call/nosuch",
    "POST run/ask", "POST run/nosuch", "POST run/add",
}  # fmt: skip
"""What Gradio itself answers with 500: forms and events that no page sends; it reveals nothing."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")


def tried(kind: str) -> dict[str, list[str]]:
    """The table of what was tried, by form."""
    done = subprocess.run(
        [sys.executable, "-m", "evaluation.hostile_corpus.hostile_at_once", "--only", kind],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2_000:]
    rows = [line.split("|")[1:-1] for line in done.stdout.splitlines() if line.startswith("|")]
    return {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows[2:]}


def test_files() -> None:
    found = tried("files")
    count = sum(int(cells[0]) for cells in found.values())
    assert count == len(list(files(1))) >= 400
    assert {"txt", "md", "html", "xhtml", "docx", "pdf", "jsonl", "jsonl.gz", "zip"} <= found.keys()
    assert all(int(read) + int(refused) == int(all_) for all_, read, refused, *_ in found.values())


def test_what_a_server_gives() -> None:
    found = tried("web")
    count = sum(int(cells[0]) for cells in found.values())
    assert count == len(list(pages("http://x.example"))) >= 100


def test_readers_texts() -> None:
    found = tried("texts")
    assert found.keys() == {"ask", "check", "search"}
    assert {int(cells[0]) for cells in found.values()} == {len(texts())}


@contextmanager
def server(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A served page in a separate process, and its host and port."""
    with (folder / "faults").open("w") as faults:
        process = subprocess.Popen(
            [sys.executable, "hostile_server.py", folder],
            cwd=SUPPORT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
            stdout=subprocess.PIPE,
            stderr=faults,
            text=True,
        )
        try:
            assert process.stdout
            yield process, urlsplit(process.stdout.readline().strip()).netloc
        finally:
            process.kill()
            process.communicate()


def good(host: str) -> list[Request]:
    """What the server still answers, whatever it was sent."""
    asked = json.dumps({"data": ["What did the river do?"]}).encode()
    return [
        any_outcome("the page", sent("GET", "/", host)),
        any_outcome("a question", sent("POST", "/gradio_api/call/ask", host, body=asked)),
    ]


def test_requests(tmp_path: Path) -> None:
    with server(tmp_path) as (process, host):
        name, _, port = host.rpartition(":")
        meter = Meter(process.pid)
        wrong: list[str] = []
        outcomes: Counter[str] = Counter()
        for number, one in enumerate([*requests(host), *bodies(host)]):
            meter.restart()
            outcome, told = answered(one, name, int(port))
            outcomes[outcome] += 1
            if outcome == "fault" and one.kind not in FAULTS:
                told.append("the server had a fault")
            wrong += [
                f"{one.kind}: {what}"
                for what in judged("request", one.kind, outcome, meter, told).wrong
            ]
            for alive in good(host) if number % 20 == 0 else []:
                if answered(alive, name, int(port), 20.0)[0] != "read":
                    wrong.append(f"{one.kind}: afterwards the server does not answer {alive.kind}")
        meter.close()
        assert process.poll() is None
        assert wrong == [], "\n".join(wrong)
        assert outcomes.total() >= 200
        assert min(outcomes["read"], outcomes["refused"]) > 30
        places = (tmp_path, tmp_path.parent, ROOT, ROOT / "tests", Path("/"))
        assert [place for place in places if (place / "escaped.txt").exists()] == []
