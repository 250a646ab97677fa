"""Tables of labels: even rows choose, odd rows test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from evaluation.measures import accuracy, best_threshold, macro_f1, percent
from evaluation.tables import table


def halves(
    rows: Sequence[int],
    gold: Sequence[str],
    given: Mapping[str, Sequence[str]],
    references: Mapping[str, str] | None = None,
) -> str:
    """Accuracy and macro-F1 of each system's labels over the even rows, the odd rows and all, in
    percent. `references`: published accuracies on sets like these."""
    parts = {
        "even": [place for place, row in enumerate(rows) if row % 2 == 0],
        "odd": [place for place, row in enumerate(rows) if row % 2],
        "all": list(range(len(rows))),
    }
    head = [""]
    for name, places in parts.items():
        head += [f"{name} (n = {len(places)}): accuracy", "macro-F1"]
    lines = []
    for system, labels in given.items():
        line = [system]
        for places in parts.values():
            expected = [gold[place] for place in places]
            found = [labels[place] for place in places]
            line += [percent(accuracy(expected, found)), percent(macro_f1(expected, found))]
        lines.append(line)
    for system, figure in (references or {}).items():
        lines.append([system, "", "", "", "", figure, ""])
    return table(head, lines)


def majority(rows: Sequence[int], gold: Sequence[str]) -> list[str]:
    """The label that most even rows have, for every row."""
    counts = Counter(label for row, label in zip(rows, gold, strict=True) if row % 2 == 0)
    most = min(counts, key=lambda label: (-counts[label], label), default="")
    return [most] * len(gold)


def above(
    rows: Sequence[int], gold: Sequence[str], scores: Sequence[float], yes: str, no: str
) -> tuple[list[str], float]:
    """`yes` from a threshold on, else `no`, and the threshold: the one with the best macro-F1 over
    the even rows."""
    even = [place for place, row in enumerate(rows) if row % 2 == 0]
    expected = [gold[place] for place in even]

    def measure(threshold: float) -> float:
        return macro_f1(expected, [yes if scores[place] >= threshold else no for place in even])

    threshold = best_threshold([scores[place] for place in even], measure)
    return [yes if score >= threshold else no for score in scores], threshold
