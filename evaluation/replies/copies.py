"""Which paragraphs of different outlets are taken for copies: python -m evaluation.replies.copies
DATA.

DATA holds `outlets/articles.jsonl.gz`, one article a line with its `outlet` and `text`. Pairs are
found as in an add: candidates share a band, and are then compared by their shingles and by what
differs. Those with the same words cannot be wrong; `--show` prints the others with what differs,
for someone to read. Only figures are recorded."""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, islice, pairwise
from pathlib import Path

from evaluation.tables import record, table
from index.catalog.copies import COPY_OVERLAP, FEWEST_WORDS
from index.text.fingerprints import fingerprint, folded, overlap, words
from index.text.near_duplicates import alike

_EVERYTHING = 1_000_000
_STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Overlaps between which pairs are counted."""
_AROUND = 4
"""Words shown before and after what differs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two paragraphs from different outlets that share a band, with different words."""

    one: str
    other: str
    outlets: tuple[str, str]
    overlap: float
    alike: bool
    """None of the differences changes the meaning."""


def main() -> None:
    """Find the pairs, print the table and, if asked, the pairs."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.replies.copies", description=__doc__
    )
    parser.add_argument("data", type=Path, help="the folder that holds outlets/")
    parser.add_argument("--articles", type=int, default=_EVERYTHING, help="the first so many")
    parser.add_argument("--show", choices=("kept", "refused"), help="print these pairs")
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for the table")
    given = parser.parse_args()
    found = sorted(pairs(paragraphs(given.data, given.articles)), key=lambda one: one.overlap)
    for pair in found:
        if pair.overlap >= COPY_OVERLAP and pair.alike == (given.show == "kept") and given.show:
            print(f"{pair.overlap:.2f} {' / '.join(pair.outlets)}: {differing(pair)}")
    text = summary(found)
    print(text)
    if given.record:
        record(given.record, "copies", text)


def paragraphs(folder: Path, most: int) -> Iterator[tuple[str, str]]:
    """The outlet and the text of each paragraph that is long enough to be compared."""
    path = folder / "outlets" / "articles.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, most):
            article = json.loads(line)
            for paragraph in article["text"].split("\n\n"):
                if len(words(paragraph)) >= FEWEST_WORDS:
                    yield article["outlet"], paragraph


def pairs(printed: Iterable[tuple[str, str]]) -> Iterator[Pair]:
    """Each pair of wordings once, of outlets that have only one of the two."""
    texts: dict[int, str] = {}
    outlets: defaultdict[int, set[str]] = defaultdict(set)
    bands: defaultdict[int, list[int]] = defaultdict(list)
    for outlet, text in printed:
        mark = fingerprint(text, "paragraph")
        outlets[mark.wording].add(outlet)
        if mark.wording not in texts:
            texts[mark.wording] = text
            for band in mark.bands:
                bands[band].append(mark.wording)
    near = {pair for found in bands.values() for pair in combinations(sorted(found), 2)}
    for first, second in sorted(near):
        if outlets[first].isdisjoint(outlets[second]):
            one, other = texts[first], texts[second]
            names = min(outlets[first]), min(outlets[second])
            yield Pair(one, other, names, overlap(one, other), alike(one, other))


def differing(pair: Pair) -> str:
    """What differs between two paragraphs, in brackets, and a few words around it."""
    one, other = words(pair.one), words(pair.other)
    matcher = SequenceMatcher(None, list(map(folded, one)), list(map(folded, other)), False)
    parts: list[str] = []
    for what, start, end, from_there, to_there in matcher.get_opcodes():
        if what != "equal":
            there = " ".join(other[from_there:to_there])
            parts.append(f"[{' '.join(one[start:end])} | {there}]")
        elif end - start > 2 * _AROUND:
            parts += [*one[start : start + _AROUND], "…", *one[end - _AROUND : end]]
        else:
            parts += one[start:end]
    return " ".join(parts)


def summary(found: Sequence[Pair]) -> str:
    """How many pairs there are, by their overlap and by whether the differences change the
    meaning."""
    rows = []
    for low, high in pairwise(_STEPS):
        those = [one for one in found if low <= one.overlap < high or high == one.overlap == 1]
        kept = sum(one.alike for one in those)
        rows.append([f"{low} to {high}", str(len(those)), str(kept), str(len(those) - kept)])
    head = ["overlap", "pairs", "the same is said", "something else is said"]
    return table(head, rows)


if __name__ == "__main__":
    main()
