"""The public training pairs: what they are, and how they are read."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable
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
