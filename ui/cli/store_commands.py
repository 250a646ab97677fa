"""The commands that keep the index: remove, retract, export, import, rebuild."""

# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import SettingError
from ui.cli.options import Json, Server, Store, open_changes, open_store
from ui.cli.outcomes import reported

if TYPE_CHECKING:
    from assistant.assistant import Assistant

Replace = Annotated[bool, typer.Option("--replace", help="Replace what is already there.")]


def register(commands: typer.Typer) -> None:
    """Give the command line these commands."""
    for command, name in (
        (remove, "remove"),
        (retract, "retract"),
        (export, "export"),
        (restore, "import"),
        (rebuild, "rebuild"),
    ):
        commands.command(name)(command)


@reported
def remove(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID...", help="Articles, by ID or address.")
    ] = None,
    *,
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only those from this outlet.")
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Only those published or updated before this date."),
    ] = None,
    after: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only those published after this date.")
    ] = None,
    matching: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only those with these words in the title.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be removed.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask for confirmation.")] = False,
    server: Server = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Delete articles, in all their versions.

    An article has to match every option given. None of its text stays in the store, only the
    fact that it was removed, and when. The files that articles came from aren't touched."""
    from index.changes.selection import Selection
    from ui.cli import store_terminal, terminal
    from ui.json import documents, store_documents

    selection = Selection(tuple(ids or ()), outlet, before, after, matching)
    with (
        open_changes(context, store, server) as changes,
        terminal.progress_bar() as progress,
    ):
        meant = changes.matching(selection)
        if dry_run or not meant:
            if as_json:
                documents.write(store_documents.meant(meant, changes.generation))
            else:
                store_terminal.meant(meant)
            return
        if not yes:
            store_terminal.meant(meant, on_error=True)
            _confirm(f"Remove {len(meant)} of {changes.count} articles?")
        done = changes.remove([article.id for article in meant], progress=progress)
    if as_json:
        documents.write(store_documents.removed(done))
    else:
        store_terminal.removed(done)


def show_versions(desk: Assistant, article_id: str, *, as_json: bool) -> None:
    """What `show --versions` does. Raises ArticleNotFound, ArticleRemoved."""
    from index.text.differences import differences
    from ui.cli import store_terminal
    from ui.json import documents, store_documents

    versions = desk.versions(article_id)
    articles = [desk.article(article_id, version.number) for version in versions]
    changes = [
        (older.version, newer.version, differences(older, newer))
        for older, newer in pairwise(articles)
    ]
    if as_json:
        documents.write(store_documents.versions(article_id, versions, changes))
    else:
        store_terminal.versions(versions, changes)


def _confirm(question: str) -> None:
    if not sys.stdin.isatty():
        raise SettingError(
            "Nothing was removed: removal needs confirmation, and there is no terminal to ask in.",
            subject="remove",
            remedy="Check what would be removed with --dry-run, then add --yes.",
        )
    typer.confirm(question, abort=True, err=True)


@reported
def retract(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ID", help="An article.")],
    *,
    note: Annotated[str, typer.Option(metavar="TEXT", help="The reason, for readers.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Withdraw the retraction.")] = False,
    server: Server = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Mark an article as retracted.

    It can still be found, but every citation of it says so, and it doesn't count in verdicts."""
    from ui.cli import store_terminal
    from ui.json import documents, store_documents

    with open_changes(context, store, server) as changes:
        marked = changes.unretract(article) if undo else changes.retract(article, note)
    if as_json:
        documents.write(store_documents.retraction(marked))
    else:
        store_terminal.retracted(marked)


@reported
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive to write.")],
    replace: Replace = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Write the whole store to one file.

    Others can read and write meanwhile; the file holds the state at one moment. It gets its
    name only once it is complete."""
    from ui.cli import store_terminal
    from ui.json import documents, store_documents

    with open_store(context, store) as desk:
        done = desk.export(file, replace=replace)
    if as_json:
        documents.write(store_documents.archived(done))
    else:
        store_terminal.archived(done)


@reported
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive that export wrote.")],
    *,
    into: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="The same as --store.")
    ] = None,
    replace: Replace = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Replace a store's contents with those of an exported file.

    The whole archive is checked first. Until it is all in place, readers see what was there
    before."""
    from ui.cli import store_terminal, terminal
    from ui.json import documents, store_documents

    if into is not None and store is not None and into != store:
        raise typer.BadParameter("--into and --store name different folders.")
    folder = into or store
    with (
        open_store(context, folder, create=True) as desk,
        terminal.progress_bar() as progress,
    ):
        done = desk.restore(file, replace=replace, progress=progress)
    if as_json:
        documents.write(store_documents.restored(done))
    else:
        store_terminal.restored(done)


@reported
def rebuild(
    context: typer.Context,
    *,
    abandon: Annotated[
        bool,
        typer.Option("--abandon", help="Only discard what an unfinished rebuild made."),
    ] = False,
    server: Server = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Prepare all articles for search again, with the settings as they are now.

    This rebuilds the index, with the embedding model that ONRECORD_EMBEDDING names and the current
    way of splitting articles into passages. You can search and add articles meanwhile. If it is
    interrupted, run it again to continue: no passage is prepared twice."""
    from ui.cli import store_terminal, terminal
    from ui.json import documents, store_documents

    with (
        open_changes(context, store, server) as changes,
        terminal.progress_bar() as progress,
    ):
        if abandon:
            freed = changes.abandon_rebuild(progress=progress)
        else:
            try:
                done = changes.rebuild(progress=progress)
            except KeyboardInterrupt:
                store_terminal.interrupted_rebuild()
                raise
    if abandon and as_json:
        documents.write(store_documents.abandoned(freed))
    elif abandon:
        store_terminal.abandoned(freed)
    elif as_json:
        documents.write(store_documents.rebuilt(done))
    else:
        store_terminal.rebuilt(done)
