"""The training pairs: what they are, how they are read, and which of them is held out."""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

LABELS = ("supports", "refutes", "neutral", "not_supports")
"""`not_supports` says only that the evidence does not support the claim: refutes or neutral."""


@dataclass(frozen=True)
class Pair:
    """One piece of evidence, one claim, and what the first says about the second."""

    evidence: str
    claim: str
    label: str
    source: str


def read_pairs(path: Path) -> list[Pair]:
    """Every pair of a `.jsonl.gz` file with `evidence`, `claim`, `label` and `source`.

    Raises:
        ValueError: a line is not such a row; the message names the line.
    """
    pairs = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                pair = Pair(row["evidence"], row["claim"], row["label"], row["source"])
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}, line {number}: not a pair: {error!r}") from error
            if pair.label not in LABELS:
                raise ValueError(f"{path}, line {number}: unknown label {pair.label!r}")
            pairs.append(pair)
    return pairs


def by_source(pairs: Iterable[Pair]) -> dict[str, list[Pair]]:
    """The pairs of each data set, in their order."""
    sources: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        sources[pair.source].append(pair)
    return dict(sources)


def hold_out(
    pairs: Sequence[Pair], sources: Sequence[str], each: int, seed: int
) -> tuple[list[Pair], list[Pair]]:
    """Split off pairs for calibration: up to `each` of every source, no evidence in both parts.

    Returns:
        What may be trained on, and what is held out (three-way labels only).
    """
    chooser = random.Random(seed)  # noqa: S311
    grouped = by_source(pairs)
    held: list[Pair] = []
    for source in sources:
        whole = [pair for pair in grouped.get(source, []) if pair.label != "not_supports"]
        held += chooser.sample(whole, min(each, len(whole) // 5))
    texts = {pair.evidence for pair in held}
    return [pair for pair in pairs if pair.evidence not in texts], held
