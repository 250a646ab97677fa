"""The sources that are looked at again, on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from index.catalog.watchlist import Watched
from index.types import Progress
from ui.web.chat import trouble
from ui.web.desk import Desk
from ui.wording import counted, isolated, some_of, text


class Synced(TypedDict):
    """What a look at all sources found, as JSON."""

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
    """Look at all sources. What stops it as a whole is told like what stops one of them."""
    try:
        done = desk.sync(progress=show)
    except Exception as error:  # noqa: BLE001 - the page must outlive any error, and shows it
        told = trouble(error)
        failed = [f"{told.happened} {told.remedy}"]
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
            f"{one.what} skipped: {some_of(one.examples, one.count)} {one.remedy}"
            for one in index.skipped
        ],
        seconds=done.seconds,
    )


def synced_card(done: Synced) -> str:
    """What a look at all sources found."""
    groups = (
        ("added", "Added", done["added"]),
        ("updated", "Updated: a new version replaces the old one in search", done["updated"]),
        ("gone", "No longer at their sources (kept and marked)", done["gone"]),
        ("failed", "Not read", done["failed"]),
        ("skipped", "Skipped", done["skipped"]),
    )
    parts = ""
    for kind, heading, lines in groups:
        if lines:
            items = "".join(f'<li dir="auto">{text(line)}</li>' for line in lines)
            parts += f'<section class="{kind}"><h3>{heading}</h3><ul>{items}</ul></section>'
    summary = (
        f"{counted(done['sources'], 'source')}: {len(done['added'])} added, "
        f"{len(done['updated'])} updated, {len(done['gone'])} gone, "
        f"{len(done['failed'])} not read. Library update {done['generation']}."
    )
    return f'<div class="report" role="status"><p class="summary">{summary}</p>{parts}</div>'


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
