"""Whether a reply to an ambiguous question shows every answer that its documents give.

    python -m evaluation.replies.ramdocs ../shared/data/conflicts/ramdocs_a.jsonl

RAMDocs (Wang et al., "Retrieval-Augmented Generation with Conflicting Evidence", arXiv:2504.13079):
a question with documents that are right in different ways, that misinform, or that are noise. Each
question gets its own store, with its documents as articles of different outlets. The even rows were
looked at when the rules were made; `--half odd` asks only the others. With a language model if the
environment names one (ONRECORD_MODEL), otherwise without. `--record FILE` writes the table between
that file's marks as well."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.english.similarity import stems
from assistant.llm.connect import LanguageModel
from assistant.nli.packaged import PackagedStance
from assistant.retrieval.reranker import PackagedReranker
from assistant.settings import settings
from assistant.types import Answer
from evaluation.tables import record, table
from index.search.embedding import MiniLmEmbedder
from index.store import Store


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A question, its documents, and the answers that they rightly and wrongly give."""

    question: str
    documents: tuple[str, ...]
    right: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reply showed."""

    asked: Ambiguous
    right: int
    wrong: int
    """How many of the answers have all their words in one of its sentences."""
    abstained: bool
    disagreement: bool


HALVES = {"even": slice(0, None, 2), "odd": slice(1, None, 2)}
"""Rows of the file, which count from 0."""


def read(file: Path, most: int, half: str | None = None) -> list[Ambiguous]:
    """At most so many questions, spread evenly over the file or a half of it."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    rows = rows[HALVES[half]] if half else rows
    step = max(1, len(rows) // most)
    return [
        Ambiguous(
            row["question"],
            tuple(document["text"] for document in row["documents"]),
            tuple(row["gold_answers"]),
            tuple(row["wrong_answers"]),
        )
        for row in rows[::step][:most]
    ]


class Desk:
    """The models, loaded once, and a new store for every question."""

    def __init__(self, model: LanguageModel | None) -> None:
        self._model = model
        self._embedder = MiniLmEmbedder()
        self._reranker = PackagedReranker()
        self._stance = PackagedStance()

    def ask(self, asked: Ambiguous) -> Outcome:
        """One question of its own documents."""
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            for number, text in enumerate(asked.documents, start=1):
                title = " ".join(text.split()[:6])
                written = f"Title: {title}\nOutlet: Outlet {number}\n\n{text}\n"
                (folder / f"{number}.txt").write_text(written, encoding="utf-8")
            with Store.open(folder / "store", self._embedder) as store:
                store.add([folder / f"{n}.txt" for n in range(1, len(asked.documents) + 1)])
                desk = Assistant(store, self._reranker, self._stance, self._model)
                return _outcome(asked, desk.ask(asked.question))


def _outcome(asked: Ambiguous, answer: Answer) -> Outcome:
    told = [stems(sentence.text) for sentence in answer.sentences]
    return Outcome(
        asked,
        right=sum(_shown(one, told) for one in asked.right),
        wrong=sum(_shown(one, told) for one in asked.wrong),
        abstained=answer.abstained,
        disagreement=answer.disagreement,
    )


def _shown(answer: str, told: Sequence[frozenset[str]]) -> bool:
    wanted = stems(answer)
    return bool(wanted) and any(wanted <= one for one in told)


def figures(seen: Sequence[Outcome]) -> Iterator[list[str]]:
    """The rows of the table."""
    answered = [one for one in seen if not one.abstained]
    several = [one for one in answered if len(one.asked.right) > 1]
    misled = [one for one in seen if one.wrong]
    yield ["questions", str(len(seen))]
    yield ["abstained", _share(len(seen) - len(answered), len(seen))]
    right = sum(len(one.asked.right) for one in seen)
    yield ["right answers shown, of all", _share(sum(one.right for one in seen), right)]
    every = sum(one.right == len(one.asked.right) for one in answered)
    yield ["replies that show every right answer", _share(every, len(answered))]
    more = sum(one.right > 1 for one in several)
    yield ["replies that show more than one, where there are several", _share(more, len(several))]
    yield ["replies that show a wrong answer", _share(len(misled), len(seen))]
    beside = sum(one.right > 0 for one in misled)
    yield ["of these, with a right one beside it", _share(beside, len(misled))]
    flagged = sum(one.disagreement for one in misled)
    yield ["of these, shown as a disagreement", _share(flagged, len(misled))]
    others = [one for one in answered if not one.wrong]
    alarms = sum(one.disagreement for one in others)
    told = "replies without a wrong answer that are shown as a disagreement"
    yield [told, f"{alarms} of {len(others)}"]


def _share(some: int, every: int) -> str:
    return f"{100 * some / max(1, every):.0f} %"


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask everything and print the table."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.replies.ramdocs")
    parser.add_argument("file", type=Path)
    parser.add_argument("--questions", type=int, default=250)
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--record", type=Path)
    given = parser.parse_args(arguments)
    model = settings().language_model()
    desk = Desk(model)
    seen: list[Outcome] = []
    for asked in read(given.file, given.questions, given.half):
        seen.append(desk.ask(asked))
        print(f"\r{len(seen)}", end="", file=sys.stderr, flush=True)
    named = f"with {model.name}" if model else "without a model"
    told = table([named, "measured"], list(figures(seen)))
    print(f"\n{told}")
    if given.record:
        mark = " ".join(["ramdocs", *([given.half] if given.half else [])])
        record(given.record, f"{mark} with a model" if model else mark, told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
