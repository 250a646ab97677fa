"""A verdict as HTML: what the articles say about a claim, for and against, and who says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote as percent_encoded

from markupsafe import Markup

from assistant.types import Citation
from assistant.verdicts.claim_review import claim_review
from assistant.verdicts.label_words import LABEL_WORDS
from assistant.verdicts.types import Evidence, Label, Stance, Verdict
from ui.cards.quotes import ReplyPosition, button, quote, sentences
from ui.cards.second_opinion_card import second_opinion
from ui.evidence_order import SIDES, as_typed, carrying, dates, grouped, having, notes, when
from ui.json.documents import as_text
from ui.wording import (
    NOTHING,
    STANCE_WORDS,
    clipped,
    counted,
    date,
    isolated,
    label_words,
    outlet,
    percent,
    text,
)

HEADING_CHARACTERS = 300
"""How much of a long claim the card repeats."""

NEAREST_CHARACTERS = 600
"""As in an abstention: a nearest passage is a hint, not a quote."""

SIGNS = {
    Label.SUPPORTED: "✓",
    Label.REFUTED: "✕",
    Label.CONFLICTING: "≠",
    Label.NOT_ENOUGH: "?",
}
"""The label at a glance; style.css also gives each a shape of its own."""

HEADS = ("Who", "Says", "Where", "When", "Score", "Source")

CITED = re.compile(r"\[([0-9]{1,4})\]")


def verdict_card(verdict: Verdict, typed: str, position: ReplyPosition) -> Markup:
    """A verdict on (a part of) what the reader typed."""
    return Markup(
        '<article class="reply verdict {label}" aria-label="Verdict: {name}">'
        '{ruling}{checked}<p class="finding" dir="auto">{finding}</p>{second}{notices}{sides}'
        "{nearest}{who}{footer}{export}</article>"
    ).format(
        label=verdict.label,
        name=label_words(verdict.label),
        ruling=ruling(verdict),
        checked=checked(verdict, typed),
        finding=with_buttons(verdict, position),
        second=second_opinion(verdict, position),
        notices=sentences(verdict.notices, "notices"),
        sides=sides(verdict, position),
        nearest=nearest(verdict, position),
        who=who_says_what(verdict, position),
        footer=footer(verdict),
        export=export(verdict),
    )


def ruling(verdict: Verdict) -> Markup:
    """The label by sign, shape and word, what it means, and how sure it is."""
    return Markup(
        '<header class="ruling"><span class="sign" aria-hidden="true">{sign}'
        '</span><h3><span class="label">{label}</span> {meaning}</h3>'
        '<p class="confidence">confidence {confidence}</p></header>'
    ).format(
        sign=SIGNS[verdict.label],
        label=label_words(verdict.label),
        meaning=LABEL_WORDS[verdict.label].finding,
        confidence=percent(verdict.confidence),
    )


def checked(verdict: Verdict, typed: str) -> Markup:
    """The claim as it was understood, if that is not what was typed."""
    if as_typed(verdict, typed):
        return NOTHING
    claim = text(clipped(verdict.claim, HEADING_CHARACTERS))
    return Markup('<p class="understood">Checked: <q dir="auto">{}</q></p>').format(claim)


def with_buttons(verdict: Verdict, position: ReplyPosition) -> Markup:
    """The verdict's text; each [1] in it that is a citation leads to its paragraph."""
    citations = {citation.number: citation for citation in verdict.citations}
    words = NOTHING
    end = 0
    for number in CITED.finditer(verdict.text):
        citation = citations.get(int(number[1]))
        if citation is not None:
            words += text(verdict.text[end : number.start()]) + button(citation, position)
            end = number.end()
    return words + text(verdict.text[end:])


def sides(verdict: Verdict, position: ReplyPosition) -> Markup:
    """The evidence for the claim and the evidence against it, side by side."""
    columns = [(name, having(verdict, stance)) for name, stance in SIDES]
    if not any(evidence for _, evidence in columns):
        return NOTHING
    halves = Markup().join(side(name, evidence, verdict, position) for name, evidence in columns)
    lone = "" if all(evidence for _, evidence in columns) else " lone"
    return Markup('<div class="sides{}">{}</div>').format(lone, halves)


def side(
    name: str, evidence: Sequence[Evidence], verdict: Verdict, position: ReplyPosition
) -> Markup:
    """The quotes on one side, or that there are none."""
    kind = name.lower()
    if not evidence:
        return Markup(
            '<section class="side {} empty"><h4>{}</h4>'
            '<p class="none">Nothing was found in the articles.</p></section>'
        ).format(kind, name)
    items = Markup().join(
        quote(citation.quote, [citation], position, about(same))
        for citation, same in grouped(evidence, verdict)
    )
    return Markup(
        '<section class="side {}"><h4>{}</h4><ul class="quotes">{}</ul></section>'
    ).format(kind, name, items)


def about(evidence: Sequence[Evidence]) -> Markup:
    """How a quote was read: its dates, the notes."""
    days = Markup().join(
        Markup('<p class="told">{} {}</p>').format(name, date(day)) for name, day in dates(evidence)
    )
    return days + sentences(notes(evidence), "notes")


def nearest(verdict: Verdict, position: ReplyPosition) -> Markup:
    """What was found and doesn't settle the claim."""
    neutral = having(verdict, Stance.NEUTRAL)
    if not neutral:
        return NOTHING
    items = Markup().join(
        quote(clipped(citation.quote, NEAREST_CHARACTERS), [citation], position, about(same))
        for citation, same in grouped(neutral, verdict)
    )
    return Markup(
        '<h4 class="nearest">Closest passages (none settles it)</h4>'
        '<ul class="quotes nearest">{}</ul>'
    ).format(items)


def who_says_what(verdict: Verdict, position: ReplyPosition) -> Markup:
    """A line for each piece of evidence that carries the verdict."""
    lines = Markup().join(
        line(evidence, citation, position) for evidence, citation in carrying(verdict)
    )
    if not lines:
        return NOTHING
    heads = Markup().join(
        Markup('<th role="columnheader" scope="col">{}</th>').format(head) for head in HEADS
    )
    # The roles repeat what the elements are: on a phone each line is laid out as a block, and then
    # a browser no longer treats it as part of a table.
    return Markup(
        '<table class="says" role="table"><caption>Who says what</caption>'
        '<thead role="rowgroup"><tr role="row">{}</tr></thead>'
        '<tbody role="rowgroup">{}</tbody></table>'
    ).format(heads, lines)


def line(evidence: Evidence, citation: Citation, position: ReplyPosition) -> Markup:
    """Who says it, what it says about the claim, where and when, how clearly, and its source."""
    article = citation.article
    stance = Markup('<span class="stance {}">{}</span>')
    cells = (
        stance.format(evidence.stance, STANCE_WORDS[evidence.stance]),
        outlet(article),
        dated(evidence, citation),
        percent(evidence.score),
        button(citation, position),
    )
    rest = Markup().join(
        Markup('<td role="cell" data-head="{}">{}</td>').format(head, cell)
        for head, cell in zip(HEADS[1:], cells, strict=True)
    )
    return Markup(
        '<tr role="row"><th role="rowheader" scope="row" data-head="{}">{}</th>{}</tr>'
    ).format(HEADS[0], isolated(evidence.speaker) if evidence.speaker else outlet(article), rest)


def dated(evidence: Evidence, citation: Citation) -> Markup:
    """When, and what that is the date of."""
    day, which = when(evidence, citation)
    if not day:
        return date(day, citation.updated)
    return Markup('{} <span class="which">({})</span>').format(date(day), which)


def footer(verdict: Verdict) -> Markup:
    """How the verdict was made, and from which library update."""
    cited = {citation.number for _, citation in carrying(verdict)}
    made = f"{counted(len(cited), 'quote')}, word for word, weighed" if cited else "Weighed"
    return Markup(
        '<p class="made">This shows what the articles say, not whether it is true. '
        "{made} by {model} · {seconds:.2f} seconds · library update {generation}</p>"
    ).format(
        made=made,
        model=isolated(verdict.written_by),
        seconds=sum(verdict.seconds.values()),
        generation=verdict.generation,
    )


def export(verdict: Verdict) -> Markup:
    """The verdict in the form in which fact checks are exchanged, to copy or to save."""
    written = as_text(claim_review(verdict))
    return Markup(
        '<details class="export"><summary>Export as ClaimReview (JSON-LD)</summary>'
        '<p><a download="claim-review.jsonld" href="data:application/ld+json;charset=utf-8,{}">'
        "Save as a file</a></p>"
        '<pre tabindex="0" aria-label="ClaimReview">{}</pre></details>'
    ).format(percent_encoded(written), text(written))
