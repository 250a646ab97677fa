"""The options that many commands share, and opening the store or the server that they name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from ui.changes import Changes

Store = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="FOLDER",
        help="The store, a folder with your articles.  [default: $ONRECORD_STORE, else .onrecord]",
    ),
]
Server = Annotated[
    str | None,
    typer.Option(
        "--server",
        metavar="URL",
        help="Use the onrecord server running there.  [default: $ONRECORD_SERVER, else none]",
    ),
]
FollowLinks = Annotated[
    bool,
    typer.Option(
        "--follow-links",
        help="Follow symbolic links that stay inside their folder, now and when syncing.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]

Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="PROVIDER:NAME",
        help="The language model that writes replies and gives second opinions on claims; "
        "quotes: none.  "
        "[default: $ONRECORD_MODEL, else quotes]",
    ),
]


def open_store(
    context: typer.Context,
    store: Path | None,
    *,
    create: bool = False,
    model: str | None = "quotes",
) -> Assistant:
    """The store named after the command, or else before it, or else by the environment. `model`:
    None takes the environment's."""
    from assistant.assistant import Assistant  # noqa: PLC0415 - slow to import

    return Assistant.open(store or context.obj, model=model, create=create)


@contextmanager
def open_changes(
    context: typer.Context, store: Path | None, server: str | None, *, create: bool = False
) -> Iterator[Changes]:
    """The server that is named, or else the store that is, or else the environment's server, or
    else its store. Raises SettingError, ServiceError, StoreError."""
    from assistant.settings import settings  # noqa: PLC0415 - slow to import

    if server and (store or context.obj):
        raise typer.BadParameter("--server and --store name different stores.")
    chosen = settings()
    named = server or ("" if store or context.obj else chosen.server)
    if named:
        from ui.remote.client import RemoteChanges  # noqa: PLC0415

        with RemoteChanges(named, chosen.token.get_secret_value()) as remote:
            yield remote
        return
    with open_store(context, store, create=create) as desk:
        yield desk
