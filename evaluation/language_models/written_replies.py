"""What happens to the sentences that a language model writes.

    ONRECORD_MODEL=openai:smollm2 ONRECORD_MODEL_URL=http://127.0.0.1:8181/v1 \\
        python -m evaluation.language_models.written_replies ../shared/data/realtimeqa_2023 --store
        FOLDER \\ --questions 100 --sentences FILE --record docs/measurements/answers.md

Asks a quiz's questions of a store with its articles, with the model that the environment names. The
file of sentences is for reading by hand: each with what was decided and the words it cites."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.english.similarity import stems
from assistant.events import Done, Partial, Progress
from assistant.settings import settings
from assistant.types import Answer
from evaluation.replies.quiz_store import library
from evaluation.replies.realtimeqa import questions
from evaluation.tables import record, table

_NAME = "written"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its outcome."""

    question: str
    answer: Answer
    first_words: float | None
    """Seconds from the last step before writing to the first word; None if none was written."""
    seconds: float
    has_gold: bool
    """The gold answer's words are in the quoted or written sentences."""


def ask(desk: Assistant, question: str, gold: str) -> Asked:
    """One question, timed."""
    started = time.perf_counter()
    searched, first = started, None
    for event in desk.steps(question):
        match event:
            case Progress():
                searched = time.perf_counter()
            case Partial(writing) if first is None and writing.sentences:
                first = time.perf_counter() - searched
            case Done(reply):
                answer = reply
    told = " ".join(sentence.text for sentence in answer.sentences)
    wanted = stems(gold)
    has_gold = bool(wanted) and wanted <= stems(told)
    return Asked(question, answer, first, time.perf_counter() - started, has_gold)


def figures(asked: Sequence[Asked]) -> Iterator[list[str]]:
    """The rows of the table."""
    written = [one for one in asked if one.answer.written_by != "quotes" or one.answer.struck]
    outcomes = Counter(_outcomes(asked))
    total = max(1, sum(outcomes.values()))
    yield ["questions", str(len(asked))]
    yield ["abstained", _share(asked, lambda one: one.answer.abstained)]
    yield ["answered in the model's words", _share(asked, _in_words)]
    yield ["answered by quotes: nothing that it wrote was confirmed", _share(asked, _fell)]
    yield ["answered by quotes: the model failed", _share(asked, _failed)]
    yield ["sentences written", str(sum(outcomes.values()))]
    for outcome in ("kept", "marked", "struck"):
        share = 100 * outcomes[outcome] / total
        yield [f"sentences {outcome}", f"{outcomes[outcome]} ({share:.0f} %)"]
    yield ["replies with the gold answer's words", _share(asked, lambda one: one.has_gold)]
    seconds = [one.seconds for one in written] or [0.0]
    first = [one.first_words for one in written if one.first_words is not None] or [0.0]
    yield ["seconds to a written reply, median", f"{statistics.median(seconds):.1f}"]
    yield ["seconds to its first word, median", f"{statistics.median(first):.1f}"]


def _outcomes(asked: Sequence[Asked]) -> Iterator[str]:
    for one in asked:
        yield from (sentence.check for sentence in one.answer.sentences if sentence.check)
        yield from ("struck" for _ in one.answer.struck)


def _in_words(one: Asked) -> bool:
    return not one.answer.abstained and one.answer.written_by != "quotes"


def _fell(one: Asked) -> bool:
    return one.answer.written_by == "quotes" and bool(one.answer.struck)


def _failed(one: Asked) -> bool:
    without = any("uses quotes instead" in notice for notice in one.answer.notices)
    return without and not one.answer.struck and not one.answer.abstained


def _share(asked: Sequence[Asked], rule: Callable[[Asked], bool]) -> str:
    return f"{100 * sum(map(rule, asked)) / max(1, len(asked)):.0f} %"


def sentences(asked: Sequence[Asked]) -> Iterator[dict[str, object]]:
    """Every written sentence with what was decided."""
    for one in asked:
        quotes = {each.number: each.quote for each in one.answer.citations}
        for sentence in one.answer.sentences:
            if sentence.check:
                yield {
                    "question": one.question,
                    "outcome": sentence.check,
                    "text": sentence.text,
                    "support": sentence.support,
                    "sources": [quotes[number] for number in sentence.citations],
                    "word_of": sentence.speaker,
                }
        for struck in one.answer.struck:
            yield {
                "question": one.question,
                "outcome": "struck",
                "text": struck.text,
                "reason": struck.reason,
            }


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print the table, and write the requested files."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.language_models.written_replies")
    parser.add_argument("quiz", type=Path)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--record", type=Path)
    given = parser.parse_args(arguments)
    model = settings().language_model()
    if model is None:
        parser.error("ONRECORD_MODEL names no model")
    with library(given.quiz, given.store, given.articles):
        pass
    asked: list[Asked] = []
    with Assistant.open(given.store) as desk:
        desk.warm()
        for one in questions(given.quiz, given.questions):
            asked.append(ask(desk, one.text, one.gold))
            print(f"\r{len(asked)} of {given.questions}", end="", file=sys.stderr, flush=True)
            if given.sentences:
                lines = [json.dumps(row, ensure_ascii=False) for row in sentences(asked)]
                given.sentences.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = table([f"with {model.name}", "measured"], list(figures(asked)))
    print(f"\n{told}")
    if given.record:
        record(given.record, _NAME, told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
