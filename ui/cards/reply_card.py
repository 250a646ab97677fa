"""An answer as HTML: every sentence with its citations, accounts that disagree side by side."""

from __future__ import annotations

from assistant.types import Answer, Sentence
from ui.cards.quotes import Place, quote
from ui.cards.quotes import sentences as remarks
from ui.cards.written_sentences import struck_sentences, tally, written_sentence
from ui.wording import clipped, counted, isolated, text, value

NEAREST_CHARACTERS = 600
"""A nearest passage is a hint and not a quote, so a long one is cut; the panel has all of it."""


def reply_card(answer: Answer, place: Place) -> str:
    """An answer: an abstention, accounts that disagree, or quotes."""
    if answer.abstained:
        body = abstention(answer, place)
    else:
        body = disagreements(answer) + prose(answer, place) + accounts(answer, place)
    return (
        f'<article class="reply" aria-label="Reply">{understood(answer)}'
        f"{remarks(answer.notices, 'notices')}{body}"
        f"{struck_sentences(answer)}{footer(answer)}</article>"
    )


def understood(answer: Answer) -> str:
    """The question as it was searched, where that is not how it was typed, for the reader to
    change."""
    if answer.question == answer.asked:
        return ""
    return (
        f'<p class="understood">Understood as: <q>{isolated(answer.question)}</q> '
        f'<button type="button" class="edit" data-question="{value(answer.question)}" '
        'aria-label="Edit the question as it was understood">Edit</button></p>'
    )


def disagreements(answer: Answer) -> str:
    """The banner over accounts that contradict each other."""
    if not answer.disagreement:
        return ""
    reasons = "".join(f"<p>{isolated(each.reason)}</p>" for each in answer.disagreements)
    return f'<div class="disagreement" role="note"><h3>The articles disagree</h3>{reasons}</div>'


def prose(answer: Answer, place: Place) -> str:
    """What a language model wrote, sentence by sentence; nothing in a quoted answer."""
    citations = {citation.number: citation for citation in answer.citations}
    items = "".join(
        written_sentence(one, [citations[number] for number in one.citations], place)
        for one in answer.sentences
        if one.check
    )
    return f'<ul class="sentences">{items}</ul>' if items else ""


def accounts(answer: Answer, place: Place) -> str:
    """The quotes: those of contradicting sides next to each other, then the others."""
    names = [side for each in answer.disagreements for side in each.sides]
    sides = sorted({sentence.side for sentence in answer.sentences if sentence.side is not None})
    columns = ""
    for side in sides:
        name = names[side - 1] if side <= len(names) else f"Account {side}"
        chosen = [sentence for sentence in answer.sentences if sentence.side == side]
        columns += (
            f'<section class="side"><h4>{isolated(name)}</h4>'
            f"{quotes(chosen, answer, place)}</section>"
        )
    prose_before = any(one.check for one in answer.sentences)
    others = [one for one in answer.sentences if one.side is None and one.check is None]
    rest = quotes(others, answer, place) if others else ""
    is_first = not columns and len(others) == len(answer.sentences)
    heading = '<h4 class="also">Also in the articles</h4>' if rest and not is_first else ""
    told = '<h4 class="also">What each side says, word for word</h4>' if prose_before else ""
    sides_of_it = f'{told}<div class="sides">{columns}</div>' if columns else ""
    return f"{sides_of_it}{heading}{rest}"


def quotes(sentences: list[Sentence], answer: Answer, place: Place) -> str:
    """Sentences as a list, each followed by the citations that it rests on."""
    citations = {citation.number: citation for citation in answer.citations}
    items = ""
    for sentence in sentences:
        cited = [citations[number] for number in sentence.citations]
        items += quote(sentence.text, cited, place)
    return f'<ul class="quotes">{items}</ul>'


def abstention(answer: Answer, place: Place) -> str:
    """The articles do not say, or nobody can tell; what comes nearest is shown as just that."""
    heading = f'<p class="abstained">{text(answer.text)}</p>'
    if not answer.nearest:
        return heading
    known = "not judged" if answer.not_judged else "they don't answer the question"
    items = "".join(
        quote(clipped(citation.quote, NEAREST_CHARACTERS), [citation], place)
        for citation in answer.nearest
    )
    return (
        f'{heading}<h3 class="nearest">Nearest passages ({known})</h3>'
        f'<ul class="quotes nearest">{items}</ul>'
    )


def footer(answer: Answer) -> str:
    """How the reply was made, and from which state of the articles."""
    if answer.not_judged:
        made = "Found but not judged"
    elif answer.abstained:
        made = "No answer is better than a wrong one"
    elif answer.written_by == "quotes":
        made = f"{counted(len(answer.sentences), 'quote')}, word for word"
    else:
        made = f"Written by {isolated(answer.written_by)}: {tally(answer)}"
    seconds = sum(answer.seconds.values())
    return (
        f'<p class="made">{made} · {seconds:.2f} seconds · library update {answer.generation}</p>'
    )
