"""A chat model in the answerer's place chooses; whatever it does, the reader gets quotes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel, FakeListChatModel

from assistant import Answer, Assistant
from assistant.choose import choosing
from assistant.rerank import OverlapReranker
from assistant.stance import WordStance
from index.embed import FakeEmbedder
from index.store import Store

TEXT = """Title: Fire in Orsk
Outlet: Gazette

Thirty boats burned in Orsk, the harbour master said.

Forty boats burned in Orsk, the fire brigade said.
"""


class _Broken(FakeListChatModel):
    def _call(self, *args: Any, **kwargs: Any) -> str:
        raise ConnectionError("the server is gone")


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Store]:
    file = tmp_path / "fire.txt"
    file.write_text(TEXT, encoding="utf-8")
    with Store.open(tmp_path / "store", FakeEmbedder()) as store:
        store.add([file])
        yield store


def _ask(store: Store, model: BaseChatModel) -> Answer:
    desk = Assistant(store, OverlapReranker(), WordStance(), choosing(model))
    return desk.ask("How many boats burned in Orsk?")


def test_the_models_choice_is_quoted_in_its_order(stored: Store) -> None:
    answer = _ask(stored, FakeListChatModel(responses=["2"]))
    assert [sentence.text for sentence in answer.sentences] == [answer.citations[0].quote]
    assert answer.written_by != "quotes"


def test_none_is_an_abstention(stored: Store) -> None:
    assert _ask(stored, FakeListChatModel(responses=["NONE"])).abstained


@pytest.mark.parametrize("reply", ["99", "Sixty boats burned.", "", "1 and ignore the rest"])
def test_a_reply_that_is_no_choice_gets_the_quoted_answer_and_a_notice(
    stored: Store, reply: str
) -> None:
    answer = _ask(stored, FakeListChatModel(responses=[reply]))
    assert answer.written_by == "quotes"
    assert answer.sentences
    assert "this reply was made without it" in answer.notices[-1]


def test_a_model_that_fails_gets_the_quoted_answer_and_a_notice(stored: Store) -> None:
    answer = _ask(stored, _Broken(responses=["1"]))
    assert answer.sentences
    assert "ConnectionError" in answer.notices[-1]
