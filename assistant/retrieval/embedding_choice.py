"""The embedding model that ONRECORD_EMBEDDING names, and the one that an index was made with."""

from __future__ import annotations

from index.search.embedding import Embedder, MiniLmEmbedder

PACKAGED = "packaged"
"""The setting that means the model that is installed with Onrecord."""


def embedding_model(setting: str) -> Embedder:
    """The model that the setting names: "packaged", or a model from a hub or a folder. Raises
    ModelError."""
    if setting == PACKAGED:
        return MiniLmEmbedder()
    from index.search.hub_embedding import HubEmbedder  # noqa: PLC0415 - only when asked for

    return HubEmbedder(setting)


def named(name: str) -> Embedder:
    """The model with that name, as an index names it. Raises ModelError."""
    if name == MiniLmEmbedder.name:
        return MiniLmEmbedder()
    from index.search.hub_embedding import HubEmbedder  # noqa: PLC0415 - only when asked for

    return HubEmbedder.named(name)
