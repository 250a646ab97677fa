"""Whether the check of written sentences keeps what a good model writes, and nothing else.

    python -m evaluation.language_models.writings [FILE] [--record docs/measurements/answers.md]

FILE (default: evaluation/language_models/writings.jsonl, over the articles in samples/) has a line
for each sentence: the article, the openings of the paragraphs that it cites, its text, and a false
variant of it with the kind of mistake. Each is checked as a model's sentence is
(assistant/groundedness/check.py)."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.groundedness.check import Outcome, confirm
from assistant.groundedness.cited_sentence import CitedSentence
from assistant.llm.prompt_context import PromptParagraph
from assistant.nli.base import StanceModel
from assistant.nli.packaged import PackagedStance
from evaluation.tables import record, table
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.types import Article

FILE = Path(__file__).with_name("writings.jsonl")
ARTICLES = Path(__file__).parents[2] / "samples" / "articles"
AS_A_WORD = "kept, as someone's word"
OUTCOMES = (Outcome.KEPT.value, AS_A_WORD, Outcome.MARKED.value, Outcome.STRUCK.value)
TRUE = "true"
"""The kind of a sentence that its paragraphs say."""


@dataclass(frozen=True, slots=True)
class Writing:
    """One sentence as a model might write it."""

    text: str
    kind: str
    """TRUE, or the kind of mistake."""
    sources: tuple[PromptParagraph, ...]


def read(file: Path, articles: Path) -> list[Writing]:
    """All sentences of a file, each true one followed by its false variant."""
    with tempfile.TemporaryDirectory() as scratch, Store.open(scratch, FakeEmbedder()) as store:
        store.add([articles])
        known = {Path(one.source.location).name: one for one in store.articles()}
    found: list[Writing] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sources = tuple(_cited(known[row["article"]], opening) for opening in row["rests_on"])
        found.append(Writing(row["text"], TRUE, sources))
        found.append(Writing(row["false"]["text"], row["false"]["kind"], sources))
    return found


def _cited(article: Article, opening: str) -> PromptParagraph:
    found = (one for one in article.paragraphs if one.text.startswith(opening))
    paragraph = next(found, None)
    if paragraph is None:
        raise ValueError(f"No paragraph of “{article.title}” begins with “{opening}”.")
    return PromptParagraph(str(paragraph.number), article, paragraph)


def outcomes(writings: Sequence[Writing], model: StanceModel) -> Iterator[tuple[Writing, str]]:
    """What happens to each, one of OUTCOMES."""
    for one in writings:
        found = confirm(CitedSentence.of(one.text, one.sources), model)
        yield one, AS_A_WORD if found.speaker else found.outcome.value


def figures(checked: Sequence[tuple[Writing, str]]) -> Iterator[list[str]]:
    """A row for the true sentences, one for each kind of mistake, one for all mistakes."""
    kinds = sorted({one.kind for one, _ in checked} - {TRUE})
    for name, chosen in ((TRUE, {TRUE}), *((kind, {kind}) for kind in kinds), ("false", {*kinds})):
        counts = Counter(outcome for one, outcome in checked if one.kind in chosen)
        total = max(1, counts.total())
        shares = (f"{counts[each]} ({100 * counts[each] / total:.0f} %)" for each in OUTCOMES)
        yield [name, str(counts.total()), *shares]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and what was decided wrongly."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.language_models.writings")
    parser.add_argument("file", type=Path, nargs="?", default=FILE)
    parser.add_argument("--articles", type=Path, default=ARTICLES)
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for the table")
    given = parser.parse_args(arguments)
    model = PackagedStance()
    checked = list(outcomes(read(given.file, given.articles), model))
    model.close()
    for one, outcome in checked:
        wanted = Outcome.KEPT if one.kind == TRUE else Outcome.STRUCK
        if outcome not in {wanted.value, Outcome.MARKED.value}:
            print(f"{one.kind}, {outcome}: {one.text}", file=sys.stderr)
    told = table(["sentences", "how many", *OUTCOMES], list(figures(checked)))
    print(told)
    if given.record:
        record(given.record, "writings", told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
