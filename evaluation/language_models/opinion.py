"""Measure second opinions: python -m evaluation.language_models.opinion DATA --model PROVIDER:NAME
[--url URL].

Or from labels that someone gave: ... DATA --labels FILE --name NAME.

DATA holds claims/. Reads some of the even rows of Climate-FEVER with the stance model and with the
language model, and prints how often they agree, how often either is right, and the line of
assistant/second_opinion/calibration.py; `--record FILE` writes the tables between that file's marks
too. FILE has a line for each claim: {"row": 12, "labels": ["supports", …]}, a label for each of its
sentences in their order."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from assistant.llm.client import Deadline
from assistant.llm.connect import Address, LanguageModel, Limits, connect
from assistant.nli.packaged import stance_model
from assistant.retrieval.reranker import PackagedReranker
from assistant.second_opinion.calibration import Worth, moved
from assistant.second_opinion.llm_judge import CALLS, OpinionAsker, Shown, follows
from assistant.settings import settings
from assistant.verdicts.label_decision import confidence, decide
from assistant.verdicts.types import Label, Stance
from evaluation.batched_models import BatchedModels, Stances, report
from evaluation.claims.claim_datasets import LabelledClaim, climate_fever, sample
from evaluation.measures import percent
from evaluation.tables import record, table

_FEWEST = 20
"""How many claims on which they agree, and on which they do not, are needed to say anything."""
_CHANCE = 3.84
"""Twice the gain in log-likelihood that chance gives in 1 of 20 tries (chi-square, one degree)."""
_BOUND = 6.0
"""Log-odds between which a worth is searched for."""
_BINS = (0.0, 0.35, 0.5, 1.01)
"""Ranges of the stance model's confidence, for the table."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One claim as both read it."""

    gold: str
    first: Label
    alone: float
    """The stance model's confidence."""
    second: Label
    stances: tuple[tuple[str, Stance], ...]
    """For each sentence: the gold stance, and the language model's."""

    @property
    def agrees(self) -> bool:
        """Whether both have the same label."""
        return self.first is self.second

    @property
    def right(self) -> bool:
        """Whether the stance model's label, which is the verdict's, is the gold one."""
        return self.first == self.gold


def main() -> None:
    """Measure, and print the tables and the line to paste."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.language_models.opinion", description=__doc__
    )
    parser.add_argument("data", type=Path, help="the folder with claims/")
    reader = parser.add_mutually_exclusive_group(required=True)
    reader.add_argument("--model", help="the language model, as provider:name")
    reader.add_argument("--labels", type=Path, help="labels that someone gave, as JSON lines")
    parser.add_argument("--name", default="a reader", help="whose labels these are")
    parser.add_argument("--url", default="", help="of its server")
    parser.add_argument("--sample", type=int, default=50, help="claims")
    parser.add_argument(
        "--calls", type=int, default=CALLS, choices=(1, CALLS), help="for one claim"
    )
    parser.add_argument("--seconds", type=float, default=120.0, help="for one claim")
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for this part")
    given = parser.parse_args()
    reading = BatchedModels(stance_model(settings().stance), PackagedReranker())
    claims = sample([one for one in climate_fever(given.data) if one.row % 2 == 0], given.sample)
    if given.labels:
        name, part = given.name, "opinion of a reader"
        found = list(labelled(claims, reading, given.labels))
    else:
        model = connect(Address(given.model, given.url), Limits(seconds=given.seconds))
        name, part = model.name, "opinion"
        found = list(pairs(claims, reading, model, given.calls))
    reading.close()
    text = told(name, found, len(claims))
    print(text)
    if given.record:
        record(given.record, part, text)


def pairs(
    claims: Sequence[LabelledClaim],
    reading: BatchedModels,
    model: LanguageModel,
    calls: int = CALLS,
) -> Iterator[Pair]:
    """The claims on which the language model has an opinion. Raises ChatModelError."""
    stances = reading.stances([(claim.claim, claim.texts) for claim in claims])
    asker = OpinionAsker(model)
    for place, (claim, leanings) in enumerate(zip(claims, stances, strict=True), start=1):
        shown = [Shown(n, text, text, "") for n, text in enumerate(claim.texts)]
        opinion = asker.ask(claim.claim, shown, Deadline(model.limits.seconds), calls)
        report("claims read by the language model", place, len(claims))
        if opinion is None:
            continue
        yield _pair(claim, leanings, opinion.stances)


def labelled(
    claims: Sequence[LabelledClaim], reading: BatchedModels, labels: Path
) -> Iterator[Pair]:
    """The claims that a file has labels for."""
    rows = map(json.loads, labels.read_text(encoding="utf-8").splitlines())
    given = {row["row"]: tuple(map(Stance, row["labels"])) for row in rows}
    claims = [one for one in claims if one.row in given]
    stances = reading.stances([(claim.claim, claim.texts) for claim in claims])
    for claim, leanings in zip(claims, stances, strict=True):
        yield _pair(claim, leanings, tuple(enumerate(given[claim.row])))


def _pair(claim: LabelledClaim, leanings: Stances, read: tuple[tuple[int, Stance], ...]) -> Pair:
    label, strength = decide(leanings)
    return Pair(
        gold=claim.label,
        first=label,
        alone=confidence(label, strength),
        second=follows(stance for _, stance in read),
        stances=tuple((claim.stances[n], stance) for n, stance in read),
    )


def worth(found: Sequence[Pair]) -> Worth | None:
    """What the model's opinion adds to the log-odds: 0 and 0 if that is indistinguishable from
    chance; None if there are too few claims to tell."""
    sides = [[one for one in found if one.agrees is agrees] for agrees in (True, False)]
    if any(len(side) < _FEWEST for side in sides):
        return None
    common = _offset(found)
    apart = [_offset(side) for side in sides]
    gain = sum(map(_likelihood, sides, apart)) - _likelihood(found, common)
    if 2 * gain < _CHANCE:
        return Worth(0.0, 0.0)
    # The error of the stance model's confidence on these claims is not the other's merit.
    return Worth(*(round(one - common, 2) for one in apart))


def told(name: str, found: Sequence[Pair], asked: int) -> str:
    """The tables, and the line of assistant/second_opinion/calibration.py if there are enough
    claims."""
    read = [one for pair in found for one in pair.stances]
    rows = [
        ["claims", str(asked)],
        ["claims of which it has an opinion", str(len(found))],
    ]
    if not found:
        return table(["", name], rows)
    rows += [
        ["its label is the stance model's", _share([one.agrees for one in found])],
        ["the stance model's label is right", _share([one.right for one in found])],
        ["its label is right", _share([one.second == one.gold for one in found])],
        ["its stance of a sentence is right", _share([gold == given for gold, given in read])],
        *(
            [
                f"it calls the claim {label.replace('_', ' ')}",
                _share([one.second is label for one in found]),
            ]
            for label in Label
        ),
    ]
    bins = []
    for low, high in pairwise(_BINS):
        inside = [one for one in found if low <= one.alone < high]
        sides = [[one.right for one in inside if one.agrees is agrees] for agrees in (True, False)]
        bins.append([f"{percent(low)} to {percent(min(high, 1.0))}", *map(_share, sides)])
    head = ["the stance model's confidence", "both agree: it is right", "they differ: it is right"]
    tables = f"{table(['', name], rows)}\n\n{table(head, bins)}"
    measured = worth(found)
    if measured is None:
        return tables
    line = f'"{name}": Worth(agrees={measured.agrees:g}, differs={measured.differs:g}),'
    return f"{tables}\n\n```python\n{line}\n```"


def _share(each: Sequence[bool]) -> str:
    return f"{sum(each)} of {len(each)} ({percent(sum(each) / len(each))})" if each else "none"


def _offset(found: Sequence[Pair]) -> float:
    """How far to shift the log-odds of all confidences so that they expect as many right labels as
    there are; with half a right and half a wrong one added, so that it is finite."""
    right = sum(one.right for one in found) + 0.5
    low, high = -_BOUND, _BOUND
    for _ in range(50):
        middle = (low + high) / 2
        expected = sum(moved(one.alone, middle) for one in found) + moved(0.5, middle)
        low, high = (middle, high) if expected < right else (low, middle)
    return (low + high) / 2


def _likelihood(found: Sequence[Pair], offset: float) -> float:
    """The logarithm of it."""
    chances = [moved(one.alone, offset) for one in found]
    return sum(
        math.log(chance if one.right else 1 - chance)
        for one, chance in zip(found, chances, strict=True)
    )


if __name__ == "__main__":
    main()
