"""The options that many commands have, and opening the store that they name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant import Assistant

Store = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="FOLDER",
        help="The folder that holds the index.  [default: $ONRECORD_STORE, else .onrecord]",
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
    """The store named after the command, else before it, else by the environment. `model`: None
    takes the environment's."""
    from assistant import Assistant  # noqa: PLC0415 - slow to import

    return Assistant.open(store or context.obj, model=model, create=create)
