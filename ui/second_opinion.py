"""What a language model makes of the evidence of a verdict, as HTML and in words for a terminal."""

from __future__ import annotations

from assistant.verdict import SecondOpinion, Stance, Verdict
from ui.quotes import Place, button
from ui.wording import SAYS, percent, text


def second_opinion(verdict: Verdict, place: Place) -> str:
    """The second opinion and where it reads a sentence otherwise; nothing where there is none."""
    second = verdict.second
    if second is None:
        return ""
    citations = {citation.number: citation for citation in verdict.citations}
    items = "".join(
        f"<li>{button(citations[number], place)} {text(told)}</li>"
        for number, told in otherwise(verdict)
        if number in citations
    )
    readings = f'<ul class="readings">{items}</ul>' if items else ""
    doubt = confidence_words(verdict.confidence, second)
    lowered = f'<p class="told">{text(doubt)}</p>' if doubt else ""
    kind = "agrees" if second.agrees else "differs"
    return (
        f'<section class="second {kind}" aria-label="Second opinion">'
        f"<h4>{heading(second)}</h4><p>{text(second.text)}</p>{readings}{lowered}</section>"
    )


def heading(second: SecondOpinion) -> str:
    """Whether the two agree, for the eye."""
    return "A second opinion agrees" if second.agrees else "A second opinion disagrees"


def otherwise(verdict: Verdict) -> list[tuple[int, str]]:
    """The citations that the language model reads otherwise than the stance model, by number, and
    how either reads them."""
    second = verdict.second
    if second is None:
        return []
    stances: dict[int, set[Stance]] = {}
    for one in verdict.evidence:
        stances.setdefault(one.citation, set()).add(one.stance)
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
