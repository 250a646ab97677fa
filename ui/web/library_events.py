"""The library on the page: which event of which part leads to what."""

from __future__ import annotations

from typing import Any

import gradio as gr

from index.errors import OnrecordError
from index.types import ProgressCallback
from ui.json.report_documents import ReportJson
from ui.json.syncing_documents import SyncJson
from ui.web.chat import trouble
from ui.web.desk import Desk
from ui.web.exchange_card import trouble_card
from ui.web.layout import Parts, shown
from ui.web.library import Given, Library, listing, report_card
from ui.web.watched_sources import look_again, synced_card, watched
from ui.web.welcome import masthead
from ui.wording import stage_words

Updates = dict[Any, Any]
"""What a handler changes: parts of the page and their new values."""

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""How to wire an event that no one waits for."""
AT_ONCE: dict[str, Any] = {"queue": False, **QUIET}
"""How to wire one that waits for no other."""


class LibraryHandlers:
    """What happens on each event of the library."""

    def __init__(self, desk: Desk, parts: Parts, library: Library) -> None:
        self.desk = desk
        self.parts = parts
        self.library = library

    def list_articles(self, wanted: str) -> str:
        """The library was opened, changed or filtered."""
        try:
            return shown(listing(self.library.articles(), wanted))
        except OnrecordError as error:
            return shown(trouble_card(trouble(error)))

    def add(
        self,
        files: list[str] | None,
        outlet: str = "",
        published: str = "",
        address: str = "",
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio finds it by this default
    ) -> ReportJson:
        """Files or an address were given to the library."""
        given = Given(files or [], address, outlet, published)
        return self.library.add(given, shown_by(progress))

    def report(self, done: ReportJson, wanted: str) -> Updates:
        """An upload has ended."""
        parts = self.parts
        return {
            parts.report: shown(report_card(done)),
            parts.files: None,
            parts.address: gr.skip() if done["failed"] else "",
            parts.sources: self.list_sources(),
            parts.entries: self.list_articles(wanted),
            parts.masthead: shown(masthead(self.desk.count, self.desk.generation)),
        }

    def list_sources(self) -> str:
        """The library was opened, or its sources changed."""
        try:
            return shown(watched(self.desk.sources()))
        except OnrecordError as error:
            return shown(trouble_card(trouble(error)))

    def sync(
        self,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio finds it by this default
    ) -> SyncJson:
        """The sources are to be checked."""
        return look_again(self.desk, shown_by(progress))

    def synced(self, done: SyncJson, wanted: str) -> Updates:
        """All sources have been checked."""
        parts = self.parts
        return {
            parts.synced: shown(synced_card(done)),
            parts.sources: self.list_sources(),
            parts.entries: self.list_articles(wanted),
            parts.masthead: shown(masthead(self.desk.count, self.desk.generation)),
        }

    def about_index(self) -> str:
        """The part about the index was opened."""
        try:
            return shown(self.library.about_index())
        except OnrecordError as error:
            return shown(trouble_card(trouble(error)))

    def rebuild(
        self,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio finds it by this default
    ) -> Updates:
        """The index is to be rebuilt."""
        parts = self.parts
        return {
            parts.rebuilt: shown(self.library.rebuild(shown_by(progress))),
            parts.masthead: shown(masthead(self.desk.count, self.desk.generation)),
        }


def shown_by(progress: gr.Progress) -> ProgressCallback:
    """Our progress, shown on the page."""

    def show(stage: str, done: int, total: int) -> None:
        progress(done / total if total else 0.0, desc=stage_words(stage).capitalize())

    return show


def wire_library(parts: Parts, handle: LibraryHandlers) -> None:
    """Connect the parts of the library with what they do."""
    parts.library.select(handle.list_articles, parts.wanted, parts.entries, **AT_ONCE)
    parts.library.select(handle.list_sources, None, parts.sources, **AT_ONCE)
    parts.wanted.change(handle.list_articles, parts.wanted, parts.entries, **AT_ONCE)
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
        **AT_ONCE,
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
        **AT_ONCE,
    )
    parts.index.expand(handle.about_index, None, parts.rebuilt, **AT_ONCE)
    parts.rebuild.click(
        handle.rebuild,
        None,
        [parts.rebuilt, parts.masthead],
        show_progress_on=parts.rebuilt,
        api_visibility="private",
    )
