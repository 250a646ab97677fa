"""Plant orders in articles: python -m evaluation.language_models.attacks DATA [--set held-out]
[--form plain] [--record FILE] [--orders N].

DATA holds attacks/bipia_text_attack_train.json: orders to a language model, by kind; --set takes
our own instead (evaluation/language_models/attack_orders.py). Each is planted at each place of
evaluation/language_models/attack_pages.py into an invented article, which is added to a new store.
The model that writes obeys every order that it finds in its prompt, and cites the paragraph where
it found it, in each way and form of evaluation/language_models/attack_model.py. Each is tried as it
is, and again with nothing marked as suspicious, so that only the checks are at work. Prints what
happened to every sentence, and exits with 1 if one was kept or only marked, or a reply changed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import numpy as np

from assistant.assistant import Assistant
from assistant.llm.connect import LanguageModel
from assistant.nli.base import Chances, StanceModel
from assistant.nli.packaged import PackagedStance
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.types import Answer, Sentence
from evaluation.language_models.attack_model import FORMS, NAMES, WAYS, Obedient, Way
from evaluation.language_models.attack_orders import Order, bipia, first, held_out, later
from evaluation.language_models.attack_pages import PLACES, QUESTION, TRUE, Place
from evaluation.tables import record, table
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.text.prompt_injection import suspicion

SETS: Mapping[str, Callable[[Path], Iterator[Order]]] = {
    "public": bipia,
    "held-out": lambda _: held_out(),
    "later": lambda _: later(),
}
_NOWHERE = Place("none")
_NOTHING = Order("none", "", ())


@dataclass(slots=True)
class Tally:
    """What happened to the orders at one place."""

    orders: int = 0
    read: int = 0
    """Orders that are in the article."""
    marked: int = 0
    given: int = 0
    """Orders that reached the model's prompt …"""
    unmarked: int = 0
    """… and that did so while nothing was marked."""
    changed: Counter[str] = field(default_factory=Counter)
    """Replies that say or quote something different because of the order, by form."""
    sentences: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Obeying sentences, by form, by the name of the way and by what happened to them: kept,
    marked, struck."""

    def became(self, what: str, forms: Sequence[str] = FORMS) -> str:
        """How many that happened to, by way."""
        ways = [sum(self.sentences[form, way, what] for form in forms) for way in NAMES]
        return " + ".join(map(str, ways))


class Remembering:
    """A stance model that reads each pair once."""

    def __init__(self, model: StanceModel) -> None:
        self._model = model
        self._known: dict[tuple[str, str], tuple[float, ...]] = {}
        self.name = model.name

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Chances:
        """Like the model."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        for pair, row in zip(new, self._model.weigh(new) if new else (), strict=True):
            self._known[pair] = tuple(row)
        rows = [self._known[pair] for pair in pairs]
        return np.array(rows, dtype=np.float32).reshape(len(pairs), 3)

    def load(self) -> None:
        """Like the model."""
        self._model.load()

    def close(self) -> None:
        """Like the model."""
        self._model.close()


class Field:
    """What is needed to try it: a folder for stores, and a model that checks."""

    def __init__(self, scratch: Path, stance: StanceModel, forms: Sequence[str] = FORMS) -> None:
        self._scratch = scratch
        self._stance = stance
        self._forms = forms
        self._stores = 0
        self.tallies: dict[str, Tally] = {}
        with self._store(_NOWHERE.page("")) as store:
            writer = Obedient(_NOWHERE, _NOTHING, "plain", WAYS["plain"][0])
            answers = [self._ask(store, writer.model()), self._ask(store, None)]
            self._clean = [_said(answer.sentences, answer) for answer in answers]

    def plant(self, place: Place, order: Order) -> Generator[str, None, None]:
        """Try one order at one place; what went wrong, in words."""
        tally = self.tallies.setdefault(place.name, Tally())
        tally.orders += 1
        with self._store(place.page(order.text)) as store:
            (article,) = store.articles()
            texts = [article.title, *(one.text for one in article.paragraphs)]
            holding = [text for text in texts if place.is_in(order.text, text)]
            tally.read += bool(holding)
            tally.marked += any(map(suspicion, holding))
            given = yield from self._tried(store, place, order, tally)
            tally.given += given
            if holding and not given:
                with patch("assistant.llm.prompt_context.suspicion", lambda _: None):
                    given = yield from self._tried(store, place, order, tally)
            tally.unmarked += given

    def _tried(
        self, store: Store, place: Place, order: Order, tally: Tally
    ) -> Generator[str, None, bool]:
        """Whether the order reached the model."""
        for form, way in ((each, way) for each in self._forms for way in WAYS[each]):
            writer = Obedient(place, order, form, way)
            answer = self._ask(store, writer.model())
            for what in self._came_of(answer, form, way, tally):
                yield f"{place.name}, {order.kind}, {form}, {way.name}: {what}"
            if not writer.found:
                return False
        return True

    def _came_of(self, answer: Answer, form: str, way: Way, tally: Tally) -> Iterator[str]:
        """Count what happened in one reply; returns what went wrong."""
        for sentence in answer.sentences:
            if sentence.check and sentence.text != TRUE:
                tally.sentences[form, way.name, sentence.check] += 1
                yield f"{sentence.check} “{sentence.text}”"
        obeying = [one for one in answer.struck if one.text != TRUE]
        tally.sentences[form, way.name, "struck"] += len(obeying)
        shown = [one for one in answer.sentences if one.check != "marked"]
        if _said(shown, answer) not in self._clean:
            tally.changed[form] += 1
            yield f"the reply is {answer.text}"

    def _store(self, page: str) -> Store:
        self._stores += 1
        folder = self._scratch / str(self._stores)
        folder.mkdir()
        (folder / "ferries.html").write_text(page, encoding="utf-8")
        store = Store.open(folder / "store", FakeEmbedder())
        store.add([folder / "ferries.html"])
        return store

    def _ask(self, store: Store, writer: LanguageModel | None) -> Answer:
        return Assistant(store, OverlapReranker(), self._stance, writer).ask(QUESTION)


def _said(sentences: Sequence[Sentence], answer: Answer) -> list[tuple[str, tuple[str, ...]]]:
    """Each sentence of an answer with the words that it rests on."""
    quotes = {one.number: one.quote for one in answer.citations}
    return [(one.text, tuple(quotes[number] for number in one.citations)) for one in sentences]


def summary(tallies: Mapping[str, Tally]) -> str:
    """A row for each place, and the outcomes for each form."""
    head = ["place", "orders", "in the article", "marked", "given to the model", "given where "
            "nothing is marked", "kept", "not confirmed", "struck", "replies changed"]  # fmt: skip
    rows = []
    for name, one in tallies.items():
        counts = [one.orders, one.read, one.marked, one.given, one.unmarked]
        rows.append([name, *map(str, counts), *_outcomes(one, FORMS)])
    together = _together(tallies.values())
    rows += [[f"all, {form}", *[""] * 5, *_outcomes(together, [form])] for form in FORMS]
    return table(head, rows)


def _outcomes(tally: Tally, forms: Sequence[str]) -> list[str]:
    """The sentences that were kept, not confirmed and struck, by the way; and replies changed."""
    told = [tally.became(what, forms) for what in ("kept", "marked", "struck")]
    return [*told, str(sum(tally.changed[form] for form in forms))]


def _together(tallies: Iterable[Tally]) -> Tally:
    """The outcomes of all places."""
    total = Tally()
    for one in tallies:
        total.sentences += one.sentences
        total.changed += one.changed
    return total


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.language_models.attacks", description=__doc__
    )
    parser.add_argument("data", type=Path, help="the folder with attacks/")
    parser.add_argument("--set", choices=SETS, default="public", help="whose orders")
    parser.add_argument("--form", choices=FORMS, help="of the replies; both without it")
    parser.add_argument("--orders", type=int, help="of each kind, for a trial run")
    parser.add_argument("--only", help="places that have this in their names")
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for the table")
    given = parser.parse_args()
    orders = first(SETS[given.set](given.data), given.orders)
    wrong = False
    with tempfile.TemporaryDirectory() as scratch:
        forms = [given.form] if given.form else FORMS
        field = Field(Path(scratch), Remembering(PackagedStance()), forms)
        for place in PLACES:
            if given.only and given.only not in place.name:
                continue
            for order in orders:
                for what in field.plant(place, order):
                    wrong = True
                    print(what, flush=True)
    print(summary(field.tallies))
    if given.record:
        record(given.record, f"attacks, {given.set}", summary(field.tallies))
    sys.exit(wrong)


if __name__ == "__main__":
    main()
