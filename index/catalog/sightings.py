"""What each source was read as the last time, and which articles no source has any more."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.catalog import schema
from index.catalog.database import Database
from index.catalog.ledger import now
from index.types import Source


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article that the bytes of a source were read as; a file of many has one for each."""

    source: Source
    signature: str
    """Of the bytes, and of how they were read; empty: not all of them could be."""
    article_id: str
    """The article that says the same: the source's own, or another's that was there before."""
    content_hash: str
    document: str
    """Signature of the document among those of the source that it was read from."""
    is_own: bool
    """It is the document's own article, and not another's of the same text."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Where an article was seen before, and is not any more."""

    watched: str
    """The watched source that was looked at."""
    location: str
    """What of it the article was read from: the file, or the page."""


class Sightings:
    """A part of the catalog (`Catalog.sightings`); the same errors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Reading

    def last(self) -> dict[Source, list[Sighting]]:
        """The last ones of each source, one an article."""
        sightings: dict[Source, list[Sighting]] = {}
        for kind, location, signature, *article, is_own in self._database.read(
            schema.READ_SIGHTINGS
        ):
            source = Source(kind, location)
            article_id, content, document = article
            sighting = Sighting(source, signature, article_id, content, document, bool(is_own))
            sightings.setdefault(source, []).append(sighting)
        return sightings

    def gone(self) -> dict[str, str]:
        """By id of an article whose source does not have it any more: since when that is known, in
        words."""
        rows = self._database.read("SELECT article_id, noticed_at FROM gone")
        return {name: f"no longer at its source (noticed on {when[:10]})" for name, when in rows}

    def missed(self) -> dict[str, Missed]:
        """By id of an article that is gone: where it was missed."""
        rows = self._database.read("SELECT article_id, watched, location FROM gone")
        return {name: Missed(*told) for name, *told in rows}

    # Writing, under the write lock

    def note(
        self,
        seen: Mapping[Source, Sequence[Sighting]],
        missed: Mapping[str, Missed],
        vectors: str,
    ) -> dict[str, str]:
        """Keep what sources were read as, in place of what they were before, in one transaction
        with what follows from it: of the articles that were missed, those that no other source has
        are marked as gone, and those that are there again are not any more. That is a new
        generation. Returns the ids and titles of the articles that are marked now."""
        sightings = [one for each in seen.values() for one in each]
        places = [(source.kind, source.location) for source in seen]
        with self._database.transaction() as write:
            write.executemany("DELETE FROM sightings WHERE kind = ? AND location = ?", places)
            write.executemany(
                "INSERT OR REPLACE INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        one.source.kind, one.source.location, one.signature, one.article_id,
                        one.content_hash, one.document, int(one.is_own),
                    )
                    for one in sightings
                ],
            )  # fmt: skip
            gone = dict(write.execute(schema.UNSEEN, (json.dumps(list(missed)),)).fetchall())
            write.executemany(
                "INSERT INTO gone VALUES (?, ?, ?, ?)",
                [(name, now(), missed[name].watched, missed[name].location) for name in gone],
            )
            here = json.dumps([one.article_id for one in sightings])
            back = write.execute(
                "DELETE FROM gone WHERE article_id IN (SELECT value FROM json_each(?))", (here,)
            ).rowcount
            if gone or back:
                write.execute(schema.NEXT_GENERATION, (now(), vectors)).fetchall()
        return gone
