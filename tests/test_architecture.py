"""The rooms and the seams of docs/architecture.md, read from the code's own imports."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "onrecord": {"app", "ui", "assistant", "index"},
    "app": {"service", "ui", "assistant", "index"},
    "service": {"ui", "assistant", "index"},
    "ui": {"assistant", "index"},
    "evaluation": {"assistant", "index"},
    "training": {"assistant", "index"},
    "assistant": {"index", "prompts"},
    "index": set(),
    "prompts": set(),
}
"""Room -> the other rooms that it may import."""

ONLY_IN = {
    "chromadb": ("index/vectors.py", "index/vector_server.py"),
    "tantivy": ("index/fulltext.py",),
    "sqlite3": ("index/database.py",),
    "sentence_transformers": ("index/embed.py", "assistant/hub_stance.py"),
    "huggingface_hub": ("index/hub_embed.py",),
    "trafilatura": ("index/html.py",),
    "babel": ("index/date_order.py",),
    "pdfminer": ("index/pdf.py",),
    "docx": ("index/docx.py",),
    "datasketch": ("index/fingerprints.py",),
    "gradio": ("app.py", "ui/"),
    "langchain": ("assistant/language_model.py",),
    "langchain_core": (
        "assistant/assistant.py",
        "assistant/calls.py",
        "assistant/chain.py",
        "assistant/drafting.py",
        "assistant/forms.py",
        "assistant/language_model.py",
        "assistant/replies.py",
        "assistant/rewrite.py",
        "assistant/scripted.py",
        "assistant/sheet.py",
        "assistant/write.py",
    ),
    "keyring": ("assistant/language_model.py",),
    "onnxruntime": ("assistant/pair_model.py", "training/finish.py"),
    "httpcore": ("index/connect.py",),
    "httpx": ("ui/remote.py", "index/vector_server.py"),
    "starlette": ("service/",),
    "certifi": ("index/connect.py",),
    "idna": ("index/locations.py",),
    "tld": ("index/same_page.py",),
    "py3langid": ("index/language.py",),
    "regex": ("index/characters.py",),
    "protego": ("index/robots.py",),
    "feedparser": ("index/feeds.py",),
    "lxml": (
        "index/discovery.py",
        "index/html.py",
        "index/json_ld.py",
        "index/live_blogs.py",
        "index/page_authors.py",
        "index/page_dates.py",
        "index/page_facts.py",
        "index/page_flow.py",
        "index/sitemaps.py",
    ),
    "typer": (
        "onrecord.py",
        "ui/terminal.py",
        "ui/documents.py",
        "ui/outcomes.py",
        "ui/options.py",
        "ui/keeping.py",
        "ui/syncing.py",
    ),
}
"""Library -> the files or rooms that may import it."""

LONGEST_FILE = 350


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


FILES = sorted(
    path for path in (*ROOT.glob("*.py"), *ROOT.glob("*/*.py")) if room(path) in MAY_IMPORT
)


def imported(path: Path) -> set[str]:
    """The top-level names of all modules that a file imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import in line {node.lineno}"
            names.add(str(node.module).partition(".")[0])
    return names


def test_every_room_has_files() -> None:
    assert {room(path) for path in FILES} >= {"onrecord", "app", "ui", "assistant", "index"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    others = (imported(path) & MAY_IMPORT.keys()) - {room(path)}
    assert others <= MAY_IMPORT[room(path)]


@pytest.mark.parametrize("library", ONLY_IN)
def test_each_library_stays_behind_its_seam(library: str) -> None:
    users = {str(path.relative_to(ROOT)) for path in FILES if library in imported(path)}
    assert users, f"nothing imports {library}"
    assert {user for user in users if not user.startswith(ONLY_IN[library])} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_fits_in_one_head(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_the_lock_pins_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [Requirement(line) for line in project["dependencies"]]
    asked += [Requirement(line) for line in project["optional-dependencies"]["test"]]
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9A-Za-z.]+", line) for line in lines)
    pinned = {name.lower().replace("_", "-"): version for name, version in
              (line.split("==") for line in lines)}  # fmt: skip
    for requirement in asked:
        name = requirement.name.lower().replace("_", "-")
        assert name in pinned, f"{name} is not in requirements.lock: make lock"
        assert requirement.specifier.contains(pinned[name]), f"{name}: make lock"
    assert pinned["torch"] == "2.13.0"
