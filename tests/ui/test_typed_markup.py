"""HTML is a Markup: made from literals of ours, and from text that one function has escaped."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import cast

import pytest
from import_graph import Module, modules
from scripted_assistant import ScriptedAssistant

from ui.json.report_documents import report
from ui.web.layout import Parts
from ui.web.library import Library
from ui.web.library_events import LibraryHandlers
from ui.web.page import Handlers

MAY_ESCAPE = ("ui.invisible_characters", "escaped")
"""The module and the function that make a Markup from text of others."""
MAY_TRUST = ("ui.web.look", "script_element")
"""The module and the function that make a Markup from a file of ours."""
TAG = re.compile(r"</?[a-z][^<>]*>")
SHOWING = [one for one in modules().values() if one.room == "ui"]


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call of Markup."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name == "Markup":
                yield node


def unsafe(module: str, source: str) -> list[int]:
    """The lines of the calls of Markup on anything but a literal."""
    tree = ast.parse(source)
    allowed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and (module, node.name) in {MAY_ESCAPE, MAY_TRUST}:
            allowed.update(ast.walk(node))
    return [
        call.lineno
        for call in calls(tree)
        if call not in allowed
        if call.keywords
        or not all(
            isinstance(each, ast.Constant) and each.value.__class__ is str for each in call.args
        )
    ]


def untyped(source: str) -> set[int]:
    """The lines of the strings with a tag in them that are neither a Markup nor a docstring."""
    tree = ast.parse(source)
    known: set[ast.AST] = {each for call in calls(tree) for each in call.args}
    known |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node not in known
        if isinstance(node.value, str) and TAG.search(node.value)
    }


@pytest.mark.parametrize("module", SHOWING, ids=lambda module: module.name)
def test_markup_is_made_of_literals_only(module: Module) -> None:
    source = module.path.read_text(encoding="utf-8")
    assert unsafe(module.name, source) == []
    assert untyped(source) == set()


@pytest.mark.parametrize("name", [MAY_ESCAPE[0], MAY_TRUST[0]])
def test_one_function_escapes_and_one_trusts_our_own_file(name: str) -> None:
    module = modules()[name]
    source = module.path.read_text(encoding="utf-8")
    assert len(unsafe("elsewhere", source)) == 1


@pytest.mark.parametrize(
    "line",
    ["Markup(title)", 'Markup(f"<p>{title}</p>")', 'Markup("<p>" + title)', "m.Markup(title)"],
)
def test_a_markup_of_something_else_is_seen(line: str) -> None:
    assert unsafe("ui.cards", line) == [1]


@pytest.mark.parametrize("line", ['page = f"<p>{title}</p>"', "page = \"<p class='a'>\" + title"])
def test_a_tag_in_a_plain_string_is_seen(line: str) -> None:
    assert untyped(line) == {1}


class Names:
    """Used for the parts of the page: each is its own name."""

    def __getattr__(self, name: str) -> str:
        return name


def test_gradio_gets_plain_strings() -> None:
    desk = ScriptedAssistant()
    parts = cast(Parts, Names())
    handlers = Handlers(desk, parts, Library(desk))
    library = LibraryHandlers(desk, parts, handlers.library)
    values = {
        **handlers.begin(),
        **library.report(report(desk.add([], upload=True), []), ""),
        **library.synced(library.sync(), ""),
    }
    html = ("masthead", "chat", "panel", "report", "sources", "entries", "synced")
    shown = [values[name] for name in html]
    shown += [library.list_articles(""), library.list_sources(), library.about_index()]
    assert {type(value) for value in shown} == {str}
