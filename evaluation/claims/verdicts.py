"""Measure the verdicts: python -m evaluation.claims.verdicts DATA [--store FOLDER] [--sample N].

DATA holds claims/, grounding/, realtimeqa_2023/ and stance/. Prints a Markdown table for each
part; `--record FILE` writes each between that file's marks as well."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from assistant.nli.packaged import stance_model
from assistant.retrieval.reranker import PackagedReranker
from assistant.settings import settings
from evaluation.batched_models import BatchedModels, Clock
from evaluation.claims import labels
from evaluation.claims.consistency import consistency
from evaluation.claims.quiz import quiz
from evaluation.claims.reliability import trust
from evaluation.claims.speed import speed
from evaluation.tables import record

Part = Callable[[], tuple[str, int]]
"""Returns a table, and how many rows it is based on."""


def main() -> None:
    """Measure what was requested and print the tables."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.claims.verdicts", description=__doc__
    )
    parser.add_argument("data", type=Path, help="the folder with claims/, grounding/ and so on")
    parser.add_argument("--store", type=Path, help="keep the store here and use it again")
    parser.add_argument("--articles", type=int, default=1000, help="articles in the store")
    parser.add_argument("--sample", type=int, help="rows of each data set, for a trial run")
    parser.add_argument("--only", action="append", choices=list(_HEADINGS), help="may be repeated")
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for each part")
    given = parser.parse_args()
    reading = BatchedModels(stance_model(settings().stance), PackagedReranker())
    reading.load()
    with tempfile.TemporaryDirectory() as scratch:
        store = given.store or Path(scratch) / "store"
        parts = _parts(given.data, store, reading, given.articles, given.sample)
        for name in given.only or _HEADINGS:
            clock = Clock(reading)
            text, rows = parts[name]()
            print(f"{name}: {clock.told(rows)}", file=sys.stderr)
            print(f"\n### {_HEADINGS[name]}\n\n{text}", flush=True)
            if given.record:
                record(given.record, name, text)
    reading.close()


_HEADINGS = {
    "development": "The development set of the stance model",
    "pairs": "Single sentences of Climate-FEVER",
    "claims": "Claims of Climate-FEVER",
    "averitec": "Claims of AVeriTeC",
    "consistency": "Summaries",
    "quiz": "Quiz questions",
    "calibration": "How far the probabilities can be trusted",
    "speed": "Speed",
}
"""What is measured, in this order; the names are those of `--only` and of the marks."""


def _parts(
    data: Path, store: Path, reading: BatchedModels, articles: int, most: int | None
) -> dict[str, Part]:
    questions = data / "realtimeqa_2023"
    return {
        "development": partial(labels.development, data, reading, most),
        "pairs": partial(labels.pairs_of_climate_fever, data, reading, most),
        "claims": partial(labels.labels_of_climate_fever, data, reading, most),
        "averitec": partial(labels.labels_of_averitec, data, reading, most),
        "consistency": partial(consistency, data, reading, most),
        "quiz": partial(quiz, questions, store, reading, articles, most),
        "calibration": partial(trust, data, reading, most),
        "speed": partial(speed, questions, store, reading, articles, most),
    }


if __name__ == "__main__":
    main()
