"""Every error of ours survives being copied, and being sent to another process."""

from __future__ import annotations

import copy
import importlib
import inspect
import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest
from import_graph import modules

from index.errors import OnrecordError, SourceBusy

ROOMS = ("index", "assistant", "ui", "service")
SAYS = {
    str: "The lock of Quell is stuck.",
    int: 7,
    tuple[str, ...]: ("https://quell.example/a", "https://quell.example/b"),
    datetime | None: datetime(2031, 3, 4, 5, 6, tzinfo=UTC),
    OnrecordError: SourceBusy("It is busy.", subject="quell", remedy="Wait."),
}
"""By its type, what an error is told."""
AGAIN: dict[str, Callable[[Exception], Exception]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda error: pickle.loads(pickle.dumps(error)),
}


def _errors() -> list[type[Exception]]:
    """Every exception class that is defined in the rooms."""
    names = [module.name for module in modules().values() if module.room in ROOMS]
    found = {
        kind
        for name in names
        for kind in vars(importlib.import_module(name)).values()
        if inspect.isclass(kind) and issubclass(kind, Exception) and kind.__module__ == name
    }
    return sorted(found, key=lambda kind: (kind.__module__, kind.__qualname__))


def _made(kind: type[Exception]) -> Exception:
    """An error of that kind with everything that it can say."""
    if not any("__init__" in vars(own) for own in kind.__mro__ if own.__module__ != "builtins"):
        return kind("It went wrong.")
    told = get_type_hints(kind.__init__)
    told.pop("return")
    positional = [
        name
        for name, parameter in inspect.signature(kind).parameters.items()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    ]
    values: dict[str, Any] = {name: SAYS[hint] for name, hint in told.items()}
    return kind(*[values.pop(name) for name in positional], **values)


def _said(error: Exception) -> tuple[object, ...]:
    """All that an error says, in a form that can be compared."""
    attributes = {
        name: str(value) if isinstance(value, Exception) else value
        for name, value in vars(error).items()
    }
    return type(error), str(error), list(map(str, error.args)), attributes


@pytest.mark.parametrize("way", AGAIN)
@pytest.mark.parametrize("kind", _errors(), ids=lambda kind: kind.__qualname__)
def test_an_error_can_be_copied_and_pickled(kind: type[Exception], way: str) -> None:
    error = _made(kind)
    error.add_note("while the harbour was searched")
    assert _said(AGAIN[way](error)) == _said(error)


def test_the_whole_tree_is_walked() -> None:
    found = set(_errors())
    assert len([kind for kind in found if issubclass(kind, OnrecordError)]) >= 30
    assert found - {kind for kind in found if issubclass(kind, OnrecordError)}


def test_an_error_of_another_name_is_otherwise_the_same() -> None:
    again = datetime(2031, 3, 4, 5, 6, tzinfo=UTC)
    error = SourceBusy("It is busy.", subject="tmp/ferry.txt", remedy="Wait.", again=again)
    renamed = error.of("ferry.txt")
    assert (str(renamed), renamed.again) == ("ferry.txt: It is busy. Wait.", again)
    assert error.subject == "tmp/ferry.txt"
