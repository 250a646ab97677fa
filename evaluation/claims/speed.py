"""How fast the stance model reads, and how long a check takes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np

from assistant.nli.base import StanceModel
from assistant.retrieval.retriever import Retriever
from assistant.verdicts.checker import Checker
from evaluation.batched_models import BatchedModels, report
from evaluation.claims.choices import claim_of
from evaluation.claims.claim_datasets import sample
from evaluation.replies.quiz_store import library
from evaluation.tables import table

_EVIDENCE = "The council of the town said that the old bridge would be closed for a week. "
_CLAIM = "The bridge in the north of town was closed in spring."
_PAIRS = 120
_RUNS = 5
_CHECKS = 40


def speed(
    folder: Path, store: Path, reading: BatchedModels, articles: int, most: int | None
) -> tuple[str, int]:
    """The table, and how many claims were checked."""
    rates = pairs_a_second(reading.model, _PAIRS, _RUNS)
    with library(folder, store, articles) as (opened, questions, held):
        present = [one for one in questions if any(url in held for url in one.articles)]
        claims = [
            claim_of(one.text, one.gold) for one in sample(present, min(most or _CHECKS, _CHECKS))
        ]
        checker = Checker(Retriever(opened, reading.reranker), reading.reranker, reading.model)
        opened.dense("warm", 1)
        seconds = []
        for done, claim in enumerate(claims, start=1):
            started = time.perf_counter()
            list(checker.check(claim))
            seconds.append(time.perf_counter() - started)
            report("claims checked", done, len(claims))
    return told(rates, seconds, articles), len(claims)


def told(rates: Sequence[float], seconds: Sequence[float], articles: int) -> str:
    """The table."""
    lines = [
        [f"pairs of 100 tokens a second, median of {len(rates)} runs of {_PAIRS}",
         f"{median(rates):.1f}"],
        [f"check, {articles:,} articles, median of {len(seconds)}", f"{median(seconds):.2f} s"],
        ["check, 95th percentile", f"{np.percentile(seconds, 95):.2f} s"],
    ]  # fmt: skip
    return table(["what", "measured"], lines)


def pairs_a_second(model: StanceModel, pairs: int, runs: int) -> list[float]:
    """The rate of each run, after one that is not counted."""
    # Common words and points are one token each: 5 sentences of 17, a claim of 12, 3 between.
    texts = [(_EVIDENCE * 5, _CLAIM)] * pairs
    model.weigh(texts)
    rates = []
    for _ in range(runs):
        started = time.perf_counter()
        model.weigh(texts)
        rates.append(pairs / (time.perf_counter() - started))
    return rates
