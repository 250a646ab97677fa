"""The commands that look again at what was added: sync, sources."""

# ruff: noqa: PLC0415

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.options import Json, Server, Store, open_changes, open_store
from ui.cli.outcomes import reported


def register(commands: typer.Typer) -> None:
    """Give the command line these commands."""
    commands.command("sync")(sync)
    commands.command("sources")(sources)


@reported
def sync(
    context: typer.Context,
    *,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the articles whose sources no longer have them.")
    ] = False,
    resting: Annotated[
        bool,
        typer.Option("--resting", help="Also try sources that are paused after several failures."),
    ] = False,
    server: Server = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Check every source that was added for new, changed and removed articles.

    An article that is no longer at its source is kept and marked, unless --prune removes it. A
    source that fails three times in a row is tried less and less often."""
    from ui.cli import syncing_terminal, terminal
    from ui.json import documents, syncing_documents

    with (
        open_changes(context, store, server) as changes,
        terminal.progress_bar() as progress,
    ):
        done = changes.sync(prune=prune, resting=resting, progress=progress)
    if as_json:
        documents.write(syncing_documents.synced(done))
    else:
        syncing_terminal.synced(done)


@reported
def sources(
    context: typer.Context,
    *,
    forget: Annotated[
        str | None,
        typer.Option(metavar="SOURCE", help="Stop watching it. Its articles stay."),
    ] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """List the sources that sync checks, and how the last check of each ended."""
    from ui.cli import syncing_terminal
    from ui.json import documents, syncing_documents

    with open_store(context, store) as desk:
        if forget is not None:
            desk.forget_source(forget)
        watched = desk.sources()
    if as_json:
        documents.write(syncing_documents.sources(watched))
    else:
        syncing_terminal.sources(watched)
