"""Whether the check of written sentences catches summaries that their documents do not support.

    python -m evaluation.language_models.grounding ../shared/data/grounding --rows 100 --record
    docs/measurements/answers.md

A document becomes an article of short paragraphs. Each sentence of its summary is checked as a
model's would be (assistant/groundedness/check.py), citing the paragraphs that share most words with
it. A summary counts as consistent if every sentence is kept. Published figures have a threshold
that was chosen for the set, so there is a second figure with one: of the least margin (support less
contradiction) of a summary's sentences, chosen on one half of the rows, measured on the other."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.english.similarity import stems
from assistant.groundedness.check import CheckedSentence, Outcome, confirm
from assistant.groundedness.cited_sentence import CitedSentence
from assistant.llm.prompt_context import PromptParagraph
from assistant.nli.base import StanceModel
from assistant.nli.packaged import PackagedStance
from evaluation.tables import record, table
from index.text.sentences import sentences
from index.types import Article, Paragraph, Role, Source

SENTENCES = 3
"""Length of a paragraph into which a document is split."""
CITED = 4
"""Paragraphs that a sentence cites, at most."""
_NAME = "grounding"


@dataclass(frozen=True, slots=True)
class Row:
    """One summary, or one sentence of one, and whether people found it consistent."""

    document: str
    summary: str
    consistent: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A row and what happened to its sentences."""

    row: Row
    checked: tuple[CheckedSentence, ...]

    @property
    def kept(self) -> bool:
        """Every sentence is kept."""
        return all(one.outcome is Outcome.KEPT for one in self.checked)

    @property
    def margin(self) -> float:
        """The smallest difference of support and contradiction among the sentences; -1 if one
        cannot be kept whatever the document says."""
        return min(
            (one.support - one.refutes if one.support else -1.0 for one in self.checked),
            default=-1.0,
        )


def rows(file: Path, most: int) -> list[Row]:
    """At most so many rows of a file, spread evenly over it."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    step = max(1, len(read) // most)
    return [
        Row(
            str(one["document"]),
            str(one.get("summary") or one["sentence"]),
            str(one["consistent"]) == "1",
        )
        for one in read[::step][:most]
    ]


def article(document: str) -> Article:
    """A document as an article of short paragraphs."""
    parts = [line for line in document.splitlines() if line.strip()]
    texts = [text for part in parts for text in _paragraphs(part)]
    return Article(
        id=hashlib.sha256(document.encode()).hexdigest()[:12],
        version=1,
        source=Source("file", "document"),
        title="",
        outlet=None,
        authors=(),
        published=None,
        url=None,
        language="en",
        machine_translated=False,
        content_hash="",
        paragraphs=tuple(
            Paragraph(number, text, Role.BODY) for number, text in enumerate(texts, start=1)
        ),
    )


def _paragraphs(text: str) -> Iterator[str]:
    spans = sentences(text, "en")
    for start in range(0, len(spans), SENTENCES):
        some = spans[start : start + SENTENCES]
        yield text[some[0][0] : some[-1][1]]


def cited(sentence: str, whole: Article) -> CitedSentence:
    """A sentence with the paragraphs that share most words with it."""
    wanted = stems(sentence)
    ranked = sorted(whole.paragraphs, key=lambda one: len(wanted & stems(one.text)), reverse=True)
    sources = tuple(PromptParagraph(str(one.number), whole, one) for one in ranked[:CITED])
    return CitedSentence.of(sentence, sources)


def examine(row: Row, model: StanceModel) -> Seen:
    """Check every sentence of a row's summary."""
    whole = article(row.document)
    told = [row.summary[start:end] for start, end in sentences(row.summary, "en")]
    before = [None, *told]
    checked = (
        confirm(cited(one, whole), model, last) for one, last in zip(told, before, strict=False)
    )
    return Seen(row, tuple(checked))


def balanced_accuracy(seen: Sequence[Seen], kept: Callable[[Seen], bool]) -> float:
    """The mean of the shares of consistent and of inconsistent rows that were judged right."""
    shares = [
        sum(kept(one) is wanted for one in side) / len(side)
        for wanted in (True, False)
        if (side := [one for one in seen if one.row.consistent is wanted])
    ]
    return sum(shares) / max(1, len(shares))


def with_threshold(seen: Sequence[Seen]) -> float:
    """Balanced accuracy if a summary is kept from the margin that is best for the other half of the
    rows."""
    halves = seen[::2], seen[1::2]
    reached = [_above(_best(chosen), measured) for chosen, measured in (halves, halves[::-1])]
    return sum(reached) / len(reached)


def _best(seen: Sequence[Seen]) -> float:
    return max(sorted({one.margin for one in seen}), key=lambda level: _above(level, seen))


def _above(level: float, seen: Sequence[Seen]) -> float:
    return balanced_accuracy(seen, lambda one: one.margin >= level)


def _line(name: str, seen: Sequence[Seen]) -> list[str]:
    sides = {
        wanted: [one for one in seen if one.row.consistent is wanted] for wanted in (True, False)
    }
    every = [one for row in seen for one in row.checked]
    return [
        name,
        str(len(seen)),
        f"{100 * balanced_accuracy(seen, lambda one: one.kept):.1f}",
        f"{100 * with_threshold(seen):.1f}",
        f"{100 * sum(one.kept for one in sides[True]) / max(1, len(sides[True])):.0f} %",
        f"{100 * sum(not one.kept for one in sides[False]) / max(1, len(sides[False])):.0f} %",
        *(
            f"{100 * sum(one.outcome is outcome for one in every) / max(1, len(every)):.0f} %"
            for outcome in Outcome
        ),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and record it if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=100, help="of each file")
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for the table")
    parser.add_argument("--details", type=Path, help="write every sentence's support there")
    given = parser.parse_args(arguments)
    model = PackagedStance()
    lines: list[list[str]] = []
    details: list[str] = []
    for file in sorted(given.folder.glob("*.jsonl.gz")):
        name = file.name.removesuffix(".jsonl.gz")
        seen: list[Seen] = []
        for row in rows(file, given.rows):
            seen.append(examine(row, model))
            print(f"\r{name}: {len(seen)}", end="", file=sys.stderr)
        print(file=sys.stderr)
        lines.append(_line(name, seen))
        print(" ".join(lines[-1]), flush=True)
        details += [
            json.dumps(
                {
                    "set": name,
                    "consistent": one.row.consistent,
                    "checked": [
                        [each.outcome, round(each.support, 4), each.reason] for each in one.checked
                    ],
                }
            )
            for one in seen
        ]
    head = ["set", "summaries", "balanced accuracy", "with a threshold for the set"]
    head += ["consistent ones kept", "others caught"]
    told = table([*head, *(f"sentences {outcome}" for outcome in Outcome)], lines)
    if given.record:
        record(given.record, _NAME, told)
    if given.details:
        given.details.write_text("\n".join(details) + "\n", encoding="utf-8")
    model.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
