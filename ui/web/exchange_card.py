"""A conversation as HTML: each message, its replies so far, and what is happening to it."""

from __future__ import annotations

from markupsafe import Markup

from assistant.types import Answer
from ui.cards.quotes import ReplyPosition
from ui.cards.reply_card import reply_card
from ui.cards.verdict_card import verdict_card
from ui.cards.written_sentences import writing_card
from ui.web.chat import Conversation, Exchange, Reply, State, Stopped, Trouble, Working
from ui.wording import NOTHING, isolated


def log(conversation: Conversation) -> Markup:
    """The whole conversation. `role=log` lets a screen reader speak what is appended."""
    cards = Markup().join(
        exchange_card(exchange, place) for place, exchange in enumerate(conversation.exchanges)
    )
    return Markup('<div role="log" aria-label="Conversation" aria-live="polite">{}</div>').format(
        cards
    )


def exchange_card(exchange: Exchange, place: int) -> Markup:
    """A message and what came of it. `place`: which exchange of the conversation, from 0."""
    replies = Markup().join(
        card(reply, exchange.asked, ReplyPosition(place, number))
        for number, reply in enumerate(exchange.replies)
    )
    return Markup(
        '<section class="exchange" data-state="{state}">'
        '<h2 class="asked"><span class="label">You wrote</span>{message}</h2>'
        "{replies}{line}</section>"
    ).format(
        state="working" if isinstance(exchange.state, Working) else "settled",
        message=isolated(exchange.echo),
        replies=replies,
        line=state_line(exchange.state, has_replies=bool(exchange.replies)),
    )


def card(reply: Reply, typed: str, position: ReplyPosition) -> Markup:
    """One reply to what was typed."""
    if isinstance(reply, Answer):
        return reply_card(reply, position)
    return verdict_card(reply, typed, position)


def state_line(state: State, *, has_replies: bool) -> Markup:
    """What is happening to the message, below the replies that are there already."""
    if isinstance(state, Working):
        writing = writing_card(state.writing) if state.writing else NOTHING
        return writing + Markup('<p class="working">{} …</p>').format(isolated(state.step))
    if isinstance(state, Trouble):
        return trouble_card(state)
    if isinstance(state, Stopped):
        return stopped_card(has_replies=has_replies)
    return NOTHING


def trouble_card(trouble: Trouble) -> Markup:
    """What went wrong, with what, and what the reader can do about it."""
    return Markup(
        '<div class="reply trouble" role="alert"><p class="happened">{}{}</p><p>{}</p></div>'
    ).format(subject_of(trouble), isolated(trouble.happened), isolated(trouble.remedy))


def subject_of(trouble: Trouble) -> Markup:
    """What an error is about, which the sentence after it may call only “it”."""
    if not trouble.subject:
        return NOTHING
    return Markup('<span class="subject">{}:</span> ').format(isolated(trouble.subject))


def stopped_card(*, has_replies: bool) -> Markup:
    """The reader stopped the assistant."""
    if has_replies:
        return Markup(
            '<p class="reply stopped">You stopped here. What is above is complete; the rest '
            "wasn't checked.</p>"
        )
    return Markup(
        '<p class="reply stopped">You stopped this reply. Ask again whenever you like.</p>'
    )
