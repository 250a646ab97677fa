"""The watched sources, on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from markupsafe import Markup

from index.catalog.watchlist import Watched
from index.types import Progress
from ui.web.chat import trouble
from ui.web.desk import Desk
from ui.wording import NOTHING, counted, isolated, some_of, text


class Synced(TypedDict):
    """What a check of all sources found, as JSON."""

    generation: int
    sources: int
    added: list[str]
    """Titles."""
    updated: list[str]
    gone: list[str]
    failed: list[str]
    """In words."""
    skipped: list[str]
    """In words, a kind at a time."""
    seconds: float


def look_again(desk: Desk, show: Progress) -> Synced:
    """Check all sources. What stops the whole check is reported like what stops one of them."""
    try:
        done = desk.sync(progress=show)
    except Exception as error:  # noqa: BLE001 - the page must outlive any error, and shows it
        stopped = trouble(error)
        failed = [f"{stopped.happened} {stopped.remedy}"]
        return Synced(
            generation=desk.generation, sources=0, added=[], updated=[], gone=[], failed=failed,
            skipped=[], seconds=0.0,
        )  # fmt: skip
    index = done.index
    return Synced(
        generation=done.generation,
        sources=len(done.sources),
        added=[title for _, title in index.added],
        updated=[title for _, title in index.updated],
        gone=[title for _, title in index.gone],
        failed=[
            f"{failure.source}: {failure.error.happened} {failure.error.remedy}"
            for failure in index.failed
        ],
        skipped=[
            f"{kind.what} skipped: {some_of(kind.examples, kind.count)} {kind.remedy}"
            for kind in index.skipped
        ],
        seconds=done.seconds,
    )


def synced_card(done: Synced) -> Markup:
    """What a check of all sources found."""
    groups = (
        ("added", "Added", done["added"]),
        ("updated", "Updated: a new version replaces the old one in search", done["updated"]),
        ("gone", "No longer at their sources (kept and marked)", done["gone"]),
        ("failed", "Not read", done["failed"]),
        ("skipped", "Skipped", done["skipped"]),
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
        f"{counted(done['sources'], 'source')}: {len(done['added'])} added, "
        f"{len(done['updated'])} updated, {len(done['gone'])} gone, "
        f"{len(done['failed'])} not read. Library update {done['generation']}."
    )
    return Markup('<div class="report" role="status"><p class="summary">{}</p>{}</div>').format(
        summary, parts
    )


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
