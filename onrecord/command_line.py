"""The command line: `onrecord COMMAND` (docs/reference/command-line.md).

Each command opens the store, does one thing through `Assistant`, and prints either text for a
person (ui/cli/terminal.py) or one JSON document (ui/json/documents.py). What is slow to import is
imported by the commands that need it, so that help comes at once."""

# ruff: noqa: PLC0415

from __future__ import annotations

import re
import sys
from importlib.metadata import version as installed_version
from typing import Annotated

import typer

from index.errors import ArticleNotFound
from index.formats import BY_SUFFIX
from ui.cli import judging, store_commands, syncing
from ui.cli.options import FollowLinks, Json, Model, Server, Store, open_changes, open_store
from ui.cli.outcomes import not_well, reported

commands = typer.Typer(
    help="Ask what the articles say, and get the paragraph that says it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line. Exits with 0 done, 1 failed, 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):  # escapes what the terminal's encoding lacks
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    commands(prog_name="onrecord")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onrecord {installed_version('onrecord')}")
        raise typer.Exit


@commands.callback()
def _onrecord(
    context: typer.Context,
    store: Store = None,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    context.obj = store


@commands.command()
@reported
def add(
    context: typer.Context,
    *,
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help=f"Files of articles ({', '.join(BY_SUFFIX)}), folders of them, or "
            "addresses of web pages, feeds, sitemaps and such files.",
        ),
    ],
    title: Annotated[
        str | None,
        typer.Option(metavar="TITLE", help="Their title, in place of the one in the text."),
    ] = None,
    outlet: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Their outlet, in place of the one in the text."),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Their date, in place of the one in the text: 2024, 2024-01, 2024-01-03 …",
        ),
    ] = None,
    follow_links: FollowLinks = False,
    server: Server = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Read articles and make them searchable.

    Anything that cannot be read is listed, and the rest is added. The exit code is 1 when
    nothing could be read."""
    from index.types import Overrides
    from ui.cli import terminal
    from ui.json import documents, report_documents

    overrides = Overrides(title=title, outlet=outlet, published=published)
    with (
        open_changes(context, store, server, create=True) as changes,
        terminal.progress_bar() as progress,
    ):
        done = changes.add(
            sources, overrides=overrides, follow_links=follow_links, progress=progress
        )
    document = report_documents.report(done, sources)
    if as_json:
        documents.write(document)
    else:
        terminal.report(done)
    if "error" in document:
        raise typer.Exit(1)


@commands.command()
@reported
def articles(context: typer.Context, store: Store = None, as_json: Json = False) -> None:
    """List the articles."""
    from ui.cli import terminal
    from ui.json import documents

    with open_store(context, store) as desk:
        found, generation = desk.articles(), desk.generation
    if as_json:
        documents.write(documents.articles(found, generation))
    else:
        terminal.articles(found)


@commands.command()
@reported
def show(
    context: typer.Context,
    place: Annotated[
        str, typer.Argument(metavar="ID[#PARAGRAPH]", help="An article, or one paragraph of it.")
    ],
    version: Annotated[
        int | None,
        typer.Option(min=1, metavar="NUMBER", help="An earlier version.  [default: the newest]"),
    ] = None,
    *,
    versions: Annotated[
        bool, typer.Option("--versions", help="List all versions, and what changed.")
    ] = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Show an article, or the paragraph that a citation names."""
    from ui.cli import terminal
    from ui.json import documents

    parts = re.fullmatch(r"([^#]+)(?:#([0-9]{1,9}))?", place)
    if not parts:
        raise typer.BadParameter(f"{place!r} doesn't have the form ID or ID#PARAGRAPH.")
    number = int(parts[2]) if parts[2] else None
    if versions:
        if number is not None or version is not None:
            raise typer.BadParameter("--versions takes only an ID.")
        with open_store(context, store) as desk:
            store_commands.show_versions(desk, parts[1], as_json=as_json)
        return
    with open_store(context, store) as desk:
        article, carriers = desk.article(parts[1], version), desk.copies(parts[1])
    if number is not None and not 1 <= number <= len(article.paragraphs):
        raise ArticleNotFound(
            f"The article has no paragraph {number}; it has {len(article.paragraphs)}.",
            subject=place,
            remedy=f"See them all: onrecord show {article.id}",
        )
    if as_json:
        documents.write(documents.article(article, number, carriers))
    else:
        terminal.article(article, number, carriers)


@commands.command()
@reported
def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Words or a question.")],
    limit: Annotated[
        int, typer.Option(min=1, max=100, metavar="NUMBER", help="How many passages, at most 100.")
    ] = 10,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Show the passages closest to a query."""
    from ui.cli import terminal
    from ui.json import documents

    with open_store(context, store) as desk:
        found, generation = desk.search(query, limit), desk.generation
    if as_json:
        documents.write(documents.passages(found, query, generation))
    else:
        terminal.passages(found)


@commands.command()
@reported
def ask(
    context: typer.Context,
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="The question, in quotation marks.")
    ],
    store: Store = None,
    as_json: Json = False,
    model: Model = None,
) -> None:
    """Answer a question with quotes from the articles, or in a language model's checked words."""
    from ui.cli import terminal
    from ui.json import documents

    with open_store(context, store, model=model) as desk:
        answer = desk.ask(question)
    if as_json:
        documents.write(answer.model_dump(mode="json"))
    else:
        terminal.answer(answer)


@commands.command()
@reported
def check(
    context: typer.Context,
    claim: Annotated[
        str, typer.Argument(metavar="CLAIM", help="One claim or several, in quotation marks.")
    ],
    *,
    store: Store = None,
    as_json: Json = False,
    as_claim_review: Annotated[
        bool, typer.Option("--claim-review", help="Print one JSON-LD document (schema.org).")
    ] = False,
    model: Model = None,
) -> None:
    """Check what the articles say about a claim, and who says it.

    A language model adds a second opinion, and splits a claim that makes several statements."""
    from assistant.english.english_only import is_english
    from assistant.verdicts.claim_review import claim_reviews
    from ui.cli import terminal_verdict
    from ui.json import documents

    if as_json and as_claim_review:
        raise typer.BadParameter("--json and --claim-review cannot be used together.")
    with open_store(context, store, model=model) as desk:
        if as_claim_review:
            documents.write(claim_reviews(desk.check_all(claim)))
            return
        found = desk.check_all(claim) if is_english(claim) else desk.ask(claim)
    if as_json:
        documents.write(documents.checked(found))
    else:
        terminal_verdict.checked(found, claim)


@commands.command()
@reported
def serve(
    context: typer.Context,
    *,
    host: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="The address to listen on.  [default: $ONRECORD_HOST, else 127.0.0.1]",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            metavar="NUMBER",
            help="The port; 0 for any free one.  [default: $ONRECORD_PORT, else 7860]",
        ),
    ] = None,
    store: Store = None,
    as_json: Json = False,
    model: Model = None,
) -> None:
    """Serve the chat page for a browser, until Ctrl-C."""
    from app import launch
    from ui.cli import terminal
    from ui.json import documents

    def ready(url: str) -> None:
        if as_json:
            documents.write(documents.server(url))
        else:
            terminal.say(f"Onrecord is at {url} (press Ctrl-C to stop)")

    launch(store or context.obj, host, port, ready, model)


@commands.command()
@reported
def doctor(context: typer.Context, store: Store = None, as_json: Json = False) -> None:
    """Check the store and the models, and repair what can be repaired."""
    from ui.cli import terminal
    from ui.json import documents

    with open_store(context, store) as desk:
        findings = desk.doctor()
    error = not_well(findings)
    if as_json:
        documents.write(documents.findings(findings), error)
    else:
        terminal.findings(findings)
    if error:
        raise typer.Exit(1)


store_commands.register(commands)
syncing.register(commands)
judging.register(commands)
