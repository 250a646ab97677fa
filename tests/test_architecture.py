"""The rooms and the seams of docs/architecture.md, read from the code's own imports."""

from __future__ import annotations

import re
import tomllib
from collections import Counter

import pytest
from import_graph import ROOT, Module, arrows, circles, modules
from packaging.requirements import Requirement

MAY_IMPORT = {
    "onrecord": {"app", "ui", "assistant", "index"},
    "app": {"service", "ui", "assistant", "index"},
    "service": {"ui", "assistant", "index"},
    "ui": {"assistant", "index"},
    "evaluation": {"assistant", "index"},
    "training": {"assistant", "evaluation", "index"},
    "assistant": {"index", "prompts"},
    "index": set(),
    "prompts": set(),
}
"""Room -> the other rooms that it may import."""

FLOORS = {
    "assistant": (
        "assistant.assistant",
        "assistant.chain",
        "assistant.pipeline",
        "assistant.writing",
        "assistant.groundedness",
        "assistant.second_opinion",
        "assistant.answers",
        "assistant.settings",
        "assistant.testing",
        "assistant.verdicts",
        "assistant.retrieval",
        "assistant.utterances",
        "assistant.evidence",
        "assistant.attribution",
        "assistant.llm",
        "assistant.nli",
        "assistant.absence",
        "assistant.step_runs",
        "assistant.english",
        "assistant.sync_timer",
        "assistant.events",
        "assistant.types",
        "assistant.thresholds",
    ),
    "index": (
        "index.store",
        "index.searches",
        "index.changes",
        "index.generations",
        "index.catalog",
        "index.reports",
        "index.web",
        "index.files",
        "index.parsing",
        "index.pages",
        "index.reading",
        "index.lock",
        "index.page_identity",
        "index.search",
        "index.text",
        "index.disk",
        "index.locations",
        "index.types",
        "index.words",
        "index.errors",
        "index.formats",
        "index.offline",
        "index.strings",
    ),
    "ui": (
        "ui.web",
        "ui.cards",
        "ui.cli",
        "ui.second_opinion",
        "ui.remote",
        "ui.wording",
        "ui.evidence_order",
        "ui.invisible_characters",
        "ui.changes",
        "ui.json",
    ),
    "evaluation": (
        "evaluation.hostile_corpus",
        "evaluation.language_models",
        "evaluation.__main__",
        "evaluation.claims",
        "evaluation.hostile_files",
        "evaluation.crash_safety",
        "evaluation.indexing",
        "evaluation.replies",
        "evaluation.batched_models",
        "evaluation.measures",
        "evaluation.tables",
    ),
}
"""The sub-rooms of a room and the modules directly in it, from the top: each imports only from what
is below it."""

ONLY_IN = {
    "chromadb": ("index/search/vectors.py", "index/search/vector_server.py"),
    "tantivy": ("index/search/fulltext.py",),
    "sqlite3": ("index/catalog/database.py",),
    "sentence_transformers": ("index/search/embedding.py", "assistant/nli/hub.py"),
    "huggingface_hub": ("index/search/hub_embedding.py",),
    "trafilatura": ("index/pages/html.py",),
    "babel": ("index/reading/calendar_words.py", "index/reading/date_order.py"),
    "pdfminer": ("index/parsing/pdf.py",),
    "docx": ("index/parsing/docx.py",),
    "datasketch": ("index/text/fingerprints.py",),
    "fastapi": ("app.py",),
    "gradio": ("app.py", "ui/"),
    "markupsafe": ("ui/",),
    "langchain": ("assistant/llm/connect.py",),
    "langchain_core": (
        "assistant/assistant.py",
        "assistant/llm/client.py",
        "assistant/answers/answerer.py",
        "assistant/chain.py",
        "assistant/step_runs.py",
        "assistant/writing/draft_stream.py",
        "assistant/llm/structured_output.py",
        "assistant/llm/connect.py",
        "assistant/pipeline.py",
        "assistant/retrieval/query_rewriting.py",
        "assistant/testing/scripted_model.py",
        "assistant/llm/prompt_context.py",
        "assistant/llm/provider_errors.py",
        "assistant/writing/writer.py",
    ),
    "keyring": ("assistant/llm/connect.py",),
    "onnxruntime": ("assistant/nli/onnx_cross_encoder.py", "training/export.py"),
    "httpcore": ("index/web/connect.py",),
    "httpx": ("ui/remote/client.py", "index/search/vector_server.py"),
    "starlette": ("service/",),
    "certifi": ("index/web/connect.py",),
    "idna": ("index/locations.py",),
    "tld": ("index/page_identity.py",),
    "py3langid": ("index/text/language.py",),
    "regex": ("index/strings/characters.py",),
    "protego": ("index/web/robots.py",),
    "feedparser": ("index/parsing/feeds.py",),
    "lxml": (
        "index/web/feed_discovery.py",
        "index/pages/html.py",
        "index/pages/json_ld.py",
        "index/pages/live_blogs.py",
        "index/pages/page_authors.py",
        "index/pages/page_dates.py",
        "index/pages/page_metadata.py",
        "index/pages/page_flow.py",
        "index/web/sitemaps.py",
    ),
    "typer": (
        "onrecord/",
        "ui/cli/terminal.py",
        "ui/json/documents.py",
        "ui/cli/outcomes.py",
        "ui/cli/options.py",
        "ui/cli/judging.py",
        "ui/cli/store_commands.py",
        "ui/cli/syncing.py",
    ),
}
"""Library -> the files or rooms that may import it."""

LONGEST_FILE = 350
MOST_FILES = 17
"""In one folder."""

MODULES = list(modules().values())


def _file(module: Module) -> str:
    return module.path.relative_to(ROOT).as_posix()


def test_every_room_has_files() -> None:
    assert {module.room for module in MODULES} == MAY_IMPORT.keys()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_imports_go_one_way(module: Module) -> None:
    others = (module.libraries & MAY_IMPORT.keys()) - {module.room}
    assert others <= MAY_IMPORT[module.room]


@pytest.mark.parametrize("room", FLOORS)
def test_imports_go_down_the_floors_of_a_room(room: str) -> None:
    floor = {name: number for number, name in enumerate(FLOORS[room])}
    known = {module.sub_room for module in MODULES if module.room == room} - {room}
    assert known == floor.keys()
    assert [f"{a} -> {b}" for a, b in arrows(room) if floor[a] > floor[b]] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    edges = {(one.name, other) for one in MODULES for other in one.imports if "." in other}
    assert circles(edges) == set()


def test_a_circle_is_seen() -> None:
    edges = {("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")}
    assert circles(edges) == {frozenset({"b", "c"})}


def test_no_folder_shows_more_than_a_reader_takes_in() -> None:
    files = Counter(module.path.parent for module in MODULES if module.room in FLOORS)
    assert {str(folder): n for folder, n in files.items() if n > MOST_FILES} == {}


@pytest.mark.parametrize("library", ONLY_IN)
def test_each_library_stays_behind_its_seam(library: str) -> None:
    users = {_file(module) for module in MODULES if library in module.libraries}
    assert users, f"nothing imports {library}"
    assert {user for user in users if not user.startswith(ONLY_IN[library])} == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_file_fits_in_one_head(module: Module) -> None:
    assert len(module.path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


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
