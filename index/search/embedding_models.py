"""The embedding models: the one that is wanted, and the one that the index was made with."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from index.errors import ModelError, StoreMismatch
from index.search.embedding import Embedder

Load = Callable[[str], Embedder]
"""The embedding model with a name. Raises ModelError if there is none."""


def no_other(name: str) -> Embedder:
    """A Load that knows no model."""
    raise ModelError(
        "This embedding model isn't available here.",
        subject=name,
        remedy="Open the store with that model.",
    )


class Models:
    """The models of one store. Safe to use from several threads."""

    def __init__(self, folder: Path, wished: Embedder, load: Load) -> None:
        """`wished`: what a new store and a rebuild are made with. `load`: returns the others, as a
        generation names them; another process may switch to one at any time."""
        self.wished = wished
        self._folder = folder
        self._load = load
        self._lock = threading.Lock()
        self._other: Embedder | None = None

    def of(self, name: str) -> Embedder:
        """The model with that name. Raises StoreMismatch if it cannot be loaded."""
        if name == self.wished.name:
            return self.wished
        with self._lock:
            if self._other is None or self._other.name != name:
                try:
                    self._other = self._load(name)
                except ModelError as error:
                    raise StoreMismatch(
                        f"It was made with the embedding model {name}, which cannot be loaded: "
                        f"{error.happened}",
                        subject=str(self._folder),
                        remedy="Make that model available again, or switch to "
                        f"{self.wished.name}: onrecord rebuild",
                    ) from error
            return self._other
