"""The articles there are, and adding to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from index.errors import SourceError
from index.reports import IndexReport
from index.types import ArticleDetails, Failure, Overrides, ProgressCallback
from index.web.online_documents import is_address
from ui.json.report_documents import ReportJson, report
from ui.web.chat import foreseen, trouble
from ui.web.desk import Desk
from ui.web.exchange_card import subject_of
from ui.wording import (
    NOTHING,
    date,
    isolated,
    library_update,
    rebuilt_details,
    rebuilt_words,
    skipped_words,
    text,
    value,
)

SAMPLES = Path(__file__).resolve().parents[2] / "samples"

REBUILD = (
    "This prepares every article for search again, using the current settings. You can keep asking "
    "questions while it runs. If it is interrupted, it continues next time."
)
RETRACTED = Markup(' · <strong class="retracted">retracted</strong>')
LISTED = 200
"""How many articles the list shows at once; the filter reaches the others."""


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
        self._read: tuple[int, tuple[ArticleDetails, ...]] | None = None

    def articles(self) -> tuple[ArticleDetails, ...]:
        """All articles, by title."""
        generation = self.desk.generation
        read = self._read
        if read is None or read[0] != generation:
            read = (generation, tuple(article.details for article in self.desk.articles()))
            self._read = read
        return read[1]

    def examples(self) -> tuple[str, ...]:
        """Questions to begin with, where the store holds the articles that they are about."""
        if not any(map(is_sample, self.articles())):
            return ()
        lines = (SAMPLES / "questions.txt").read_text(encoding="utf-8").splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    def add(self, given: Given, show: ProgressCallback) -> ReportJson:
        """Add uploaded files, each identified by the name that it had, and what an address leads
        to. What stops all of them is reported like what stops one."""
        with self._taking(given.files):
            done = self._added(given, show)
        names = [Path(file).name for file in given.files]
        return report(done, [*names, *filter(None, [given.address.strip()])])

    def _added(self, given: Given, show: ProgressCallback) -> IndexReport:
        nothing = IndexReport(generation=self.desk.generation)
        try:
            address = _usable(given)
            outlet, published = given.outlet.strip() or None, given.published.strip() or None
            overrides = Overrides(outlet=outlet, published=published)
            done = nothing
            if given.files:
                done = self.desk.add(given.files, overrides=overrides, upload=True, progress=show)
            if address:
                fetched = self.desk.add([address], overrides=overrides, progress=show)
                done = done.followed_by(fetched)
        except Exception as error:  # noqa: BLE001 - the page must outlive any error, and shows it
            stopped = foreseen(error, "The library")
            return replace(nothing, failed=(Failure(stopped.subject, stopped),))
        return done

    def about_index(self) -> Markup:
        """What a rebuild is for, and why one is due."""
        notices = Markup().join(
            Markup('<p class="notice">{}</p>').format(text(notice)) for notice in self.desk.notices
        )
        return Markup('<div class="report">{}<p>{}</p></div>').format(notices, REBUILD)

    def rebuild(self, show: ProgressCallback) -> Markup:
        """Rebuild the index; returns how that went, for the page."""
        try:
            done = self.desk.rebuild(progress=show)
        except Exception as error:  # noqa: BLE001 - the page must outlive any error, and shows it
            stopped = trouble(error)
            return Markup(
                '<div class="report" role="alert"><p class="failed">'
                "<b>The search index wasn't refreshed.</b> {}{} {}</p></div>"
            ).format(subject_of(stopped), isolated(stopped.happened), isolated(stopped.remedy))
        return Markup(
            '<div class="report" role="status"><p class="summary">{}</p>'
            "<details><summary>Details</summary><p>{}</p></details></div>"
        ).format(text(rebuilt_words(done)), text(rebuilt_details(done)))


def _usable(given: Given) -> str:
    """The address that was given, if any. Raises SourceError if there is nothing usable."""
    address = given.address.strip()
    if address and not is_address(address):
        raise SourceError(
            "This isn't a web address.",
            subject=address,
            remedy="Begin it with http:// or https://. Files are chosen above.",
        )
    if not (given.files or address):
        raise SourceError(
            "No file was chosen.",
            subject="Add to the library",
            remedy="Choose one or more article files, or give an address.",
        )
    return address


def is_sample(article: ArticleDetails) -> bool:
    """Whether the article is one of those that come with Onrecord."""
    return SAMPLES in Path(article.source.location).parents


def listing(articles: Sequence[ArticleDetails], wanted: str = "") -> Markup:
    """The list of articles whose title, outlet or date has the wanted words."""
    words = wanted.casefold().split()
    matching = [article for article in articles if all(word in haystack(article) for word in words)]
    if not matching:
        nothing = "No article matches." if articles else "There are no articles yet."
        return Markup('<p class="listing-note">{}</p>').format(nothing)
    more = NOTHING
    if len(matching) > LISTED:
        more = Markup(
            '<p class="listing-note">and {:,} more. Narrow the list to see them.</p>'
        ).format(len(matching) - LISTED)
    return Markup('<ul class="listing" aria-label="Articles">{}</ul>{}').format(
        Markup().join(map(entry, matching[:LISTED])), more
    )


def entry(article: ArticleDetails) -> Markup:
    """An article of the list, which opens it."""
    return Markup(
        '<li><button type="button" class="entry" data-article="{id}">'
        '<span class="title" dir="auto">{title}</span>'
        '<span class="facts">{outlet} · {date}{retracted}</span></button></li>'
    ).format(
        id=value(article.id),
        title=text(article.title),
        outlet=isolated(article.outlet) if article.outlet else "outlet not given",
        date=date(article.published, article.updated),
        retracted=RETRACTED if article.retracted else NOTHING,
    )


def haystack(article: ArticleDetails) -> str:
    """What the filter looks at."""
    facts = (article.title, article.outlet, article.published, article.updated)
    return " ".join(filter(None, facts)).casefold()


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


def report_card(done: ReportJson) -> Markup:
    """What happened to an upload, file by file."""
    groups = (
        ("added", "Added", done["added"]),
        ("updated", "Updated (searches use the new version)", done["updated"]),
        ("unchanged", "Unchanged (already in the library)", done["unchanged"]),
    )
    title = Markup('<li dir="auto">{}</li>')
    parts = [
        section(kind, heading, some(title.format(text(each["title"])) for each in articles))
        for kind, heading, articles in groups
        if articles
    ]
    if done["failed"]:
        failure = Markup("<li><b>{}</b> {} {}</li>")
        items = some(
            failure.format(
                isolated(each["source"]),
                isolated(each["error"]["happened"]),
                isolated(each["error"]["remedy"]),
            )
            for each in done["failed"]
        )
        parts.append(section("failed", "Not added", items))
    if done["skipped"]:
        items = Markup().join(
            Markup("<li>{}</li>").format(text(skipped_words(each))) for each in done["skipped"]
        )
        parts.append(section("skipped", "Skipped", items))
    summary = (
        f"{len(done['added'])} added, {len(done['updated'])} updated, "
        f"{len(done['unchanged'])} unchanged, {len(done['failed'])} not added. "
        f"{library_update(done['generation']).capitalize()}."
    )
    notices = Markup().join(
        Markup('<p class="notice">{}</p>').format(isolated(notice)) for notice in done["notices"]
    )
    return Markup('<div class="report" role="status"><p class="summary">{}</p>{}{}</div>').format(
        summary, notices, Markup().join(parts)
    )
