"""What many articles cost: python -m evaluation.indexing.bulk FILE [--articles N] [--fake]
[--record F].

FILE is a .jsonl.gz of articles. They are added to a new store, added again, and then the file
changes: of every 12,000 articles 100 are changed, 100 new and 50 gone, and the store is synced with
it. Each step runs in a separate process, whose peak memory is reported. `--fake`: with an embedder
that only counts words, so that everything but the model is measured."""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path

from evaluation.tables import record, table
from index import disk
from index.reports import IndexReport, SyncReport
from index.search.embedding import Embedder, FakeEmbedder, MiniLmEmbedder
from index.store import Store

SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Step:
    """What one step found and cost."""

    added: int
    updated: int
    unchanged: int
    gone: int
    failed: int
    embedded: int
    seconds: float
    peak: int
    """Bytes of memory, of the process that worked."""
    size: int
    """Bytes of the store's folder afterwards."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=12_000)
    parser.add_argument("--fake", action="store_true")
    parser.add_argument("--record", type=Path)
    given = parser.parse_args()
    with gzip.open(given.file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, given.articles)]
    changed, gone = max(1, len(rows) // 120), max(1, len(rows) // 240)
    fresh = rows[-changed:]
    with tempfile.TemporaryDirectory() as scratch:
        file, store = Path(scratch, "articles.jsonl.gz"), Path(scratch, "store")
        _write(file, rows[:-changed])
        steps = {"add": _apart(_add, store, file, given.fake)}
        steps["the same again"] = _apart(_add, store, file, given.fake)
        for row in rows[:changed]:
            row["text"] += "\n\nThis article was corrected: the meeting was on a Tuesday."
        _write(file, rows[: -changed - gone] + fresh)
        steps[f"sync: {changed} changed, {changed} new, {gone} gone"] = _apart(
            _sync, store, file, given.fake
        )
    text = table(
        ("what", "added", "updated", "unchanged", "gone", "failed", "embedded", "seconds",
         "articles/s", "peak memory", "store"),
        [_row(name, step) for name, step in steps.items()],
    )  # fmt: skip
    print(text)
    if given.record:
        record(given.record, "bulk, words counted" if given.fake else "bulk", text)


def _row(name: str, step: Step) -> tuple[str, ...]:
    counts = (step.added, step.updated, step.unchanged, step.gone, step.failed, step.embedded)
    rate = (step.added + step.updated + step.unchanged) / step.seconds
    return (
        name, *(f"{count:,}" for count in counts), f"{step.seconds:.1f}", f"{rate:.0f}",
        f"{step.peak / 1e6:,.0f} MB", f"{step.size / 1e6:,.0f} MB",
    )  # fmt: skip


def _write(file: Path, rows: list[dict[str, object]]) -> None:
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file.write_bytes(gzip.compress(lines.encode(), 1))


def _apart(work: Callable[[Connection, Path, Path, bool], None], *told: object) -> Step:
    """Do a step in a separate process."""
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=work, args=(there, *told))
    process.start()
    there.close()
    step = here.recv()
    process.join()
    assert isinstance(step, Step)
    return step


def _embedder(fake: bool) -> Embedder:
    return FakeEmbedder() if fake else MiniLmEmbedder()


def _add(pipe: Connection, folder: Path, file: Path, fake: bool) -> None:
    with Store.open(folder, _embedder(fake)) as store:
        started = time.perf_counter()
        report = store.add([file])
        pipe.send(_step(report, folder, time.perf_counter() - started))


def _sync(pipe: Connection, folder: Path, file: Path, fake: bool) -> None:
    with Store.open(folder, _embedder(fake)) as store:
        started = time.perf_counter()
        report = store.sync()
        pipe.send(_step(report, folder, time.perf_counter() - started))


def _step(report: IndexReport | SyncReport, folder: Path, seconds: float) -> Step:
    return Step(
        added=len(report.added),
        updated=len(report.updated),
        unchanged=report.unchanged if isinstance(report, SyncReport) else len(report.unchanged),
        gone=len(report.gone),
        failed=len(report.failed),
        embedded=report.embedded,
        seconds=seconds,
        peak=_peak(),
        size=disk.size_of(folder),
    )


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
