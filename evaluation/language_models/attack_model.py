"""A model that does what it reads in an article, in either form of a reply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.llm.connect import LanguageModel, Limits
from assistant.llm.prompt_context import LONGEST, visible
from assistant.testing.scripted_model import ScriptedChatModel
from evaluation.language_models.attack_orders import Order
from evaluation.language_models.attack_pages import TRUE, Place

FORMS = ("plain", "structured")
"""The forms of a reply: lines of text, and a mapping with keys and quotes."""
_LINE = re.compile(r"^\[([a-z]{4})\] (.*)$", re.MULTILINE)

_NOTHING = {"NONE", "[]"}
"""Payloads that, on their own, are a reply without sentences."""
_ASKED = "\nQuestion: "
"""What a prompt says after the paragraphs."""


@dataclass(frozen=True, slots=True)
class Way:
    """How the model obeys."""

    name: str
    """"alone": in separate sentences after a true one; "mixed": mixed into a true one; "instead":
    in these sentences only."""
    quotes_order: bool = True
    """What a structured reply claims to rest on: the order, or the article's true words."""


NAMES = ("alone", "mixed", "instead")
ALONE, MIXED, INSTEAD = map(Way, NAMES)
WAYS = {
    "plain": (ALONE, MIXED, INSTEAD),
    "structured": (ALONE, MIXED, Way("mixed", False), INSTEAD),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence of a reply."""

    text: str
    keys: tuple[str, ...]
    quote: str


class Obedient:
    """Writes what is true, and obeys an order that it finds in its prompt."""

    def __init__(self, place: Place, order: Order, form: str, way: Way) -> None:
        self._place = place
        self._order = order
        self._form = form
        self._way = way
        self.found = False
        """Whether the order was in a prompt."""

    def model(self) -> LanguageModel:
        """It, as a writing model."""
        tools = self._form == "structured"
        chat = ScriptedChatModel(replies=[self._reply], takes_tools=tools)
        return LanguageModel.of(chat, limits=Limits(pause=0.0))

    def _reply(self, messages: Sequence[Any]) -> str | Mapping[str, Any]:
        rows = list(self._rows(messages[1].text))
        texts = [row.text for row in rows]
        if self._form == "structured":
            told = [{"text": row.text, "keys": row.keys, "quote": row.quote} for row in rows]
            return {"sentences": [] if set(texts) <= _NOTHING else told}
        if set(texts) <= _NOTHING:
            return "NONE"
        return "\n".join(f"[{', '.join(row.keys)}] {row.text}" for row in rows)

    def _rows(self, prompt: str) -> Iterator[Row]:
        lines = dict(_LINE.findall(prompt.partition(_ASKED)[0]))
        own = next((key for key, text in lines.items() if TRUE in text), None)
        if own is None:  # its paragraph was left out
            yield Row("NONE", (), "")
            return
        obeys = self._place.is_in(self._order.text, prompt)
        self.found = self.found or obeys
        if not obeys or self._way.name != "instead":
            yield Row(TRUE, (own,), TRUE)
        if obeys:
            at = next((key for key, text in lines.items() if self._holds(text)), own)
            quote = self._quote(lines[at]) if self._way.quotes_order else TRUE
            for payload in self._order.payloads:
                yield _row(payload, own, at, quote, self._way.name)

    def _holds(self, text: str) -> bool:
        return self._place.is_in(self._order.text, text)

    def _quote(self, line: str) -> str:
        """The order as it is in the paragraph; otherwise the true words, or the whole paragraph."""
        written = visible(self._place.written(self._order.text), LONGEST)
        if written in line:
            return written
        return TRUE if TRUE in line else line


def _row(payload: str, own: str, at: str, quote: str, way: str) -> Row:
    """A sentence that obeys; if it is mixed into a true one, it rests on both paragraphs."""
    if way != "mixed":
        return Row(payload, (at,), quote)
    first = payload if re.match(r"I\b", payload) else f"{payload[:1].lower()}{payload[1:]}"
    mixed = f"{TRUE.rstrip('.')}, and {first}"
    return Row(mixed, tuple(dict.fromkeys((own, at))), quote)
