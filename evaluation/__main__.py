"""Measure the main job: python -m evaluation DATA [--unanswerable DATA] [--store FOLDER].

DATA is a RealTimeQA folder (evaluation/replies/realtimeqa.py). Prints a Markdown table; `--record
FILE` writes it between that file's marks as well."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
from pathlib import Path

from assistant.assistant import Assistant
from evaluation.indexing import server
from evaluation.replies.answers import ask_all, calibration, summary
from evaluation.replies.realtimeqa import answerable, load_articles, questions, write_articles
from evaluation.tables import record
from index.reports import IndexReport


def main() -> None:
    """Run everything and print the table."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("data", type=Path, help="a RealTimeQA folder")
    parser.add_argument("--unanswerable", type=Path, help="another year's folder")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--store", type=Path, help="keep the store here and use it again")
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for the table")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        table = "\n".join(_measure(given, Path(scratch)))
    print(table)
    if given.record:
        record(given.record, "figures", table)


def _measure(given: argparse.Namespace, scratch: Path) -> list[str]:
    """The lines of the tables."""
    asked = questions(given.data, given.questions)
    articles = load_articles(given.data, asked, given.articles)
    store = given.store or scratch / "store"
    texts = store.with_name(f"{store.name}-articles")
    write_articles(articles, texts)
    figures = {"machine": f"{platform.machine()}, Python {platform.python_version()}"}
    figures["articles"] = str(len(articles))
    with Assistant.open(store) as desk:
        figures |= _adding(desk, texts)
        desk.warm()
        outcomes = ask_all(desk, asked)
        with Assistant.open(store) as witness:
            figures |= summary(outcomes, witness)
        others = (
            ask_all(desk, questions(given.unanswerable, given.questions))
            if given.unanswerable
            else []
        )
    figures |= server.measure(store, [question.text for question in asked[:20]])
    lines = ["| what | measured |", "|---|---|"]
    lines += [f"| {name} | {figure} |" for name, figure in figures.items()]
    possible = [one for one in outcomes if answerable(one.question, articles)]
    hardly = [one for one in outcomes if not answerable(one.question, articles)]
    return [*lines, "", *calibration(possible, [*hardly, *others])]


def _adding(desk: Assistant, texts: Path) -> dict[str, str]:
    first, first_seconds = _add(desk, texts)
    again, again_seconds = _add(desk, texts)
    figures = {"add again": f"{again_seconds:.2f} s, {again.embedded} chunks embedded"}
    if first.embedded:
        added = f"{len(first.added)} articles, {first.embedded} chunks"
        figures["first add"] = f"{first_seconds:.1f} s, {added}"
        figures["add again : first add"] = f"1 : {first_seconds / again_seconds:.0f}"
    return figures


def _add(desk: Assistant, texts: Path) -> tuple[IndexReport, float]:
    started = time.perf_counter()
    report = desk.add([texts], progress=_progress)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return report, time.perf_counter() - started


def _progress(stage: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{stage}: {done} of {total}   ", end="", file=sys.stderr)


if __name__ == "__main__":
    main()
