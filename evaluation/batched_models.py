"""The models as benchmarks use them: each pair of texts is read once, many at a time."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import numpy as np

from assistant.nli.base import Chances, StanceModel
from assistant.nli.scoring import Leaning, stance_of_texts
from assistant.retrieval.reranker import Reranker

Stances = list[Leaning]
"""Of each text for one claim."""

_PAIRS = 256
"""Pairs that the model is given together, sorted by length so that it pads little."""
_CLAIMS = 50
"""Claims that are read together: few enough that the numbers and dates in their texts, which are
looked up twice, stay in the cache."""


class BatchedModels:
    """A stance model and a reranker that keep in memory what they have read. It is a StanceModel
    itself; `model` and `reranker` are the two that keep nothing."""

    def __init__(self, model: StanceModel, reranker: Reranker) -> None:
        self.model = model
        self.reranker = reranker
        self._chances: dict[tuple[str, str], Chances] = {}
        self._relevance: dict[tuple[str, str], float] = {}
        self.pairs = 0
        """Pairs that were really read, by either model."""

    @property
    def name(self) -> str:
        """The stance model's."""
        return self.model.name

    def load(self) -> None:
        """Load both models."""
        self.model.load()
        self.reranker.load()

    def close(self) -> None:
        """Release both models."""
        self.model.close()
        self.reranker.close()

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Chances:
        """The stance of each (evidence, claim) pair."""
        self._read(pairs)
        rows = [self._chances[pair] for pair in pairs]
        return np.array(rows, dtype=np.float32).reshape(len(pairs), 3)

    def stances(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Stances]:
        """`stance_of_texts` for many claims, each with its texts."""
        found: list[Stances] = []
        for start in range(0, len(claims), _CLAIMS):
            part = claims[start : start + _CLAIMS]
            plan = _Plan()
            for claim, texts in part:
                stance_of_texts(claim, texts, plan)
            self._read(plan.pairs)
            found += [stance_of_texts(claim, texts, self) for claim, texts in part]
            report("claims weighed", len(found), len(claims))
        return found

    def relevance(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[list[float]]:
        """The reranker's score of each text, for many claims, each with its texts."""
        wanted: dict[str, dict[str, None]] = {}
        for claim, texts in claims:
            new = [text for text in texts if (claim, text) not in self._relevance]
            wanted.setdefault(claim, {}).update(dict.fromkeys(new))
        for done, (claim, unread) in enumerate(wanted.items(), start=1):
            scores = self.reranker.score(claim, list(unread))
            self._relevance.update(
                ((claim, text), float(score)) for text, score in zip(unread, scores, strict=True)
            )
            self.pairs += len(unread)
            report("claims scored by the reranker", done, len(wanted))
        return [[self._relevance[claim, text] for text in texts] for claim, texts in claims]

    def _read(self, pairs: Sequence[tuple[str, str]]) -> None:
        # By length, so that a run of the model needs little padding.
        unread = sorted(
            {pair for pair in pairs if pair not in self._chances},
            key=lambda pair: (len(pair[0]) + len(pair[1]), pair),
        )
        for start in range(0, len(unread), _PAIRS):
            part = unread[start : start + _PAIRS]
            self._chances.update(zip(part, self.model.weigh(part), strict=True))
            self.pairs += len(part)


class _Plan:
    """Collects the pairs that a stance model would be asked for."""

    name = "plan"

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Chances:
        self.pairs += pairs
        return np.zeros((len(pairs), 3), dtype=np.float32)

    def load(self) -> None:
        """There is nothing to load."""

    def close(self) -> None:
        """There is nothing to release."""


def report(what: str, done: int, total: int) -> None:
    """Progress, if anyone is watching."""
    if sys.stderr.isatty():
        ending = "\n" if done == total else ""
        print(f"\r{what}: {done:,} of {total:,}   ", end=ending, file=sys.stderr, flush=True)


class Clock:
    """How long a part took and what it read."""

    def __init__(self, reading: BatchedModels) -> None:
        self._reading = reading
        self._started = time.perf_counter()
        self._pairs = reading.pairs

    def told(self, rows: int) -> str:
        """In words, with the time of one row."""
        seconds = time.perf_counter() - self._started
        pairs = self._reading.pairs - self._pairs
        each = seconds / rows if rows else 0.0
        return f"{seconds:.0f} s, {rows} rows ({each:.2f} s each), {pairs} pairs read"
