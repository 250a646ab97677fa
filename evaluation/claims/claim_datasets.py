"""Data sets of claims with evidence: Climate-FEVER, AVeriTeC and pairs for developing.

Diggelmann et al. 2020 (arXiv:2012.00614): claims about the climate, five sentences from Wikipedia
each. Schlichtkrull et al. 2023 (arXiv:2305.13117): claims that fact-checkers checked, evidence as
questions with answers. Their texts are other people's: measured, never kept."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from assistant.english.sentence_forms import declarative, has_verb, negated
from evaluation.claims.choice_claims import filled
from index.text.sentences import sentences

Row = TypeVar("Row")

_SHORT_ANSWER = 8
"""Most words of an answer that says nothing without its question."""
_WINDOW = 3
"""Sentences of a long answer that are read together."""
_NOTHING_FOUND = re.compile(r"no answer could be found", re.IGNORECASE)
_SAYS = re.compile(
    r"^(?P<word>yes|no)\b(?! (?:answer|evidence|information|mention|one|record)\b)[\s.,:;–—-]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """One claim with its evidence and its gold label."""

    row: int
    """Its place in the data set, from 0: even ones choose thresholds, odd ones test them."""
    claim: str
    label: str
    texts: tuple[str, ...]
    """The pieces of evidence, each weighed on its own."""
    stances: tuple[str, ...] = ()
    """The gold stance of each text; empty if the data set gives none."""


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """One piece of evidence with what it says about a claim."""

    source: str
    evidence: str
    claim: str
    label: str


def climate_fever(data: Path) -> list[LabelledClaim]:
    """All of Climate-FEVER."""
    return [
        LabelledClaim(
            row=place,
            claim=row["claim"],
            label=row["label"],
            texts=tuple(one["text"] for one in row["evidence"]),
            stances=tuple(one["label"] for one in row["evidence"]),
        )
        for place, row in enumerate(json_lines(data / "claims" / "climate_fever.jsonl"))
    ]


def averitec(data: Path) -> list[LabelledClaim]:
    """The half of AVeriTeC's development set that is held here."""
    return [
        LabelledClaim(
            row=place,
            claim=row["claim"],
            label=row["label"],
            texts=tuple(
                text for one in row["evidence"] for text in answered(one["question"], one["answer"])
            ),
        )
        for place, row in enumerate(json_lines(data / "claims" / "averitec_dev_a.jsonl"))
    ]


def development_pairs(data: Path) -> list[LabelledPair]:
    """The stance model's development set."""
    rows = json_lines(data / "stance" / "dev.jsonl.gz")
    return [
        LabelledPair(row["source"], row["evidence"], row["claim"], row["label"]) for row in rows
    ]


def answered(question: str, answer: str) -> list[str]:
    """A question with its answer as texts that stand alone: a yes or no turns the question into a
    statement, a short answer fills it in, a long one is split into windows of sentences. Nothing if
    no answer was found."""
    said = " ".join(answer.split())
    if not said or _NOTHING_FOUND.match(said):
        return []
    found = _SAYS.match(said)
    statement = declarative(question) if found else None
    if found and statement is not None:
        turned = statement if found["word"].lower() == "yes" else negated(statement)
        rest = said[found.end() :]
        return [turned, *(windows(rest, _WINDOW) if rest else [])]
    if len(said.split()) <= _SHORT_ANSWER and not has_verb(said):
        return [f"{question} {said}" if found else filled(question, said)]
    return windows(said, _WINDOW)


def windows(text: str, most: int) -> list[str]:
    """Every run of `most` sentences; the text itself if it has no more."""
    parts = [text[start:end] for start, end in sentences(text, "en")]
    count = max(1, len(parts) - most + 1)
    return [" ".join(parts[start : start + most]) for start in range(count)]


def sample(rows: Sequence[Row], most: int | None) -> list[Row]:
    """At most `most` rows, the same ones every time, in their order."""
    if most is None or most >= len(rows):
        return list(rows)
    chosen = random.Random(0).sample(range(len(rows)), most)  # noqa: S311 - nothing secret
    return [rows[place] for place in sorted(chosen)]


def json_lines(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON lines, packed (`.gz`) or not."""
    packed = file.suffix == ".gz"
    with gzip.open(file, "rb") if packed else file.open("rb") as lines:
        for line in lines:
            yield json.loads(line)
