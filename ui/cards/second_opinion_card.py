"""What a language model makes of the evidence of a verdict, as HTML."""

from __future__ import annotations

from assistant.verdicts.types import Verdict
from ui.cards.quotes import Place, button
from ui.second_opinion import confidence_words, heading, otherwise
from ui.wording import isolated, text


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
