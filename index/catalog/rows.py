"""Between an article and its rows in the catalog."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from index.catalog import schema
from index.catalog.database import Transaction
from index.types import Article, Incomplete, Paragraph, Role, Source


def add_version(write: Transaction, article: Article, generation: int) -> None:
    """Write one version of an article and retire the one before it."""
    source = article.source
    write.execute(
        "INSERT OR IGNORE INTO articles VALUES (?, ?, ?)",
        (article.id, source.kind, source.location),
    )
    write.execute(
        "UPDATE versions SET until = ? WHERE article_id = ? AND until IS NULL",
        (generation, article.id),
    )
    write.execute(
        schema.ADD_VERSION,
        (
            article.id,
            article.version,
            article.title,
            article.outlet,
            json.dumps(article.authors, ensure_ascii=False),
            article.published,
            article.updated,
            article.url,
            article.language,
            int(article.machine_translated),
            article.partial,
            article.content_hash,
            generation,
        ),
    )
    write.executemany(
        "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?)",
        [
            (article.id, article.version, p.number, p.role, p.text, p.published)
            for p in article.paragraphs
        ],
    )


def article_of(version: Any, paragraphs: Sequence[Any]) -> Article:
    """From a row of READ_VERSION and rows of READ_PARAGRAPHS."""
    name, number, kind, location, title, outlet, authors, published, *rest = version
    updated, url, language, machine_translated, partial, hashed = rest
    return Article(
        id=name,
        version=number,
        source=Source(kind, location),
        title=title,
        outlet=outlet,
        authors=tuple(json.loads(authors)),
        published=published,
        updated=updated,
        url=url,
        language=language,
        machine_translated=bool(machine_translated),
        partial=Incomplete(partial) if partial else None,
        content_hash=hashed,
        paragraphs=tuple(Paragraph(row[1], row[3], Role(row[2]), row[4]) for row in paragraphs),
    )
