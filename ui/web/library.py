"""The articles there are, and adding to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import SourceError
from index.reports import IndexReport
from index.types import ArticleDetails, Failure, Overrides, Progress
from index.web.online_documents import is_address
from ui.json.report_documents import ReportJson, report
from ui.web.chat import foreseen, trouble
from ui.web.desk import Desk
from ui.wording import (
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
    "This prepares all articles for search again, with the settings as they are now. You can keep "
    "asking questions while it runs. If it is interrupted, it continues next time."
)
RETRACTED = ' · <strong class="retracted">retracted</strong>'
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
    """Nothing becomes of the files."""
    return nullcontext()


class Library:
    """The list of a store's articles, read again only when the store has changed."""

    def __init__(self, desk: Desk, taking: Taking = left_alone) -> None:
        """`taking`: what becomes of uploaded files while they are added, and then."""
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

    def add(self, given: Given, show: Progress) -> ReportJson:
        """Add uploaded files, each known by the name that it had, and what an address leads to.
        What stops all of them is reported like what stops one."""
        with self._taking(given.files):
            done = self._added(given, show)
        names = [Path(file).name for file in given.files]
        return report(done, [*names, *filter(None, [given.address.strip()])])

    def _added(self, given: Given, show: Progress) -> IndexReport:
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
            told = foreseen(error, "The library")
            return replace(nothing, failed=(Failure(told.subject, told),))
        return done

    def about_index(self) -> str:
        """What a rebuild is for, and why one is due."""
        notices = "".join(f'<p class="notice">{text(notice)}</p>' for notice in self.desk.notices)
        return f'<div class="report">{notices}<p>{REBUILD}</p></div>'

    def rebuild(self, show: Progress) -> str:
        """Make the index anew; what came of it, as a line of the page."""
        try:
            done = self.desk.rebuild(progress=show)
        except Exception as error:  # noqa: BLE001 - the page must outlive any error, and shows it
            told = trouble(error)
            words = (
                "<b>The articles weren't prepared again.</b> "
                f"{isolated(told.happened)} {isolated(told.remedy)}"
            )
            return f'<div class="report" role="alert"><p class="failed">{words}</p></div>'
        return (
            '<div class="report" role="status"><p class="summary">'
            f"{text(rebuilt_words(done))}</p>"
            f"<details><summary>Details</summary><p>{text(rebuilt_details(done))}</p></details>"
            "</div>"
        )


def _usable(given: Given) -> str:
    """The address that was given, if any. Raises SourceError where nothing usable was."""
    address = given.address.strip()
    if address and not is_address(address):
        raise SourceError(
            "This isn't a web address.",
            subject=address,
            remedy="Write it with http:// or https:// in front; files are chosen above.",
        )
    if not (given.files or address):
        raise SourceError(
            "No file was chosen.",
            subject="No file",
            remedy="Choose one or more files of articles, or give an address, then add.",
        )
    return address


def is_sample(article: ArticleDetails) -> bool:
    """Whether the article is one of those that come with Onrecord."""
    return SAMPLES in Path(article.source.location).parents


def listing(articles: Sequence[ArticleDetails], wanted: str = "") -> str:
    """The list of articles whose title, outlet or date has the wanted words."""
    words = wanted.casefold().split()
    found = [one for one in articles if all(word in haystack(one) for word in words)]
    if not found:
        nothing = "No article matches." if articles else "There are no articles yet."
        return f'<p class="listing-note">{nothing}</p>'
    items = "".join(
        f'<li><button type="button" class="entry" data-article="{value(article.id)}">'
        f'<span class="title" dir="auto">{text(article.title)}</span><span class="facts">'
        f"{isolated(article.outlet) if article.outlet else 'outlet not given'} · "
        f"{date(article.published, article.updated)}{RETRACTED if article.retracted else ''}"
        "</span></button></li>"
        for article in found[:LISTED]
    )
    more = ""
    if len(found) > LISTED:
        more = (
            f'<p class="listing-note">and {len(found) - LISTED:,} more. '
            "Narrow the list to see them.</p>"
        )
    return f'<ul class="listing" aria-label="Articles">{items}</ul>{more}'


def haystack(article: ArticleDetails) -> str:
    """What the filter looks at."""
    facts = (article.title, article.outlet, article.published, article.updated)
    return " ".join(filter(None, facts)).casefold()


def some(items: Iterable[str]) -> str:
    """As many items of a list as a reader looks through, and how many more there are."""
    shown = list(items)
    more = len(shown) - LISTED
    return "".join(shown[:LISTED]) + (f"<li>and {more:,} more</li>" if more > 0 else "")


def report_card(done: ReportJson) -> str:
    """What became of an upload, file by file."""
    groups = (
        ("added", "Added", done["added"]),
        ("updated", "Updated: a new version replaces the old one in search", done["updated"]),
        ("unchanged", "Unchanged: already in the library", done["unchanged"]),
    )
    parts = ""
    for kind, heading, articles in groups:
        if articles:
            items = some(f'<li dir="auto">{text(each["title"])}</li>' for each in articles)
            parts += f'<section class="{kind}"><h3>{heading}</h3><ul>{items}</ul></section>'
    if done["failed"]:
        items = some(
            f"<li><b>{isolated(each['source'])}</b> "
            f"{isolated(each['error']['happened'])} {isolated(each['error']['remedy'])}</li>"
            for each in done["failed"]
        )
        parts += f'<section class="failed"><h3>Not added</h3><ul>{items}</ul></section>'
    if done["skipped"]:
        items = "".join(f"<li>{text(skipped_words(each))}</li>" for each in done["skipped"])
        parts += f'<section class="skipped"><h3>Skipped</h3><ul>{items}</ul></section>'
    summary = (
        f"{len(done['added'])} added, {len(done['updated'])} updated, "
        f"{len(done['unchanged'])} unchanged, {len(done['failed'])} not added. "
        f"{library_update(done['generation']).capitalize()}."
    )
    notices = "".join(f'<p class="notice">{isolated(notice)}</p>' for notice in done["notices"])
    return (
        f'<div class="report" role="status"><p class="summary">{summary}</p>{notices}{parts}</div>'
    )
