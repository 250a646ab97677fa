"""A verdict's evidence in the order in which it is shown, on the page and in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Citation
from assistant.verdict import Evidence, Stance, Verdict

SIDES = (("For", Stance.SUPPORTS), ("Against", Stance.REFUTES))


def as_typed(verdict: Verdict, typed: str) -> bool:
    """Whether the claim is what was typed, but for the full stop at its end."""
    return verdict.claim.strip(" .!\n") == typed.strip(" .!\n")


def having(verdict: Verdict, stance: Stance) -> list[Evidence]:
    """The evidence with that stance, best first."""
    return [each for each in verdict.evidence if each.stance is stance]


def carrying(verdict: Verdict) -> list[tuple[Evidence, Citation]]:
    """The evidence that says something of the claim, each with its citation."""
    citations = {citation.number: citation for citation in verdict.citations}
    return [
        (each, citations[each.citation])
        for each in verdict.evidence
        if each.stance is not Stance.NEUTRAL
    ]


def grouped(
    evidence: Sequence[Evidence], verdict: Verdict
) -> list[tuple[Citation, list[Evidence]]]:
    """Each citation once, with all evidence that rests on it."""
    citations = {citation.number: citation for citation in verdict.citations}
    numbers = dict.fromkeys(each.citation for each in evidence)
    return [
        (citations[number], [each for each in evidence if each.citation == number])
        for number in numbers
    ]


def dates(evidence: Sequence[Evidence]) -> list[str]:
    """The dates that it tells of, each once."""
    return list(dict.fromkeys(each.date for each in evidence if each.date))


def notes(evidence: Sequence[Evidence]) -> list[str]:
    """How it was read, each note once."""
    return list(dict.fromkeys(note for each in evidence for note in each.notes))


def when(evidence: Evidence, citation: Citation) -> tuple[str | None, str]:
    """The date that it tells of, else the article's own, and which of the two it is."""
    if evidence.date:
        return evidence.date, "told of"
    return citation.article.published, "published"
