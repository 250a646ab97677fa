"""What the rules against orders in articles take for one in ordinary news: python -m
evaluation.language_models.false_alarms DATA [--show RULE] [--record FILE].

DATA holds `outlets/articles.jsonl.gz` and `realtimeqa_2024/articles.jsonl.gz`, one article a line
with its `text`, and `grounding/qags_cnndm.jsonl.gz`, sentences of summaries with their documents.
Sentences from body paragraphs are drawn at random, and each is read as if a model had written it
and cited its paragraph; from the summaries, the sentences that people found consistent are read as
if it had cited the document. `--show` prints what one rule objects to, for someone to read. Only
figures are recorded."""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.attribution.speech_acts import asserts
from assistant.attribution.statements import statements
from assistant.groundedness.wellformedness import unfit
from evaluation.language_models.grounding import rows as summarised
from evaluation.tables import record, table
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.text.prompt_injection import suspicion
from index.types import Article, Role

SENTENCES = {"outlets": 2_000, "realtimeqa_2024": 500}
"""How many are drawn from each set."""
_FROM = 400
"""How many articles of each set, drawn at random, they come from."""
_SEED = 11
_EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence from an article or a summary."""

    text: str
    told: str
    """The paragraph or the document that it comes from."""


RULES: Mapping[str, Callable[[Sample], str | None]] = {
    "states nothing": lambda one: None if asserts(one.text) else "it asks or orders",
    "isn't a statement in prose": lambda one: unfit(one.text, one.told),
    "its paragraph is marked": lambda one: suspicion(one.told),
}
"""Each says why a sentence is held back; None if it is not."""


def main() -> None:
    """Draw the sentences, print the table and, if asked, what one rule objects to."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.language_models.false_alarms", description=__doc__
    )
    parser.add_argument("data", type=Path, help="the folder that holds the sets")
    parser.add_argument("--show", choices=RULES, help="print what this rule holds against")
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for the table")
    given = parser.parse_args()
    drawn = {name: samples(given.data / name, most) for name, most in SENTENCES.items()}
    drawn["consistent summaries"] = summaries(given.data / "grounding" / "qags_cnndm.jsonl.gz")
    if given.show:
        for one in (one for of_set in drawn.values() for one in of_set):
            why = RULES[given.show](one)
            if why:
                print(f"{why} {one.text}")
    text = summary(drawn)
    print(text)
    if given.record:
        record(given.record, "false alarms", text)


def summary(drawn: Mapping[str, Sequence[Sample]]) -> str:
    """A row for each rule, and one for each of its reasons if it has several."""
    lines = []
    for name, rule in RULES.items():
        reasons = [
            Counter(_bare(why) for one in of_set if (why := rule(one))) for of_set in drawn.values()
        ]
        lines.append((name, [counted.total() for counted in reasons]))
        every = sorted(set().union(*reasons), key=lambda why: -reasons[0][why])
        if len(every) > 1:
            lines += [(f"… {why}", [counted[why] for counted in reasons]) for why in every]
    sizes = [len(of_set) for of_set in drawn.values()]
    rows = [
        [name, *(_share(many, size) for many, size in zip(counts, sizes, strict=True))]
        for name, counts in lines
    ]
    heads = [f"{name}: {size}" for name, size in zip(drawn, sizes, strict=True)]
    return table(["sentences of which the rules say that each", *heads], rows)


def _share(many: int, size: int) -> str:
    return f"{many} ({100 * many / size:.1f} %)"


def _bare(why: str) -> str:
    """A reason without the word that it is about."""
    return re.sub(r"“[^”]{0,1000}”", "“…”", why)


def summaries(file: Path) -> list[Sample]:
    """The sentences of summaries that people found consistent with their documents."""
    return [
        Sample(row.summary, row.document) for row in summarised(file, _EVERYTHING) if row.consistent
    ]


def samples(folder: Path, most: int) -> list[Sample]:
    """Sentences from body paragraphs, drawn at random from the articles of one set."""
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    with tempfile.TemporaryDirectory() as scratch:
        articles = list(_read(chance.sample(texts, min(_FROM, len(texts))), Path(scratch)))
    # A store returns its articles in no fixed order.
    found = sorted(
        (one for article in articles for one in _sentences(article)),
        key=lambda one: (one.told, one.text),
    )
    return chance.sample(found, min(most, len(found)))


def _read(texts: Sequence[str], scratch: Path) -> Iterator[Article]:
    """Texts as articles of a store."""
    (scratch / "articles").mkdir()
    for number, text in enumerate(texts):
        (scratch / "articles" / f"{number}.txt").write_text(text, encoding="utf-8")
    with Store.open(scratch / "store", FakeEmbedder()) as store:
        store.add([scratch / "articles"])
        yield from store.articles()


def _sentences(article: Article) -> Iterator[Sample]:
    for statement in statements(article):
        if statement.paragraph.role is Role.BODY:
            yield Sample(statement.text, statement.paragraph.text)


if __name__ == "__main__":
    main()
