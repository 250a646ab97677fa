"""Two accounts of one fire, and what a scripted model makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.llm.connect import LanguageModel, Limits
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.scripted_model import ScriptedChatModel
from assistant.testing.word_stance import WordStance
from index.search.embedding import FakeEmbedder
from index.store import Store
from onrecord import Answer, Assistant

GAZETTE = """Title: Fire in Orsk harbour
Outlet: Gazette
Date: 2031-05-04

Boats burned in Orsk harbour on Sunday. Thirty boats burned, the harbour master Ilya Brandt said.

The fire brigade came after ten minutes.
"""
COURIER = """Title: Orsk loses its fleet
Outlet: Courier
Date: 2031-05-05

Forty boats burned in Orsk, the fire brigade said.
"""
QUESTION = "How many boats burned in Orsk?"


def make_store(folder: Path) -> Store:
    """The two articles."""
    for name, text in (("gazette", GAZETTE), ("courier", COURIER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    store = Store.open(folder / "store", FakeEmbedder())
    store.add([folder / "gazette.txt", folder / "courier.txt"])
    return store


def model(*replies: Any, takes_tools: bool = False, **limits: Any) -> LanguageModel:
    """A scripted model; without pauses between its tries."""
    chat = ScriptedChatModel(replies=list(replies), takes_tools=takes_tools)
    return LanguageModel.of(chat, limits=Limits(**{"pause": 0.0, **limits}))


def ask(store: Store, writer: LanguageModel, question: str = QUESTION) -> Answer:
    """With models that compare words."""
    return Assistant(store, OverlapReranker(), WordStance(), writer).ask(question)


def calls(writer: LanguageModel) -> list[str]:
    """The last message of each call."""
    assert isinstance(writer.chat, ScriptedChatModel)
    return [messages[-1].text for messages in writer.chat.asked]
