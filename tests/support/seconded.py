"""A verdict with the opinion that a language model is said to have of it."""

from __future__ import annotations

from assistant.second_opinion.coordinator import consulted
from assistant.second_opinion.llm_judge import Opinion
from assistant.verdicts.types import Verdict, VerdictContent, verdict_of


def with_opinion(verdict: Verdict, opinion: Opinion, by: str) -> Verdict:
    """A verdict without a second opinion, and a model's opinion on it."""
    content = VerdictContent(
        claim=verdict.claim,
        asked=verdict.asked,
        label=verdict.label,
        confidence=verdict.confidence,
        text=verdict.text,
        evidence=verdict.evidence,
        citations=verdict.citations,
        notices=verdict.notices,
        written_by=verdict.written_by,
        seconds=verdict.seconds,
    )
    return verdict_of(content, consulted(content, opinion, by, {}), (), verdict.generation)
