"""What a language model makes of the evidence of a verdict, as HTML and in words for a terminal."""

from __future__ import annotations

from assistant.consult import stances_by_citation
from assistant.verdict import SecondOpinion, Verdict
from ui.quotes import Place, button
from ui.wording import SAYS, isolated, percent, text


def second_opinion(verdict: Verdict, place: Place) -> str:
    """The second opinion and where it reads a sentence otherwise; nothing where there is none."""
    second = verdict.second
    if second is None:
        return ""
    citations = {citation.number: citation for citation in verdict.citations}
    items = "".join(
        f"<li>{button(citations[number], place)} {isolated(told)}</li>"
        for number, told in otherwise(verdict)
        if number in citations
    )
    readings = f'<ul class="readings">{items}</ul>' if items else ""
    doubt = confidence_words(verdict.confidence, second)
    lowered = f'<p class="told">{text(doubt)}</p>' if doubt else ""
    kind = "agrees" if second.agrees and not items else "differs"
    return (
        f'<section class="second {kind}" aria-label="Second opinion">'
        f"<h4>{heading(verdict, second)}</h4><p>{isolated(second.text)}</p>"
        f"{readings}{lowered}</section>"
    )


def heading(verdict: Verdict, second: SecondOpinion) -> str:
    """Whether the two agree, for the eye."""
    if not second.agrees:
        return "A second opinion disagrees"
    in_part = " in part" if otherwise(verdict) else ""
    return f"A second opinion agrees{in_part}"


def otherwise(verdict: Verdict) -> list[tuple[int, str]]:
    """The citations that the language model reads otherwise than the stance model, by number, and
    how either reads them."""
    second = verdict.second
    if second is None:
        return []
    stances = stances_by_citation(verdict)
    return [
        (
            one.citation,
            f"{second.by}: {SAYS[one.stance]} it; {verdict.written_by}: "
            f"{' and '.join(sorted(SAYS[each] for each in known))} it",
        )
        for one in second.evidence
        if (known := stances.get(one.citation)) and known != {one.stance}
    ]


def confidence_words(confidence: float, second: SecondOpinion) -> str:
    """What the second opinion made of the confidence; nothing where that is what it was."""
    if confidence == second.confidence_alone:
        return ""
    return f"Without it the confidence would be {percent(second.confidence_alone)}."
