"""What an open store is made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.catalog.catalog import Catalog
from index.generations.snapshots import Snapshots
from index.search.embedding import Embedder
from index.search.embedding_models import Models
from index.search.fulltext import FullText
from index.web.limits import FetchLimits


@dataclass(frozen=True, slots=True)
class Parts:
    """The authority (catalog) and what is derived from it (snapshots of vectors, full text)."""

    folder: Path
    models: Models
    catalog: Catalog
    snapshots: Snapshots
    fulltext: FullText
    fetching: FetchLimits
    """The limits on fetching from the web."""

    @property
    def embedder(self) -> Embedder:
        """The model that the committed generation was made with. Raises StoreMismatch."""
        return self.models.of(self.catalog.generation().model)
