"""The sources that are looked at again, on the page."""

from __future__ import annotations

from collections.abc import Sequence

from index.catalog.watchlist import Watched
from index.reports import SyncReport
from index.types import Failure, Progress
from ui.json.documents import FailureJson, NameJson
from ui.json.syncing_documents import SyncJson, synced
from ui.web.chat import foreseen
from ui.web.desk import Desk
from ui.wording import counted, isolated, library_update, skipped_words, text


def look_again(desk: Desk, show: Progress) -> SyncJson:
    """Look at all sources. What stops it as a whole is told like what stops one of them."""
    try:
        done = desk.sync(progress=show)
    except Exception as error:  # noqa: BLE001 - the page must outlive any error, and shows it
        told = foreseen(error, "The library")
        done = SyncReport(generation=desk.generation, failed=(Failure(told.subject, told),))
    return synced(done)


def synced_card(done: SyncJson) -> str:
    """What a look at all sources found."""
    updated = "Updated: a new version replaces the old one in search"
    groups = (
        ("added", "Added", _titles(done["added"])),
        ("updated", updated, _titles(done["updated"])),
        ("gone", "No longer at their sources (kept and marked)", _titles(done["gone"])),
        ("failed", "Not read", list(map(_failed, done["failed"]))),
        ("skipped", "Skipped", list(map(skipped_words, done["skipped"]))),
    )
    parts = ""
    for kind, heading, lines in groups:
        if lines:
            items = "".join(f'<li dir="auto">{text(line)}</li>' for line in lines)
            parts += f'<section class="{kind}"><h3>{heading}</h3><ul>{items}</ul></section>'
    summary = (
        f"{counted(len(done['sources']), 'source')}: {len(done['added'])} added, "
        f"{len(done['updated'])} updated, {len(done['gone'])} gone, "
        f"{len(done['failed'])} not read. "
        f"{library_update(done['generation']).capitalize()}."
    )
    return f'<div class="report" role="status"><p class="summary">{summary}</p>{parts}</div>'


def _titles(articles: Sequence[NameJson]) -> list[str]:
    return [article["title"] for article in articles]


def _failed(failure: FailureJson) -> str:
    error = failure["error"]
    return f"{failure['source']}: {error['happened']} {error['remedy']}"


def watched(found: Sequence[Watched]) -> str:
    """The list of sources, with how the last look at each ended."""
    if not found:
        return (
            '<p class="listing-note">No sources are being watched yet. Anything you add by its '
            "address here, or with <code>onrecord add</code>, will be.</p>"
        )
    items = "".join(f"<li>{_line(one)}</li>" for one in found)
    return f'<ul class="sources" aria-label="Sources">{items}</ul>'


def _line(one: Watched) -> str:
    last = f"read {one.succeeded[:16].replace('T', ' ')} UTC" if one.succeeded else "never read"
    wrong = ""
    if one.error:
        rest = ""
        if one.rests_until:
            rest = f" Paused until {one.rests_until[:16].replace('T', ' ')} UTC."
        failed = f"Failed {counted(one.failures, 'time')}: {one.error}{rest}"
        wrong = f'<span class="wrong">{isolated(failed)}</span>'
    last += ", links in it are followed" if one.follow_links else ""
    return (
        f'<span class="location">{isolated(one.location)}</span>'
        f'<span class="facts">{text(last)}</span>{wrong}'
    )
