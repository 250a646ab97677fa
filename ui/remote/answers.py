"""What a server told as JSON documents (ui/json), as the frozen types that it told of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index import errors
from index.errors import OnrecordError
from index.files.skipped import Skipped, Why
from index.reports import (
    Carrier,
    CopyOf,
    IndexReport,
    RebuildReport,
    RemovalReport,
    SyncedSource,
    SyncReport,
)
from index.types import ArticleDetails, Failure, Partial, Source
from ui.json.documents import AboutJson, ErrorJson, FailureJson, NameJson
from ui.json.keeping_documents import RebuildJson, RemovalsJson
from ui.json.report_documents import ReportJson, SkippedJson
from ui.json.syncing_documents import SyncJson


def error_of(told: ErrorJson) -> OnrecordError:
    """The error, of its own kind; where that is not known here, OnrecordError."""
    kinds = {kind.__name__: kind for kind in _kinds(errors.OnrecordError)}
    kind = kinds.get(told["kind"], OnrecordError)
    more = {"links": tuple(told.get("links", ()))} if kind is errors.SourceNotArticle else {}
    return kind(told["happened"], subject=told["subject"], remedy=told["remedy"], **more)


def _kinds(kind: type[OnrecordError]) -> Iterator[type[OnrecordError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


def index_report(told: ReportJson) -> IndexReport:
    return IndexReport(
        generation=told["generation"],
        added=_names(told["added"]),
        updated=_names(told["updated"]),
        unchanged=_names(told["unchanged"]),
        copies=tuple(
            CopyOf(
                copy["article"],
                copy["title"],
                Carrier(
                    article_id=copy["of"]["article"],
                    title=copy["of"]["title"],
                    outlet=copy["of"]["outlet"],
                    published=copy["of"]["published"],
                ),
            )
            for copy in told["copies"]
        ),
        gone=_names(told["gone"]),
        failed=_failures(told["failed"]),
        skipped=_skipped(told["skipped"]),
        embedded=told["embedded"],
        notices=tuple(told["notices"]),
        seconds=told["seconds"],
    )


def sync_report(told: SyncJson) -> SyncReport:
    return SyncReport(
        generation=told["generation"],
        sources=tuple(
            SyncedSource(
                location=source["source"],
                added=source["added"],
                updated=source["updated"],
                unchanged=source["unchanged"],
                left_out=source["left_out"],
                failed=source["failed"],
                error=source["error"],
                rests_until=source["rests_until"],
                is_resting=source["resting"],
            )
            for source in told["sources"]
        ),
        added=_names(told["added"]),
        updated=_names(told["updated"]),
        unchanged=told["unchanged"],
        gone=_names(told["gone"]),
        pruned=_names(told["pruned"]),
        failed=_failures(told["failed"]),
        skipped=_skipped(told["skipped"]),
        embedded=told["embedded"],
        notices=tuple(told["notices"]),
        seconds=told["seconds"],
    )


def removal_report(told: RemovalsJson) -> RemovalReport:
    return RemovalReport(
        generation=told["generation"],
        removed=_names(told["removed"]),
        is_purged=told["purged"],
        freed=told["freed"],
        seconds=told["seconds"],
    )


def rebuild_report(told: RebuildJson) -> RebuildReport:
    return RebuildReport(
        generation=told["generation"],
        model=told["model"],
        articles=told["articles"],
        chunks=told["chunks"],
        embedded=told["embedded"],
        reused=told["reused"],
        freed=told["freed"],
        seconds=told["seconds"],
    )


def article_details(told: AboutJson) -> ArticleDetails:
    """Raises ValueError for a `partial` that is none."""
    return ArticleDetails(
        id=told["article"],
        version=told["version"],
        source=Source(told["source"]["kind"], told["source"]["location"]),
        title=told["title"],
        outlet=told["outlet"],
        authors=tuple(told["authors"]),
        published=told["published"],
        url=told["url"],
        language=told["language"],
        machine_translated=told["machine_translated"],
        partial=Partial(told["partial"]) if told["partial"] else None,
        retracted=told["retracted"],
        gone=told["gone"],
        updated=told["updated"],
    )


def _names(told: Sequence[NameJson]) -> tuple[tuple[str, str], ...]:
    return tuple((name["article"], name["title"]) for name in told)


def _failures(told: Sequence[FailureJson]) -> tuple[Failure, ...]:
    return tuple(Failure(failure["source"], error_of(failure["error"])) for failure in told)


def _skipped(told: Sequence[SkippedJson]) -> tuple[Skipped, ...]:
    """Raises ValueError for a `why` that is none."""
    return tuple(
        Skipped(Why(kind["why"]), kind["suffix"], kind["count"], tuple(kind["examples"]))
        for kind in told
    )
