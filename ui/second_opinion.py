"""What a language model makes of a verdict's evidence, in words for the page and a terminal."""

from __future__ import annotations

from assistant.second_opinion.coordinator import stances_by_citation
from assistant.verdicts.types import SecondOpinion, Verdict
from ui.wording import STANCE_WORDS, percent


def heading(verdict: Verdict, second: SecondOpinion) -> str:
    """Whether the two agree, at a glance."""
    if not second.agrees:
        return "A second opinion disagrees"
    in_part = " in part" if otherwise(verdict) else ""
    return f"A second opinion agrees{in_part}"


def otherwise(verdict: Verdict) -> list[tuple[int, str]]:
    """The citations that the language model reads differently from the stance model, by number, and
    how each reads them."""
    second = verdict.second
    if second is None:
        return []
    stances = stances_by_citation(verdict.evidence)
    return [
        (
            one.citation,
            f"{second.by}: {STANCE_WORDS[one.stance]} it; {verdict.written_by}: "
            f"{' and '.join(sorted(STANCE_WORDS[each] for each in known))} it",
        )
        for one in second.evidence
        if (known := stances.get(one.citation)) and known != {one.stance}
    ]


def confidence_words(confidence: float, second: SecondOpinion) -> str:
    """What the confidence would be without the second opinion; nothing where it is the same."""
    if confidence == second.confidence_alone:
        return ""
    return f"Without it, the confidence would be {percent(second.confidence_alone)}."
