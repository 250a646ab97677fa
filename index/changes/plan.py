"""What the sources hold that the catalog does not."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index.catalog.sightings import Sighting
from index.catalog.watchlist import Visit
from index.changes import signatures
from index.changes.comparison import Comparison, Looked
from index.errors import SourceGone, SourceUnreachable
from index.files.discovery import FoundFile, find
from index.files.documents import documents
from index.files.skipped import Skip, Skipped
from index.generations.parts import Parts
from index.parsing.parser import Parser, at_work
from index.reading.article_reader import check_overrides
from index.types import NO_OVERRIDES, Article, Failure, Overrides, Progress, Source
from index.web.content_types import Kind
from index.web.fetch import Fetcher
from index.web.online_documents import Outcome, Page, is_address, pages, place_of
from index.web.visits import Listed, Memory, Unchanged, Validators

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Named:
    """A source as a person named it, and what that person knows better than its text."""

    location: str | Path
    overrides: Overrides = NO_OVERRIDES
    upload: bool = False
    follow_links: bool = False
    """Whether symbolic links in it are followed, if it is a folder."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an add will do. Articles that stay as they are, are named as (id, title)."""

    added: tuple[Article, ...]
    updated: tuple[Article, ...]
    unchanged: tuple[tuple[str, str], ...]
    failed: tuple[Failure, ...]
    skipped: tuple[Skipped, ...]
    """What was passed over in folders and archives."""
    looked: tuple[Looked, ...]
    """What became of each of the named sources, in their order."""
    sightings: Mapping[Source, Sequence[Sighting]]
    """What was read, by where; empty where nothing is any more."""
    visits: tuple[Visit, ...]
    languages: Counter[str | None]
    """How many of the added and updated articles are in each language."""
    suspicious: Mapping[str, tuple[int, ...]]
    """By id of an added or updated article: numbers of the paragraphs that look like orders for a
    language model."""


def compare(
    parts: Parts, named: Sequence[Named], progress: Progress, *, again: bool = False
) -> Plan:
    """Read the sources, each unless the same bytes were read before, and compare them with the
    catalog by identity and content. `again`: nobody asked for them, it is only looked whether they
    changed; so articles that were removed stay so, and servers are asked for what is new only.
    Raises SettingError for overrides that cannot be used."""
    catalog = parts.catalog
    for one in named:
        check_overrides(one.overrides)
    looked = [Looked(one.overrides) for one in named]
    visits: list[Visit] = []
    with at_work() as parser:
        comparison = Comparison(
            catalog.hashes(),
            catalog.ledger.removed_versions(),
            catalog.sightings.last(),
            not again,
            catalog.ledger.removed_texts(),
            parser.read,
        )
        files = _files(comparison, named, looked, catalog.sources(), again)
        for done, (look, file) in enumerate(files):
            source, signature = file.source, signatures.of_file(file.path, look.overrides)
            if not comparison.is_as_it_was(look, source, signature):
                delivered = documents(file, parser)
                shown_here = _shown(delivered, progress, "reading", done, len(files))
                comparison.compare(look, source, signature, shown_here)
        progress("reading", len(files), len(files))
        online = [
            (str(one.location), look)
            for one, look in zip(named, looked, strict=True)
            if _is_online(one)
        ]
        # A page that is watched itself, with what was given for it, comes before its feed.
        online.sort(
            key=lambda each: (
                comparison.known_as(Source("url", place_of(each[0]))) not in comparison.sightings
            )
        )
        fetcher = Fetcher(parts.fetching) if online else None
        for done, (address, look) in enumerate(online):
            assert fetcher
            known = _known_visits(parts, comparison, look.overrides) if again else {}
            memory: Memory = {url: Validators(it.etag, it.modified) for url, it in known.items()}
            outcomes = pages(address, fetcher, memory, parser)
            shown = _shown(outcomes, progress, "fetching", done, len(online))
            visits += _visit(comparison, look, shown, parser, known)
        if online:
            progress("fetching", len(online), len(online))
    planned = comparison.planned
    for look in looked:
        for source in look.absent:
            comparison.seen.setdefault(source, [])
    return Plan(
        added=tuple(each for each in planned.values() if each.id not in comparison.present),
        updated=tuple(each for each in planned.values() if each.id in comparison.present),
        unchanged=tuple(comparison.unchanged),
        failed=tuple(comparison.failed),
        skipped=comparison.skipped.skipped(),
        looked=tuple(looked),
        sightings=comparison.seen,
        visits=tuple(visits),
        languages=comparison.languages,
        suspicious=comparison.suspicious,
    )


def _is_online(named: Named) -> bool:
    return not named.upload and is_address(named.location)


def _files(
    comparison: Comparison,
    named: Sequence[Named],
    looked: Sequence[Looked],
    sources: set[Source],
    again: bool,
) -> list[tuple[Looked, FoundFile]]:
    """The files to read, each once, and for whom. What may change an article of the store comes
    first (`sources`: where those are from), so that a copy of its old text is not taken for it."""
    found: dict[Source, tuple[Looked, FoundFile]] = {}
    # A file that is named itself is not its folder's, and has its own overrides.
    owners: dict[Source, int] = {}
    for one, look in zip(named, looked, strict=True):
        if _is_online(one):
            continue
        here = set()
        for item in find(
            [one.location], upload=one.upload, follow_links=one.follow_links, known=again
        ):
            if isinstance(item, Failure):
                comparison.fail(look, item)
            elif isinstance(item, Skip):
                comparison.skipped.add(item)
            else:
                here.add(item.source)
                once = Source("path", str(item.path)) if one.upload else item.source
                if len(str(one.location)) > owners.get(once, -1):
                    owners[once] = len(str(one.location))
                    found[once] = (look, item)
        if not one.upload:
            look.absent += _absent(comparison, look, one.location, here)
    many = {source for source, seen in comparison.sightings.items() if len(seen) > 1}
    known = sources | many
    return sorted(found.values(), key=lambda item: item[1].source not in known)


def _absent(
    comparison: Comparison, look: Looked, named: str | Path, here: set[Source]
) -> list[Source]:
    """The files that were read below a name, and are not there any more. Where the folder itself
    cannot be read, it is not for its files to be gone: perhaps a disk is not mounted."""
    place = place_of(named)
    if Path(place).is_dir() and not look.failed:
        below = place.rstrip(os.sep) + os.sep
        return [
            source
            for source in comparison.sightings
            if source.kind == "file" and source.location.startswith(below) and source not in here
        ]
    source = Source("file", place)
    is_gone = not os.path.lexists(place) and Path(place).parent.is_dir()
    return [source] if is_gone else []


def _shown(
    items: Iterable[Item], progress: Progress, stage: str, done: int, total: int
) -> Iterator[Item]:
    """The same, with a sign of life before and after each: a feed may have many pages, and an
    archive many articles."""
    progress(stage, done, total)
    for item in items:
        yield item
        progress(stage, done, total)


def _known_visits(parts: Parts, comparison: Comparison, overrides: Overrides) -> dict[str, Visit]:
    """By URL, the visits whose outcome would be read in the same way today, and is in the store."""
    reading = signatures.of_reading(overrides)
    return {
        visit.asked: visit
        for visit in parts.catalog.watchlist.visits()
        if visit.reading == reading
        and (visit.location is None or comparison.sightings.get(Source("url", visit.location)))
    }


def _visit(
    comparison: Comparison,
    look: Looked,
    outcomes: Iterable[Outcome],
    parser: Parser,
    known: Mapping[str, Visit],
) -> list[Visit]:
    """Compare all that a URL delivers; what is to be remembered of it."""
    reading = signatures.of_reading(look.overrides)
    visits = []
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            comparison.fail(look, outcome)
            if isinstance(outcome.error, SourceGone):
                look.absent += _read_at(comparison, known, outcome.source)
        elif isinstance(outcome, Unchanged):
            look.is_as_it_was = True
            for source in _read_at(comparison, known, outcome.asked):
                if not comparison.is_done(look, source):
                    comparison.stays(look, comparison.sightings[source])
        elif isinstance(outcome, Listed):
            told, look.feed = outcome.validators, None
            visits.append(Visit(outcome.asked, None, told.etag, told.modified, reading))
        else:
            failures = len(look.failed)
            _compare_page(comparison, look, outcome, parser)
            got, source = outcome.delivered, comparison.known_as(outcome.source)
            told = got.validators if len(look.failed) == failures else Validators()
            visits.append(Visit(got.asked, source.location, told.etag, told.modified, reading))
            look.feed = outcome.feed if len(visits) == 1 else None
    return visits


def _compare_page(comparison: Comparison, look: Looked, page: Page, parser: Parser) -> None:
    source = comparison.known_as(page.source)
    if comparison.is_done(look, source):
        return
    signature = signatures.of_delivered(page.delivered, look.overrides)
    if comparison.is_as_it_was(look, source, signature):
        return
    away = page.delivered.instead
    if isinstance(away, SourceUnreachable) and source in comparison.sightings:
        # What was read of the page is more than what its feed has.
        comparison.fail(look, Failure(source.location, away))
        return
    is_page = page.delivered.kind is Kind.PAGE
    comparison.compare(look, source, signature, page.documents(parser), is_page=is_page)


def _read_at(comparison: Comparison, known: Mapping[str, Visit], asked: str) -> list[Source]:
    """Where the articles are from that were read at a URL the last time."""
    location = known[asked].location if asked in known else asked
    source = comparison.known_as(Source("url", location or asked))
    return [source] if source in comparison.sightings else []
