"""Measure the judge that is shipped:

    python -m training.evaluate ../shared/data --most 600 --record docs/guide/judge.md

On written items that were held out, on the public pairs for development, and on summaries with
their documents (SummEdits, QAGS). Climate-FEVER and AVeriTeC: `ONRECORD_STANCE=judge python -m
evaluation.claims.verdicts`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.nli.judge import FOLDER, LONGEST, Judge, answer_place
from assistant.nli.onnx_cross_encoder import PairModel, files_of
from evaluation.language_models.grounding import rows as summaries
from evaluation.measures import accuracy, balanced_accuracy, best_threshold, percent
from evaluation.tables import record, table
from index.text.sentences import sentences
from training.dev import dev_rows
from training.encoder import STANCES
from training.measure import Readings, figures
from training.rows import Row

_OUTPUTS = ("stance", "answered", "accounts", "relevance", "start", "end")
_FEWEST = 15
"""Claims of a kind, below which it goes under "others"."""


def main() -> None:
    """Print the tables, and record them if asked."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of the data sets")
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--most", type=int, help="rows of each set; all where it is not given")
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for the tables")
    parser.add_argument("--only", choices=("dev", "summaries"), help="one of the two halves")
    given = parser.parse_args()
    for name, measure in (("dev", _dev), ("summaries", _summaries)):
        if given.only in (None, name):
            text = measure(given.data, given.model, given.most)
            print(text, flush=True)
            if given.record:
                record(given.record, f"judge {name}", text)


def read_file(folder: Path, rows: Sequence[Row]) -> Readings:
    """What the shipped file says about each row, in the form that training/measure.py has for a
    network."""
    model = PairModel(
        lambda: files_of("The judge", folder, "", LONGEST), outputs=3, as_written=True
    )
    found = model.read([(row.first, row.second) for row in rows], _OUTPUTS)
    model.close()

    def stacked(name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return np.stack([one.outputs[name] for one in found])

    return Readings(
        stacked("stance"),
        stacked("answered"),
        stacked("accounts"),
        stacked("relevance"),
        [answer_place(one) for one in found],
    )


def _dev(data: Path, folder: Path, most: int | None) -> str:
    lines = []
    kinds: dict[str, tuple[list[str], list[str]]] = {}
    for name, rows in dev_rows(data / "stance" / "dev.jsonl.gz", most=most).items():
        readings = read_file(folder, rows)
        for measure, value in figures(readings, rows).items():
            lines.append([name, str(len(rows)), measure, f"{value:.3f}"])
        print(lines[-1], file=sys.stderr, flush=True)
        if name in ("whole", "sentence"):
            for row, said in zip(rows, readings.stance.argmax(axis=1), strict=True):
                gold, told = kinds.setdefault(row.kind, ([], []))
                gold.append(row.stance or "")
                told.append(STANCES[said])
    few = [kind for kind, (gold, _) in kinds.items() if len(gold) < 2 * _FEWEST]
    for kind in few:
        gold, told = kinds.pop(kind)
        kinds.setdefault("others", ([], []))[0].extend(gold)
        kinds["others"][1].extend(told)
    by_kind = [
        [kind, str(len(gold)), f"{accuracy(gold, told):.2f}"]
        for kind, (gold, told) in sorted(kinds.items(), key=lambda one: accuracy(*one[1]))
    ]
    first = table(["held out", "rows", "measure", "figure"], lines)
    return f"{first}\n\n{table(['kind', 'claims, both forms', 'accuracy'], by_kind)}"


def _summaries(data: Path, folder: Path, most: int | None) -> str:
    """Whether all sentences of a summary are supported, SummEdits' and QAGS' task."""
    judge = Judge(folder)
    lines = []
    for file in sorted((data / "grounding").glob("*.jsonl.gz")):
        given = summaries(file, most or 10_000)
        told = [
            [row.summary[slice(*span)] for span in sentences(row.summary, "en")] for row in given
        ]
        pairs = [
            (row.document, sentence)
            for row, said in zip(given, told, strict=True)
            for sentence in said
        ]
        found = iter(judge.stance(pairs))
        read = [[next(found) for _ in said] for said in told]
        gold = [row.consistent for row in given]
        kept = [all(one.supports > max(one.refutes, one.neutral) for one in said) for said in read]
        margins = [min((one.supports - one.refutes for one in said), default=0) for said in read]
        halves = [_threshold(gold, margins, half) for half in (0, 1)]
        lines.append(
            [
                file.name.removesuffix(".jsonl.gz"),
                str(len(given)),
                percent(balanced_accuracy(gold, kept)),
                percent(sum(halves) / 2),
            ]
        )
        print(lines[-1], file=sys.stderr, flush=True)
    judge.close()
    return table(["set", "summaries", "balanced accuracy", "with a threshold for the set"], lines)


def _threshold(gold: Sequence[bool], margins: Sequence[float], half: int) -> float:
    """Balanced accuracy on each half of the rows with the threshold that is best for the other."""

    def reached(level: float, rows: slice) -> float:
        return balanced_accuracy(gold[rows], [one >= level for one in margins[rows]])

    chosen, measured = slice(1 - half, None, 2), slice(half, None, 2)
    best = best_threshold(margins[chosen], lambda level: reached(level, chosen))
    return reached(best, measured)


if __name__ == "__main__":
    main()
