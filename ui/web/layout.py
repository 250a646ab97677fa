"""Where the parts of the page are."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr
from markupsafe import Markup

from assistant.verdicts.types import Wish
from index.formats import BY_SUFFIX
from ui.web.chat import Conversation
from ui.web.source_panel import NOTHING_OPEN
from ui.wording import NOTHING

# Gradio learns from the quoted names which events an HTML part can trigger.
CHAT_JS = """
element.addEventListener('click', (event) => {
  const citation = event.target.closest('button.citation');
  if (citation) {
    onrecord.remember(citation);
    trigger('cite', {exchange: Number(citation.dataset.exchange),
                     reply: Number(citation.dataset.reply),
                     number: Number(citation.dataset.number)});
  }
  const example = event.target.closest('button.example');
  if (example) trigger('example', {question: example.dataset.question});
  const edit = event.target.closest('button.edit');
  if (edit) {
    trigger('reword', {question: edit.dataset.question});
    document.querySelector('#message textarea').focus();
  }
});
watch('value', () => {
  onrecord.nameChoices();
  onrecord.keepOpen();
  onrecord.followReply(element);
});
"""

LISTING_JS = """
element.addEventListener('click', (event) => {
  const entry = event.target.closest('button.entry');
  if (entry) {
    onrecord.remember(entry);
    trigger('entry', {article: entry.dataset.article});
  }
});
"""

WISHES = [("Answer or check", Wish.EITHER), ("Answer", Wish.ANSWER), ("Check", Wish.CHECK)]

PANEL_JS = "watch('value', () => onrecord.showSource(element));"

COMPILED = (CHAT_JS, LISTING_JS, PANEL_JS)
"""What Gradio compiles in the browser for these parts. Everything else that it is given stays
text."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything on the page that an event reads or changes."""

    conversation: gr.State
    masthead: gr.HTML
    chat: gr.HTML
    hint: gr.HTML
    message: gr.Textbox
    wish: gr.Radio
    """What to do with the message, a Wish."""
    ask: gr.Button
    stop: gr.Button
    fresh: gr.Button
    library: gr.Tab
    files: gr.File
    address: gr.Textbox
    outlet: gr.Textbox
    published: gr.Textbox
    add: gr.Button
    report: gr.HTML
    sources: gr.HTML
    """The watched sources."""
    sync: gr.Button
    synced: gr.HTML
    sync_done: gr.JSON
    """What the last check of the sources found; not shown itself, `synced` puts it into words."""
    done: gr.JSON
    """What happened to the last upload; not shown itself, `report` puts it into words."""
    wanted: gr.Textbox
    entries: gr.HTML
    index: gr.Accordion
    rebuild: gr.Button
    rebuilt: gr.HTML
    """Why the index should be rebuilt, then how that went."""
    panel: gr.HTML


def html(elem_id: str, *, value: Markup = NOTHING, js: str | None = None) -> gr.HTML:
    """A part that we render ourselves."""
    return gr.HTML(shown(value), elem_id=elem_id, js_on_load=js, apply_default_css=False)


def shown(markup: Markup) -> str:
    """The value of such a part: Gradio takes HTML as a plain string."""
    return str(markup)


def lay_out() -> Parts:
    """Put all parts in their places: the conversation and the library to the left, the source
    to the right (on a phone: over them)."""
    conversation = gr.State(Conversation())
    done = gr.JSON(visible=False)
    sync_done = gr.JSON(visible=False)
    masthead = html("masthead")
    with gr.Row(elem_id="columns"):
        with gr.Column(elem_id="desk", scale=3, min_width=0), gr.Tabs(elem_id="rooms"):
            with gr.Tab("Ask or check"):
                chat = html("chat", js=CHAT_JS)
                with gr.Column(elem_id="composer"):
                    hint = html("hint")
                    message = gr.Textbox(
                        label="Your question or claim",
                        placeholder="A question, or a claim to check",
                        lines=1,
                        max_lines=6,
                        elem_id="message",
                        autofocus=True,
                    )
                    with gr.Row(elem_id="actions"):
                        wish = gr.Radio(
                            WISHES,
                            value=Wish.EITHER,
                            label="What to do with it",
                            elem_id="wish",
                            min_width=0,
                        )
                        ask = gr.Button("Send", variant="primary", elem_id="ask", min_width=0)
                        stop = gr.Button("Stop", visible=False, elem_id="stop", min_width=0)
                        fresh = gr.Button("New conversation", elem_id="fresh", min_width=0)
            with gr.Tab("Library") as library:
                files = gr.File(
                    label="Add articles (text, web pages, PDF, Word, JSON lines, ZIP)",
                    file_count="multiple",
                    file_types=[*BY_SUFFIX, ".gz"],  # Gradio looks at the last suffix only
                    elem_id="files",
                    height=140,
                )
                address = gr.Textbox(
                    label="Or the address of a page, a feed or a sitemap",
                    placeholder="https://",
                    elem_id="address",
                )
                with gr.Row(elem_id="overrides"):
                    outlet = gr.Textbox(
                        label="Outlet (optional)",
                        info="Used for everything added now, in place of what the text says.",
                        elem_id="outlet",
                        min_width=0,
                    )
                    published = gr.Textbox(
                        label="Date (optional)",
                        placeholder="2031-03-03",
                        info="Year, year-month or year-month-day.",
                        elem_id="published",
                        min_width=0,
                    )
                add = gr.Button("Add to the library", variant="primary", elem_id="add")
                report = html("report")
                with gr.Accordion("Sources", open=False, elem_id="sources"):
                    sources = html("watched")
                    sync = gr.Button("Check all sources for changes", elem_id="sync")
                    synced = html("synced")
                wanted = gr.Textbox(
                    label="Find an article", placeholder="Title, outlet or date", elem_id="wanted"
                )
                entries = html("entries", js=LISTING_JS)
                with gr.Accordion("Search index", open=False, elem_id="index") as index:
                    rebuilt = html("rebuilt")
                    rebuild = gr.Button("Refresh the search index", elem_id="rebuild")
        with gr.Column(elem_id="source", scale=2, min_width=0):
            panel = html("panel", value=NOTHING_OPEN, js=PANEL_JS)
    return Parts(
        conversation=conversation,
        masthead=masthead,
        chat=chat,
        hint=hint,
        message=message,
        wish=wish,
        ask=ask,
        stop=stop,
        fresh=fresh,
        library=library,
        files=files,
        address=address,
        outlet=outlet,
        published=published,
        add=add,
        report=report,
        sources=sources,
        sync=sync,
        synced=synced,
        sync_done=sync_done,
        done=done,
        wanted=wanted,
        entries=entries,
        index=index,
        rebuild=rebuild,
        rebuilt=rebuilt,
        panel=panel,
    )
