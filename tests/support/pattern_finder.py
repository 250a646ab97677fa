"""Which patterns the product has, and how each is used: those that its modules hold, and those that
its functions write."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, is_dataclass
from types import FunctionType, ModuleType
from typing import Any

from project import ROOT

ROOMS = ("index", "assistant", "ui", "service", "prompts", "evaluation", "app", "onrecord")
"""Where the product's patterns are; training reads nothing of a stranger's."""
USES = {"search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn"}


@dataclass(frozen=True)
class Found:
    """A pattern of the product, and how it is used."""

    place: str
    """As in "index.reading.titles._END", or "index.reading.titles:57" for one that is written
    inside a function."""
    pattern: re.Pattern[Any]
    uses: frozenset[str]


def modules() -> list[ModuleType]:
    """Every module of the product, imported."""
    names = [
        *(name for name in ROOMS),
        *(
            each.name
            for room in ROOMS
            if (ROOT / room).is_dir()
            for each in pkgutil.walk_packages([str(ROOT / room)], f"{room}.")
            if not each.name.endswith("__main__")
        ),
    ]
    return [importlib.import_module(name) for name in sorted(names)]


@functools.cache
def patterns() -> list[Found]:
    """Every pattern that the product's modules hold or write inside a function."""
    every = modules()
    trees = {module: ast.parse(inspect.getsource(module)) for module in every}
    used = _uses(trees.values())
    found: dict[tuple[Any, int], Found] = {}
    for module in every:
        for place, pattern in _held(module):
            name = place.removeprefix(module.__name__ + ".")
            name = f".{name.rsplit('.', 1)[-1]}" if "." in name else name
            uses = used.get(name, frozenset({"search"}))
            _add(found, Found(place, pattern, uses))
        for each in _written(module, trees[module]):
            _add(found, each)
    return list(found.values())


def _add(found: dict[tuple[Any, int], Found], new: Found) -> None:
    key = (new.pattern.pattern, new.pattern.flags)
    if key in found:
        new = Found(found[key].place, new.pattern, found[key].uses | new.uses)
    found[key] = new


def _held(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns among a module's values, however deep: in tuples, tables, classes, closures."""
    seen: set[int] = set()

    def within(place: str, value: object) -> Iterator[tuple[str, re.Pattern[Any]]]:
        if id(value) in seen or isinstance(value, str | bytes | int | float | ModuleType):
            return
        seen.add(id(value))
        if isinstance(value, re.Pattern):
            yield place, value
            return
        for name, inner in _parts(value, module.__name__):
            yield from within(f"{place}.{name}", inner)

    for name, value in list(vars(module).items()):
        if getattr(value, "__module__", module.__name__) == module.__name__ or isinstance(
            value, re.Pattern
        ):
            yield from within(f"{module.__name__}.{name}", value)


def _parts(  # noqa: C901 - one line a kind
    value: object, module: str
) -> Iterator[tuple[str, object]]:
    """What a value holds, each with its name in it."""
    if isinstance(value, Mapping):
        yield from (("key", each) for each in value)
        yield from (("value", each) for each in value.values())
    elif isinstance(value, tuple | list | set | frozenset):
        yield from (("item", each) for each in value)
    elif isinstance(value, functools.partial):
        yield from (("given", each) for each in (value.func, *value.args))
        yield from value.keywords.items()
    elif isinstance(value, FunctionType):
        defaults = (*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values())
        yield from (("default", each) for each in defaults)
        for cell in value.__closure__ or ():
            with suppress(ValueError):  # an empty cell
                yield "cell", cell.cell_contents
    elif isinstance(value, type):
        yield from list(vars(value).items()) if value.__module__ == module else ()
    elif is_dataclass(value) or type(value).__module__.split(".")[0] in ROOMS:
        yield from (getattr(value, "__dict__", {}) or {}).items()
        for base in type(value).__mro__:
            for name in getattr(base, "__slots__", ()):
                yield name, getattr(value, name, None)
    if hasattr(value, "__wrapped__"):  # a function behind another, as behind a cache
        yield "__wrapped__", value.__wrapped__


def _uses(trees: Any) -> dict[str, frozenset[str]]:
    """Name of a pattern -> the methods that are called on it; "search", too, where it is handed
    about under another name."""
    called: dict[str, set[str]] = {}
    for tree in trees:
        inside = set()
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name | ast.Attribute)
                and node.attr in USES | {"pattern", "flags"}
            ):
                value = node.value
                name = value.id if isinstance(value, ast.Name) else f".{value.attr}"
                called.setdefault(name, set()).add(node.attr)
                inside.add(id(node.value))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Name)
                and isinstance(node.ctx, ast.Load)
                and id(node) not in inside
            ):
                called.setdefault(node.id, set()).add("search")
    return {name: frozenset(uses & USES) or frozenset({"search"}) for name, uses in called.items()}


def _written(module: ModuleType, tree: ast.Module) -> Iterator[Found]:
    """The patterns that are written inside functions: `re.search(r"…", text)`. What is put into one
    at run time, such as an escaped name, is taken to be a word."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        local = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in USES | {"compile"}
            ):
                place = f"{module.__name__}:{node.lineno}"
                pattern = _value(node.args[0], vars(module), local)
                if isinstance(pattern, re.Pattern):
                    pattern = pattern.pattern
                assert isinstance(pattern, str | bytes), f"{place}: a pattern that nobody can see"
                use = "search" if node.func.attr == "compile" else node.func.attr
                yield Found(place, re.compile(pattern, _flags(node, module)), frozenset({use}))


def _flags(call: ast.Call, module: ModuleType) -> int:
    """The flags of a call, by name or as the last of its arguments."""
    given = [each.value for each in call.keywords if each.arg == "flags"]
    given += [each for each in call.args[1:] if "re." in ast.unparse(each)]
    return sum(
        int(eval(ast.unparse(each), vars(module)))
        for each in given
        if re.fullmatch(r"re\.[A-Z|re. ]+", ast.unparse(each))
    )


class _Words(dict[str, Any]):
    """Names that are unknown before run time: each is a word."""

    def __missing__(self, name: str) -> str:
        if name in vars(__import__("builtins")):
            raise KeyError(name)
        return "word"


def _value(node: ast.expr, known: Mapping[str, Any], local: Mapping[str, ast.expr]) -> object:
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    found = {
        name: _value(local[name], known, {k: v for k, v in local.items() if k != name})
        for name in names
        if name in local
    }
    with suppress(Exception):
        code = compile(ast.Expression(node), "", "eval")
        return eval(code, _Words({**known, **found}))
    return None
