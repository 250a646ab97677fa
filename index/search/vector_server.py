"""Search by meaning in a Chroma server (`chroma run`): the seam to its client.

A server holds collections of many stores; each knows its own by their names."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.errors import SettingError, VectorServerError
from index.search.embedding import Matrix
from index.search.vectors import GRAPH
from index.types import Hit, ProgressCallback

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection as ChromaCollection

SECONDS = 60.0
"""For one request."""
BATCH = 1000
"""Vectors that are sent together, at most."""


class ChromaServer:
    """A server, connected to when it is first needed. Safe to use from several threads. All methods
    raise VectorServerError."""

    def __init__(self, url: str, token: str = "") -> None:
        """token: sent as a bearer token, if the server is behind something that asks for one.
        Raises SettingError if the URL isn't that of a server."""
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError:
            port = -1
        if parts.scheme not in ("http", "https") or not parts.hostname or port == -1:
            raise SettingError(
                "This isn't the address of a Chroma server.",
                subject=url,
                remedy="Write it as http://HOST:PORT, for instance http://127.0.0.1:8000.",
            )
        self._url = url
        self._host, self._ssl = parts.hostname, parts.scheme == "https"
        self._port = port or (443 if self._ssl else 8000)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._lock = threading.Lock()
        self._client: ClientAPI | None = None

    def names(self, prefix: str) -> list[str]:
        """The collections whose names begin like this."""
        with self._in_words():
            found: list[str] = []
            while page := self._connected().list_collections(limit=1000, offset=len(found)):
                found += [each.name for each in page]
        return [name for name in found if name.startswith(prefix)]

    def count(self, name: str) -> int | None:
        """How many vectors a collection has; None if there is no such collection."""
        with self._in_words():
            collection = self._collection(name)
            return None if collection is None else collection.count()

    def keys(self, name: str) -> set[str]:
        """The keys of a collection's vectors; none if there is no such collection."""
        with self._in_words():
            collection = self._collection(name)
            return set(collection.get(include=[])["ids"]) if collection else set()

    def nearest(self, name: str, vector: Matrix, limit: int) -> list[Hit] | None:
        """The nearest keys to one vector (1, dimensions), with their cosine similarities; None if
        there is no such collection."""
        from chromadb.errors import ChromaError  # noqa: PLC0415  takes a second

        with self._in_words():
            collection = self._collection(name)
            if collection is None:
                return None
            try:
                found = collection.query(
                    query_embeddings=vector, n_results=limit, include=["distances"]
                )
            except ChromaError:
                # While a collection is dropped, the server says in several ways that it lacks parts
                # of it.
                if self._collection(name) is None:
                    return None
                raise
        distances = found["distances"] or [[]]
        return [
            Hit(key, 1.0 - distance)
            for key, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def write(
        self,
        name: str,
        keys: Sequence[str],
        embeddings: Callable[[Sequence[str]], Matrix],
        progress: ProgressCallback,
    ) -> None:
        """Add vectors to a collection, which is made if there is none."""
        with self._in_words():
            client = self._connected()
            collection = client.get_or_create_collection(
                name, configuration={"hnsw": GRAPH}, embedding_function=None
            )
            size = min(BATCH, client.get_max_batch_size())
            for start in range(0, len(keys), size):
                batch = list(keys[start : start + size])
                collection.upsert(ids=batch, embeddings=embeddings(batch))
                progress("sending vectors", start + len(batch), len(keys))

    def delete(self, name: str, keys: Collection[str]) -> None:
        """Delete vectors of a collection."""
        every = list(keys)
        with self._in_words():
            collection = self._collection(name)
            for start in range(0, len(every), BATCH):
                if collection:
                    collection.delete(ids=every[start : start + BATCH])

    def drop(self, name: str) -> None:
        """Delete a collection; it need not be there."""
        from chromadb.errors import NotFoundError  # noqa: PLC0415  takes a second

        with self._in_words():
            try:
                self._connected().delete_collection(name)
            except NotFoundError:
                return

    def _collection(self, name: str) -> ChromaCollection | None:
        from chromadb.errors import NotFoundError  # noqa: PLC0415  takes a second

        try:
            return self._connected().get_collection(name, embedding_function=None)
        except NotFoundError:
            return None

    def _connected(self) -> ClientAPI:
        import chromadb  # noqa: PLC0415  takes a second
        from chromadb.config import Settings  # noqa: PLC0415

        with self._lock:
            if self._client is None:
                client = chromadb.HttpClient(
                    self._host,
                    self._port,
                    self._ssl,
                    headers=self._headers,
                    settings=Settings(anonymized_telemetry=False),
                )
                # Chroma's client waits for ever, and has no setting for it.
                session: Any = getattr(client, "_server")._session  # noqa: B009
                session.timeout = SECONDS
                self._client = client
            return self._client

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Turn the client's errors into VectorServerError."""
        import httpx  # noqa: PLC0415  takes time
        from chromadb.errors import ChromaError  # noqa: PLC0415  takes a second

        try:
            yield
        except httpx.TimeoutException as error:
            raise self._error(f"It did not answer within {SECONDS:.0f} seconds.") from error
        except (httpx.HTTPError, ChromaError, ValueError, KeyError) as error:
            told = " ".join(str(error).split())[:300] or type(error).__name__
            raise self._error(f"It cannot be used ({told}).") from error

    def _error(self, happened: str) -> VectorServerError:
        return VectorServerError(
            happened,
            subject=f"the Chroma server at {self._url}",
            remedy="Check that it is running (chroma run) and is the version that Onrecord uses, "
            "or unset ONRECORD_CHROMA_URL to keep the vectors in the store's folder.",
        )
