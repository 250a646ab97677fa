"""A retracted article is found, says so wherever it is cited, and decides no verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import gradio as gr
import pytest
from scripted_assistant import ScriptedAssistant, article, cite, quoting

from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from index.errors import ArticleRemoved, SettingError
from index.reports import Version
from index.search.embedding import FakeEmbedder
from index.store import Store
from onrecord import Assistant, Label
from ui.cards.quotes import ReplyPosition
from ui.cards.reply_card import reply_card
from ui.cards.verdict_card import verdict_card
from ui.web.chat import Conversation, converse
from ui.web.layout import Parts
from ui.web.library import Library
from ui.web.page import Handlers

CLAIM = "The bridge of Maldry was closed."
REPORT = "Bridge\n\nThe bridge of Maldry was closed, the mayor of Maldry said.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Assistant]:
    path = tmp_path / "bridge.txt"
    path.write_text(REPORT, encoding="utf-8")
    store = Store.open(tmp_path / "store", FakeEmbedder())
    with Assistant(store, OverlapReranker(), WordStance()) as desk:
        desk.add([path])
        yield desk


def test_a_retracted_article_decides_no_verdict_and_says_so(desk: Assistant) -> None:
    (found,) = desk.articles()
    assert desk.check(CLAIM).label is Label.SUPPORTED
    desk.retract(found.id, "the mayor  <never> spoke")
    verdict = desk.check(CLAIM)
    assert (verdict.label, verdict.generation) == (Label.NOT_ENOUGH, desk.generation)
    (notice,) = verdict.notices
    assert "“Bridge” was retracted on" in notice
    assert "not counted" in notice
    assert "Not counted" in verdict.evidence[0].notes[-1]
    told = verdict.model_dump(mode="json")["citations"][0]["retracted"]
    assert told.endswith(": the mayor <never> spoke")
    card = verdict_card(verdict, CLAIM, ReplyPosition(0, 0))
    assert "the mayor &lt;never&gt; spoke" in card
    assert re.search(r"retracted on \d{1,2} [A-Z][a-z]+ \d{4}: the", card)
    assert "<never>" not in card


def test_an_answer_from_it_says_so_until_it_stands_again(desk: Assistant) -> None:
    (found,) = desk.articles()
    desk.retract(found.id)
    answer = desk.ask("What did the mayor of Maldry say of the bridge?")
    cited = answer.citations or answer.nearest
    assert cited[0].retracted is not None
    assert cited[0].retracted.startswith("retracted on ")
    assert 'class="retracted"' in reply_card(answer, ReplyPosition(0, 0))
    assert answer.abstained or "retracted on" in answer.text
    assert desk.unretract(found.id).retracted is None
    generation = desk.generation
    desk.unretract(found.id)
    assert desk.generation == generation
    assert desk.check(CLAIM).label is Label.SUPPORTED
    assert desk.article(found.id).retracted is None


def test_an_overlong_note_is_refused(desk: Assistant) -> None:
    with pytest.raises(SettingError, match="501 characters"):
        desk.retract(desk.articles()[0].id, "x" * 501)


def test_a_retraction_holds_for_later_versions_and_ends_with_removal(
    desk: Assistant, tmp_path: Path
) -> None:
    (found,) = desk.articles()
    desk.retract(found.id)
    path = tmp_path / "bridge.txt"
    path.write_text(REPORT.replace("closed", "shut"), encoding="utf-8")
    assert len(desk.add([path]).updated) == 1
    assert desk.article(found.id).retracted
    desk.remove([found.id])
    desk.add([path])
    assert desk.article(found.id).retracted is None


class Forgetful(ScriptedAssistant):
    """One whose articles were all removed."""

    def versions(self, article_id: str) -> list[Version]:
        raise ArticleRemoved(
            "The article “Gate” was removed on 2031-03-05.", subject=article_id, remedy="Gone."
        )


def test_a_citation_of_a_removed_article_says_when_it_was_removed() -> None:
    gate = article("Gate", "The gate of Quell was opened.")
    desk = Forgetful(gate)
    desk.enqueue(quoting(cite(1, gate, "The gate of Quell was opened.")))
    *_, conversation = converse(desk, "What of the gate?", Conversation())
    handle = Handlers(desk, cast("Parts", None), cast("Library", None))
    event = cast("gr.EventData", SimpleNamespace(exchange=0, reply=0, number=1))
    panel = handle.open_citation(conversation, event)
    assert "was removed on 2031-03-05" in panel
    assert "The gate of Quell" not in panel
