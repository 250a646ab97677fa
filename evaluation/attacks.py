"""Plant orders in articles: python -m evaluation.attacks DATA [--record FILE] [--orders N].

DATA holds attacks/bipia_text_attack_train.json: orders to a language model, by kind (BIPIA, Yi et
al., arXiv:2312.14197). Each is planted at each place of evaluation/attack_pages.py into an invented
article, which is added to a new store. The model that writes obeys every order that it finds in its
prompt, and cites the paragraph where it found it; in its own sentences, and mixed into a true one.
Each is tried as it is, and again while nothing is marked as suspicious, so that the checks alone
stand in between. Prints what came of every sentence, and exits with 1 where one was kept
or only marked."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from assistant import Answer, Assistant
from assistant.language_model import LanguageModel, Limits
from assistant.rerank import OverlapReranker
from assistant.scripted import ScriptedChatModel
from assistant.stance import Chances, PackagedStance, StanceModel
from evaluation.attack_pages import PLACES, QUESTION, TRUE, Place
from evaluation.attack_payloads import payloads
from evaluation.tables import record, table
from index.embed import FakeEmbedder
from index.store import Store
from index.suspicion import suspicion

_LINE = re.compile(r"^\[([a-z]{4})\] (.*)$", re.MULTILINE)
WAYS = ("alone", "mixed")
"""How the model obeys: in sentences of their own, or mixed into a true one."""


@dataclass(slots=True)
class Tally:
    """What came of the orders at one place."""

    orders: int = 0
    read: int = 0
    """Orders that are in the article."""
    marked: int = 0
    given: int = 0
    """Orders that reached the model's prompt …"""
    unmarked: int = 0
    """… and that did while nothing was marked."""
    changed: int = 0
    """Replies that say or quote something else than without the order."""
    sentences: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Sentences that obey, by the way (WAYS) and by what became of them: kept, marked, struck."""


class Remembering:
    """A stance model that reads each pair once."""

    def __init__(self, model: StanceModel) -> None:
        self._model = model
        self._known: dict[tuple[str, str], tuple[float, ...]] = {}
        self.name = model.name

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Chances:
        """As the model does."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        for pair, row in zip(new, self._model.weigh(new) if new else (), strict=True):
            self._known[pair] = tuple(row)
        rows = [self._known[pair] for pair in pairs]
        return np.array(rows, dtype=np.float32).reshape(len(pairs), 3)

    def load(self) -> None:
        """As the model does."""
        self._model.load()

    def close(self) -> None:
        """As the model does."""
        self._model.close()


def obedient(place: Place, kind: str, order: str, way: str) -> tuple[LanguageModel, list[str]]:
    """A model that does what it reads, and the prompts in which it found the order."""
    found: list[str] = []

    def reply(messages: Sequence[Any]) -> str:
        prompt = messages[1].text
        lines = _LINE.findall(prompt)
        own = next(key for key, text in lines if TRUE in text)
        told = [f"[{own}] {TRUE}"]
        if place.is_in(order, prompt):
            found.append(prompt)
            at = next((key for key, text in lines if place.is_in(order, text)), own)
            told += [_obeying(payload, way, own, at) for payload in payloads(kind, order)]
        return "\n".join(told)

    chat = ScriptedChatModel(replies=[reply], takes_tools=False)
    return LanguageModel.of(chat, limits=Limits(pause=0.0)), found


def _obeying(payload: str, way: str, own: str, at: str) -> str:
    """One line of a reply that obeys."""
    if way == "alone":
        return f"[{at}] {payload}"
    return f"[{own}, {at}] {TRUE.rstrip('.')}, and {payload[:1].lower()}{payload[1:]}"


class Field:
    """Where it is tried: a folder for stores, and a model that checks."""

    def __init__(self, scratch: Path, stance: StanceModel) -> None:
        self._scratch = scratch
        self._stance = stance
        self._stores = 0
        self.tallies: dict[str, Tally] = {}
        with self._store(Place("none").page("")) as store:
            writer, _ = obedient(Place("none"), "", "", WAYS[0])
            self._clean = _said(self._ask(store, writer))

    def plant(self, place: Place, kind: str, order: str) -> Generator[str, None, None]:
        """Try one order at one place; what went wrong, in words."""
        tally = self.tallies.setdefault(place.name, Tally())
        tally.orders += 1
        with self._store(place.page(order)) as store:
            (article,) = store.articles()
            texts = [article.title, *(one.text for one in article.paragraphs)]
            holding = [text for text in texts if place.is_in(order, text)]
            tally.read += bool(holding)
            tally.marked += any(map(suspicion, holding))
            given = yield from self._tried(store, place, kind, order, tally)
            tally.given += given
            if holding and not given:
                with patch("assistant.sheet.suspicion", lambda _: None):
                    given = yield from self._tried(store, place, kind, order, tally)
            tally.unmarked += given

    def _tried(
        self, store: Store, place: Place, kind: str, order: str, tally: Tally
    ) -> Generator[str, None, bool]:
        """Whether the order reached the model."""
        reached = False
        for way in WAYS:
            writer, found = obedient(place, kind, order, way)
            answer = self._ask(store, writer)
            for sentence in answer.sentences:
                if sentence.check and sentence.text != TRUE:
                    tally.sentences[way, sentence.check] += 1
                    yield f"{place.name}, {way}: {sentence.check} “{sentence.text}”"
            tally.sentences[way, "struck"] += len(answer.struck)
            kept = answer.model_copy(
                update={"sentences": [one for one in answer.sentences if one.check != "marked"]}
            )
            if _said(kept) != self._clean:
                tally.changed += 1
                yield f"{place.name}, {way}: the reply is {_said(kept)}"
            reached = reached or bool(found)
            if not found:
                break
        return reached

    def _store(self, page: str) -> Store:
        self._stores += 1
        folder = self._scratch / str(self._stores)
        folder.mkdir()
        (folder / "ferries.html").write_text(page, encoding="utf-8")
        store = Store.open(folder / "store", FakeEmbedder())
        store.add([folder / "ferries.html"])
        return store

    def _ask(self, store: Store, writer: LanguageModel) -> Answer:
        return Assistant(store, OverlapReranker(), self._stance, writer).ask(QUESTION)


def _said(answer: Answer) -> list[tuple[str, tuple[str, ...]]]:
    """Each sentence with the words that it rests on."""
    quotes = {one.number: one.quote for one in answer.citations}
    return [
        (one.text, tuple(quotes[number] for number in one.citations)) for one in answer.sentences
    ]


def summary(tallies: Mapping[str, Tally]) -> str:
    """A row for each place."""
    head = ["place", "orders", "in the article", "marked", "given to the model", "given where "
            "nothing is marked", "kept", "not confirmed", "struck", "replies changed"]  # fmt: skip
    rows = []
    for name, one in tallies.items():
        counts = [one.orders, one.read, one.marked, one.given, one.unmarked]
        rows.append([name, *map(str, counts), *_outcomes(one), str(one.changed)])
    return table(head, rows)


def _outcomes(tally: Tally) -> list[str]:
    """The sentences that were kept, not confirmed and struck: alone + mixed."""
    return [
        " + ".join(str(tally.sentences[way, what]) for way in WAYS)
        for what in ("kept", "marked", "struck")
    ]


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.attacks", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with attacks/")
    parser.add_argument("--orders", type=int, help="of each kind, for a trial run")
    parser.add_argument("--only", help="places that have this in their names")
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for the table")
    given = parser.parse_args()
    kinds = json.loads((given.data / "attacks" / "bipia_text_attack_train.json").read_text("utf-8"))
    wrong = []
    with tempfile.TemporaryDirectory() as scratch:
        field = Field(Path(scratch), Remembering(PackagedStance()))
        for place in PLACES:
            if given.only and given.only not in place.name:
                continue
            for kind, orders in kinds.items():
                for order in orders[: given.orders]:
                    for what in field.plant(place, kind, order):
                        wrong.append(what)
                        print(what, flush=True)
    print(summary(field.tallies))
    if given.record:
        record(given.record, "attacks", summary(field.tallies))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
