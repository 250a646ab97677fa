"""Words that have one home are written nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from import_graph import Module, modules

ROOMS = {"assistant", "index", "ui", "service", "onrecord", "app"}
MODULES = [each for each in modules().values() if each.room in ROOMS]
CALENDAR = re.compile(
    r"\b(?:january|february|april|june|july|august|september|october|november|december"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
"""But for "march" and "may", which are other words, too."""
QUOTATION_MARKS = re.compile(r"[“”„‟«»]\\?[“”„‟«»\"'‘’]|[\"'‘’]\\?[“”„‟«»]")
"""Two in a row list characters; in prose there is something between two of them."""
HOMES = {
    "index.strings.quotation_marks": "the home",
    "assistant.attribution.indirect_sources": "reads masked texts, in which all marks are “ and ”",
    "assistant.attribution.speakers": "the same",
}
"""Module -> why it may list quotation marks."""


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_months_and_weekdays_are_named_only_in_their_data_file(module: Module) -> None:
    assert [text for text in _literals(module) if CALENDAR.search(text)] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_quotation_marks_are_listed_only_in_their_home(module: Module) -> None:
    if module.name not in HOMES:
        assert [text for text in _literals(module) if QUOTATION_MARKS.search(text)] == []


def test_every_home_lists_some() -> None:
    listing = {
        module.name
        for module in MODULES
        if any(QUOTATION_MARKS.search(text) for text in _literals(module))
    }
    assert listing == HOMES.keys()


def _literals(module: Module) -> Iterator[str]:
    """The strings in a module's code, docstrings aside."""
    tree = ast.parse(module.path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value
