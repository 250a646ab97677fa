"""What a language model makes of the sentences that a verdict rests on, read strictly.

    Shown -model-> labels by key -read-> Opinion

It gets the sentences under keys that are drawn at random for each request, and labels each. After a
key that was not given, a sentence without a label or a word that isn't a label it gets one more
try; then it has no opinion. The label of the whole is the one that follows from its own labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.llm.client import Deadline, Unsuited
from assistant.llm.connect import LanguageModel
from assistant.llm.prompt_context import LONGEST, LONGEST_NAME, cost, keys, visible
from assistant.llm.structured_output import (
    Forms,
    Request,
    bound,
    conversation,
    in_form,
    whole_text,
)
from assistant.verdicts.types import Label, Stance
from index.strings.bounded_patterns import bounded
from index.text.prompt_injection import suspicion
from prompts import load

SCHEMA: dict[str, Any] = {
    "title": "opinion",
    "description": "What each sentence says of the claim, and what they come to.",
    "type": "object",
    "properties": {
        "evidence": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "key": {"type": "string", "description": "The key of the sentence."},
                    "label": {"type": "string", "enum": [one.value for one in Stance]},
                },
                "required": ["key", "label"],
                "additionalProperties": False,
            },
        },
        "claim": {"type": "string", "enum": [one.value for one in Label]},
    },
    "required": ["evidence", "claim"],
    "additionalProperties": False,
}
"""What a structured reply looks like."""
CALLS = 2
"""Requests for one opinion at most: for another form or for a correction, not both."""
_LINE = bounded(r"\s*(?:[-*•]\s*)?\[([^\[\]]{1,60})\]\W*(\w+)\W*")
_WHOLE = bounded(r"\W*claim\W+(\w+(?: \w+)*)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """One sentence that a model may be shown."""

    number: int
    """By which the caller knows it."""
    text: str
    around: str
    """The paragraph that it is in. If that addresses language models, the sentence is not shown."""
    source: str
    """Who says it, and where."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a model makes of a claim."""

    label: Label
    """What follows from its own labels."""
    stances: tuple[tuple[int, Stance], ...]
    """By the numbers of the sentences, those that it was shown."""
    called: Label
    """What it called the whole itself."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """A model's labels as they came; nothing in them is believed."""

    rows: tuple[tuple[str, str], ...]
    """Keys and labels."""
    whole: str

    @property
    def text(self) -> str:
        """In the plain form."""
        lines = [f"[{key}] {label}" for key, label in self.rows]
        return "\n".join([*lines, f"claim: {self.whole}"])


class OpinionAsker:
    """Asks one model for opinions. Safe to use from several threads."""

    def __init__(self, model: LanguageModel) -> None:
        self.model = model
        self._forms = Forms(model, SCHEMA)

    def ask(
        self, claim: str, shown: Sequence[Shown], deadline: Deadline, calls: int = CALLS
    ) -> Opinion | None:
        """The model's opinion, with at most so many calls; None where what it writes cannot be
        used. At least one of the sentences must be `showable`. Raises ChatModelError."""
        keyed = dict(zip(keys(), fitting(shown, self.model.limits.tokens), strict=False))
        # With a single call there is no second one for a model that does not follow a form.
        form = calls > 1 and self._forms.wanted
        refused = False
        again: tuple[str, ...] = ()
        for _ in range(calls):
            try:
                reply = self._asked(_prompt(claim, keyed, form=form), again, deadline, form=form)
            except Unsuited:
                refused, form = True, False
                continue
            if refused:
                self._forms.refused()
                refused = False
            found = _opinion(reply, keyed)
            if isinstance(found, Opinion):
                return found
            problems = "\n".join(f"- {one}" for one in found)
            again = (reply.text, load("opinion_again", problems=problems))
        return None

    def _asked(
        self, prompt: str, again: Sequence[str], deadline: Deadline, *, form: bool
    ) -> _Reply:
        request = Request(conversation(load("opinion_system"), prompt, *again), deadline)
        if not form:
            return _from_plain(whole_text(self.model, request))
        written: object = None
        for piece in in_form(self.model, SCHEMA, request):
            written = piece
            bound(self.model, len(str(written)))
        reply = _from_structured(written)
        self._forms.heeded()
        return reply


def showable(shown: Iterable[Shown]) -> list[Shown]:
    """Those that are not in a paragraph that addresses a language model
    (index/text/prompt_injection.py)."""
    return [one for one in shown if not suspicion(one.around) and not suspicion(one.text)]


def fitting(shown: Iterable[Shown], tokens: int) -> list[Shown]:
    """The showable ones, as many as fit into about so many tokens, at least one."""
    kept: list[Shown] = []
    used = 0
    for one in showable(shown):
        used += cost(_line("keys", one))
        if kept and used > tokens:
            break
        kept.append(one)
    return kept


def follows(stances: Iterable[Stance]) -> Label:
    """The label of a claim of whose sentences these are the stances."""
    said = set(stances)
    if {Stance.SUPPORTS, Stance.REFUTES} <= said:
        return Label.CONFLICTING
    if Stance.SUPPORTS in said:
        return Label.SUPPORTED
    return Label.REFUTED if Stance.REFUTES in said else Label.NOT_ENOUGH


def _prompt(claim: str, keyed: Mapping[str, Shown], *, form: bool) -> str:
    told = "\n".join(_line(key, one) for key, one in keyed.items())
    claim = visible(claim, LONGEST)
    if form:
        return load("opinion", claim=claim, sentences=told)
    return load("opinion_plain", claim=claim, sentences=told, example=next(iter(keyed)))


def _line(key: str, one: Shown) -> str:
    source = visible(one.source, LONGEST_NAME)
    return f"[{key}] {visible(one.text, LONGEST)}" + (f" ({source})" if source else "")


def _from_structured(written: object) -> _Reply:
    """Raises Unsuited if it doesn't have the form."""
    rows = written.get("evidence") if isinstance(written, Mapping) else None
    whole = written.get("claim") if isinstance(written, Mapping) else None
    if not isinstance(rows, list) or not isinstance(whole, str):
        raise Unsuited("The reply isn't in the form that was asked for.")
    told = []
    for row in rows:
        key, label = (row.get("key"), row.get("label")) if isinstance(row, Mapping) else (0, 0)
        if not isinstance(key, str) or not isinstance(label, str):
            raise Unsuited("The reply isn't in the form that was asked for.")
        told.append((key.strip(" []"), label))
    return _Reply(tuple(told), whole)


def _from_plain(written: str) -> _Reply:
    """Lines of another form are taken for talk."""
    rows: list[tuple[str, str]] = []
    whole = ""
    for line in written.splitlines():
        labelled, called = _LINE.fullmatch(line), _WHOLE.fullmatch(line)
        if labelled:
            rows.append((labelled[1].strip(), labelled[2].lower()))
        elif called:
            whole = called[1].lower().replace(" ", "_")
    return _Reply(tuple(rows), whole)


def _opinion(reply: _Reply, keyed: Mapping[str, Shown]) -> Opinion | list[str]:
    """What the reply says, or what is wrong with it, in sentences for the model."""
    stances, wholes = {one.value for one in Stance}, {one.value for one in Label}
    given = dict(reply.rows)
    problems = [f"No sentence has the key {key!r}." for key in given if key not in keyed]
    problems += [f"{label!r} isn't a label." for _, label in reply.rows if label not in stances]
    problems += [f"The sentence {key} has no label." for key in keyed if key not in given]
    problems += [f"The sentence {key} has two labels." for key in keyed if _twice(key, reply)]
    if reply.whole not in wholes:
        problems.append("The claim as a whole has none of the labels.")
    if problems:
        return problems
    read = tuple((one.number, Stance(given[key])) for key, one in keyed.items())
    return Opinion(follows(stance for _, stance in read), read, Label(reply.whole))


def _twice(key: str, reply: _Reply) -> bool:
    return len({label for other, label in reply.rows if other == key}) > 1
