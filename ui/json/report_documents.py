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


def report(done: IndexReport) -> ReportJson:
    return ReportJson(
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


def together(one: ReportJson, other: ReportJson) -> ReportJson:
    """Two reports as one, the later one second."""
    return ReportJson(
        kind="report",
        generation=other["generation"],
        added=one["added"] + other["added"],
        updated=one["updated"] + other["updated"],
        unchanged=one["unchanged"] + other["unchanged"],
        copies=one["copies"] + other["copies"],
        gone=one["gone"] + other["gone"],
        failed=one["failed"] + other["failed"],
        skipped=one["skipped"] + other["skipped"],
        embedded=one["embedded"] + other["embedded"],
        notices=one["notices"] + other["notices"],
        seconds=round(one["seconds"] + other["seconds"], 3),
    )


def judged(done: ReportJson, sources: Sequence[str]) -> ReportJson:
    """The report, with an error where every source failed."""
    if not done["failed"] or done["added"] or done["updated"] or done["unchanged"]:
        return done
    nothing = SourceError(
        "Nothing could be read.",
        subject=", ".join(sources),
        remedy="The reason is given for each.",
    )
    return {**done, "error": error(nothing)}
