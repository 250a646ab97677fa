"""The rooms of the code and the arrows between them, read from the imports themselves.

A room is a package (`assistant`), a sub-room a package in it (`assistant.retrieval`); a module
directly in a room counts as itself. `tests/test_architecture.py` says what may import what, and
docs/architecture.md is drawn from the same graph (`make docs`)."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    "onrecord",
    "app",
    "service",
    "ui",
    "assistant",
    "index",
    "prompts",
    "evaluation",
    "training",
)


@dataclass(frozen=True, slots=True)
class Module:
    """A file of the code and the modules of ours that it imports, wherever in the file."""

    name: str
    """Dotted, without `__init__`: "index.web.fetch"."""
    path: Path
    imports: frozenset[str]
    """Dotted names of modules; all that it names of other libraries is in `libraries`."""
    libraries: frozenset[str]
    """Top-level names of everything that it imports."""

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @property
    def sub_room(self) -> str:
        """ "index.web" of index.web.fetch; "index.store" of itself."""
        return sub_room(self.name)


@cache
def modules() -> dict[str, Module]:
    """Every module of every room, by name."""
    paths = {
        _name(path): path
        for room in ROOMS
        for path in (ROOT / f"{room}.py", *sorted((ROOT / room).rglob("*.py")))
        if path.is_file()
    }
    return {name: _module(name, path, frozenset(paths)) for name, path in paths.items()}


def sub_room(name: str) -> str:
    """Where a module is: its sub-room, or itself if it is directly in its room."""
    return ".".join(name.split(".")[:2])


def arrows(*rooms: str) -> dict[tuple[str, str], int]:
    """Between the sub-rooms of a room, or of several: how many imports lead from one to the
    other."""
    counted: dict[tuple[str, str], int] = {}
    for module in modules().values():
        if not _is_part(module.name, rooms):
            continue
        for imported in module.imports:
            ends = module.sub_room, sub_room(imported)
            if _is_part(imported, rooms) and ends[0] != ends[1]:
                counted[ends] = counted.get(ends, 0) + 1
    return counted


def circles(edges: set[tuple[str, str]]) -> set[frozenset[str]]:
    """The groups of nodes from each of which an arrow leads back to itself."""
    after: dict[str, set[str]] = {}
    for start, end in edges:
        after.setdefault(start, set()).add(end)
    reached = {node: _reached(node, after) for node in after}
    return {
        frozenset(other for other in reached[node] if node in reached.get(other, set()))
        for node in after
        if node in reached[node]
    }


def picture(*rooms: str) -> str:
    """A room, or several in one picture, as a Mermaid flow chart: an arrow is "imports", the arrows
    that others imply are left out."""
    edges = set(arrows(*rooms))
    after: dict[str, set[str]] = {}
    for start, end in edges:
        after.setdefault(start, set()).add(end)
    needed: dict[str, list[str]] = {}
    for start, end in sorted(edges):
        if not any(end in _reached(other, after) for other in after[start] if other != end):
            needed.setdefault(start, []).append(end)
    drawn: set[str] = set()

    def box(node: str) -> str:
        """With its shape where it is drawn first."""
        shape = "" if node in drawn else _shape(node, alone=len(rooms) == 1)
        drawn.add(node)
        return f"{_key(node)}{shape}"

    lines = ["```mermaid", "flowchart TD"]
    lines += [f"    {box(a)} --> {' & '.join(map(box, ends))}" for a, ends in needed.items()]
    apart = {node for room in rooms for node in _parts(room)} - drawn
    lines += [f"    {box(node)}" for node in sorted(apart)]
    return "\n".join([*lines, "```"])


def contents(room: str) -> str:
    """A table of a room's sub-rooms: what each is for and its files."""
    rows = ["| where | what it holds | files |", "|---|---|---|"]
    for name in sorted(_parts(room), key=lambda part: (not _is_package(part), part)):
        module = modules()[name]
        told = ast.get_docstring(ast.parse(module.path.read_text(encoding="utf-8"))) or ""
        purpose = " ".join(told.partition("\n\n")[0].split()).replace("|", "\\|")
        within = sorted(one.rpartition(".")[2] for one in modules() if one.startswith(f"{name}."))
        place = name.replace(".", "/") + ("/" if _is_package(name) else ".py")
        rows.append(f"| `{place}` | {purpose} | {', '.join(within)} |")
    return "\n".join(rows)


def _parts(room: str) -> set[str]:
    """The sub-rooms of a room, and the modules directly in it; a room that is one file is its only
    part."""
    return {sub_room(name) for name in modules() if _is_part(name, (room,))}


def _is_part(name: str, rooms: Sequence[str]) -> bool:
    """Whether a module is one in these rooms, and not a room's own description."""
    room, _, inner = name.partition(".")
    return room in rooms and bool(inner or not _is_package(room))


def _is_package(name: str) -> bool:
    return modules()[name].path.name == "__init__.py"


def _shape(node: str, *, alone: bool) -> str:
    """A sub-room as a box, a module as a rounded one; with the room where it isn't `alone`."""
    name = node.partition(".")[2] if alone else node.replace(".", "/")
    return f'["{name}/"]' if _is_package(node) else f'("{name}.py")'


def _reached(node: str, after: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(after.get(node, ()))
    while waiting:
        other = waiting.pop()
        if other not in seen:
            seen.add(other)
            waiting += after.get(other, ())
    return seen


def _key(node: str) -> str:
    return node.replace(".", "_")


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _module(name: str, path: Path, known: frozenset[str]) -> Module:
    named = list(_imported(path))
    return Module(
        name,
        path,
        frozenset(one for one in named if one in known and one != name),
        frozenset(one.partition(".")[0] for one in named),
    )


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise ValueError(f"{path}: relative import in line {node.lineno}")
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
