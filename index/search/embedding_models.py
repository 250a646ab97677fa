"""The embedding models: the one that is wished, and the one that the index was made with."""

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
    raise ModelError("It is not known here.", subject=name, remedy="Use that model.")


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
                        f"It was made with the embedding model {name}, not with "
                        f"{self.wished.name}; and that one cannot be loaded: {error.happened}",
                        subject=str(self._folder),
                        remedy="Make that model available again, or rebuild the index with the "
                        "other one: onrecord rebuild",
                    ) from error
            return self._other
