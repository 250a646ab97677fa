"""The page: which event of which part leads to what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import gradio as gr
from gradio import events

from assistant.verdict import Wish
from index.errors import ArticleNotFound, ArticleRemoved, OnrecordError
from index.types import Progress
from ui import documents
from ui.chat import Conversation, Stopped, converse, trouble
from ui.desk import Desk
from ui.exchange_card import log, trouble_card
from ui.followed import Synced, look_again, synced_card, watched
from ui.history import History, history
from ui.layout import Parts, lay_out
from ui.library import Given, Library, Report, listing, masthead, report_card, welcome
from ui.source_panel import NOTHING_OPEN, source_panel, source_trouble

EMPTY_HINT = '<p class="hint" role="alert">Type a question or a claim first.</p>'

TEMPORARY_FILES = (3600, 86_400)
"""What Gradio keeps of uploads, which the store has copied: every hour (seconds), those older
than a day are deleted."""

READERS = 4
"""How many readers are answered at the same time; others wait their turn."""

Changes = dict[Any, Any]
"""What a handler changes: parts of the page and their new values."""


class Handlers:
    """What happens on each event."""

    def __init__(self, desk: Desk, parts: Parts) -> None:
        self.desk = desk
        self.parts = parts
        self.library = Library(desk)
        self.openings = count(1)

    def begin(self) -> Changes:
        """The page was opened, or its reader wants a new conversation."""
        parts = self.parts
        return {
            parts.conversation: Conversation(),
            parts.masthead: masthead(self.desk.count, self.desk.generation),
            parts.chat: self.greeting(),
            parts.hint: "",
            parts.panel: NOTHING_OPEN,
            **self.idle(),
        }

    def greeting(self) -> str:
        """What an empty conversation shows."""
        try:
            return welcome(self.desk.count, self.library.examples())
        except OnrecordError as error:
            return trouble_card(trouble(error))

    def idle(self) -> Changes:
        """The buttons while nothing is asked."""
        return {
            self.parts.ask: gr.Button(visible=True),
            self.parts.stop: gr.Button(visible=False),
        }

    def reply(
        self, message: str, conversation: Conversation, wish: str = Wish.EITHER
    ) -> Iterator[Changes]:
        """A message was sent."""
        parts = self.parts
        if not message.strip():
            yield {parts.hint: EMPTY_HINT}
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
            yield {parts.conversation: conversation, parts.chat: log(conversation)}
        yield {
            parts.message: message if conversation.returns_message else gr.skip(),
            parts.masthead: masthead(self.desk.count, self.desk.generation),
            **self.idle(),
        }

    def reply_to_example(
        self, conversation: Conversation, event: gr.EventData
    ) -> Iterator[Changes]:
        """An example question was chosen."""
        yield from self.reply(str(event.question), conversation)

    def stop(self, conversation: Conversation) -> Changes:
        """The reader does not want to wait for the reply."""
        if not conversation.is_working:
            return self.idle()
        conversation = conversation.settled(Stopped())
        parts = self.parts
        return {parts.conversation: conversation, parts.chat: log(conversation), **self.idle()}

    def open_citation(self, conversation: Conversation, event: gr.EventData) -> str:
        """A citation was chosen: the article, in the version that the reply quotes."""
        opened = next(self.openings)
        try:
            cited, others = conversation.citation(
                int(event.exchange), int(event.reply), int(event.number)
            )
        except LookupError as error:
            return source_trouble(trouble(error), opened=opened)
        article = cited.article
        try:
            told: History | None = history(self.desk, article)
        except ArticleRemoved as error:
            return source_trouble(trouble(error), opened=opened)
        except ArticleNotFound:
            told = None
        except OnrecordError as error:
            return source_trouble(trouble(error), opened=opened)
        newest = told.newest if told else None
        return source_panel(
            article, opened=opened, cited=cited, others=others, newest=newest, told=told
        )

    def open_article(self, event: gr.EventData) -> str:
        """An article of the list was chosen."""
        opened = next(self.openings)
        try:
            article = self.desk.article(str(event.article))
            told = history(self.desk, article)
        except OnrecordError as error:
            return source_trouble(trouble(error), opened=opened)
        return source_panel(article, opened=opened, newest=article.version, told=told)

    def list_articles(self, wanted: str) -> str:
        """The library was opened, changed or filtered."""
        try:
            return listing(self.library.rows(), wanted)
        except OnrecordError as error:
            return trouble_card(trouble(error))

    def add(
        self,
        files: list[str] | None,
        outlet: str = "",
        published: str = "",
        address: str = "",
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio finds it by this default
    ) -> Report:
        """Files or an address were given to the library."""
        given = Given(files or [], address, outlet, published)
        return self.library.add(given, shown_by(progress))

    def report(self, done: Report, wanted: str) -> Changes:
        """An upload has ended."""
        parts = self.parts
        return {
            parts.report: report_card(done),
            parts.files: None,
            parts.address: gr.skip() if done["failed"] else "",
            parts.sources: self.list_sources(),
            parts.entries: self.list_articles(wanted),
            parts.masthead: masthead(self.desk.count, self.desk.generation),
        }

    def list_sources(self) -> str:
        """The library was opened, or its sources changed."""
        try:
            return watched(self.desk.sources())
        except OnrecordError as error:
            return trouble_card(trouble(error))

    def sync(
        self,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio finds it by this default
    ) -> Synced:
        """The sources are to be looked at again."""
        return look_again(self.desk, shown_by(progress))

    def synced(self, done: Synced, wanted: str) -> Changes:
        """All sources were looked at."""
        parts = self.parts
        return {
            parts.synced: synced_card(done),
            parts.sources: self.list_sources(),
            parts.entries: self.list_articles(wanted),
            parts.masthead: masthead(self.desk.count, self.desk.generation),
        }

    def about_index(self) -> str:
        """The part about the index was opened."""
        try:
            return self.library.about_index()
        except OnrecordError as error:
            return trouble_card(trouble(error))

    def rebuild(
        self,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio finds it by this default
    ) -> Changes:
        """The index is to be made anew."""
        parts = self.parts

        def show(stage: str, done: int, total: int) -> None:
            progress(done / total if total else 0.0, desc=stage.capitalize())

        return {
            parts.rebuilt: self.library.rebuild(show),
            parts.masthead: masthead(self.desk.count, self.desk.generation),
        }

    def ask(self, question: Any) -> dict[str, Any]:
        """Answer one question: the Answer as JSON (docs/answer.md)."""
        if not isinstance(question, str):
            raise gr.Error("A question is a string.", print_exception=False)
        try:
            return self.desk.ask(question).model_dump(mode="json")
        except OnrecordError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def check(self, message: Any) -> dict[str, Any]:
        """Check every claim of a message: its verdicts as JSON (docs/verdict.md)."""
        if not isinstance(message, str):
            raise gr.Error("A claim is a string.", print_exception=False)
        try:
            return dict(documents.verdicts(self.desk.check_all(message)))
        except OnrecordError as error:
            raise gr.Error(str(error), print_exception=False) from error


def shown_by(progress: gr.Progress) -> Progress:
    """Our progress on the page."""

    def show(stage: str, done: int, total: int) -> None:
        progress(done / total if total else 0.0, desc=stage.capitalize())

    return show


def build(desk: Desk) -> gr.Blocks:
    """The page over an open assistant, ready to be served.

    Four endpoints are for programs (gradio_client): /ask, /check, /add and /sync."""
    page: gr.Blocks = gr.Blocks(
        title="Onrecord", analytics_enabled=False, delete_cache=TEMPORARY_FILES
    )
    with page:
        parts = lay_out()
        handle = Handlers(desk, parts)
        wire(page, parts, handle)
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
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    at_once: dict[str, Any] = {"queue": False, **quiet}

    page.load(handle.begin, None, [*beginning, *buttons], **at_once)
    typed = gr.on(
        [parts.message.submit, parts.ask.click],
        handle.reply,
        [parts.message, parts.conversation, parts.wish],
        replying,
        concurrency_limit=READERS,
        **quiet,
    )
    chosen = parts.chat.example(
        handle.reply_to_example, parts.conversation, replying, concurrency_limit=READERS, **quiet
    )
    asked = [typed, chosen]
    parts.stop.click(
        handle.stop,
        parts.conversation,
        [parts.conversation, parts.chat, *buttons],
        cancels=asked,
        **at_once,
    )
    parts.fresh.click(handle.begin, None, [*beginning, *buttons], cancels=asked, **at_once)
    parts.chat.cite(
        handle.open_citation, parts.conversation, parts.panel, trigger_mode="multiple", **at_once
    )
    parts.entries.entry(handle.open_article, None, parts.panel, trigger_mode="multiple", **at_once)
    parts.library.select(handle.list_articles, parts.wanted, parts.entries, **at_once)
    parts.library.select(handle.list_sources, None, parts.sources, **at_once)
    parts.wanted.change(handle.list_articles, parts.wanted, parts.entries, **at_once)
    parts.add.click(
        handle.add,
        [parts.files, parts.outlet, parts.published, parts.address],
        parts.done,
        api_name="add",
        show_progress_on=parts.report,
    ).then(
        handle.report,
        [parts.done, parts.wanted],
        [parts.report, parts.files, parts.address, parts.sources, parts.entries, parts.masthead],
        **at_once,
    )
    parts.sync.click(
        handle.sync,
        None,
        parts.sync_done,
        api_name="sync",
        show_progress_on=parts.synced,
    ).then(
        handle.synced,
        [parts.sync_done, parts.wanted],
        [parts.synced, parts.sources, parts.entries, parts.masthead],
        **at_once,
    )
    parts.index.expand(handle.about_index, None, parts.rebuilt, **at_once)
    parts.rebuild.click(
        handle.rebuild,
        None,
        [parts.rebuilt, parts.masthead],
        show_progress_on=parts.rebuilt,
        api_visibility="private",
    )
