"""What a language model makes of a verdict's evidence, as HTML."""

from __future__ import annotations

from markupsafe import Markup

from assistant.verdicts.types import Verdict
from ui.cards.quotes import ReplyPosition, button
from ui.second_opinion import confidence_words, heading, otherwise
from ui.wording import NOTHING, isolated, text


def second_opinion(verdict: Verdict, position: ReplyPosition) -> Markup:
    """The second opinion, and where it reads a sentence differently; nothing if there is none."""
    second = verdict.second
    if second is None:
        return NOTHING
    citations = {citation.number: citation for citation in verdict.citations}
    items = Markup().join(
        Markup("<li>{} {}</li>").format(button(citations[number], position), isolated(readings))
        for number, readings in otherwise(verdict)
        if number in citations
    )
    differences = Markup('<ul class="readings">{}</ul>').format(items) if items else NOTHING
    doubt = confidence_words(verdict.confidence, second)
    lowered = Markup('<p class="told">{}</p>').format(text(doubt)) if doubt else NOTHING
    return Markup(
        '<section class="second {kind}" aria-label="Second opinion">'
        "<h4>{heading}</h4><p>{opinion}</p>{differences}{lowered}</section>"
    ).format(
        kind="agrees" if second.agrees and not items else "differs",
        heading=heading(verdict, second),
        opinion=isolated(second.text),
        differences=differences,
        lowered=lowered,
    )
