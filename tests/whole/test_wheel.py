"""The wheel, installed by pip where nothing of the checkout is, does the whole job."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
import threading
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from project import ROOT

ARTICLE = """Bridge at Quell closed
By Ada Marn
3 March 2031

The bridge at Quell was closed on Monday, the mayor, Ivo Lamm, said.
"""

SECONDS = 300
"""Within which a command ends, also on a loaded machine."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    copied = ("app.py", "pyproject.toml", "README.md", "LICENSE")
    packages = ("assistant", "index", "onrecord", "prompts", "service", "ui")
    source.mkdir()
    for name in (*copied, *packages, "evaluation", "training"):
        (source / name).symlink_to(ROOT / name)
    subprocess.run(
        [
            sys.executable, "-c",
            "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])",
            str(folder),
        ],
        cwd=source, check=True, capture_output=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def onrecord(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command that pip makes, in an environment that has the wheel and the libraries, and no
    checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    site = next(folder.glob("lib/python*/site-packages"))
    libraries = {sysconfig.get_path("purelib"), *(p for p in sys.path if "site-packages" in p)}
    (site / "libraries.pth").write_text("\n".join(sorted(libraries)))
    subprocess.run(
        [
            sys.executable, "-m", "pip", "--isolated", "--python", str(folder / "bin" / "python"),
            "install", "--no-deps", "--no-index", "--ignore-installed", str(wheel),
        ],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return folder / "bin" / "onrecord"


def _environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(folder)}


def _run(command: Path, folder: Path, *arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [str(command), "--store", "news", *arguments, "--json"],
        cwd=folder, capture_output=True, text=True, check=False,
        env=_environment(folder), timeout=SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_wheel_has_what_a_user_needs_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"app.py", "assistant", "index", "onrecord", "prompts", "service", "ui"}
    for name in ("onrecord/py.typed", "ui/web/style.css", "assistant/models/stance/model.onnx"):
        assert name in names
    assert {f"{top}/py.typed" for top in tops - {"app.py"}} <= set(names)
    assert any(name.startswith("prompts/") and name.endswith(".md") for name in names)
    word_lists = {
        path.relative_to(ROOT).as_posix()
        for top in tops - {"app.py"}
        for path in (ROOT / top).rglob("*.toml")
    }
    assert "index/words/calendar.toml" in word_lists
    assert word_lists <= set(names)


def test_an_installed_wheel_adds_asks_and_checks(onrecord: Path, tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(ARTICLE)
    assert _run(onrecord, tmp_path, "add", "bridge.txt")["failed"] == []
    answer = _run(onrecord, tmp_path, "ask", "Who said that the bridge at Quell was closed?")
    assert answer["abstained"] is False
    verdicts = _run(onrecord, tmp_path, "check", "The bridge at Quell was closed.")
    assert "supported" in json.dumps(verdicts)
    names = "import onrecord; print(onrecord.Assistant, onrecord.__file__)"
    where = subprocess.run(
        [str(onrecord.with_name("python")), "-c", names],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Assistant" in where.stdout
    assert str(onrecord.parent.parent) in where.stdout


@contextmanager
def _served(command: Path, folder: Path) -> Iterator[str]:
    """The address of a page that is served until the test is done, and that ends cleanly."""
    with subprocess.Popen(
        [str(command), "--store", "news", "serve", "--port", "0", "--json"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=_environment(folder),
    ) as process:  # fmt: skip
        overdue = threading.Timer(SECONDS, process.kill)
        overdue.start()
        try:
            assert process.stdout is not None
            told = "".join(iter(process.stdout.readline, "}\n")) + "}"
            yield str(json.loads(told)["url"])
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate()
            assert (process.returncode, errors) == (0, "")
        finally:
            overdue.cancel()
            process.kill()


def test_an_installed_wheel_serves_its_page(onrecord: Path, tmp_path: Path) -> None:
    with _served(onrecord, tmp_path) as url, httpx.Client(base_url=url, timeout=SECONDS) as client:
        page = client.get("/").raise_for_status().text
        config = client.get("/config").raise_for_status().json()
        linked = re.findall(r'(?:src|href)="(?P<file>\./[^"?]+\.(?:js|css))', page)
        assert {file.rpartition(".")[2] for file in linked} == {"js", "css"}
        for file in linked:
            assert client.get(file.removeprefix(".")).raise_for_status().content
    assert (ROOT / "ui" / "web" / "page.js").read_text() in config["head"]
    assert (ROOT / "ui" / "web" / "style.css").read_text() in config["css"]
