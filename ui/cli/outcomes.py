"""How a command ends: every error is shown as cause and remedy, with exit code 1."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Sequence
from typing import ParamSpec

import typer

from index.errors import OnrecordError, StoreError
from index.reports import Finding

Parameters = ParamSpec("Parameters")


def reported(command: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """The command (with `as_json`, in JSON), with its errors shown instead of raised."""

    @functools.wraps(command)
    def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> None:
        try:
            command(*arguments, **options)
            sys.stdout.flush()
        except OnrecordError as error:
            _show(error, as_json=bool(options.get("as_json")))
            raise typer.Exit(1) from error
        except (typer.Exit, typer.Abort, typer.BadParameter, BrokenPipeError):
            raise
        except Exception as fault:
            if "ONRECORD_TRACEBACK" in os.environ:
                raise
            unforeseen = OnrecordError(
                f"An error in Onrecord itself ({type(fault).__name__}: {fault}).",
                subject=f"onrecord {command.__name__}",
                remedy="Please report it, along with what the same command prints when the "
                "environment variable ONRECORD_TRACEBACK is set to 1.",
            )
            _show(unforeseen, as_json=bool(options.get("as_json")))
            raise typer.Exit(1) from fault

    return run


def _show(error: OnrecordError, *, as_json: bool) -> None:
    from ui.cli import terminal  # noqa: PLC0415 - slow to import, and seldom needed
    from ui.json import documents  # noqa: PLC0415 - slow to import, and seldom needed

    if as_json:
        documents.write({"error": documents.error(error)})
    else:
        terminal.error(error)


def not_well(findings: Sequence[Finding]) -> OnrecordError | None:
    """The error of a check that found something wrong."""
    wrong = [finding for finding in findings if not finding.ok]
    if not wrong:
        return None
    return StoreError(
        f"{len(wrong)} of {len(findings)} checks found a problem.",
        subject="; ".join(finding.what for finding in wrong),
        remedy=" ".join(finding.remedy for finding in wrong if finding.remedy),
    )
