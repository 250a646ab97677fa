"""Marking an article as retracted, and taking that back. It stays searchable."""

from __future__ import annotations

from index import disk
from index.errors import SettingError
from index.generations.open_parts import Parts
from index.lock import writing

LONGEST_NOTE = 500
"""Characters."""


def retract(parts: Parts, article_id: str, note: str) -> None:
    """Mark an article as retracted. Raises ArticleNotFound, SettingError, StoreLocked,
    StoreReadOnly, StoreFull."""
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise SettingError(
            f"The note has {len(note)} characters.",
            subject="note",
            remedy=f"Use at most {LONGEST_NOTE} characters.",
        )
    with writing(parts.folder), disk.in_words(parts.folder):
        parts.catalog.latest(article_id)
        parts.catalog.ledger.retract(article_id, note, parts.catalog.generation().vectors)


def unretract(parts: Parts, article_id: str) -> None:
    """Take that back, where it was retracted. The same errors."""
    with writing(parts.folder), disk.in_words(parts.folder):
        parts.catalog.latest(article_id)
        if article_id in parts.catalog.ledger.retractions():
            parts.catalog.ledger.unretract(article_id, parts.catalog.generation().vectors)
