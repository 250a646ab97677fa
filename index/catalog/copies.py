"""Which articles and paragraphs print the same text, found when they are added.

A text's wording (index/text/fingerprints.py) is equal where the same words are printed. Wordings
that are nearly equal and tell nothing else (index/text/near_duplicates.py) are kept as pairs.
Groups are not kept: of three texts the first and the last may differ too much, whoever stands
between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.catalog import schema
from index.catalog.database import Database, Transaction
from index.reading.publication_order import moment
from index.reports import CarriedParagraph, Carrier, CopyOf
from index.text.fingerprints import Fingerprint, fingerprint, overlap, words
from index.text.near_duplicates import alike
from index.types import Article, ProgressCallback, Role

FEWEST_WORDS = 12
"""Of a paragraph that is compared: shorter ones repeat by chance."""
COPY_OVERLAP = 0.7
"""Overlap (Jaccard's index of shingles) from which two texts may be copies. Measured:
docs/decisions/0016-copies-are-found-when-they-are-added.md."""
SAME_ARTICLE = 0.5
"""Share of the shorter article's words, in paragraphs that the other prints too, from which one
carries the other's text."""
_WHOLE = 0
"""In place of a paragraph's number: all of the article's compared paragraphs together."""
_CANDIDATES = 50
"""Wordings that one is compared with, those first that share most bands."""
_GROUP = 50
"""Articles between two reports of progress."""


@dataclass(frozen=True, slots=True)
class _Printed:
    """A text of an article that is compared: a paragraph, or all of them."""

    number: int
    text: str
    words: int


class Copies:
    """A part of the catalog (`Catalog.copies`); the same errors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_article(self, article_id: str) -> list[Carrier]:
        """The articles that print most of the same text, this one among them, the first publisher
        first; empty where it is the only one."""
        rows = self._database.read(schema.COPIES_OF_ARTICLE, article_id, SAME_ARTICLE)
        carriers = first_published(rows) if len(rows) > 1 else []
        return [Carrier(one.article_id, one.title, one.outlet, one.published) for one in carriers]

    def of_paragraphs(
        self, article_id: str, first: int, last: int
    ) -> dict[int, list[CarriedParagraph]]:
        """By the numbers of those of an article's paragraphs that other articles print too: who
        does, as `of_article`, each with the number that the paragraph has there."""
        rows = self._database.read(schema.COPIES_OF_PARAGRAPHS, article_id, first, last)
        rows_by_number: dict[int, list[Any]] = {}
        for number, *row in rows:
            rows_by_number.setdefault(number, []).append(row)
        return {
            number: first_published(rows)
            for number, rows in rows_by_number.items()
            if len({row[0] for row in rows}) > 1
        }

    def added(self, added: Sequence[tuple[str, str]]) -> tuple[CopyOf, ...]:
        """Those of the articles just added, as (id, title), whose text is that of an article which
        was there before them, or came with them and is the first publisher's."""
        new, copies = {name for name, _ in added}, []
        for name, title in added:
            carriers = self.of_article(name)
            others = [one for one in carriers if one.article_id != name]
            is_first = bool(carriers) and carriers[0].article_id == name
            if others and not (is_first and all(one.article_id in new for one in others)):
                copies.append(CopyOf(name, title, others[0]))
        return tuple(copies)


def forget(write: Transaction, article_ids: Collection[str]) -> None:
    """Take articles' texts out of what is compared, while the catalog still has their paragraphs.
    Fingerprints that no other article has are erased."""
    gone: list[Fingerprint] = []
    for name in article_ids:
        gone += map(_mark, _current(write, name))
    write.executemany("DELETE FROM printed WHERE article_id = ?", [(name,) for name in article_ids])
    for mark in gone:
        if write.execute("SELECT 1 FROM printed WHERE wording = ?", (mark.wording,)).fetchone():
            continue
        for band in mark.bands:
            write.execute("DELETE FROM bands WHERE band = ? AND wording = ?", (band, mark.wording))
        write.execute(
            "DELETE FROM alike WHERE other = ?1"
            " AND wording IN (SELECT other FROM alike WHERE wording = ?1)",
            (mark.wording,),
        )
        write.execute("DELETE FROM alike WHERE wording = ?", (mark.wording,))


def note(write: Transaction, articles: Sequence[Article], progress: ProgressCallback) -> None:
    """Compare new versions of articles, which the catalog has already, with all others and with
    each other. Costs what they have, not what the store has."""
    for done, article in enumerate(articles):
        if done % _GROUP == 0:
            progress("looking for copies", done, len(articles))
        for printed in _compared(article):
            mark = _mark(printed)
            row = (mark.wording, article.id, printed.number, printed.words)
            write.execute("INSERT INTO printed VALUES (?, ?, ?, ?)", row)
            seen = (mark.bands[0], mark.wording)
            known = write.execute("SELECT 1 FROM bands WHERE band = ? AND wording = ?", seen)
            if not known.fetchone():
                _enter(write, printed, mark)


def _enter(write: Transaction, printed: _Printed, mark: Fingerprint) -> None:
    """Keep a wording that is new, with those that are nearly the same."""
    candidates = write.execute(schema.SHARE_BANDS, (*mark.bands, _CANDIDATES)).fetchall()
    for (other,) in candidates:
        text = _text_of(write, other)
        if text and _same(printed, text):
            pairs = [(mark.wording, other), (other, mark.wording)]
            write.executemany("INSERT OR IGNORE INTO alike VALUES (?, ?)", pairs)
    rows = [(band, mark.wording) for band in mark.bands]
    write.executemany("INSERT INTO bands VALUES (?, ?)", rows)


def _same(printed: _Printed, other: str) -> bool:
    if overlap(printed.text, other) < COPY_OVERLAP:
        return False
    # An article carries another's text even where it puts a number right.
    return printed.number == _WHOLE or alike(printed.text, other)


def _text_of(write: Transaction, wording: int) -> str | None:
    """The text of the first that prints it."""
    sql = "SELECT article_id, number FROM printed WHERE wording = ? LIMIT 1"
    row = write.execute(sql, (wording,)).fetchone()
    if row is None:
        return None
    name, number = row
    if number == _WHOLE:
        return _current(write, name)[0].text
    return str(write.execute(schema.CURRENT_PARAGRAPH, (name, number)).fetchone()[0])


def _current(write: Transaction, article_id: str) -> list[_Printed]:
    """What is compared of the version that is searched."""
    rows = write.execute(schema.CURRENT_BODY, (article_id, Role.BODY)).fetchall()
    return list(_long_enough(rows))


def _compared(article: Article) -> list[_Printed]:
    body = [(p.number, p.text) for p in article.paragraphs if p.role is Role.BODY]
    return list(_long_enough(body))


def _long_enough(body: Iterable[tuple[int, str]]) -> Iterator[_Printed]:
    """The paragraphs that are long enough, and before them the whole that they are."""
    counted = [(number, text, len(words(text))) for number, text in body]
    long = [_Printed(*each) for each in counted if each[2] >= FEWEST_WORDS]
    if long:
        whole = "\n".join(one.text for one in long)
        yield _Printed(_WHOLE, whole, sum(one.words for one in long))
        yield from long


def _mark(printed: _Printed) -> Fingerprint:
    """Its fingerprint. An article of one paragraph is another kind of text than it."""
    return fingerprint(printed.text, "article" if printed.number == _WHOLE else "paragraph")


def first_published(rows: Iterable[Any]) -> list[CarriedParagraph]:
    """The carriers of rows of schema.COPIES_OF_ARTICLE, once each: by their dates, then by when
    they were added."""
    carriers: dict[str, CarriedParagraph] = {}
    for row in sorted(rows, key=lambda row: (moment(row[4]), row[-1], row[0], row[5])):
        name, version, title, outlet, published, paragraph, _ = row
        carried = CarriedParagraph(name, title, outlet, published, version, paragraph)
        carriers.setdefault(name, carried)
    return list(carriers.values())
