"""A server's JSON documents (ui/json), read back into the frozen types that they were made from."""

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
from index.types import ArticleDetails, Failure, Incomplete, Source
from ui.json.documents import AboutJson, ErrorJson, FailureJson, NameJson
from ui.json.report_documents import ReportJson, SkippedJson
from ui.json.store_documents import RebuildJson, RemovalsJson
from ui.json.syncing_documents import SyncJson


def error_of(document: ErrorJson) -> OnrecordError:
    """The error, of its own kind; where that is not known here, OnrecordError."""
    kinds = {kind.__name__: kind for kind in _kinds(errors.OnrecordError)}
    kind = kinds.get(document["kind"], OnrecordError)
    more = {"links": tuple(document.get("links", ()))} if kind is errors.SourceNotArticle else {}
    return kind(
        document["happened"], subject=document["subject"], remedy=document["remedy"], **more
    )


def _kinds(kind: type[OnrecordError]) -> Iterator[type[OnrecordError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


def index_report(document: ReportJson) -> IndexReport:
    return IndexReport(
        generation=document["generation"],
        added=_names(document["added"]),
        updated=_names(document["updated"]),
        unchanged=_names(document["unchanged"]),
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
            for copy in document["copies"]
        ),
        gone=_names(document["gone"]),
        failed=_failures(document["failed"]),
        skipped=_skipped(document["skipped"]),
        embedded=document["embedded"],
        notices=tuple(document["notices"]),
        seconds=document["seconds"],
    )


def sync_report(document: SyncJson) -> SyncReport:
    return SyncReport(
        generation=document["generation"],
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
            for source in document["sources"]
        ),
        added=_names(document["added"]),
        updated=_names(document["updated"]),
        unchanged=document["unchanged"],
        gone=_names(document["gone"]),
        pruned=_names(document["pruned"]),
        failed=_failures(document["failed"]),
        skipped=_skipped(document["skipped"]),
        embedded=document["embedded"],
        notices=tuple(document["notices"]),
        seconds=document["seconds"],
    )


def removal_report(document: RemovalsJson) -> RemovalReport:
    return RemovalReport(
        generation=document["generation"],
        removed=_names(document["removed"]),
        is_purged=document["purged"],
        freed=document["freed"],
        seconds=document["seconds"],
    )


def rebuild_report(document: RebuildJson) -> RebuildReport:
    return RebuildReport(
        generation=document["generation"],
        model=document["model"],
        articles=document["articles"],
        chunks=document["chunks"],
        embedded=document["embedded"],
        reused=document["reused"],
        freed=document["freed"],
        seconds=document["seconds"],
    )


def article_details(document: AboutJson) -> ArticleDetails:
    """Raises ValueError for a `partial` that is none."""
    return ArticleDetails(
        id=document["article"],
        version=document["version"],
        source=Source(document["source"]["kind"], document["source"]["location"]),
        title=document["title"],
        outlet=document["outlet"],
        authors=tuple(document["authors"]),
        published=document["published"],
        url=document["url"],
        language=document["language"],
        machine_translated=document["machine_translated"],
        partial=Incomplete(document["partial"]) if document["partial"] else None,
        retracted=document["retracted"],
        gone=document["gone"],
        updated=document["updated"],
    )


def _names(document: Sequence[NameJson]) -> tuple[tuple[str, str], ...]:
    return tuple((name["article"], name["title"]) for name in document)


def _failures(document: Sequence[FailureJson]) -> tuple[Failure, ...]:
    return tuple(Failure(failure["source"], error_of(failure["error"])) for failure in document)


def _skipped(document: Sequence[SkippedJson]) -> tuple[Skipped, ...]:
    """Raises ValueError for a `why` that is none."""
    return tuple(
        Skipped(Why(kind["why"]), kind["suffix"], kind["count"], tuple(kind["examples"]))
        for kind in document
    )
