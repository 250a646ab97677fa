"""What the sources hold that the catalog does not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from index.catalog import Catalog, Sighting
from index.chunks import PACKING
from index.decode import LARGEST, decode
from index.errors import SourceError
from index.read import read
from index.sources import find
from index.types import Article, Failure, Overrides, Progress, Source


@dataclass(frozen=True, slots=True)
class Plan:
    """What an add will do. Articles that stay as they are, are named as (id, title)."""

    added: tuple[Article, ...]
    updated: tuple[Article, ...]
    repacked: tuple[Article, ...]
    """Articles whose chunks were cut in another way than is done now."""
    unchanged: tuple[tuple[str, str], ...]
    failed: tuple[Failure, ...]
    sightings: tuple[Sighting, ...]


@dataclass(slots=True)
class _Comparison:
    """A plan in the making, and what of the catalog it is compared with."""

    present: dict[str, tuple[int, str, str]]
    """By article id: version, content hash and title."""
    by_content: dict[str, tuple[str, str]]
    """By content hash: id and title of the article that says so."""
    removed: dict[str, int]
    """By id of an article that was removed: the number of its last version."""
    planned: dict[str, Article] = field(default_factory=dict)
    """By id: the new versions."""
    unchanged: list[tuple[str, str]] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)


def compare(
    catalog: Catalog,
    sources: Sequence[str | Path],
    overrides: Overrides,
    upload: bool,
    progress: Progress,
) -> Plan:
    """Read the sources, each unless the same bytes were read before, and compare them with the
    catalog by identity and content. Raises SettingError for overrides that cannot be used."""
    known = catalog.sources()
    # What may change an article comes first, so that a copy of its old text is not taken for it.
    found = sorted(
        find(sources, upload),
        key=lambda item: isinstance(item, Failure) or item[0] not in known,
    )
    sightings = catalog.sightings()
    present = catalog.hashes()
    by_content = {content: (name, title) for name, (_, content, title) in present.items()}
    comparison = _Comparison(present, by_content, catalog.ledger.removed_versions())
    for done, item in enumerate(found):
        progress("reading", done, len(found))
        if isinstance(item, Failure):
            comparison.failed.append(item)
            continue
        source, path = item
        signature = _signature(path, overrides)
        if not _is_as_it_was(comparison, signature, sightings.get(source)):
            _compare_one(comparison, source, path, overrides, signature)
    progress("reading", len(found), len(found))
    planned = comparison.planned
    repacked: tuple[Article, ...] = ()
    if catalog.meta("packing") != PACKING:
        repacked = tuple(each for each in catalog.articles() if each.id not in planned)
    return Plan(
        added=tuple(each for each in planned.values() if each.id not in present),
        updated=tuple(each for each in planned.values() if each.id in present),
        repacked=repacked,
        unchanged=tuple(comparison.unchanged),
        failed=tuple(comparison.failed),
        sightings=tuple(comparison.sightings),
    )


def _is_as_it_was(comparison: _Comparison, signature: str, seen: Sighting | None) -> bool:
    """Whether these bytes were read before, and what they say is still in the store."""
    if seen is None or seen.signature != signature:
        return False
    _, content, title = comparison.present.get(seen.article_id, (0, "", ""))
    if seen.article_id in comparison.planned or content != seen.content_hash:
        return False
    comparison.unchanged.append((seen.article_id, title))
    return True


def _compare_one(
    comparison: _Comparison, source: Source, path: Path, overrides: Overrides, signature: str
) -> None:
    """Read one source, and decide what becomes of it."""
    planned, by_content = comparison.planned, comparison.by_content
    try:
        article = read(decode(source, path), overrides)
        other = planned.get(article.id)
        if other and other.content_hash != article.content_hash:
            raise _same_name(source.location)
    except SourceError as error:
        comparison.failed.append(Failure(source.location, error))
        return
    version, content, _ = comparison.present.get(article.id, (0, "", ""))
    stands_for = article.id, article.title
    if content == article.content_hash:
        comparison.unchanged.append(stands_for)
    elif not version and article.content_hash in by_content:
        stands_for = by_content[article.content_hash]
        comparison.unchanged.append(stands_for)
    else:
        last = version or comparison.removed.get(article.id, 0)
        planned[article.id] = replace(article, version=last + 1)
        if by_content.get(content, ("", ""))[0] == article.id:
            del by_content[content]
        by_content.setdefault(article.content_hash, stands_for)
    comparison.sightings.append(Sighting(source, signature, stands_for[0], article.content_hash))


def _signature(path: Path, overrides: Overrides) -> str:
    """Of a file's bytes and of all that turns them into an article; empty where it has none.

    The bytes are looked at before they are read: should the file change in between, its signature
    is that of a text that is gone, and it is read again the next time."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return ""
        with path.open("rb") as file:
            told = hashlib.file_digest(file, "sha256")
    except OSError:
        return ""  # reading it will say why
    told.update(repr(overrides).encode())
    told.update(_reader())
    return told.hexdigest()


@cache
def _reader() -> bytes:
    """Changes whenever the code that reads does."""
    told = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        told.update(path.read_bytes())
    return told.digest()


def _same_name(location: str) -> SourceError:
    return SourceError(
        "Two different files of this name were given at once.",
        subject=location,
        remedy="Rename one of them and add it again.",
    )
