"""Documents with summaries, consistent or not: SummEdits and QAGS.

Laban et al. 2023 (arXiv:2305.14540): summaries in which one thing was changed. Wang et al. 2020
(arXiv:2004.04228): sentences of generated summaries of news. Their texts are other people's:
measured, never kept."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.english.similarity import stems
from evaluation.claims.claim_datasets import json_lines
from index.text.sentences import sentences

WINDOW = 3
"""Sentences of a window."""
_SINGLE = 2
"""Single sentences that are read for a claim …"""
_WINDOWS = 2
"""… windows of neighbours, and one text of the best sentences wherever they are."""
_TURN = re.compile(r"\n+|\s\.\s+(?=[A-Z][^:.\n]{0,30}: )")
"""Between utterances or paragraphs; some sets have a dialogue in one line."""
_SPEAKS = re.compile(r"^(?P<name>[A-Z\[][^:.!?\n]{0,30}):\s+")


@dataclass(frozen=True, slots=True)
class Summary:
    """One summary with its document."""

    row: int
    """Its place in the data set, from 0: even ones choose the rule, odd ones test it."""
    domain: str
    document: str
    text: str
    consistent: bool

    @property
    def claims(self) -> tuple[str, ...]:
        """Its sentences."""
        text = " ".join(self.text.split())
        return tuple(text[start:end] for start, end in sentences(text, "en"))


def summaries(data: Path) -> dict[str, list[Summary]]:
    """All sets by name."""
    folder = data / "grounding"
    found = {}
    for file in sorted(folder.glob("*.jsonl.gz")):
        domain = file.name.removesuffix(".jsonl.gz")
        found[domain] = [
            Summary(
                row=place,
                domain=domain,
                document=row["document"],
                text=row["summary"] if "summary" in row else row["sentence"],
                consistent=bool(row["consistent"]),
            )
            for place, row in enumerate(json_lines(file))
        ]
    return found


@lru_cache(maxsize=512)
def told(document: str) -> tuple[str, ...]:
    """The sentences of a document; each of an utterance has its speaker's name before it."""
    found = []
    for turn in _TURN.split(document):
        text = " ".join(turn.split())
        speaks = _SPEAKS.match(text)
        opening = speaks.group() if speaks else ""
        said = text[len(opening) :]
        for start, end in sentences(said, "en"):
            if any(letter.isalnum() for letter in said[start:end]):
                found.append(f"{opening}{said[start:end]}")
    return tuple(found)


def evidence(claim: str, document: str) -> list[str]:
    """What is read from a document for one claim: the sentences and the windows of up to three that
    share most with it, rare words counting more."""
    parts = told(document)
    if not parts:
        return []
    weights = _weights(parts)
    runs = [tuple(range(n, min(n + WINDOW, len(parts)))) for n in range(len(parts))]
    whole = runs[: max(1, len(parts) - WINDOW + 1)]
    single = _best(claim, [(n,) for n in range(len(parts))], parts, weights, WINDOW)
    chosen = [
        *single[:_SINGLE],
        *_best(claim, whole, parts, weights, _WINDOWS),
        tuple(sorted(place for (place,) in single)),
    ]
    return list(dict.fromkeys(_joined(places, parts) for places in chosen))


def overlap(claim: str, texts: Sequence[str]) -> float:
    """The largest share of the claim's words that one text has."""
    asked = stems(claim)
    return max((len(asked & stems(text)) / max(1, len(asked)) for text in texts), default=0.0)


def _best(
    claim: str,
    groups: Sequence[tuple[int, ...]],
    parts: Sequence[str],
    weights: dict[str, float],
    most: int,
) -> list[tuple[int, ...]]:
    asked = stems(claim)

    def shared(places: tuple[int, ...]) -> float:
        words = asked & frozenset().union(*(_stems(parts[place]) for place in places))
        # Summed in order: the sum of floats depends on it, and sets have none.
        return sum(weights[word] for word in sorted(words))

    return sorted(groups, key=lambda places: (-shared(places), places))[:most]


@lru_cache(maxsize=64)
def _weights(parts: tuple[str, ...]) -> dict[str, float]:
    counts = Counter(word for part in parts for word in _stems(part))
    return {word: math.log(1 + len(parts) / count) for word, count in counts.items()}


@lru_cache(maxsize=20_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def _joined(places: Sequence[int], parts: Sequence[str]) -> str:
    return " ".join(parts[place] for place in places)
