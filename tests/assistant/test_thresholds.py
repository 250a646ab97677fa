"""Every threshold stands in assistant/thresholds.py, with what it decides and how it was found."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from import_graph import Module, modules
from project import ROOT
from thresholds_table import Threshold, thresholds

ELSEWHERE = {
    ("assistant.verdicts.label_decision", "CONFIDENCE"): "a calibration: what a strength is worth",
}
"""(module, name) -> why the floats between 0 and 1 in it are no thresholds."""
ASSISTANT = [each for each in modules().values() if each.room == "assistant"]


@pytest.mark.parametrize("each", list(thresholds()), ids=lambda each: each.name)
def test_a_threshold_says_what_it_decides_and_how_it_was_chosen(each: Threshold) -> None:
    assert len(each.decides.split()) > 3
    assert each.chosen
    for link in each.links:
        path, _, heading = link.partition("#")
        text = (ROOT / "docs" / path).read_text(encoding="utf-8")
        headings = [
            line.lstrip("# ").lower().replace(" ", "-")
            for line in text.splitlines()
            if line.startswith("#")
        ]
        assert not heading or heading in headings


@pytest.mark.parametrize("module", ASSISTANT, ids=lambda module: module.name)
def test_no_threshold_is_defined_elsewhere(module: Module) -> None:
    if module.name != "assistant.thresholds":
        assert [name for name in _fractions(module) if (module.name, name) not in ELSEWHERE] == []


def test_what_is_allowed_elsewhere_is_there() -> None:
    found = {(module.name, name) for module in ASSISTANT for name in _fractions(module)}
    assert ELSEWHERE.keys() <= found


def test_each_threshold_is_used() -> None:
    used = {
        node.id
        for module in ASSISTANT
        for node in ast.walk(ast.parse(module.path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    assert {each.name for each in thresholds()} <= used


def _fractions(module: Module) -> Iterator[str]:
    """The names that a module gives, at its top, to anything with a number between 0 and 1."""
    for node in ast.parse(module.path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        floats = [
            each.value
            for each in ast.walk(node.value)
            if isinstance(each, ast.Constant) and isinstance(each.value, float)
        ]
        if any(0 < number < 1 for number in floats):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            yield ast.unparse(target)
