"""What sync and sources show a person."""

from __future__ import annotations

from collections.abc import Sequence

from index.catalog.watchlist import Watched
from index.reports import SyncReport
from ui.cli import terminal
from ui.cli.terminal import say, warn
from ui.wording import counted, library_update


def synced(done: SyncReport) -> None:
    """What became of each article and each source; failures go to standard error."""
    terminal.named("added", done.added)
    terminal.named("updated", done.updated)
    terminal.named("gone", done.gone)
    terminal.named("removed", done.pruned)
    terminal.failures(done.failed)
    terminal.skipped(done.skipped)
    for notice in done.notices:
        say(notice)
    for source in done.sources:
        if source.is_resting:
            warn(f"{source.location}: paused until {source.rests_until} after several failures.")
            warn("Try it now: onrecord sync --resting", indent=2)
    if not done.sources:
        say("No sources are being watched yet. Add one: onrecord add SOURCE")
        return
    left_out = sum(source.left_out for source in done.sources)
    say(
        f"{counted(len(done.sources), 'source')}: {len(done.added)} added, "
        f"{len(done.updated)} updated, {done.unchanged} unchanged, "
        f"{len(done.gone)} gone, {len(done.failed)} failed"
        + (f", {left_out} removed by hand and skipped" if left_out else "")
        + f". Done in {done.seconds:.1f} s; {library_update(done.generation)}."
    )


def sources(watched: Sequence[Watched]) -> None:
    """One line a source, and why it failed where it did."""
    for source in watched:
        seen = f"last read {source.succeeded}" if source.succeeded else "never read"
        outlet = f"  (outlet: {source.overrides.outlet})" if source.overrides.outlet else ""
        links = "  (links in it are followed)" if source.follow_links else ""
        say(f"{source.location}{outlet}{links}  {seen}")
        if source.error:
            rest = f" Paused until {source.rests_until}." if source.rests_until else ""
            say(f"failed {counted(source.failures, 'time')}: {source.error}{rest}", indent=2)
    if not watched:
        say("No sources are being watched yet. Add one: onrecord add SOURCE")
