"""A verdict's evidence in the order in which it is shown, on the page and in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Citation
from assistant.verdicts.types import Evidence, Stance, Verdict

SIDES = (("For", Stance.SUPPORTS), ("Against", Stance.REFUTES))


def as_typed(verdict: Verdict, typed: str) -> bool:
    """Whether the claim is what was typed, apart from the full stop at its end."""
    return verdict.claim.strip(" .!\n") == typed.strip(" .!\n")


def having(verdict: Verdict, stance: Stance) -> list[Evidence]:
    """The evidence with that stance, best first."""
    return [each for each in verdict.evidence if each.stance is stance]


def carrying(verdict: Verdict) -> list[tuple[Evidence, Citation]]:
    """The evidence that supports or refutes the claim, each piece with its citation."""
    citations = {citation.number: citation for citation in verdict.citations}
    return [
        (each, citations[each.citation])
        for each in verdict.evidence
        if each.stance is not Stance.NEUTRAL
    ]


def grouped(
    evidence: Sequence[Evidence], verdict: Verdict
) -> list[tuple[Citation, list[Evidence]]]:
    """Each citation once, with all the evidence that rests on it."""
    citations = {citation.number: citation for citation in verdict.citations}
    numbers = dict.fromkeys(each.citation for each in evidence)
    return [
        (citations[number], [each for each in evidence if each.citation == number])
        for number in numbers
    ]


def dates(evidence: Sequence[Evidence]) -> list[tuple[str, str]]:
    """The dates in it, each once, with what they are: "refers to", "said on"."""
    found = [(name, day) for each in evidence for name, day in
             (("refers to", each.date), ("said on", each.said)) if day]  # fmt: skip
    return list(dict.fromkeys(found))


def notes(evidence: Sequence[Evidence]) -> list[str]:
    """How it was read, each note once."""
    return list(dict.fromkeys(note for each in evidence for note in each.notes))


def when(evidence: Evidence, citation: Citation) -> tuple[str | None, str]:
    """When it was said, or else the day it is about, or else when the article was published, and
    which of these it is."""
    if evidence.said:
        return evidence.said, "said"
    if evidence.date:
        return evidence.date, "referred to"
    return citation.published, "published"
