"""One exchange as HTML: the question and its reply, every sentence with its citations."""

from __future__ import annotations

from assistant.types import Answer, Citation, Sentence
from ui.chat import Conversation, Exchange, Stopped, Trouble, Working
from ui.wording import clipped, counted, date, outlet, text

NEAREST_CHARACTERS = 600
"""A nearest passage is a hint and not a quote, so a long one is cut; the panel has all of it."""


def log(conversation: Conversation) -> str:
    """The whole conversation. `role=log` lets a screen reader speak what is appended."""
    cards = "".join(
        exchange_card(exchange, place) for place, exchange in enumerate(conversation.exchanges)
    )
    return f'<div role="log" aria-label="Conversation" aria-live="polite">{cards}</div>'


def exchange_card(exchange: Exchange, place: int) -> str:
    """A question and what came of it. `place`: which exchange of the conversation, from 0."""
    outcome = exchange.outcome
    if isinstance(outcome, Answer):
        reply = reply_card(outcome, place)
    elif isinstance(outcome, Trouble):
        reply = trouble_card(outcome)
    elif isinstance(outcome, Working):
        reply = f'<p class="working">{text(outcome.step)} …</p>'
    else:
        reply = stopped_card(outcome)
    state = "working" if isinstance(outcome, Working) else "settled"
    return (
        f'<section class="exchange" data-state="{state}">'
        f'<h2 class="asked"><span class="label">You asked</span>{text(exchange.echo)}</h2>'
        f"{reply}</section>"
    )


def trouble_card(trouble: Trouble) -> str:
    """What went wrong and what the reader can do about it."""
    return (
        '<div class="reply trouble" role="alert">'
        f'<p class="happened">{text(trouble.happened)}</p>'
        f"<p>{text(trouble.remedy)}</p></div>"
    )


def stopped_card(_: Stopped) -> str:
    """The reader stopped the reply."""
    return '<p class="reply stopped">You stopped this reply. Ask again whenever you like.</p>'


def reply_card(answer: Answer, place: int) -> str:
    """An answer: an abstention, accounts that disagree, or quotes."""
    if answer.abstained:
        body = abstention(answer, place)
    else:
        body = disagreements(answer) + accounts(answer, place)
    return (
        f'<article class="reply" aria-label="Reply">{understood(answer)}{notices(answer)}'
        f"{body}{footer(answer)}</article>"
    )


def understood(answer: Answer) -> str:
    """The question as it was searched, where that is not how it was typed."""
    if answer.question == answer.asked:
        return ""
    return f'<p class="understood">Understood as: <q>{text(answer.question)}</q></p>'


def notices(answer: Answer) -> str:
    """What the reader should know of how the reply was made."""
    if not answer.notices:
        return ""
    items = "".join(f"<li>{text(notice)}</li>" for notice in answer.notices)
    return f'<ul class="notices">{items}</ul>'


def disagreements(answer: Answer) -> str:
    """The banner over accounts that contradict each other."""
    if not answer.disagreement:
        return ""
    reasons = "".join(f"<p>{text(each.reason)}</p>" for each in answer.disagreements)
    return f'<div class="disagreement" role="note"><h3>The articles disagree</h3>{reasons}</div>'


def accounts(answer: Answer, place: int) -> str:
    """The sentences: those of contradicting sides next to each other, then the others."""
    names = [side for each in answer.disagreements for side in each.sides]
    sides = sorted({sentence.side for sentence in answer.sentences if sentence.side is not None})
    columns = ""
    for side in sides:
        name = names[side - 1] if side <= len(names) else f"Account {side}"
        chosen = [sentence for sentence in answer.sentences if sentence.side == side]
        columns += (
            f'<section class="side"><h4>{text(name)}</h4>{quotes(chosen, answer, place)}</section>'
        )
    others = [sentence for sentence in answer.sentences if sentence.side is None]
    rest = quotes(others, answer, place) if others else ""
    if not columns:
        return rest
    heading = '<h4 class="also">Also in the articles</h4>' if rest else ""
    return f'<div class="sides">{columns}</div>{heading}{rest}'


def quotes(sentences: list[Sentence], answer: Answer, place: int) -> str:
    """Sentences as a list, each followed by the citations that it rests on."""
    citations = {citation.number: citation for citation in answer.citations}
    items = ""
    for sentence in sentences:
        cited = [citations[number] for number in sentence.citations]
        items += quote(sentence.text, cited, place)
    return f'<ul class="quotes">{items}</ul>'


def quote(words: str, cited: list[Citation], place: int) -> str:
    """Some words, each citation's number that leads to its paragraph, and who says them where."""
    lines = "".join(
        f'<p class="attribution">{button(each, place)}{attribution(each)}</p>' for each in cited
    )
    return f'<li class="quote"><blockquote dir="auto"><p>{text(words)}</p></blockquote>{lines}</li>'


def button(citation: Citation, place: int) -> str:
    """The number of a citation, which opens its paragraph."""
    label = f"Citation {citation.number}: read paragraph {citation.paragraph.number} of "
    title = citation.article.title
    return (
        f'<button type="button" class="citation" data-exchange="{place}" '
        f'data-number="{citation.number}" aria-label="{text(label + title)}" '
        f'title="{text(title)}">[{citation.number}]</button>'
    )


def attribution(citation: Citation) -> str:
    """Outlet, date, speaker and the others who print the same sentence."""
    parts = [f'<span class="outlet">{outlet(citation.article)}</span>']
    parts.append(date(citation.article.published))
    if citation.speaker:
        parts.append(f'says: <span class="speaker">{text(citation.speaker)}</span>')
    if citation.carriers:
        carriers = ", ".join(text(carrier) for carrier in citation.carriers)
        parts.append(f"also in: {carriers}")
    return " · ".join(parts)


def abstention(answer: Answer, place: int) -> str:
    """The articles do not say; what comes nearest is shown as just that."""
    heading = '<p class="abstained">The articles do not answer this.</p>'
    if not answer.nearest:
        return heading
    items = "".join(
        quote(clipped(citation.quote, NEAREST_CHARACTERS), [citation], place)
        for citation in answer.nearest
    )
    return (
        f'{heading}<h3 class="nearest">Nearest passages (they do not answer the question)</h3>'
        f'<ul class="quotes nearest">{items}</ul>'
    )


def footer(answer: Answer) -> str:
    """How the reply was made, and from which state of the articles."""
    if answer.abstained:
        made = "No answer is better than a wrong one"
    elif answer.written_by == "quotes":
        made = f"{counted(len(answer.sentences), 'quote')}, word for word"
    else:
        made = f"Quoted word for word; the sentences chosen by {text(answer.written_by)}"
    seconds = sum(answer.seconds.values())
    return (
        f'<p class="made">{made} · {seconds:.2f} seconds · '
        f"generation {answer.generation} of the articles</p>"
    )
