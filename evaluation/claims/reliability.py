"""How far the probabilities can be trusted: reliability tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.nli.base import Chances
from assistant.verdicts.label_decision import confidence, decide
from evaluation.batched_models import BatchedModels
from evaluation.claims.claim_datasets import climate_fever, development_pairs, sample
from evaluation.claims.labels import likeliest
from evaluation.measures import BINS, calibration_error, percent, reliability
from evaluation.tables import table


@dataclass(frozen=True, slots=True)
class Predictions:
    """Confidences of predictions, and which of them were right."""

    called: str
    confidences: tuple[float, ...]
    right: tuple[bool, ...]


def trust(data: Path, reading: BatchedModels, most: int | None) -> tuple[str, int]:
    """The tables, and how many rows were read."""
    pairs = sample(development_pairs(data), most)
    claims = sample(climate_fever(data), most)
    sentences = [(text, claim.claim) for claim in claims for text in claim.texts]
    stances = [stance for claim in claims for stance in claim.stances]
    odd = [claim for claim in claims if claim.row % 2]
    labels = [decide(one) for one in reading.stances([(one.claim, one.texts) for one in odd])]
    found = [
        _of_stances(
            "stance, development set",
            reading.weigh([(pair.evidence, pair.claim) for pair in pairs]),
            [pair.label for pair in pairs],
        ),
        _of_stances("stance, Climate-FEVER", reading.weigh(sentences), stances),
        Predictions(
            "verdict, Climate-FEVER, odd rows",
            tuple(confidence(*one) for one in labels),
            tuple(label == claim.label for (label, _), claim in zip(labels, odd, strict=True)),
        ),
    ]
    return told(found), len(pairs) + len(claims)


def told(found: Sequence[Predictions]) -> str:
    """The errors in one table, the bins in another."""
    errors = [
        [
            one.called,
            str(len(one.right)),
            percent(float(np.mean(one.confidences)) if one.right else 0.0),
            percent(sum(one.right) / len(one.right) if one.right else 0.0),
            percent(calibration_error(one.confidences, one.right)),
        ]
        for one in found
    ]
    head = ["", "n", "mean confidence", "right", f"expected calibration error ({BINS} bins)"]
    lines = []
    bins = [
        {round(each.low * BINS): each for each in reliability(one.confidences, one.right)}
        for one in found
    ]
    for place in sorted({place for one in bins for place in one}):
        line = [f"{percent(place / BINS)} to {percent((place + 1) / BINS)}"]
        for one in bins:
            each = one.get(place)
            line.append(
                f"{percent(each.confidence)} → {percent(each.right)} (n = {each.count})"
                if each
                else ""
            )
        lines.append(line)
    columns = ["confidence", *(f"{one.called}: mean → right" for one in found)]
    return f"{table(head, errors)}\n\n{table(columns, lines)}"


def _of_stances(called: str, chances: Chances, gold: Sequence[str]) -> Predictions:
    given = likeliest(chances)
    return Predictions(
        called,
        tuple(float(one) for one in chances.max(axis=1)),
        tuple(one == two for one, two in zip(given, gold, strict=True)),
    )
