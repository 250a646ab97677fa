"""How well the article of a web page is found: python -m evaluation.indexing.extraction DATA.

DATA holds `extraction/`: the pages and the gold text of scrapinghub's article-extraction-benchmark.
Counted as there: runs of four words, each page's share of right ones among those found (precision)
and among those wanted (recall), averaged over the pages; F1 is computed from the two averages. The
pages go through the same process as in an add, so that a hang or a crash would show."""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluation.tables import record, table
from index.errors import OnrecordError
from index.files.discovery import FoundFile
from index.files.documents import documents
from index.files.skipped import Skip
from index.parsing.parser import Parser
from index.reading.article_reader import read
from index.reading.contents import Document
from index.types import NO_OVERRIDES, Article, Failure, Source

LENGTH = 4
"""Words of a shingle."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one page."""

    wanted: str
    """The gold text."""
    found: str
    """Its paragraphs as the format marks them; empty if it could not be read."""
    article: Article | None
    error: OnrecordError | None
    seconds: float


def main() -> None:
    """Read all pages and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.indexing.extraction", description=__doc__
    )
    parser.add_argument("data", type=Path, help="the folder that holds extraction/")
    parser.add_argument("--record", type=Path, help="a Markdown file with marks for the table")
    given = parser.parse_args()
    outcomes = list(_read_all(given.data / "extraction"))
    text = _summary(outcomes)
    print(text)
    for outcome in outcomes:
        if outcome.error:
            print(outcome.error)
    if given.record:
        record(given.record, "extraction", text)


def _read_all(folder: Path) -> Iterator[Outcome]:
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    with TemporaryDirectory() as scratch, Parser() as parser:
        page = Path(scratch, "page.html").resolve()
        for name, about in gold.items():
            page.write_bytes(gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()))
            started = time.perf_counter()
            (item,) = documents(FoundFile(Source("file", f"{name}.html"), page, page.name), parser)
            assert not isinstance(item, Skip), "a page isn't an archive"
            seconds = time.perf_counter() - started
            yield _outcome(about.get("articleBody", ""), item, seconds)


def _outcome(wanted: str, item: Document | Failure, seconds: float) -> Outcome:
    if isinstance(item, Failure):
        return Outcome(wanted, "", None, item.error, seconds)
    try:
        return Outcome(wanted, item.text, read(item, NO_OVERRIDES), None, seconds)
    except OnrecordError as error:
        return Outcome(wanted, item.text, None, error, seconds)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words in a text, with how often each occurs; a shorter text is one run."""
    words = _WORD.findall(text)
    runs = (tuple(words[at : at + LENGTH]) for at in range(max(1, len(words) - LENGTH + 1)))
    return Counter(run for run in runs if run)


def precision_and_recall(wanted: str, found: str) -> tuple[float | None, float | None]:
    """For one page; None if nothing was found, or wanted."""
    gold, given = shingles(wanted), shingles(found)
    right = (gold & given).total()
    precision = right / given.total() if given else None
    return precision, right / gold.total() if gold else None


def _is_name(article: Article) -> bool:
    """Whether the title is only the name of the file."""
    return article.title == Path(article.source.location).stem


def _summary(outcomes: list[Outcome]) -> str:
    scores = [precision_and_recall(one.wanted, one.found) for one in outcomes]
    precision = statistics.mean(one for one, _ in scores if one is not None)
    recall = statistics.mean(one for _, one in scores if one is not None)
    articles = [one.article for one in outcomes if one.article]
    seconds = sorted(one.seconds for one in outcomes)

    def share(count: int) -> str:
        return f"{count} of {len(outcomes)} ({count / len(outcomes):.0%})"

    rows = [
        ("precision", f"{precision:.3f}"),
        ("recall", f"{recall:.3f}"),
        ("F1", f"{2 * precision * recall / (precision + recall):.3f}"),
        ("pages read", share(len(articles))),
        ("with a title of its own", share(sum(not _is_name(a) for a in articles))),
        ("with a date", share(sum(a.published is not None for a in articles))),
        ("with an outlet", share(sum(a.outlet is not None for a in articles))),
        ("with authors", share(sum(bool(a.authors) for a in articles))),
        ("with an address", share(sum(a.url is not None for a in articles))),
        ("a page, median", f"{statistics.median(seconds):.2f} s"),
        ("slowest page", f"{seconds[-1]:.1f} s"),
    ]
    return table(("what", "measured"), rows)


if __name__ == "__main__":
    main()
