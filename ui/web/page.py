"""The page: which event of which part leads to what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import gradio as gr
from gradio import events
from markupsafe import Markup

from assistant.verdicts.types import Wish
from index.errors import ArticleNotFound, ArticleRemoved, OnrecordError
from ui.json import documents
from ui.web.chat import Conversation, Stopped, converse, trouble
from ui.web.desk import Desk
from ui.web.exchange_card import log, trouble_card
from ui.web.history import History, history
from ui.web.layout import Parts, lay_out, shown
from ui.web.library import Library, Taking
from ui.web.library_events import AT_ONCE, QUIET, LibraryHandlers, Updates, wire_library
from ui.web.source_panel import NOTHING_OPEN, source_panel, source_trouble
from ui.web.welcome import masthead, welcome

EMPTY_HINT = Markup('<p class="hint" role="alert">Type a question or a claim first.</p>')

READERS = 4
"""How many readers are answered at the same time; others wait their turn."""


class Handlers:
    """What happens on each event."""

    def __init__(self, desk: Desk, parts: Parts, library: Library) -> None:
        self.desk = desk
        self.parts = parts
        self.library = library
        self.openings = count(1)

    def begin(self) -> Updates:
        """The page was opened, or its reader wants a new conversation."""
        parts = self.parts
        return {
            parts.conversation: Conversation(),
            parts.masthead: shown(masthead(self.desk.count, self.desk.generation)),
            parts.chat: self.greeting(),
            parts.hint: "",
            parts.panel: shown(NOTHING_OPEN),
            **self.idle(),
        }

    def greeting(self) -> str:
        """What an empty conversation shows."""
        try:
            return shown(welcome(self.desk.count, self.library.examples()))
        except OnrecordError as error:
            return shown(trouble_card(trouble(error)))

    def idle(self) -> Updates:
        """The buttons while nothing is asked."""
        return {
            self.parts.ask: gr.Button(visible=True),
            self.parts.stop: gr.Button(visible=False),
        }

    def reply(
        self, message: str, conversation: Conversation, wish: str = Wish.EITHER
    ) -> Iterator[Updates]:
        """A message was sent."""
        parts = self.parts
        if not message.strip():
            yield {parts.hint: shown(EMPTY_HINT)}
            return
        yield {
            parts.message: "",
            parts.hint: "",
            parts.ask: gr.Button(visible=False),
            parts.stop: gr.Button(visible=True),
        }
        for conversation in converse(  # noqa: B020, PLR1704
            self.desk, message, conversation, Wish(wish)
        ):
            yield {parts.conversation: conversation, parts.chat: shown(log(conversation))}
        yield {
            parts.message: message if conversation.returns_message else gr.skip(),
            parts.masthead: shown(masthead(self.desk.count, self.desk.generation)),
            **self.idle(),
        }

    def reply_to_example(
        self, conversation: Conversation, event: gr.EventData
    ) -> Iterator[Updates]:
        """An example question was chosen."""
        yield from self.reply(str(event.question), conversation)

    def reword(self, event: gr.EventData) -> str:
        """The question as it was understood, to put in the box for the reader to change."""
        return str(event.question)

    def stop(self, conversation: Conversation) -> Updates:
        """The reader doesn't want to wait for the reply."""
        if not conversation.is_working:
            return self.idle()
        conversation = conversation.settled(Stopped())
        parts = self.parts
        return {
            parts.conversation: conversation,
            parts.chat: shown(log(conversation)),
            **self.idle(),
        }

    def open_citation(self, conversation: Conversation, event: gr.EventData) -> str:
        """A citation was chosen: the article, in the version that the reply quotes."""
        opened = next(self.openings)
        try:
            cited, others = conversation.citation(
                int(event.exchange), int(event.reply), int(event.number)
            )
        except LookupError as error:
            return shown(source_trouble(trouble(error), opened=opened))
        article = cited.article
        try:
            past: History | None = history(self.desk, article)
        except ArticleRemoved as error:
            return shown(source_trouble(trouble(error), opened=opened))
        except ArticleNotFound:
            past = None
        except OnrecordError as error:
            return shown(source_trouble(trouble(error), opened=opened))
        newest = past.newest if past else None
        return shown(
            source_panel(
                article, opened=opened, cited=cited, others=others, newest=newest, past=past
            )
        )

    def open_article(self, event: gr.EventData) -> str:
        """An article of the list was chosen."""
        opened = next(self.openings)
        try:
            article = self.desk.article(str(event.article))
            past = history(self.desk, article)
        except OnrecordError as error:
            return shown(source_trouble(trouble(error), opened=opened))
        return shown(source_panel(article, opened=opened, newest=article.version, past=past))

    def ask(self, question: Any) -> dict[str, Any]:
        """Answer one question: the Answer as JSON (docs/reference/answer.md)."""
        if not isinstance(question, str):
            raise gr.Error("The question must be a string.", print_exception=False)
        try:
            return self.desk.ask(question).model_dump(mode="json")
        except OnrecordError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def check(self, message: Any) -> dict[str, Any]:
        """Check every claim of a message: its verdicts as JSON (docs/reference/verdict.md)."""
        if not isinstance(message, str):
            raise gr.Error("The claim must be a string.", print_exception=False)
        try:
            return dict(documents.verdicts(self.desk.check_all(message)))
        except OnrecordError as error:
            raise gr.Error(str(error), print_exception=False) from error


def build(desk: Desk, taking: Taking) -> gr.Blocks:
    """The page over an open assistant, ready to be served. `taking` is entered while uploads are
    added.

    Four endpoints are for programs (gradio_client): /ask, /check, /add and /sync."""
    page: gr.Blocks = gr.Blocks(title="Onrecord", analytics_enabled=False)
    with page:
        parts = lay_out()
        handle = Handlers(desk, parts, Library(desk, taking))
        wire(page, parts, handle)
        wire_library(parts, LibraryHandlers(desk, parts, handle.library))
        events.api(handle.ask, api_name="ask", concurrency_limit=READERS)
        events.api(handle.check, api_name="check", concurrency_limit=READERS)
    return page


def wire(page: gr.Blocks, parts: Parts, handle: Handlers) -> None:
    """Connect the parts of the page with what they do."""
    beginning = [parts.conversation, parts.masthead, parts.chat, parts.hint, parts.panel]
    buttons = [parts.ask, parts.stop]
    replying = [
        parts.conversation, parts.chat, parts.message, parts.hint, parts.masthead, *buttons,
    ]  # fmt: skip

    page.load(handle.begin, None, [*beginning, *buttons], **AT_ONCE)
    typed = gr.on(
        [parts.message.submit, parts.ask.click],
        handle.reply,
        [parts.message, parts.conversation, parts.wish],
        replying,
        concurrency_limit=READERS,
        **QUIET,
    )
    chosen = parts.chat.example(
        handle.reply_to_example, parts.conversation, replying, concurrency_limit=READERS, **QUIET
    )
    asked = [typed, chosen]
    parts.chat.reword(handle.reword, None, parts.message, **AT_ONCE)
    parts.stop.click(
        handle.stop,
        parts.conversation,
        [parts.conversation, parts.chat, *buttons],
        cancels=asked,
        **AT_ONCE,
    )
    parts.fresh.click(handle.begin, None, [*beginning, *buttons], cancels=asked, **AT_ONCE)
    parts.chat.cite(
        handle.open_citation, parts.conversation, parts.panel, trigger_mode="multiple", **AT_ONCE
    )
    parts.entries.entry(handle.open_article, None, parts.panel, trigger_mode="multiple", **AT_ONCE)
