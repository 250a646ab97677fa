"""A store with the articles of a quiz, made once and used again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evaluation.batched_models import report
from evaluation.replies.realtimeqa import QuizQuestion, load_articles, questions, write_articles
from index.search.embedding import MiniLmEmbedder
from index.store import Store

EVERYTHING = 1_000_000


@contextmanager
def library(
    quiz: Path, folder: Path, most: int
) -> Iterator[tuple[Store, list[QuizQuestion], dict[str, dict[str, str]]]]:
    """An open store with at most `most` articles, those of the quiz's first questions, as `python
    -m evaluation` makes it; all questions for which articles were found; the articles by address.

    The store stays in `folder`, and the articles' files beside it."""
    asked = questions(quiz, EVERYTHING)
    articles = load_articles(quiz, asked, most)
    texts = folder.with_name(f"{folder.name}-articles")
    write_articles(articles, texts)
    with Store.open(folder, MiniLmEmbedder()) as store:
        outcome = store.add([texts], progress=report)
        for failure in outcome.failed:
            print(f"{failure.source}: {failure.error}", file=sys.stderr)
        yield store, asked, articles
