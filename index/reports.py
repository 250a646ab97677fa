"""What was done to the index, and what was seen: the nouns of the reports.

Each is frozen, and complete from the moment it exists."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.files.skipped import Skipped
from index.types import Failure


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article that prints a text that others print, too."""

    article_id: str
    title: str
    outlet: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class CarriedParagraph(Carrier):
    """A paragraph of an article that prints a paragraph which others print too."""

    version: int
    paragraph: int
    """The number that it has there."""


@dataclass(frozen=True, slots=True)
class CopyOf:
    """An article that was added and repeats most of what another does."""

    article_id: str
    title: str
    of: Carrier
    """The first publisher, other than itself."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one `add` did. Articles are named as (id, title)."""

    generation: int
    """Of the index after it; it grows with every change."""
    added: tuple[tuple[str, str], ...] = ()
    updated: tuple[tuple[str, str], ...] = ()
    """A new version replaced the old one in search."""
    unchanged: tuple[tuple[str, str], ...] = ()
    copies: tuple[CopyOf, ...] = ()
    """Those of the added ones that print most of what an existing article prints."""
    gone: tuple[tuple[str, str], ...] = ()
    """Kept and marked: no source has them any more."""
    failed: tuple[Failure, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    """What was skipped in folders and archives, by kind."""
    embedded: int = 0
    """Chunks that went through the embedding model."""
    notices: tuple[str, ...] = ()
    """What whoever added these articles should know, one sentence each."""
    seconds: float = field(default=0.0, compare=False)
    """How long it took, in seconds."""

    def followed_by(self, later: IndexReport) -> IndexReport:
        """What two did, one after the other."""
        return IndexReport(
            generation=later.generation,
            added=self.added + later.added,
            updated=self.updated + later.updated,
            unchanged=self.unchanged + later.unchanged,
            copies=self.copies + later.copies,
            gone=self.gone + later.gone,
            failed=self.failed + later.failed,
            skipped=self.skipped + later.skipped,
            embedded=self.embedded + later.embedded,
            notices=self.notices + later.notices,
            seconds=self.seconds + later.seconds,
        )


@dataclass(frozen=True, slots=True)
class SyncedSource:
    """What a sync found at one source. The numbers are of articles."""

    location: str
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    """Those that were checked; none if the server says that a feed is unchanged."""
    left_out: int = 0
    """They were removed by hand, and stay so."""
    failed: int = 0
    """Pages or files that could not be read."""
    error: str | None = None
    """Why nothing at all could be read there, the last time that it was tried."""
    rests_until: str | None = None
    """It failed several times in a row, and is not tried before this time: ISO 8601, UTC."""
    is_resting: bool = False
    """It was not tried this time."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one `sync` did. Articles are named as (id, title)."""

    generation: int
    """Of the index after it; it grows with every change."""
    sources: tuple[SyncedSource, ...] = ()
    added: tuple[tuple[str, str], ...] = ()
    updated: tuple[tuple[str, str], ...] = ()
    """A new version replaced the old one in search."""
    unchanged: int = 0
    """Articles."""
    gone: tuple[tuple[str, str], ...] = ()
    """Kept and marked now: no source has them any more."""
    pruned: tuple[tuple[str, str], ...] = ()
    """They were gone, and were removed."""
    failed: tuple[Failure, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    """What was passed over in folders and archives, by kind."""
    embedded: int = 0
    """Chunks that went through the embedding model."""
    notices: tuple[str, ...] = ()
    """What whoever watches these sources should know, one sentence each."""
    seconds: float = field(default=0.0, compare=False)
    """How long it took, in seconds."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article, as a list of them shows it."""

    number: int
    title: str
    seen: str
    """When it was added: ISO 8601, UTC."""
    generation: int
    """Of the index, with which it came."""
    is_current: bool
    """It is the one that is searched."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What is kept of an article that was removed: the fact, and none of its text."""

    article_id: str
    version: int
    """Number of its newest version."""
    title: str
    outlet: str | None
    url: str | None
    content_hash: str
    removed_at: str
    """ISO 8601, UTC."""
    generation: int
    """Of the index, since which it is gone."""


@dataclass(frozen=True, slots=True)
class RemovalReport:
    """What one `remove` did."""

    generation: int
    """Of the index after it; it grows with every change."""
    removed: tuple[tuple[str, str], ...]
    """Articles, as (id, title)."""
    is_purged: bool
    """Nothing of their text is left in the store's files; False: it is hidden, and overwritten the
    next time that the store is opened (the disk was full, or someone was reading for a long
    time)."""
    freed: int
    """Bytes by which the store's folder is smaller."""
    seconds: float = field(default=0.0, compare=False)
    """How long it took, in seconds."""


@dataclass(frozen=True, slots=True)
class Archived:
    """What one `export` wrote."""

    file: str
    size: int
    """Bytes."""
    articles: int
    generation: int
    """Of the index that was written."""
    sha256: str
    """Of the whole file."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What one `import` did."""

    generation: int
    """Of the index after it; it grows with every change."""
    articles: int
    replaced: int
    """Articles that the store held before."""
    embedded: int
    """Chunks whose embedding the archive lacked."""
    seconds: float = field(default=0.0, compare=False)
    """How long it took, in seconds."""


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What one `rebuild` did."""

    generation: int
    """Of the index after it; it grows with every change."""
    model: str
    """Name of the embedding model that the index is made with now."""
    articles: int
    chunks: int
    """Chunks of different texts: `embedded` and `reused` together."""
    embedded: int
    """Chunks that went through the embedding model."""
    reused: int
    """Chunks whose embedding existed: from the previous index, or from an interrupted rebuild."""
    freed: int
    """Bytes of the previous index, by which the store's folder is now smaller."""
    seconds: float = field(default=0.0, compare=False)
    """How long it took, in seconds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check of the store saw."""

    ok: bool
    """Whether it is as it should be."""
    what: str
    """In a sentence, for a reader."""
    remedy: str = ""
