"""What a language model wrote, read strictly: sentences, each with the keys of its paragraphs and,
in a structured reply, the words that it rests on. Nothing in it is believed yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.groundedness.cited_sentence import CitedSentence, Span
from assistant.llm.client import Unsuited
from assistant.llm.prompt_context import PromptParagraph, Sheet
from index.strings.bounded_patterns import bounded
from index.strings.folding import legible
from index.text.sentences import sentences

SCHEMA: dict[str, Any] = {
    "title": "reply",
    "description": "The answer, in sentences that each rest on paragraphs that were given.",
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "description": "One sentence of the answer."},
                    "keys": {
                        "type": "array",
                        "items": {"type": "string"},
                        "description": "The keys of the paragraphs that say it.",
                    },
                    "quote": {
                        "type": "string",
                        "description": "The words of one of these paragraphs that say it, copied.",
                    },
                },
                "required": ["text", "keys", "quote"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}
"""What a structured reply looks like. No sentences: the paragraphs do not answer."""
MOST_SENTENCES = 8
"""What is written beyond them is left out."""
_MARKS = bounded(r"((?:\s*\[[^\[\]]{1,60}\])+(?:[.!?](?=\s|$))?)")
_MARK = re.compile(r"\[([^\[\]]{1,60})\]")
_OPEN_MARK = re.compile(r"\[[^\[\]]{0,60}\Z")
_NOTHING = bounded(r"\W*(?:none|not answered|no answer)\W*", re.IGNORECASE)
_LEADING = " :–—-"
_BULLET = bounded(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence as the model gave it."""

    text: str
    keys: tuple[str, ...]
    quote: str | None
    """The words that it says it rests on; None where it gives none, as in the plain form."""


class Uncited(Exception):
    """A sentence that cannot stand, whatever it says; the message says why, for the reader and for
    the model that gets another try."""


def from_structured(reply: object, *, partial: bool = False) -> tuple[DraftSentence, ...]:
    """The sentences of a structured reply; of one that is still being written (`partial`), those
    that have begun. Raises Unsuited where it is no such reply."""
    rows = reply.get("sentences") if isinstance(reply, Mapping) else None
    if partial:
        rows = rows if isinstance(rows, list) else []
        return tuple(_row(one) for one in rows[:MOST_SENTENCES] if isinstance(one, Mapping))
    whole = isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows)
    if not whole or not all(map(_is_whole, rows or [])):
        raise Unsuited("The reply isn't in the form that was asked for.")
    return tuple(_row(one) for one in (rows or [])[:MOST_SENTENCES])


def _is_whole(row: Mapping[str, Any]) -> bool:
    keys = row.get("keys")
    return (
        isinstance(row.get("text"), str)
        and isinstance(keys, list)
        and all(isinstance(key, str) for key in keys)
        and isinstance(row.get("quote"), str)
    )


def _row(row: Mapping[str, Any]) -> DraftSentence:
    keys = row.get("keys")
    quote = row.get("quote")
    return DraftSentence(
        text=_bare(str(row.get("text") or "")),
        keys=tuple(str(key).strip(" []") for key in keys) if isinstance(keys, list) else (),
        quote=(quote.strip() or None) if isinstance(quote, str) else None,
    )


def from_plain(reply: str, *, partial: bool = False) -> tuple[DraftSentence, ...]:
    """The sentences of a reply in plain text. A line begins with the "[key]" marks of what it says,
    or has them after each sentence. `partial`: it is still being written, perhaps in a mark."""
    if partial:
        reply = _OPEN_MARK.sub("", reply)
    if _NOTHING.fullmatch(reply):
        return ()
    written = [one for line in _BULLET.sub("", reply).splitlines() for one in _line(line)]
    return tuple(written)[:MOST_SENTENCES]


def _line(line: str) -> Iterator[DraftSentence]:
    """The marks stand before or after their sentences throughout a line."""
    first, *rest = _MARKS.split(line)
    if not first.strip():
        for marks, told in zip(rest[::2], rest[1::2], strict=True):
            yield from (DraftSentence(one, _keys(marks), None) for one in _split(told))
        return
    for told, marks in zip([first, *rest[1::2]], [*rest[::2], ""], strict=True):
        *before, last = _split(told) or [""]
        yield from (DraftSentence(one, (), None) for one in before)
        if last:
            yield DraftSentence(last, _keys(marks), None)


def _keys(marks: str) -> tuple[str, ...]:
    return tuple(key.strip() for mark in _MARK.findall(marks) for key in mark.split(","))


def _split(text: str) -> list[str]:
    """The sentences of a text that has letters in it."""
    lines = [" ".join(line.split()).lstrip(_LEADING) for line in text.splitlines()]
    return [
        line[start:end]
        for line in lines
        for start, end in sentences(line, "en")
        if any(sign.isalnum() for sign in line[start:end])
    ]


def _bare(text: str) -> str:
    """A sentence without marks in it, which a reader would take for citations."""
    return " ".join(_MARK.sub("", text).split())


def resolved(sentence: DraftSentence, sheet: Sheet) -> CitedSentence:
    """A sentence with the paragraphs that its keys name. Raises Uncited."""
    if not sentence.keys:
        raise Uncited("It doesn't name a paragraph that supports it.")
    sources = [sheet.source(key) for key in dict.fromkeys(sentence.keys)]
    known = tuple(source for source in sources if source is not None)
    if len(known) < len(sources):
        raise Uncited("It names a paragraph that it wasn't given.")
    if sentence.quote is None:
        return CitedSentence.of(sentence.text, known)
    spans = (span for source in known if (span := _find(sentence.quote, source)))
    span = next(spans, None)
    if span is None:
        raise Uncited("The words it copies as support aren't in its paragraph.")
    return CitedSentence.of(sentence.text, known, span)


def _find(quote: str, source: PromptParagraph) -> Span | None:
    """A quote in a paragraph; how its words are spaced does not matter, and characters that the
    model was shown in another form (assistant/llm/prompt_context.py) count as that."""
    parts = [re.escape(part) for part in legible(quote).split()]
    if not parts or not any(sign.isalnum() for sign in quote):
        return None
    # One by one, so that each letter of what was shown has its place in the paragraph.
    shown = [legible(character) for character in source.paragraph.text]
    match = re.search(r"\s+".join(parts), "".join(shown))
    if not match:
        return None
    places = [place for place, letters in enumerate(shown) for _ in letters]
    return Span(source, places[match.start()], places[match.end() - 1] + 1)
