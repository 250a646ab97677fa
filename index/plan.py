"""What the sources hold that the catalog does not."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from index.catalog import Sighting
from index.chunks import PACKING
from index.deliver import documents
from index.errors import SourceError
from index.fetch import Fetcher
from index.formats import LARGEST
from index.limits import FetchLimits
from index.online import Page, is_address, pages
from index.parser import Parser
from index.parts import Parts
from index.read import read
from index.sources import find
from index.types import Article, Document, Failure, Overrides, Progress, Source


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
    languages: Counter[str | None]
    """How many of the added and updated articles are in each language."""


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
    languages: Counter[str | None] = field(default_factory=Counter)


def compare(
    parts: Parts,
    sources: Sequence[str | Path],
    overrides: Overrides,
    upload: bool,
    progress: Progress,
) -> Plan:
    """Read the sources, each unless the same bytes were read before, and compare them with the
    catalog by identity and content. Raises SettingError for overrides that cannot be used."""
    catalog = parts.catalog
    addresses = [str(each) for each in sources if is_address(each) and not upload]
    sources = [each for each in sources if upload or not is_address(each)]
    sightings = catalog.sightings()
    known = catalog.sources() | {source for source, seen in sightings.items() if len(seen) > 1}
    # What may change an article comes first, so that a copy of its old text is not taken for it.
    found = sorted(
        find(sources, upload),
        key=lambda item: isinstance(item, Failure) or item[0] not in known,
    )
    present = catalog.hashes()
    by_content = {content: (name, title) for name, (_, content, title) in present.items()}
    comparison = _Comparison(present, by_content, catalog.ledger.removed_versions())
    with Parser() as parser:
        for done, item in enumerate(found):
            progress("reading", done, len(found))
            if isinstance(item, Failure):
                comparison.failed.append(item)
                continue
            source, path = item
            signature = _signature(path, overrides)
            if not _is_as_it_was(comparison, signature, sightings.get(source, [])):
                delivered = _told_of(documents(source, path, parser), progress, done, len(found))
                _compare_all(comparison, source, signature, delivered, overrides)
        progress("reading", len(found), len(found))
        fetched = _fetched(addresses, parts.fetching, progress)
        for page in fetched:
            if isinstance(page, Failure):
                comparison.failed.append(page)
                continue
            told = hashlib.sha256(page.delivered.data)
            told.update(repr((page.delivered.charset, page.delivered.announced)).encode())
            signature = _signed(told, overrides)
            if not _is_as_it_was(comparison, signature, sightings.get(page.source, [])):
                _compare_all(comparison, page.source, signature, page.documents(parser), overrides)
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
        languages=comparison.languages,
    )


def _fetched(
    addresses: Sequence[str], limits: FetchLimits, progress: Progress
) -> Iterator[Page | Failure]:
    """All that the addresses deliver, one after the other."""
    if not addresses:
        return
    fetcher = Fetcher(limits)
    for done, address in enumerate(addresses):
        progress("fetching", done, len(addresses))
        yield from pages(address, fetcher)
    progress("fetching", len(addresses), len(addresses))


def _told_of(
    delivered: Iterable[Document | Failure], progress: Progress, done: int, total: int
) -> Iterator[Document | Failure]:
    """The same, with a sign of life for each: an archive can take its time."""
    for item in delivered:
        yield item
        progress("reading", done, total)


def _is_as_it_was(comparison: _Comparison, signature: str, seen: Sequence[Sighting]) -> bool:
    """Whether these bytes were read before, and all that they say is still in the store."""
    unchanged = []
    for one in seen:
        _, content, title = comparison.present.get(one.article_id, (0, "", ""))
        is_other = one.signature != signature or content != one.content_hash
        if is_other or one.article_id in comparison.planned:
            return False
        unchanged.append((one.article_id, title))
    comparison.unchanged += unchanged
    return bool(unchanged)


def _compare_all(
    comparison: _Comparison,
    source: Source,
    signature: str,
    delivered: Iterable[Document | Failure],
    overrides: Overrides,
) -> None:
    """Read what one source delivers, and decide what becomes of each article. The source counts
    as seen only if all of it could be read: else its failures are told again the next time."""
    seen: dict[str, Sighting] = {}
    failed = len(comparison.failed)
    for item in delivered:
        if isinstance(item, Failure):
            comparison.failed.append(item)
            continue
        try:
            article = read(item, overrides)
            name = _compare_one(comparison, article)
        except SourceError as error:
            comparison.failed.append(Failure(item.source.location, error))
        else:
            seen[name] = Sighting(source, signature, name, article.content_hash)
    if len(comparison.failed) == failed:
        comparison.sightings += seen.values()


def _compare_one(comparison: _Comparison, article: Article) -> str:
    """Decide what becomes of an article; returns the id of the one that says the same. Raises
    SourceError where another of the same identity was read just now."""
    planned, by_content = comparison.planned, comparison.by_content
    other = planned.get(article.id)
    if other and other.content_hash != article.content_hash:
        raise _same_name(article.source)
    number, content, _ = comparison.present.get(article.id, (0, "", ""))
    stands_for = article.id, article.title
    if content == article.content_hash:
        comparison.unchanged.append(stands_for)
    elif not number and article.content_hash in by_content and not other:
        stands_for = by_content[article.content_hash]
        comparison.unchanged.append(stands_for)
    else:
        last = number or comparison.removed.get(article.id, 0)
        planned[article.id] = replace(article, version=last + 1)
        comparison.languages[article.language] += not other
        if by_content.get(content, ("", ""))[0] == article.id:
            del by_content[content]
        by_content.setdefault(article.content_hash, stands_for)
    return stands_for[0]


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
    return _signed(told, overrides)


def _signed(told: hashlib._Hash, overrides: Overrides) -> str:
    """The signature of what was read so far, together with all that makes articles of it."""
    told.update(repr(overrides).encode())
    told.update(_reader())
    return told.hexdigest()


@cache
def _reader() -> bytes:
    """Changes whenever the code that reads does, ours or a library's."""
    told = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        told.update(path.read_bytes())
    for library in ("trafilatura", "htmldate", "pdfminer.six", "python-docx"):
        told.update(version(library).encode())
    return told.digest()


def _same_name(source: Source) -> SourceError:
    what, remedy = "files of this name", "Rename one of them and add it again."
    if source.kind == "url":
        what, remedy = "articles with this address", "Keep one of them and add it again."
    return SourceError(
        f"Two different {what} were given at once.", subject=source.location, remedy=remedy
    )
