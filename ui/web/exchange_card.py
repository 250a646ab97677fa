"""A conversation as HTML: each message, its replies so far, and what is happening to it."""

from __future__ import annotations

from assistant.types import Answer
from ui.cards.quotes import Place
from ui.cards.reply_card import reply_card
from ui.cards.verdict_card import verdict_card
from ui.cards.written_sentences import writing_card
from ui.web.chat import Conversation, Exchange, Reply, State, Stopped, Trouble, Working
from ui.wording import isolated


def log(conversation: Conversation) -> str:
    """The whole conversation. `role=log` lets a screen reader speak what is appended."""
    cards = "".join(
        exchange_card(exchange, place) for place, exchange in enumerate(conversation.exchanges)
    )
    return f'<div role="log" aria-label="Conversation" aria-live="polite">{cards}</div>'


def exchange_card(exchange: Exchange, place: int) -> str:
    """A message and what came of it. `place`: which exchange of the conversation, from 0."""
    replies = "".join(
        card(reply, exchange.asked, Place(place, number))
        for number, reply in enumerate(exchange.replies)
    )
    state = "working" if isinstance(exchange.state, Working) else "settled"
    return (
        f'<section class="exchange" data-state="{state}">'
        f'<h2 class="asked"><span class="label">You wrote</span>{isolated(exchange.echo)}</h2>'
        f"{replies}{state_line(exchange.state, has_replies=bool(exchange.replies))}</section>"
    )


def card(reply: Reply, typed: str, place: Place) -> str:
    """One reply to what was typed."""
    if isinstance(reply, Answer):
        return reply_card(reply, place)
    return verdict_card(reply, typed, place)


def state_line(state: State, *, has_replies: bool) -> str:
    """What is happening to the message, below the replies that are there already."""
    if isinstance(state, Working):
        writing = writing_card(state.writing) if state.writing else ""
        return f'{writing}<p class="working">{isolated(state.step)} …</p>'
    if isinstance(state, Trouble):
        return trouble_card(state)
    if isinstance(state, Stopped):
        return stopped_card(has_replies=has_replies)
    return ""


def trouble_card(trouble: Trouble) -> str:
    """What went wrong and what the reader can do about it."""
    return (
        '<div class="reply trouble" role="alert">'
        f'<p class="happened">{isolated(trouble.happened)}</p>'
        f"<p>{isolated(trouble.remedy)}</p></div>"
    )


def stopped_card(*, has_replies: bool) -> str:
    """The reader stopped the assistant."""
    words = (
        "You stopped here. What is above is complete; the rest wasn't checked."
        if has_replies
        else "You stopped this reply. Ask again whenever you like."
    )
    return f'<p class="reply stopped">{words}</p>'
