"""What changed between two versions, and what the page says about it."""

from __future__ import annotations

import pytest
from parsed_html import ParsedHtml
from scripted_assistant import ScriptedAssistant, article
from stores import Write

from index.errors import ArticleNotFound
from index.store import Store
from index.text.differences import ChangeKind, differences
from ui.web.history import history, history_line
from ui.web.source_panel import source_panel

FIRST = article(
    "Gate opened", "The gate was opened at four.", "Nobody gave that order.", "Shops were shut."
)
SECOND = article(
    "Gate opened",
    "The gate was opened at five <b>sharp</b>.",
    "Shops were shut.",
    "Rain is expected in Quell.",
    version=2,
)


def test_a_difference_is_told_by_paragraph_and_by_word() -> None:
    changed, removed, added = differences(FIRST, SECOND)
    assert (changed.kind, changed.older, changed.newer) == (ChangeKind.CHANGED, 2, 2)
    assert "".join(p.text for p in changed.pieces if p.kind is not ChangeKind.ADDED) == (
        FIRST.paragraph(2).text
    )
    assert "".join(p.text for p in changed.pieces if p.kind is not ChangeKind.REMOVED) == (
        SECOND.paragraph(2).text
    )
    assert [p.text for p in changed.pieces if p.kind is ChangeKind.REMOVED] == ["four"]
    assert (removed.kind, removed.older, removed.newer) == (ChangeKind.REMOVED, 3, None)
    assert (added.kind, added.older, added.newer) == (ChangeKind.ADDED, None, 4)
    assert differences(FIRST, FIRST) == ()


def test_paragraphs_of_any_length_are_compared_soon() -> None:
    long = article("Gate opened", "word " * 200_000)
    other = article("Gate opened", "other " * 200_000, version=2)
    assert [each.kind for each in differences(long, other)] == [
        ChangeKind.ADDED,
        ChangeKind.REMOVED,
    ]


def test_the_panel_says_which_version_is_open_and_what_changed() -> None:
    desk = ScriptedAssistant(FIRST, SECOND)
    for opened, line in (
        (FIRST, "version 1 of 2; changed since 4 March 2031: 3 paragraphs"),
        (SECOND, "version 2 of 2; changed since 4 March 2031 (version 1): 3 paragraphs"),
    ):
        told = history(desk, opened)
        panel = ParsedHtml(source_panel(opened, opened=1, newest=told.newest, past=told))
        assert line in panel.text
        assert panel.within("del") == ["four", "Nobody gave that order."]
        assert panel.dangers() == []
        assert "<b>sharp</b>" in panel.text
    lone = history(ScriptedAssistant(FIRST), FIRST)
    assert history_line(FIRST, lone) == ""


def test_a_store_tells_its_versions(store: Store, write: Write) -> None:
    path = write("gate", "Gate", "The gate of Quell was opened at four.")
    store.add([path])
    write("gate", "Gate", "The gate of Quell was opened at five.")
    ((name, _),) = store.add([path]).updated
    first, second = store.versions(name)
    assert (first.number, first.generation, first.is_current) == (1, 1, False)
    assert (second.number, second.generation, second.is_current) == (2, 2, True)
    assert first.seen <= second.seen
    (change,) = differences(store.article(name, 1), store.article(name))
    assert change.kind is ChangeKind.CHANGED


def test_an_unknown_article_has_no_versions(store: Store) -> None:
    with pytest.raises(ArticleNotFound):
        store.versions("0" * 12)
