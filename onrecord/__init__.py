"""Onrecord for Python: ask what the articles say, and check claims against them.

    from onrecord import Assistant

    with Assistant.open("news") as desk:
        desk.add(["my-articles/"])
        print(desk.ask("How many people were injured?").text)

A name is imported when it is first used, so that the command line starts at once."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.events import Done, Partial, Progress
    from assistant.nli.account_text import Account
    from assistant.nli.judge import AnswerSpan, Judge, StanceProbabilities, Standing
    from assistant.types import Answer, Citation, Disagreement, Passage, Sentence, Turn
    from assistant.verdicts.types import Evidence, Label, Stance, Verdict, Wish
    from index.changes.selection import Selection
    from index.errors import (
        ClaimError,
        ModelError,
        OnrecordError,
        QuestionError,
        SettingError,
        SourceError,
        StoreError,
    )
    from index.reports import IndexReport, RebuildReport, RemovalReport, SyncReport
    from index.types import Article, Overrides, Paragraph

__all__ = [  # noqa: RUF022 - by task
    # ask and check
    "Assistant",
    "Turn",
    "Wish",
    # what happens meanwhile
    "Progress",
    "Partial",
    "Done",
    # what comes back
    "Answer",
    "Sentence",
    "Citation",
    "Disagreement",
    "Verdict",
    "Label",
    "Stance",
    "Evidence",
    "Passage",
    # the judge on its own
    "Judge",
    "Account",
    "StanceProbabilities",
    "AnswerSpan",
    "Standing",
    # articles, and how to choose some
    "Article",
    "Paragraph",
    "Overrides",
    "Selection",
    # what a change did
    "IndexReport",
    "SyncReport",
    "RemovalReport",
    "RebuildReport",
    # what can go wrong
    "OnrecordError",
    "SourceError",
    "StoreError",
    "ModelError",
    "QuestionError",
    "ClaimError",
    "SettingError",
]

_HOMES = {
    "assistant.assistant": ("Assistant",),
    "assistant.events": ("Done", "Partial", "Progress"),
    "assistant.nli.account_text": ("Account",),
    "assistant.nli.judge": ("AnswerSpan", "Judge", "StanceProbabilities", "Standing"),
    "assistant.types": ("Answer", "Citation", "Disagreement", "Passage", "Sentence", "Turn"),
    "assistant.verdicts.types": ("Evidence", "Label", "Stance", "Verdict", "Wish"),
    "index.changes.selection": ("Selection",),
    "index.errors": (
        "ClaimError",
        "ModelError",
        "OnrecordError",
        "QuestionError",
        "SettingError",
        "SourceError",
        "StoreError",
    ),
    "index.reports": ("IndexReport", "RebuildReport", "RemovalReport", "SyncReport"),
    "index.types": ("Article", "Overrides", "Paragraph"),
}
"""Module -> the names that we take from it."""


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
