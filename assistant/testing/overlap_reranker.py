"""A reranker that counts shared words, for tests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.english.similarity import stems
from assistant.retrieval.reranker import Scores


class OverlapReranker:
    """Scores by the share of the question's words that a text has: exact and without a model, for
    tests of what is built on a reranker."""

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        asked = stems(question)
        shares = [len(asked & stems(text)) / max(1, len(asked)) for text in texts]
        return np.array(shares, dtype=np.float32)

    def load(self) -> None:
        """There is nothing to load."""

    def close(self) -> None:
        """There is nothing to release."""
