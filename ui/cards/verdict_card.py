"""A verdict as HTML: what the articles say of a claim, for and against, and who says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote as percent_encoded

from assistant.types import Citation
from assistant.verdicts.claim_review import claim_review
from assistant.verdicts.labels import LABEL_WORDS
from assistant.verdicts.types import Evidence, Label, Stance, Verdict
from ui.cards.quotes import Place, button, quote, sentences
from ui.cards.second_opinion_card import second_opinion
from ui.evidence import SIDES, as_typed, carrying, dates, grouped, having, notes, when
from ui.json.documents import as_text
from ui.wording import SAYS, clipped, counted, date, isolated, label_words, outlet, percent, text

HEADING_CHARACTERS = 300
"""How much of a long claim the card repeats."""

NEAREST_CHARACTERS = 600
"""As in an abstention: a nearest passage is a hint and not a quote."""

SIGNS = {
    Label.SUPPORTED: "✓",
    Label.REFUTED: "✕",
    Label.CONFLICTING: "≠",
    Label.NOT_ENOUGH: "?",
}
"""The label for the eye; style.css gives each a shape of its own as well."""

HEADS = ("Who", "Says", "Where", "When", "Score", "Source")

CITED = re.compile(r"\[([0-9]{1,4})\]")


def verdict_card(verdict: Verdict, typed: str, place: Place) -> str:
    """A verdict on (a part of) what the reader typed."""
    name = f"Verdict: {label_words(verdict.label)}"
    return (
        f'<article class="reply verdict {verdict.label}" aria-label="{name}">'
        f"{ruling(verdict)}{checked(verdict, typed)}"
        f'<p class="finding" dir="auto">{with_buttons(verdict, place)}</p>'
        f"{second_opinion(verdict, place)}"
        f"{sentences(verdict.notices, 'notices')}{sides(verdict, place)}"
        f"{nearest(verdict, place)}{who_says_what(verdict, place)}"
        f"{footer(verdict)}{export(verdict)}</article>"
    )


def ruling(verdict: Verdict) -> str:
    """The label by sign, shape and word, what it means, and how sure it is."""
    return (
        f'<header class="ruling"><span class="sign" aria-hidden="true">{SIGNS[verdict.label]}'
        f'</span><h3><span class="label">{label_words(verdict.label)}</span> '
        f"{LABEL_WORDS[verdict.label].finding}</h3>"
        f'<p class="confidence">confidence {percent(verdict.confidence)}</p></header>'
    )


def checked(verdict: Verdict, typed: str) -> str:
    """The claim as it was understood, where that is not what was typed."""
    if as_typed(verdict, typed):
        return ""
    claim = text(clipped(verdict.claim, HEADING_CHARACTERS))
    return f'<p class="understood">Checked: <q dir="auto">{claim}</q></p>'


def with_buttons(verdict: Verdict, place: Place) -> str:
    """The verdict's text; each [1] in it that is a citation leads to its paragraph."""
    citations = {citation.number: citation for citation in verdict.citations}
    words = ""
    end = 0
    for found in CITED.finditer(verdict.text):
        citation = citations.get(int(found[1]))
        if citation is not None:
            words += text(verdict.text[end : found.start()]) + button(citation, place)
            end = found.end()
    return words + text(verdict.text[end:])


def sides(verdict: Verdict, place: Place) -> str:
    """What speaks for the claim and what speaks against it, next to each other."""
    columns = [(name, having(verdict, stance)) for name, stance in SIDES]
    if not any(evidence for _, evidence in columns):
        return ""
    halves = "".join(side(name, evidence, verdict, place) for name, evidence in columns)
    lone = "" if all(evidence for _, evidence in columns) else " lone"
    return f'<div class="sides{lone}">{halves}</div>'


def side(name: str, evidence: Sequence[Evidence], verdict: Verdict, place: Place) -> str:
    """The quotes on one side, or that there are none."""
    kind = name.lower()
    if not evidence:
        return (
            f'<section class="side {kind} empty"><h4>{name}</h4>'
            '<p class="none">Nothing was found in the articles.</p></section>'
        )
    items = "".join(
        quote(citation.quote, [citation], place, about(same))
        for citation, same in grouped(evidence, verdict)
    )
    return f'<section class="side {kind}"><h4>{name}</h4><ul class="quotes">{items}</ul></section>'


def about(evidence: Sequence[Evidence]) -> str:
    """How a quote was read: its dates, the notes."""
    told = "".join(f'<p class="told">{name} {date(day)}</p>' for name, day in dates(evidence))
    return told + sentences(notes(evidence), "notes")


def nearest(verdict: Verdict, place: Place) -> str:
    """What was found and settles nothing."""
    neutral = having(verdict, Stance.NEUTRAL)
    if not neutral:
        return ""
    items = "".join(
        quote(clipped(citation.quote, NEAREST_CHARACTERS), [citation], place, about(same))
        for citation, same in grouped(neutral, verdict)
    )
    return (
        '<h4 class="nearest">Nearest passages (they do not settle it)</h4>'
        f'<ul class="quotes nearest">{items}</ul>'
    )


def who_says_what(verdict: Verdict, place: Place) -> str:
    """A line for each piece of evidence that carries the verdict."""
    lines = "".join(line(evidence, citation, place) for evidence, citation in carrying(verdict))
    if not lines:
        return ""
    heads = "".join(f'<th role="columnheader" scope="col">{head}</th>' for head in HEADS)
    # The roles say again what the elements are: on a phone each line is laid out as a block, and
    # then a browser no longer takes it for part of a table.
    return (
        '<table class="says" role="table"><caption>Who says what</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{lines}</tbody></table>'
    )


def line(evidence: Evidence, citation: Citation, place: Place) -> str:
    """Who says it, what it says of the claim, where and when, how clearly, and its source."""
    article = citation.article
    who = isolated(evidence.speaker) if evidence.speaker else outlet(article)
    cells = (
        f'<span class="stance {evidence.stance}">{SAYS[evidence.stance]}</span>',
        outlet(article),
        dated(evidence, citation),
        percent(evidence.score),
        button(citation, place),
    )
    rest = "".join(
        f'<td role="cell" data-head="{head}">{cell}</td>'
        for head, cell in zip(HEADS[1:], cells, strict=True)
    )
    return (
        f'<tr role="row"><th role="rowheader" scope="row" data-head="{HEADS[0]}">{who}</th>'
        f"{rest}</tr>"
    )


def dated(evidence: Evidence, citation: Citation) -> str:
    """When, and what of it that is the date of."""
    day, which = when(evidence, citation)
    return (
        f'{date(day)} <span class="which">({which})</span>' if day else date(day, citation.updated)
    )


def footer(verdict: Verdict) -> str:
    """How the verdict was made, and from which state of the articles."""
    cited = {citation.number for _, citation in carrying(verdict)}
    made = f"{counted(len(cited), 'quote')}, word for word, weighed" if cited else "Weighed"
    return (
        '<p class="made">This shows what the articles say, not whether it is true. '
        f"{made} by {isolated(verdict.written_by)} · "
        f"{sum(verdict.seconds.values()):.2f} seconds · "
        f"library update {verdict.generation}</p>"
    )


def export(verdict: Verdict) -> str:
    """The verdict in the form in which fact checks are exchanged, to copy or to save."""
    written = as_text(claim_review(verdict))
    return (
        '<details class="export"><summary>Export as ClaimReview (JSON-LD)</summary>'
        '<p><a download="claim-review.jsonld" href="data:application/ld+json;charset=utf-8,'
        f'{percent_encoded(written)}">Save as a file</a></p>'
        f'<pre tabindex="0" aria-label="ClaimReview">{text(written)}</pre></details>'
    )
