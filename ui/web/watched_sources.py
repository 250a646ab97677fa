"""The watched sources, on the page."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from index.catalog.watchlist import Watched
from index.reports import SyncReport
from index.types import Failure, ProgressCallback
from ui.json.documents import FailureJson, NameJson
from ui.json.syncing_documents import SyncJson, synced
from ui.web.chat import foreseen
from ui.web.desk import Desk
from ui.wording import NOTHING, counted, isolated, library_update, skipped_words, text


def look_again(desk: Desk, show: ProgressCallback) -> SyncJson:
    """Check all sources. What stops the whole check is reported like what stops one of them."""
    try:
        done = desk.sync(progress=show)
    except Exception as error:  # noqa: BLE001 - the page must outlive any error, and shows it
        stopped = foreseen(error, "The library")
        failed = (Failure(stopped.subject, stopped),)
        done = SyncReport(generation=desk.generation, failed=failed)
    return synced(done)


def synced_card(done: SyncJson) -> Markup:
    """What a check of all sources found."""
    updated = "Updated (searches use the new version)"
    groups = (
        ("added", "Added", _titles(done["added"])),
        ("updated", updated, _titles(done["updated"])),
        ("gone", "No longer at their sources (kept and marked)", _titles(done["gone"])),
        ("failed", "Not read", list(map(_failed, done["failed"]))),
        ("skipped", "Skipped", list(map(skipped_words, done["skipped"]))),
    )
    parts = Markup().join(
        Markup('<section class="{}"><h3>{}</h3><ul>{}</ul></section>').format(
            kind,
            heading,
            Markup().join(Markup('<li dir="auto">{}</li>').format(text(line)) for line in lines),
        )
        for kind, heading, lines in groups
        if lines
    )
    summary = (
        f"{counted(len(done['sources']), 'source')}: {len(done['added'])} added, "
        f"{len(done['updated'])} updated, {len(done['gone'])} gone, "
        f"{len(done['failed'])} not read. "
        f"{library_update(done['generation']).capitalize()}."
    )
    return Markup('<div class="report" role="status"><p class="summary">{}</p>{}</div>').format(
        summary, parts
    )


def _titles(articles: Sequence[NameJson]) -> list[str]:
    return [article["title"] for article in articles]


def _failed(failure: FailureJson) -> str:
    error = failure["error"]
    return f"{failure['source']}: {error['happened']} {error['remedy']}"


def watched(sources: Sequence[Watched]) -> Markup:
    """The list of sources, with how the last check of each ended."""
    if not sources:
        return Markup(
            '<p class="listing-note">No sources are being watched yet. Anything you add by its '
            "address here, or with <code>onrecord add</code>, will be.</p>"
        )
    items = Markup().join(Markup("<li>{}</li>").format(_line(source)) for source in sources)
    return Markup('<ul class="sources" aria-label="Sources">{}</ul>').format(items)


def _line(source: Watched) -> Markup:
    last = f"last read {_minute(source.succeeded)}" if source.succeeded else "never read"
    last += ", links in it are followed" if source.follow_links else ""
    wrong = NOTHING
    if source.error:
        failed = f"Failed {counted(source.failures, 'time')}: {source.error}"
        if source.rests_until:
            failed += f" Paused until {_minute(source.rests_until)}."
        wrong = Markup('<span class="wrong">{}</span>').format(isolated(failed))
    return Markup('<span class="location">{}</span><span class="facts">{}</span>{}').format(
        isolated(source.location), text(last), wrong
    )


def _minute(moment: str) -> str:
    """A time from the store, as a reader writes it."""
    return f"{moment[:16].replace('T', ' ')} UTC"
