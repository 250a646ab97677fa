"""The two searches of an open store."""

from __future__ import annotations

from collections.abc import Callable

from index.changes import repair
from index.generations.open_parts import Parts
from index.generations.opening import derived_damaged
from index.search.vectors import VectorsDamaged
from index.strings.folding import folded
from index.types import Hit


class Search:
    """Safe to use from several threads. What it finds is of one generation: while it was searching,
    no one switched to another, whose chunks may differ, or be another model's."""

    def __init__(self, parts: Parts, *, read_only: bool) -> None:
        self._parts = parts
        self._read_only = read_only
        self._words_of = -1

    def dense(self, text: str, limit: int) -> list[Hit]:
        """The chunks nearest in meaning, best first, by cosine similarity. Raises StoreMismatch,
        ModelError, StoreDamaged."""
        return self._of_one_generation(lambda: self._dense(text, limit))

    def lexical(self, text: str, limit: int) -> list[Hit]:
        """The chunks that have the text's words, best first, by BM25."""
        return self._of_one_generation(lambda: self._lexical(text, limit))

    def _of_one_generation(self, search: Callable[[], list[Hit]]) -> list[Hit]:
        while True:
            generation = self._generation
            hits = search()
            if generation == self._generation:
                return hits

    @property
    def _generation(self) -> int:
        return self._parts.catalog.generation().number

    def _dense(self, text: str, limit: int) -> list[Hit]:
        generation = self._parts.catalog.generation()
        vector = self._parts.models.of(generation.model).embed([folded(text)])
        try:
            hits = self._parts.snapshots.nearest(vector, limit)
        except VectorsDamaged as error:
            if generation != self._parts.catalog.generation():
                return []  # these vectors may be another model's: search again
            if self._read_only:
                raise derived_damaged(self._parts.folder, "vectors", error) from error
            repair.mend(self._parts)
            hits = self._parts.snapshots.nearest(vector, limit)
        return self._active(hits)

    def _lexical(self, text: str, limit: int) -> list[Hit]:
        fulltext = self._parts.fulltext
        generation = self._generation
        if self._words_of != generation:
            fulltext.reload()
            self._words_of = generation
        ask = limit
        while True:
            hits = fulltext.search(text, ask)
            active = self._active(hits)
            if len(active) >= limit or len(hits) < ask:
                return active[:limit]
            ask *= 2  # leftovers of an interrupted change took up places

    def _active(self, hits: list[Hit]) -> list[Hit]:
        """Without the leftovers of an interrupted change."""
        active = self._parts.catalog.active([hit.key for hit in hits])
        return [hit for hit in hits if hit.key in active]
