"""The JSON document of add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from index.errors import SourceError
from index.files.skipped import Skipped
from index.reports import IndexReport
from ui.json.documents import (
    CarrierJson,
    ErrorJson,
    FailureJson,
    NameJson,
    carrier,
    error,
    failures,
    names,
)


class CopyJson(TypedDict):
    """An added article that repeats most of what another does"""

    article: str
    title: str
    of: CarrierJson
    """The first publisher."""


class SkippedJson(TypedDict):
    """All of one kind that was passed over in folders and archives"""

    why: str
    """format: a file of a kind that is not read; hidden; link: a symbolic link, and links are not
    followed; link out: one that leads out of its folder; link broken; pipe; socket; device; deep:
    a folder that is nested too deeply."""
    suffix: str
    """Of files that are not read, in lower case; empty where they have none, "*" for all rarer
    ones together."""
    count: int
    examples: list[str]
    """Where the first three are."""
    happened: str
    """How many of what, in words."""
    remedy: str


class ReportJson(TypedDict):
    """add"""

    kind: Literal["report"]
    generation: int
    added: list[NameJson]
    updated: list[NameJson]
    unchanged: list[NameJson]
    copies: list[CopyJson]
    gone: list[NameJson]
    """Kept and marked: no source has them any more."""
    failed: list[FailureJson]
    skipped: list[SkippedJson]
    embedded: int
    """Chunks that went through the embedding model."""
    notices: list[str]
    """What whoever added these articles should know."""
    seconds: float
    error: NotRequired[ErrorJson]
    """Only when nothing could be read."""


def report(done: IndexReport, sources: Sequence[str]) -> ReportJson:
    """`sources`: what was to be added, as the error names it where every source failed."""
    told = ReportJson(
        kind="report",
        generation=done.generation,
        added=names(done.added),
        updated=names(done.updated),
        unchanged=names(done.unchanged),
        copies=[
            CopyJson(article=one.article_id, title=one.title, of=carrier(one.of))
            for one in done.copies
        ],
        gone=names(done.gone),
        failed=failures(done.failed),
        skipped=skipped(done.skipped),
        embedded=done.embedded,
        notices=list(done.notices),
        seconds=round(done.seconds, 3),
    )
    if done.failed and not (done.added or done.updated or done.unchanged):
        nothing = SourceError(
            "Nothing could be read.",
            subject=", ".join(sources),
            remedy="The reason is given for each.",
        )
        told["error"] = error(nothing)
    return told


def skipped(found: Sequence[Skipped]) -> list[SkippedJson]:
    return [
        SkippedJson(
            why=one.why.value,
            suffix=one.suffix,
            count=one.count,
            examples=list(one.examples),
            happened=f"{one.what} skipped",
            remedy=one.remedy,
        )
        for one in found
    ]
