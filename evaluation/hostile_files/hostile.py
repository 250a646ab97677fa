"""Add hostile files: python -m evaluation.hostile_files.hostile [--inputs 400] [--seed 1] [--record
FILE].

Valid files of every format are damaged at random, and others are malicious
(evaluation/hostile_files/traps.py, evaluation/hostile_files/web_traps.py); those of the web come
from a server on the loopback address. Each is added to a new store beside a good article, in a
separate process that is watched: it must end in time and in bounded memory, with articles or with
errors that say what happened and what to do, and the good article must be there. Nothing that an
input names may be read or written. Prints a line for each input that went wrong, and a table; Linux
only (/proc)."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from evaluation.crash_safety.killing import FORK
from evaluation.hostile_files.hostile_inputs import Hostile, inputs
from evaluation.hostile_files.specimens import RIVER
from evaluation.hostile_files.watch import Watch
from evaluation.hostile_files.web_site import Site, serving
from evaluation.tables import record, table
from index.errors import SourceError
from index.reports import IndexReport
from index.search.embedding import FakeEmbedder
from index.search.vectors import import_now
from index.store import Store
from index.text.language import language_of
from index.types import ProgressCallback
from index.web.limits import FetchLimits

SECONDS = 10.0
"""Processor time between two signs of progress: for anything but an archive, of the whole."""
MEGABYTES = 1_500
"""Memory of the process that adds and the one that parses, together."""
PATIENCE = 40.0
"""Seconds by the clock without a sign after which an add counts as hanging, and is ended. The
machine may be busy with something else."""
_LOOKS = 0.02
"""Seconds between two checks of its processes."""
_SECRET = "Nobody may read that the sluice was sold."  # noqa: S105


@dataclass(frozen=True, slots=True)
class Told:
    """The part of an add's output that is judged."""

    articles: int
    errors: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one input."""

    hostile: Hostile
    articles: int
    errors: tuple[str, ...]
    seconds: float
    """Processor time, in the longest stretch without a sign of progress."""
    computed: float
    """Processor time in all."""
    megabytes: float
    wrong: tuple[str, ...]
    """What is wrong, in words."""


def attack(hostile: Hostile, site: Site, folder: Path) -> Outcome:
    """Add one input, and check what came of it."""
    good = folder / "good.txt"
    folder.mkdir(parents=True)
    good.write_text(f"The river\n\n{RIVER}\n", encoding="utf-8")
    name = hostile.file.name
    site.serve(name, hostile.file.read_bytes() if hostile.of_the_web else b"")
    source = f"{site.url}/{name}" if hostile.of_the_web else str(hostile.file)
    receives, sends = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_add, args=(folder, [source, str(good)], site.host, sends))
    process.start()
    sends.close()
    watch, told = Watch(process.pid or 0), Told(0, (), ("it said nothing",))
    while process.is_alive() and watch.silence < PATIENCE:
        watch.look()
        while receives.poll(_LOOKS):
            try:
                said = receives.recv()
            except EOFError:
                process.join()
                break
            told = said or told
            watch.heard()
    wrong = []
    if process.is_alive():
        wrong.append("it hangs")
        os.killpg(process.pid or 0, 9)
        process.join()
    elif process.exitcode:
        wrong.append(f"its process ended with {process.exitcode}")
    wrong += told.wrong
    if watch.longest > SECONDS:
        wrong.append(f"it took {watch.longest:.1f} s")
    if watch.megabytes > MEGABYTES:
        wrong.append(f"it took {watch.megabytes:,.0f} MB")
    if site.leaked:
        wrong.append(f"it asked for {site.leaked}")
    wrong += [f"it wrote {path}" for path in _escaped(folder)]
    figures = (watch.longest, watch.computed, watch.megabytes)
    return Outcome(hostile, told.articles, told.errors, *figures, tuple(wrong))


def _add(folder: Path, sources: Sequence[str], host: str, sends: Connection) -> None:
    """In a separate process: add, and send the outcome."""
    os.setsid()
    try:
        limits = FetchLimits(allow=(host,), delay=0.0)
        with Store.open(folder / "store", FakeEmbedder(), limits) as store:
            report = store.add(sources, progress=_signs(sends))
            sends.send(_judged(store, report))
    except BaseException:  # noqa: BLE001 - whatever it is, it must not happen
        sends.send(Told(0, (), (traceback.format_exc(limit=-3),)))


def _signs(sends: Connection) -> ProgressCallback:
    """A ProgressCallback that is heard, ten times a second at most."""
    before = time.monotonic()

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal before
        if time.monotonic() - before > 0.1:
            sends.send(None)
            before = time.monotonic()

    return progress


def _judged(store: Store, report: IndexReport) -> Told:
    wrong = []
    articles = store.articles()
    if not any(RIVER in p.text for article in articles for p in article.paragraphs):
        wrong.append("the good article is missing")
    if any(_SECRET in p.text for article in articles for p in article.paragraphs):
        wrong.append("it read what it may not")
    for failure in report.failed:
        error = failure.error
        if not (isinstance(error, SourceError) and error.happened and error.remedy):
            wrong.append(f"{error!r} does not say what happened and what to do")
    if len(articles) == 1 and not report.failed:
        wrong.append("neither an article nor an error")
    errors = [type(failure.error).__name__ for failure in report.failed]
    return Told(len(articles) - 1, tuple(errors), tuple(wrong))


def _escaped(folder: Path) -> list[Path]:
    """What was written to where a name in an archive leads."""
    places = (folder, folder.parent, Path.cwd(), Path(tempfile.gettempdir()))
    return [path for place in places for path in place.glob("*escaped.txt")]


def summary(outcomes: Sequence[Outcome]) -> str:
    """Markdown tables: by format, by attack, and the slowest and largest."""
    count = f"{len(outcomes)} inputs, {sum(bool(one.wrong) for one in outcomes)} went wrong."
    by_form = _table("format", [(_shown(one), one) for one in outcomes])
    by_attack = _table("attack", [(_attack(one), one) for one in outcomes])
    head = ["format", "attack", "outcome", "s", "s in all", "MB"]
    slow = sorted(outcomes, key=lambda one: -one.seconds)[:8]
    fat = sorted(outcomes, key=lambda one: -one.megabytes)[:8]
    return "\n\n".join(
        [count, by_form, by_attack, "The slowest:", table(head, list(map(_row, slow))),
         "The fattest:", table(head, list(map(_row, fat)))]
    )  # fmt: skip


def _shown(one: Outcome) -> str:
    return f"{one.hostile.form}, fetched" if one.hostile.of_the_web else one.hostile.form


def _attack(one: Outcome) -> str:
    return one.hostile.attack.partition(":")[0]


def _table(head: str, named: Sequence[tuple[str, Outcome]]) -> str:
    groups: dict[str, list[Outcome]] = {}
    for name, outcome in named:
        groups.setdefault(name, []).append(outcome)
    rows = [
        [
            name,
            str(len(of_it)),
            str(sum(one.articles > 0 for one in of_it)),
            str(sum(bool(one.errors) for one in of_it)),
            f"{max(one.seconds for one in of_it):.1f}",
            f"{max(one.megabytes for one in of_it):,.0f}",
            str(sum(bool(one.wrong) for one in of_it)),
        ]
        for name, of_it in sorted(groups.items())
    ]
    heads = [head, "inputs", "gave articles", "gave errors", "slowest, s", "fattest, MB", "wrong"]
    return table(heads, rows)


def _row(one: Outcome) -> list[str]:
    counted = ", ".join(
        f"{name} × {n}" if n > 1 else name for name, n in Counter(one.errors).items()
    )
    told = " and ".join(filter(None, [f"{one.articles} read" if one.articles else "", counted]))
    figures = [f"{one.seconds:.1f}", f"{one.computed:.1f}", f"{one.megabytes:,.0f}"]
    return [_shown(one), one.hostile.attack, told, *figures]


def main() -> None:
    """Run it. Exits with 1 if something went wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.hostile_files.hostile", description=__doc__
    )
    parser.add_argument("--inputs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="formats and attacks that have this in their names")
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for the table")
    given = parser.parse_args()
    import_now()  # once, for all children
    language_of(RIVER)
    outcomes = []
    with serving(_SECRET) as site, tempfile.TemporaryDirectory() as scratch:
        for number, hostile in enumerate(
            inputs(site, Path(scratch, "inputs"), given.inputs, given.seed)
        ):
            if given.only and given.only not in f"{hostile.form} {hostile.attack}":
                continue
            outcome = attack(hostile, site, Path(scratch, str(number), "a"))
            outcomes.append(outcome)
            for what in outcome.wrong:
                print(f"{number} {_shown(outcome)}, {hostile.attack}: {what}", flush=True)
    print(summary(outcomes))
    if given.record:
        record(given.record, "hostile", summary(outcomes))
    sys.exit(any(outcome.wrong for outcome in outcomes))


if __name__ == "__main__":
    main()
