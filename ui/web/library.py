"""The articles there are, and adding to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from markupsafe import Markup

from index.errors import OnrecordError
from index.reports import IndexReport
from index.types import Article, Overrides, Progress
from index.web.online_documents import is_address
from ui.json.keeping_documents import rebuilt
from ui.web.chat import trouble
from ui.web.desk import Desk
from ui.wording import NOTHING, counted, date, isolated, rebuilt_words, some_of, text, value

SAMPLES = Path(__file__).resolve().parents[2] / "samples"

REBUILD = (
    "This prepares all articles for search again (it rebuilds the index with the embedding model "
    "in the settings). You can keep asking questions while it runs. If it is interrupted, it "
    "continues next time."
)
RETRACTED = Markup(' · <strong class="retracted">retracted</strong>')
LISTED = 200
"""How many articles the list shows at once; the filter reaches the others."""


class Named(TypedDict):
    """An article in a report."""

    id: str
    title: str


class Refused(TypedDict):
    """A file in a report that could not be added."""

    source: str
    happened: str
    remedy: str


class Report(TypedDict):
    """What became of an upload, as JSON."""

    generation: int
    added: list[Named]
    updated: list[Named]
    unchanged: list[Named]
    failed: list[Refused]
    skipped: list[list[str]]
    """Of each kind that was passed over in archives: what, for instance which, and the remedy."""
    embedded: int
    notices: list[str]
    seconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """An article as the list shows it."""

    id: str
    title: str
    outlet: str | None
    published: str | None
    is_retracted: bool = False
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to the library."""

    files: Sequence[str]
    address: str
    outlet: str
    published: str


Taking = Callable[[Sequence[str]], AbstractContextManager[None]]
"""Entered while uploaded files, by their paths, are added."""


def left_alone(files: Sequence[str]) -> AbstractContextManager[None]:
    """The files are left as they are."""
    return nullcontext()


class Library:
    """The list of a store's articles, read again only when the store has changed."""

    def __init__(self, desk: Desk, taking: Taking = left_alone) -> None:
        """`taking`: what is done with uploaded files while they are added, and afterwards."""
        self.desk = desk
        self._taking = taking
        self._read: tuple[int, tuple[Row, ...], bool] | None = None

    def _rows(self) -> tuple[tuple[Row, ...], bool]:
        generation = self.desk.generation
        read = self._read
        if read is None or read[0] != generation:
            articles = self.desk.articles()
            rows = tuple(
                Row(a.id, a.title, a.outlet, a.published, a.retracted is not None, a.updated)
                for a in articles
            )
            read = (generation, rows, any(is_sample(article) for article in articles))
            self._read = read
        return read[1], read[2]

    def rows(self) -> tuple[Row, ...]:
        """All articles, by title."""
        return self._rows()[0]

    def examples(self) -> tuple[str, ...]:
        """Questions to begin with, where the store holds the articles that they are about."""
        if not self._rows()[1]:
            return ()
        lines = (SAMPLES / "questions.txt").read_text(encoding="utf-8").splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    def add(self, given: Given, show: Progress) -> Report:
        """Add uploaded files, each identified by the name that it had, and what an address leads
        to. What stops all of them is reported like what stops one."""
        with self._taking(given.files):
            return self._added(given, show)

    def _added(self, given: Given, show: Progress) -> Report:
        address = given.address.strip()
        if address and not is_address(address):
            return self._nothing_added(
                Refused(
                    source=address,
                    happened="This isn't a web address.",
                    remedy="Write it with http:// or https:// in front; files are chosen above.",
                )
            )
        if not (given.files or address):
            return self._nothing_added(
                Refused(
                    source="Nothing to add",
                    happened="No file was chosen.",
                    remedy="Choose one or more files of articles, or give an address, then add.",
                )
            )
        outlet, published = given.outlet.strip() or None, given.published.strip() or None
        overrides = Overrides(outlet=outlet, published=published)
        try:
            reports = []
            if given.files:
                reports.append(
                    self.desk.add(given.files, overrides=overrides, upload=True, progress=show)
                )
            if address:
                reports.append(self.desk.add([address], overrides=overrides, progress=show))
        except Exception as error:  # noqa: BLE001 - the page must outlive any error, and shows it
            stopped = trouble(error)
            subject = error.subject if isinstance(error, OnrecordError) else "The library"
            return self._nothing_added(
                Refused(source=subject, happened=stopped.happened, remedy=stopped.remedy)
            )
        first, *rest = map(as_json, reports)
        return together(first, rest[0]) if rest else first

    def about_index(self) -> Markup:
        """What a rebuild is for, and why one is due."""
        notices = Markup().join(
            Markup('<p class="notice">{}</p>').format(text(notice)) for notice in self.desk.notices
        )
        return Markup('<div class="report">{}<p>{}</p></div>').format(notices, REBUILD)

    def rebuild(self, show: Progress) -> Markup:
        """Rebuild the index; returns how that went, for the page."""
        try:
            done = rebuilt(self.desk.rebuild(show))
        except Exception as error:  # noqa: BLE001 - the page must outlive any error, and shows it
            stopped = trouble(error)
            return Markup(
                '<div class="report" role="alert"><p class="failed">'
                "<b>The articles weren't processed again.</b> {} {}</p></div>"
            ).format(isolated(stopped.happened), isolated(stopped.remedy))
        return Markup(
            '<div class="report" role="status"><p class="summary">{} processed again in {:.1f} s.'
            "</p><details><summary>Details</summary><p>{}</p></details></div>"
        ).format(counted(done["articles"], "article"), done["seconds"], text(rebuilt_words(done)))

    def _nothing_added(self, why: Refused) -> Report:
        report = as_json(IndexReport(generation=self.desk.generation))
        return {**report, "failed": [why]}


def is_sample(article: Article) -> bool:
    """Whether the article is one of those that come with Onrecord."""
    return SAMPLES in Path(article.source.location).parents


def known_by(source: str) -> str:
    """An upload's own name, with the place in it; not the path where it is kept for now."""
    return Path(source).name if Path(source).is_absolute() else source


def as_json(report: IndexReport) -> Report:
    """The report as JSON."""

    def named(articles: Sequence[tuple[str, str]]) -> list[Named]:
        return [Named(id=article_id, title=title) for article_id, title in articles]

    failed = [
        Refused(
            source=known_by(failure.source),
            happened=failure.error.happened,
            remedy=failure.error.remedy,
        )
        for failure in report.failed
    ]
    skipped = [
        [f"{kind.what} skipped:", some_of(map(known_by, kind.examples), kind.count), kind.remedy]
        for kind in report.skipped
    ]
    return Report(
        generation=report.generation,
        added=named(report.added),
        updated=named(report.updated),
        unchanged=named(report.unchanged),
        failed=failed,
        skipped=skipped,
        embedded=report.embedded,
        notices=list(report.notices),
        seconds=report.seconds,
    )


def together(one: Report, other: Report) -> Report:
    """Two reports as one."""
    return Report(
        generation=other["generation"],
        added=one["added"] + other["added"],
        updated=one["updated"] + other["updated"],
        unchanged=one["unchanged"] + other["unchanged"],
        failed=one["failed"] + other["failed"],
        skipped=one["skipped"] + other["skipped"],
        embedded=one["embedded"] + other["embedded"],
        notices=one["notices"] + other["notices"],
        seconds=one["seconds"] + other["seconds"],
    )


def listing(rows: Sequence[Row], wanted: str = "") -> Markup:
    """The list of articles whose title, outlet or date has the wanted words."""
    words = wanted.casefold().split()
    matching = [row for row in rows if all(word in haystack(row) for word in words)]
    if not matching:
        nothing = "No article matches." if rows else "There are no articles yet."
        return Markup('<p class="listing-note">{}</p>').format(nothing)
    more = NOTHING
    if len(matching) > LISTED:
        more = Markup(
            '<p class="listing-note">and {:,} more. Narrow the list to see them.</p>'
        ).format(len(matching) - LISTED)
    return Markup('<ul class="listing" aria-label="Articles">{}</ul>{}').format(
        Markup().join(map(entry, matching[:LISTED])), more
    )


def entry(row: Row) -> Markup:
    """An article of the list, which opens it."""
    return Markup(
        '<li><button type="button" class="entry" data-article="{id}">'
        '<span class="title" dir="auto">{title}</span>'
        '<span class="facts">{outlet} · {date}{retracted}</span></button></li>'
    ).format(
        id=value(row.id),
        title=text(row.title),
        outlet=isolated(row.outlet) if row.outlet else "outlet not given",
        date=date(row.published, row.updated),
        retracted=RETRACTED if row.is_retracted else NOTHING,
    )


def haystack(row: Row) -> str:
    """What the filter looks at."""
    return " ".join(filter(None, (row.title, row.outlet, row.published, row.updated))).casefold()


def some(items: Iterable[Markup]) -> Markup:
    """As many items of a list as a reader looks through, and how many more there are."""
    shown = list(items)
    more = len(shown) - LISTED
    rest = Markup("<li>and {:,} more</li>").format(more) if more > 0 else NOTHING
    return Markup().join(shown[:LISTED]) + rest


def section(kind: str, heading: str, items: Markup) -> Markup:
    """A part of a report: its heading and its list."""
    return Markup('<section class="{}"><h3>{}</h3><ul>{}</ul></section>').format(
        kind, heading, items
    )


def report_card(report: Report) -> Markup:
    """What happened to an upload, file by file."""
    groups = (
        ("added", "Added", report["added"]),
        ("updated", "Updated: a new version replaces the old one in search", report["updated"]),
        ("unchanged", "Unchanged: already in the library", report["unchanged"]),
    )
    title = Markup('<li dir="auto">{}</li>')
    parts = [
        section(kind, heading, some(title.format(text(each["title"])) for each in articles))
        for kind, heading, articles in groups
        if articles
    ]
    if report["failed"]:
        failure = Markup("<li><b>{}</b> {} {}</li>")
        items = some(
            failure.format(
                isolated(each["source"]), isolated(each["happened"]), isolated(each["remedy"])
            )
            for each in report["failed"]
        )
        parts.append(section("failed", "Not added", items))
    if report["skipped"]:
        items = Markup().join(
            Markup("<li>{}</li>").format(Markup(" ").join(map(text, each)))
            for each in report["skipped"]
        )
        parts.append(section("skipped", "Skipped", items))
    summary = (
        f"{len(report['added'])} added, {len(report['updated'])} updated, "
        f"{len(report['unchanged'])} unchanged, {len(report['failed'])} not added. "
        f"Library update {report['generation']}."
    )
    notices = Markup().join(
        Markup('<p class="notice">{}</p>').format(isolated(notice)) for notice in report["notices"]
    )
    return Markup('<div class="report" role="status"><p class="summary">{}</p>{}{}</div>').format(
        summary, notices, Markup().join(parts)
    )
