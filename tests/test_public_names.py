"""`from onrecord import …` has what its own functions take, return and raise, each described."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest

import onrecord
from index import errors
from index.errors import OnrecordError
from onrecord import Assistant, Judge

OURS = ("assistant.", "index.")


def _public(kind: type) -> Iterator[tuple[str, Callable[..., object]]]:
    for name, member in inspect.getmembers(kind):
        function = member.fget if isinstance(member, property) else member
        if not name.startswith("_") and inspect.isroutine(function):
            yield name, inspect.unwrap(getattr(function, "__func__", function))


def _named(hint: object) -> Iterator[type]:
    """The classes of ours in an annotation."""
    if isinstance(hint, type) and not get_args(hint) and hint.__module__.startswith(OURS):
        yield hint
    for inner in get_args(hint):
        yield from _named(inner)


FUNCTIONS = [
    pytest.param(function, id=f"{kind.__name__}.{name}")
    for kind in (Assistant, Judge)
    for name, function in _public(kind)
]


def test_each_name_leads_to_something_described() -> None:
    assert len(set(onrecord.__all__)) == len(onrecord.__all__)
    for name in onrecord.__all__:
        found = getattr(onrecord, name)
        if isinstance(found, type):
            assert inspect.getdoc(found), name
    with pytest.raises(AttributeError, match="Nothing"):
        _ = onrecord.Nothing


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_a_function_takes_and_returns_has_a_name(function: Callable[..., object]) -> None:
    kinds = {one.__name__ for hint in get_type_hints(function).values() for one in _named(hint)}
    assert kinds - set(onrecord.__all__) == set()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_a_function_raises_has_a_name(function: Callable[..., object]) -> None:
    told = inspect.getdoc(function) or ""
    assert told
    named = {word for word in re.findall(r"\b[A-Z]\w+\b", told) if hasattr(errors, word)}
    assert named - set(onrecord.__all__) == set()


def test_every_branch_of_the_errors_has_a_name() -> None:
    branches = {kind.__name__ for kind in OnrecordError.__subclasses__()}
    assert branches - set(onrecord.__all__) == set()


REPORTS = [
    getattr(onrecord, name)
    for name in onrecord.__all__
    if is_dataclass(getattr(onrecord, name)) and name.endswith("Report")
]


@pytest.mark.parametrize("report", [*REPORTS, onrecord.Archived, onrecord.Restored])
def test_a_report_says_of_which_generation_and_in_which_unit(report: Any) -> None:
    source = inspect.getsource(report)
    for name in {"generation", "seconds"} & {field.name for field in fields(report)}:
        assert re.search(rf'^    {name}: .*\n    """', source, flags=re.MULTILINE), name
