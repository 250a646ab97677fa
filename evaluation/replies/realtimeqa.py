"""The RealTimeQA data set as articles and questions.

Kasai et al., "RealTime QA: What's the Answer Right Now?", NeurIPS 2023, arXiv:2207.13332: weekly
news quizzes with the articles that a search engine returned. A folder of it here has
`questions.jsonl` and `articles.jsonl.gz`. Its texts are other people's: measured, never kept."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from assistant.english.similarity import stems

_OUTLETS = {"cnn.com": "CNN", "usatoday.com": "USA Today", "theweek.co.uk": "The Week"}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a question offers, and which of them is right."""

    texts: tuple[str, ...]
    right: int


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """One question with its gold answer and the addresses of the articles found for it."""

    text: str
    gold: str
    articles: tuple[str, ...]
    choices: Choices
    without: Choices
    """The same with one choice, at times the right one, replaced by "None of the above", which
    comes last."""


def questions(folder: Path, most: int) -> list[QuizQuestion]:
    """The first `most` questions for which articles were found."""
    found: list[QuizQuestion] = []
    with (folder / "questions.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["articles"] and len(found) < most:
                choices = Choices(tuple(row["choices"]), row["answer"])
                found.append(
                    QuizQuestion(
                        text=row["question"],
                        gold=choices.texts[choices.right],
                        articles=tuple(row["articles"]),
                        choices=choices,
                        without=Choices(tuple(row["nota"]["choices"]), row["nota"]["answer"]),
                    )
                )
    return found


def load_articles(
    folder: Path, asked: Sequence[QuizQuestion], most: int
) -> dict[str, dict[str, str]]:
    """At most `most` articles by address, those of the questions first: each with title, text."""
    rows: dict[str, dict[str, str]] = {}
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["text"].strip():
                rows[row["url"]] = row
    wanted = dict.fromkeys(url for question in asked for url in question.articles if url in rows)
    chosen = [*wanted, *(url for url in rows if url not in wanted)][:most]
    return {url: rows[url] for url in chosen}


def write_articles(articles: Mapping[str, Mapping[str, str]], target: Path) -> None:
    """Write the articles as text files with header lines."""
    target.mkdir(parents=True, exist_ok=True)
    for number, (url, row) in enumerate(articles.items()):
        title = " ".join(row["title"].split())
        header = f"Title: {title}\nOutlet: {_outlet(url)}\nURL: {url}\n\n"
        (target / f"{number:05}.txt").write_text(header + row["text"], encoding="utf-8")


def answerable(question: QuizQuestion, articles: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether the gold answer's words (stems) are all in one of the question's articles. They may
    be there by chance; if they are not, the articles hardly answer."""
    gold = stems(question.gold)
    own = [articles[url] for url in question.articles if url in articles]
    return bool(gold) and any(gold <= stems(row["text"]) for row in own)


def _outlet(url: str) -> str:
    host = urlsplit(url).netloc.removeprefix("www.")
    return _OUTLETS.get(host, host)
