"""What an open store is made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.catalog import Catalog
from index.embed import Embedder
from index.fulltext import FullText
from index.limits import FetchLimits
from index.models import Models
from index.snapshots import Snapshots


@dataclass(frozen=True, slots=True)
class Parts:
    """The truth (catalog) and what is derived from it (snapshots of vectors, full text)."""

    folder: Path
    models: Models
    catalog: Catalog
    snapshots: Snapshots
    fulltext: FullText
    fetching: FetchLimits
    """What fetching from the web is held to."""

    @property
    def embedder(self) -> Embedder:
        """The model that the committed generation was made with. Raises StoreMismatch."""
        return self.models.of(self.catalog.generation().model)
