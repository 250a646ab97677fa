"""A verdict's label in words, wherever a person reads it: one table, so that all places agree."""

from __future__ import annotations

from typing import NamedTuple

from assistant.verdicts.types import Label


class LabelWords(NamedTuple):
    """One label."""

    short: str
    """As it stands inside a sentence, and with a capital letter over a verdict."""
    finding: str
    """What it says about a claim shown beside it: what the articles say, never whether it is
    true."""
    alone: str
    """As it stands in a review that others show without the articles (ClaimReview)."""


LABEL_WORDS = {
    Label.SUPPORTED: LabelWords(
        "supported", "The articles support this", "Supported by the articles"
    ),
    Label.REFUTED: LabelWords("refuted", "The articles contradict this", "Refuted by the articles"),
    Label.CONFLICTING: LabelWords(
        "conflicting", "The articles disagree on this", "The articles disagree"
    ),
    Label.NOT_ENOUGH: LabelWords(
        "not enough evidence",
        "The articles do not settle this",
        "Not enough evidence in the articles",
    ),
}
