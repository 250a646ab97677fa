"""What an open store is made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.catalog import Catalog
from index.embed import Embedder
from index.fulltext import FullText
from index.limits import FetchLimits
from index.snapshots import Snapshots


@dataclass(frozen=True, slots=True)
class Parts:
    """The truth (catalog) and what is derived from it (snapshots of vectors, full text)."""

    folder: Path
    embedder: Embedder
    catalog: Catalog
    snapshots: Snapshots
    fulltext: FullText
    fetching: FetchLimits
    """What fetching from the web is held to."""
