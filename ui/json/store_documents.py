"""The JSON documents of the commands that keep the index, and of an article's versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from index.reports import Archived, RebuildReport, RemovalReport, Restored, Version
from index.text.differences import Difference
from index.types import ArticleDetails
from ui.json.documents import AboutJson, NameJson, about, names


class MeantJson(TypedDict):
    """remove --dry-run, or where nothing is meant"""

    kind: Literal["meant"]
    generation: int
    articles: list[AboutJson]


class RemovalsJson(TypedDict):
    """remove"""

    kind: Literal["removals"]
    generation: int
    removed: list[NameJson]
    purged: bool
    """Nothing of their text is left in the store's files; false: it is hidden, and overwritten when
    the store is opened the next time."""
    freed: int
    """Bytes."""
    seconds: float


class VersionJson(TypedDict):
    version: int
    title: str
    seen: str
    """When it was added: ISO 8601, UTC."""
    generation: int
    current: bool
    """It is the one that is searched."""


class PieceJson(TypedDict):
    kind: Literal["same", "added", "removed"]
    text: str


class DifferenceJson(TypedDict):
    kind: Literal["added", "removed", "changed"]
    older: int | None
    """Number of the paragraph in the older version; null where it was added."""
    newer: int | None
    """Its number in the newer version; null where it was removed."""
    pieces: list[PieceJson]


class ChangesJson(TypedDict):
    older: int
    """The version before."""
    newer: int
    differences: list[DifferenceJson]


class VersionsJson(TypedDict):
    """show --versions"""

    kind: Literal["versions"]
    article: str
    versions: list[VersionJson]
    changes: list[ChangesJson]
    """From each version to the next."""


class RetractionJson(AboutJson):
    """retract"""

    kind: Literal["retraction"]


class ArchiveJson(TypedDict):
    """export"""

    kind: Literal["archive"]
    file: str
    bytes: int
    sha256: str
    articles: int
    generation: int


class ImportJson(TypedDict):
    """import"""

    kind: Literal["import"]
    generation: int
    articles: int
    replaced: int
    """Articles that the store held before."""
    embedded: int
    """Chunks whose embedding the archive lacked."""
    seconds: float


class RebuildJson(TypedDict):
    """rebuild"""

    kind: Literal["rebuild"]
    generation: int
    model: str
    """Name of the embedding model that the index is made with now."""
    articles: int
    chunks: int
    """Passages of different texts: `embedded` and `reused` together."""
    embedded: int
    reused: int
    """Passages whose embedding was there already."""
    freed: int
    """Bytes that the index before took."""
    seconds: float


class AbandonedJson(TypedDict):
    """rebuild --abandon"""

    kind: Literal["abandoned rebuild"]
    freed: int
    """Bytes."""


def meant(articles: Sequence[ArticleDetails], generation: int) -> MeantJson:
    return MeantJson(
        kind="meant", generation=generation, articles=[about(article) for article in articles]
    )


def removed(done: RemovalReport) -> RemovalsJson:
    return RemovalsJson(
        kind="removals",
        generation=done.generation,
        removed=names(done.removed),
        purged=done.is_purged,
        freed=done.freed,
        seconds=round(done.seconds, 3),
    )


def versions(
    article_id: str,
    found: Sequence[Version],
    changes: Sequence[tuple[int, int, Sequence[Difference]]],
) -> VersionsJson:
    """`changes`: numbers of the older and the newer version, and what is different."""
    return VersionsJson(
        kind="versions",
        article=article_id,
        versions=[
            VersionJson(
                version=one.number,
                title=one.title,
                seen=one.seen,
                generation=one.generation,
                current=one.is_current,
            )
            for one in found
        ],
        changes=[
            ChangesJson(older=older, newer=newer, differences=[_difference(one) for one in told])
            for older, newer, told in changes
        ],
    )


def _difference(one: Difference) -> DifferenceJson:
    return DifferenceJson(
        kind=one.kind.value,  # type: ignore[typeddict-item]
        older=one.older,
        newer=one.newer,
        pieces=[
            PieceJson(kind=piece.kind.value, text=piece.text)  # type: ignore[typeddict-item]
            for piece in one.pieces
        ],
    )


def archived(done: Archived) -> ArchiveJson:
    return ArchiveJson(
        kind="archive",
        file=done.file,
        bytes=done.size,
        sha256=done.sha256,
        articles=done.articles,
        generation=done.generation,
    )


def restored(done: Restored) -> ImportJson:
    return ImportJson(
        kind="import",
        generation=done.generation,
        articles=done.articles,
        replaced=done.replaced,
        embedded=done.embedded,
        seconds=round(done.seconds, 3),
    )


def retraction(article: ArticleDetails) -> RetractionJson:
    return RetractionJson(kind="retraction", **about(article))


def rebuilt(done: RebuildReport) -> RebuildJson:
    return RebuildJson(
        kind="rebuild",
        generation=done.generation,
        model=done.model,
        articles=done.articles,
        chunks=done.chunks,
        embedded=done.embedded,
        reused=done.reused,
        freed=done.freed,
        seconds=round(done.seconds, 3),
    )


def abandoned(freed: int) -> AbandonedJson:
    return AbandonedJson(kind="abandoned rebuild", freed=freed)
