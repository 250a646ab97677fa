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
    from assistant.answers.answerer import AnswerContext
    from assistant.assistant import Assistant
    from assistant.chain import AnswerChain, PassageRetriever
    from assistant.events import Done, Partial, Progress
    from assistant.llm.connect import LanguageModel
    from assistant.nli.account_text import Account
    from assistant.nli.judge import AnswerSpan, Judge, StanceProbabilities, Standing
    from assistant.types import (
        Answer,
        AnswerContent,
        Citation,
        Disagreement,
        Passage,
        Question,
        Sentence,
        Struck,
        Turn,
        UnfinishedSentence,
        Writing,
    )
    from assistant.verdicts.types import (
        Evidence,
        Label,
        SecondOpinion,
        SecondReading,
        Stance,
        Verdict,
        Wish,
    )
    from index.catalog.watchlist import Watched
    from index.changes.selection import Selection
    from index.errors import (
        ArchiveError,
        ArticleNotFound,
        ArticleRemoved,
        ChatModelError,
        ClaimError,
        DataFileError,
        ModelError,
        OnrecordError,
        QuestionError,
        ServiceError,
        SettingError,
        SourceError,
        StoreError,
        StoreLocked,
        StoreMissing,
    )
    from index.files.skipped import Skipped
    from index.reports import (
        Archived,
        Carrier,
        CopyOf,
        Finding,
        IndexReport,
        RebuildReport,
        RemovalReport,
        Restored,
        SyncedSource,
        SyncReport,
        Version,
    )
    from index.types import (
        Article,
        Failure,
        Incomplete,
        Overrides,
        Paragraph,
        ProgressCallback,
        Role,
        Source,
    )

__all__ = [  # noqa: RUF022 - by task
    # ask and check
    "Assistant",
    "LanguageModel",
    "Turn",
    "Wish",
    # what happens meanwhile
    "Progress",
    "Partial",
    "Writing",
    "UnfinishedSentence",
    "Done",
    # what comes back
    "Answer",
    "Sentence",
    "Citation",
    "Disagreement",
    "Struck",
    "Verdict",
    "Label",
    "Stance",
    "Evidence",
    "SecondOpinion",
    "SecondReading",
    "Passage",
    # for LangChain, and an answerer of one's own
    "AnswerChain",
    "PassageRetriever",
    "AnswerContext",
    "AnswerContent",
    "Question",
    # the judge on its own
    "Judge",
    "Account",
    "StanceProbabilities",
    "AnswerSpan",
    "Standing",
    # articles, and how to choose some
    "Article",
    "Paragraph",
    "Role",
    "Source",
    "Incomplete",
    "Overrides",
    "Selection",
    "Version",
    "Carrier",
    "Watched",
    # what a change did
    "ProgressCallback",
    "IndexReport",
    "CopyOf",
    "Failure",
    "Skipped",
    "SyncReport",
    "SyncedSource",
    "RemovalReport",
    "RebuildReport",
    "Archived",
    "Restored",
    "Finding",
    # what can go wrong
    "OnrecordError",
    "SourceError",
    "StoreError",
    "StoreMissing",
    "StoreLocked",
    "ArticleNotFound",
    "ArticleRemoved",
    "ArchiveError",
    "QuestionError",
    "ClaimError",
    "ChatModelError",
    "ModelError",
    "DataFileError",
    "ServiceError",
    "SettingError",
]

_HOMES = {
    "assistant.answers.answerer": ("AnswerContext",),
    "assistant.assistant": ("Assistant",),
    "assistant.chain": (
        "AnswerChain",
        "PassageRetriever",
    ),
    "assistant.events": (
        "Done",
        "Partial",
        "Progress",
    ),
    "assistant.llm.connect": ("LanguageModel",),
    "assistant.nli.account_text": ("Account",),
    "assistant.nli.judge": (
        "AnswerSpan",
        "Judge",
        "StanceProbabilities",
        "Standing",
    ),
    "assistant.types": (
        "Answer",
        "AnswerContent",
        "Citation",
        "Disagreement",
        "Passage",
        "Question",
        "Sentence",
        "Struck",
        "Turn",
        "UnfinishedSentence",
        "Writing",
    ),
    "assistant.verdicts.types": (
        "Evidence",
        "Label",
        "SecondOpinion",
        "SecondReading",
        "Stance",
        "Verdict",
        "Wish",
    ),
    "index.catalog.watchlist": ("Watched",),
    "index.changes.selection": ("Selection",),
    "index.errors": (
        "ArchiveError",
        "ArticleNotFound",
        "ArticleRemoved",
        "ChatModelError",
        "ClaimError",
        "DataFileError",
        "ModelError",
        "OnrecordError",
        "QuestionError",
        "ServiceError",
        "SettingError",
        "SourceError",
        "StoreError",
        "StoreLocked",
        "StoreMissing",
    ),
    "index.files.skipped": ("Skipped",),
    "index.reports": (
        "Archived",
        "Carrier",
        "CopyOf",
        "Finding",
        "IndexReport",
        "RebuildReport",
        "RemovalReport",
        "Restored",
        "SyncReport",
        "SyncedSource",
        "Version",
    ),
    "index.types": (
        "Article",
        "Failure",
        "Incomplete",
        "Overrides",
        "Paragraph",
        "ProgressCallback",
        "Role",
        "Source",
    ),
}
"""Module -> the names that we take from it."""


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
