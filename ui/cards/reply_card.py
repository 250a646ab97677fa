"""An answer as HTML: every sentence with its citations, accounts that disagree side by side."""

from __future__ import annotations

from markupsafe import Markup

from assistant.types import Answer, Sentence
from ui.cards.quotes import ReplyPosition, quote
from ui.cards.quotes import sentences as remarks
from ui.cards.written_sentences import struck_sentences, tally, written_sentence
from ui.wording import NOTHING, clipped, counted, isolated, text, value

NEAREST_CHARACTERS = 600
"""A nearest passage is a hint, not a quote, so a long one is cut; the panel has all of it."""


def reply_card(answer: Answer, position: ReplyPosition) -> Markup:
    """An answer: an abstention, accounts that disagree, or quotes."""
    if answer.abstained:
        body = abstention(answer, position)
    else:
        body = disagreements(answer) + prose(answer, position) + accounts(answer, position)
    return Markup(
        '<article class="reply" aria-label="Reply">{understood}{notices}{body}{struck}{footer}'
        "</article>"
    ).format(
        understood=understood(answer),
        notices=remarks(answer.notices, "notices"),
        body=body,
        struck=struck_sentences(answer),
        footer=footer(answer),
    )


def understood(answer: Answer) -> Markup:
    """The question as it was searched, if that is not how it was typed, for the reader to
    change."""
    if answer.question == answer.asked:
        return NOTHING
    return Markup(
        '<p class="understood">Understood as: <q>{}</q> '
        '<button type="button" class="edit" data-question="{}" '
        'aria-label="Edit the question as it was understood">Edit</button></p>'
    ).format(isolated(answer.question), value(answer.question))


def disagreements(answer: Answer) -> Markup:
    """The banner over accounts that contradict each other."""
    if not answer.disagreement:
        return NOTHING
    reasons = Markup().join(
        Markup("<p>{}</p>").format(isolated(each.reason)) for each in answer.disagreements
    )
    return Markup(
        '<div class="disagreement" role="note"><h3>The articles disagree</h3>{}</div>'
    ).format(reasons)


def prose(answer: Answer, position: ReplyPosition) -> Markup:
    """What a language model wrote, sentence by sentence; nothing in a quoted answer."""
    citations = {citation.number: citation for citation in answer.citations}
    items = Markup().join(
        written_sentence(sentence, [citations[number] for number in sentence.citations], position)
        for sentence in answer.sentences
        if sentence.check
    )
    return Markup('<ul class="sentences">{}</ul>').format(items) if items else NOTHING


def accounts(answer: Answer, position: ReplyPosition) -> Markup:
    """The quotes: those of contradicting sides next to each other, then the others."""
    names = [side for each in answer.disagreements for side in each.sides]
    sides = sorted({sentence.side for sentence in answer.sentences if sentence.side is not None})
    columns = NOTHING
    for side in sides:
        name = names[side - 1] if side <= len(names) else f"Account {side}"
        chosen = [sentence for sentence in answer.sentences if sentence.side == side]
        columns += Markup('<section class="side"><h4>{}</h4>{}</section>').format(
            isolated(name), quotes(chosen, answer, position)
        )
    others = [
        sentence
        for sentence in answer.sentences
        if sentence.side is None and sentence.check is None
    ]
    rest = quotes(others, answer, position) if others else NOTHING
    if columns:
        columns = Markup('<div class="sides">{}</div>').format(columns)
        if any(sentence.check for sentence in answer.sentences):
            heading = Markup('<h4 class="also">What each side says, word for word</h4>')
            columns = heading + columns
    if rest and (columns or len(others) < len(answer.sentences)):
        rest = Markup('<h4 class="also">Also in the articles</h4>') + rest
    return columns + rest


def quotes(sentences: list[Sentence], answer: Answer, position: ReplyPosition) -> Markup:
    """Sentences as a list, each followed by the citations that it rests on."""
    citations = {citation.number: citation for citation in answer.citations}
    items = Markup().join(
        quote(sentence.text, [citations[number] for number in sentence.citations], position)
        for sentence in sentences
    )
    return Markup('<ul class="quotes">{}</ul>').format(items)


def abstention(answer: Answer, position: ReplyPosition) -> Markup:
    """The articles don't say, or the models can't tell; the nearest passages are shown as such."""
    heading = Markup('<p class="abstained">{}</p>').format(text(answer.text))
    if not answer.nearest:
        return heading
    known = Markup("not assessed") if answer.not_judged else Markup("none answers the question")
    items = Markup().join(
        quote(clipped(citation.quote, NEAREST_CHARACTERS), [citation], position)
        for citation in answer.nearest
    )
    return Markup(
        '{}<h3 class="nearest">Closest passages ({})</h3><ul class="quotes nearest">{}</ul>'
    ).format(heading, known, items)


def footer(answer: Answer) -> Markup:
    """How the reply was made, and from which library update."""
    if answer.not_judged:
        made = Markup("Found but not assessed")
    elif answer.abstained:
        made = Markup("No reliable answer found")
    elif answer.written_by == "quotes":
        made = Markup("{}, word for word").format(counted(len(answer.sentences), "quote"))
    else:
        made = Markup("Written by {}: {}").format(isolated(answer.written_by), tally(answer))
    seconds = sum(answer.seconds.values())
    return Markup('<p class="made">{} · {:.2f} seconds · library update {}</p>').format(
        made, seconds, answer.generation
    )
