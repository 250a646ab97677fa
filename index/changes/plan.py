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
from index.changes.plan_builder import PlanBuilder, SourceResult
from index.errors import SourceGone, SourceUnreachable
from index.files.discovery import FoundFile, find
from index.files.documents import documents
from index.files.skipped import Skip, Skipped
from index.generations.open_parts import Parts
from index.parsing.parser import Parser, at_work
from index.reading.article_reader import check_overrides
from index.types import NO_OVERRIDES, Article, Failure, Overrides, ProgressCallback, Source
from index.web.content_types import ContentKind
from index.web.fetch import Fetcher
from index.web.online_documents import Outcome, Page, is_address, pages, place_of
from index.web.visits import Listed, Memory, Unchanged, Validators

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class NamedSource:
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
    results: tuple[SourceResult, ...]
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
    parts: Parts, named: Sequence[NamedSource], progress: ProgressCallback, *, again: bool = False
) -> Plan:
    """Read the sources, each unless the same bytes were read before, and compare them with the
    catalog by identity and content. `again`: nobody asked for them, it is only looked whether they
    changed; so articles that were removed stay so, and servers are asked for what is new only.
    Raises SettingError for overrides that cannot be used."""
    catalog = parts.catalog
    for named_source in named:
        check_overrides(named_source.overrides)
    results = [SourceResult(named_source.overrides) for named_source in named]
    visits: list[Visit] = []
    with at_work() as parser:
        builder = PlanBuilder(
            catalog.hashes(),
            catalog.ledger.removed_versions(),
            catalog.sightings.last(),
            not again,
            catalog.ledger.removed_texts(),
            parser.read,
        )
        files = _files(builder, named, results, catalog.sources(), again)
        for done, (result, file) in enumerate(files):
            source, signature = file.source, signatures.of_file(file.path, result.overrides)
            if not builder.keep_if_unchanged(result, source, signature):
                delivered = documents(file, parser)
                shown_here = _shown(delivered, progress, "reading", done, len(files))
                builder.compare(result, source, signature, shown_here)
        progress("reading", len(files), len(files))
        online = [
            (str(named_source.location), result)
            for named_source, result in zip(named, results, strict=True)
            if _is_online(named_source)
        ]
        # A page that is watched itself, with what was given for it, comes before its feed.
        online.sort(
            key=lambda each: (
                builder.register(Source("url", place_of(each[0]))) not in builder.sightings
            )
        )
        fetcher = Fetcher(parts.fetching) if online else None
        for done, (address, result) in enumerate(online):
            assert fetcher
            known = _known_visits(parts, builder, result.overrides) if again else {}
            memory: Memory = {url: Validators(it.etag, it.modified) for url, it in known.items()}
            outcomes = pages(address, fetcher, memory, parser)
            shown = _shown(outcomes, progress, "fetching", done, len(online))
            visits += _visit(builder, result, shown, parser, known)
        if online:
            progress("fetching", len(online), len(online))
    planned = builder.planned
    for result in results:
        for source in result.absent:
            builder.seen.setdefault(source, [])
    return Plan(
        added=tuple(each for each in planned.values() if each.id not in builder.present),
        updated=tuple(each for each in planned.values() if each.id in builder.present),
        unchanged=tuple(builder.unchanged),
        failed=tuple(builder.failed),
        skipped=builder.skipped.skipped(),
        results=tuple(results),
        sightings=builder.seen,
        visits=tuple(visits),
        languages=builder.languages,
        suspicious=builder.suspicious,
    )


def _is_online(named: NamedSource) -> bool:
    return not named.upload and is_address(named.location)


def _files(
    builder: PlanBuilder,
    named: Sequence[NamedSource],
    results: Sequence[SourceResult],
    sources: set[Source],
    again: bool,
) -> list[tuple[SourceResult, FoundFile]]:
    """The files to read, each once, and for whom. What may change an article of the store comes
    first (`sources`: where those are from), so that a copy of its old text is not taken for it."""
    files: dict[Source, tuple[SourceResult, FoundFile]] = {}
    # A file that is named itself is not its folder's, and has its own overrides.
    owners: dict[Source, int] = {}
    for named_source, result in zip(named, results, strict=True):
        if _is_online(named_source):
            continue
        here = set()
        for item in find(
            [named_source.location],
            upload=named_source.upload,
            follow_links=named_source.follow_links,
            known=again,
        ):
            if isinstance(item, Failure):
                builder.fail(result, item)
            elif isinstance(item, Skip):
                builder.skipped.add(item)
            else:
                here.add(item.source)
                once = Source("path", str(item.path)) if named_source.upload else item.source
                if len(str(named_source.location)) > owners.get(once, -1):
                    owners[once] = len(str(named_source.location))
                    files[once] = (result, item)
        if not named_source.upload:
            result.absent += _absent(builder, result, named_source.location, here)
    many = {source for source, seen in builder.sightings.items() if len(seen) > 1}
    known = sources | many
    return sorted(files.values(), key=lambda item: item[1].source not in known)


def _absent(
    builder: PlanBuilder, result: SourceResult, named: str | Path, here: set[Source]
) -> list[Source]:
    """The files that were read below a name, and are not there any more. Where the folder itself
    cannot be read, it is not for its files to be gone: perhaps a disk is not mounted."""
    place = place_of(named)
    if Path(place).is_dir() and not result.failed:
        below = place.rstrip(os.sep) + os.sep
        return [
            source
            for source in builder.sightings
            if source.kind == "file" and source.location.startswith(below) and source not in here
        ]
    source = Source("file", place)
    is_gone = not os.path.lexists(place) and Path(place).parent.is_dir()
    return [source] if is_gone else []


def _shown(
    items: Iterable[Item], progress: ProgressCallback, stage: str, done: int, total: int
) -> Iterator[Item]:
    """The same, with a sign of life before and after each: a feed may have many pages, and an
    archive many articles."""
    progress(stage, done, total)
    for item in items:
        yield item
        progress(stage, done, total)


def _known_visits(parts: Parts, builder: PlanBuilder, overrides: Overrides) -> dict[str, Visit]:
    """By URL, the visits whose outcome would be read in the same way today, and is in the store."""
    reading = signatures.of_reading(overrides)
    return {
        visit.asked: visit
        for visit in parts.catalog.watchlist.visits()
        if visit.reading == reading
        and (visit.location is None or builder.sightings.get(Source("url", visit.location)))
    }


def _visit(
    builder: PlanBuilder,
    result: SourceResult,
    outcomes: Iterable[Outcome],
    parser: Parser,
    known: Mapping[str, Visit],
) -> list[Visit]:
    """Compare all that a URL delivers; what is to be remembered of it."""
    reading = signatures.of_reading(result.overrides)
    visits = []
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            builder.fail(result, outcome)
            if isinstance(outcome.error, SourceGone):
                result.absent += _read_at(builder, known, outcome.source)
        elif isinstance(outcome, Unchanged):
            result.is_unchanged = True
            for source in _read_at(builder, known, outcome.asked):
                if not builder.skip_if_read(result, source):
                    builder.keep(result, builder.sightings[source])
        elif isinstance(outcome, Listed):
            validators, result.feed = outcome.validators, None
            visits.append(Visit(outcome.asked, None, validators.etag, validators.modified, reading))
        else:
            failures = len(result.failed)
            _compare_page(builder, result, outcome, parser)
            got, source = outcome.delivered, builder.register(outcome.source)
            validators = got.validators if len(result.failed) == failures else Validators()
            visits.append(
                Visit(got.asked, source.location, validators.etag, validators.modified, reading)
            )
            result.feed = outcome.feed if len(visits) == 1 else None
    return visits


def _compare_page(builder: PlanBuilder, result: SourceResult, page: Page, parser: Parser) -> None:
    source = builder.register(page.source)
    if builder.skip_if_read(result, source):
        return
    signature = signatures.of_delivered(page.delivered, result.overrides)
    if builder.keep_if_unchanged(result, source, signature):
        return
    away = page.delivered.instead
    if isinstance(away, SourceUnreachable) and source in builder.sightings:
        # What was read of the page is more than what its feed has.
        builder.fail(result, Failure(source.location, away))
        return
    is_page = page.delivered.kind is ContentKind.PAGE
    builder.compare(result, source, signature, page.documents(parser), is_page=is_page)


def _read_at(builder: PlanBuilder, known: Mapping[str, Visit], asked: str) -> list[Source]:
    """Where the articles are from that were read at a URL the last time."""
    location = known[asked].location if asked in known else asked
    source = builder.register(Source("url", location or asked))
    return [source] if source in builder.sightings else []
