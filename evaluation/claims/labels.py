"""Stances of single pieces of evidence and labels of claims, against gold labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.nli.base import Chances
from assistant.verdicts.label_decision import THRESHOLDS, Thresholds, decide
from assistant.verdicts.types import Label, Stance
from evaluation.batched_models import BatchedModels, Stances
from evaluation.claims.claim_datasets import (
    LabelledClaim,
    averitec,
    climate_fever,
    development_pairs,
    sample,
)
from evaluation.claims.data_halves import above, halves, majority
from evaluation.claims.thresholds import search
from evaluation.measures import macro_f1, percent
from evaluation.tables import table

STANCES = (Stance.SUPPORTS.value, Stance.REFUTES.value, Stance.NEUTRAL.value)
"""In the order of the columns of Chances."""
_CLIMATE = {"published: trained on FEVER (Diggelmann et al. 2020)": "38.8"}
_AVERITEC = {"published: best system of 2024, which searched for its evidence itself": "63"}


def development(data: Path, reading: BatchedModels, most: int | None) -> tuple[str, int]:
    """The development set by source, and its rows."""
    pairs = sample(development_pairs(data), most)
    gold = [pair.label for pair in pairs]
    relevance = reading.relevance([(pair.claim, [pair.evidence]) for pair in pairs])
    rows = list(range(len(pairs)))
    ranked, threshold = above(rows, gold, [one for (one,) in relevance], *_SUPPORTS_OR_NEUTRAL)
    systems = {
        "always the majority": majority(rows, gold),
        f"reranker alone (supports from {threshold:.3f})": ranked,
        "stance model": likeliest(reading.weigh([(pair.evidence, pair.claim) for pair in pairs])),
    }
    lines = []
    for source in (*sorted({pair.source for pair in pairs}), "all"):
        places = [place for place in rows if source in {pairs[place].source, "all"}]
        expected = [gold[place] for place in places]
        scores = [macro_f1(expected, [given[n] for n in places]) for given in systems.values()]
        lines.append([source, str(len(places)), *map(percent, scores)])
    return table(["source", "n", *(f"{name}: macro-F1" for name in systems)], lines), len(pairs)


def pairs_of_climate_fever(data: Path, reading: BatchedModels, most: int | None) -> tuple[str, int]:
    """Each sentence of Climate-FEVER on its own, and the claims read."""
    claims = sample(climate_fever(data), most)
    rows = [claim.row for claim in claims for _ in claim.texts]
    gold = [stance for claim in claims for stance in claim.stances]
    texts = [(claim.claim, claim.texts) for claim in claims]
    relevance = [score for scores in reading.relevance(texts) for score in scores]
    ranked, threshold = above(rows, gold, relevance, *_SUPPORTS_OR_NEUTRAL)
    pairs = [(text, claim.claim) for claim in claims for text in claim.texts]
    compared = [
        stance_of(one.supports, one.refutes)
        for stances in reading.stances(texts)
        for one in stances
    ]
    systems = {
        "always the majority": majority(rows, gold),
        f"reranker alone (supports from {threshold:.3f})": ranked,
        "stance model": likeliest(reading.weigh(pairs)),
        "stance model, numbers and dates compared": compared,
    }
    return halves(rows, gold, systems), len(claims)


def labels_of_climate_fever(
    data: Path, reading: BatchedModels, most: int | None
) -> tuple[str, int]:
    """The label of each claim of Climate-FEVER, from its five sentences."""
    claims = sample(climate_fever(data), most)
    return _labels(claims, reading, _CLIMATE), len(claims)


def labels_of_averitec(data: Path, reading: BatchedModels, most: int | None) -> tuple[str, int]:
    """The label of each claim of AVeriTeC, from its questions and answers."""
    claims = sample(averitec(data), most)
    return _labels(claims, reading, _AVERITEC), len(claims)


def likeliest(chances: Chances) -> list[str]:
    """The stance with the highest probability in each row."""
    return [STANCES[int(place)] for place in np.argmax(chances, axis=1)]


def stance_of(supports: float, refutes: float) -> str:
    """The likeliest stance; the rest is neutral."""
    return STANCES[int(np.argmax([supports, refutes, 1 - supports - refutes]))]


def decided(stances: Sequence[Stances], thresholds: Thresholds = THRESHOLDS) -> list[str]:
    """The label that each claim's evidence carries."""
    return [decide(one, thresholds)[0].value for one in stances]


_SUPPORTS_OR_NEUTRAL = (Stance.SUPPORTS.value, Stance.NEUTRAL.value)


def _labels(
    claims: Sequence[LabelledClaim], reading: BatchedModels, published: dict[str, str]
) -> str:
    rows, gold = [claim.row for claim in claims], [claim.label for claim in claims]
    texts = [(claim.claim, claim.texts) for claim in claims]
    best = [max(scores, default=0.0) for scores in reading.relevance(texts)]
    ranked, threshold = above(rows, gold, best, Label.SUPPORTED.value, Label.NOT_ENOUGH.value)
    stances = reading.stances(texts)
    even = [place for place, row in enumerate(rows) if row % 2 == 0]
    own = search([gold[place] for place in even], [stances[place] for place in even])[0].thresholds
    systems = {
        "always the majority": majority(rows, gold),
        f"reranker alone (supported from {threshold:.3f})": ranked,
        f"stance model, thresholds of a verdict ({_named(THRESHOLDS)})": decided(stances),
        f"stance model, thresholds of the even rows ({_named(own)})": decided(stances, own),
    }
    return halves(rows, gold, systems, published)


def _named(thresholds: Thresholds) -> str:
    """Thresholds in the order in which they are defined."""
    return f"{thresholds.supports:g}, {thresholds.refutes:g}, {thresholds.share:g}"
