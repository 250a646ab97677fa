"""The wheel, installed beside nothing of the checkout, does the whole job."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from project import ROOT

ARTICLE = """Bridge at Quell closed
By Ada Marn
3 March 2031

The bridge at Quell was closed on Monday, the mayor, Ivo Lamm, said.
"""


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
    """The command, in an environment that has the wheel and the libraries, and no checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    site = next(folder.glob("lib/python*/site-packages"))
    libraries = {sysconfig.get_path("purelib"), *(p for p in sys.path if "site-packages" in p)}
    (site / "libraries.pth").write_text("\n".join(sorted(libraries)))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    command = folder / "bin" / "onrecord"
    command.write_text(f"#!{folder}/bin/python\nfrom onrecord.command_line import main\nmain()\n")
    command.chmod(0o755)
    return command


def _run(command: Path, folder: Path, *arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [str(command), "--store", "news", *arguments, "--json"],
        cwd=folder, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
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
    where = subprocess.run(
        [str(onrecord.with_name("python")), "-c", "from onrecord import Assistant as a; print(a)"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Assistant" in where.stdout
