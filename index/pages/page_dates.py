"""When a page says that it was published, and when that it was updated.

Read from its JSON-LD and meta elements, from elements marked for it, from visible time stamps, and
from its address, the most reliable first. The text is not searched: the dates there are those of
events. A page that only says when it was updated was published earlier, at an unknown time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TypeAlias

from lxml.html import HtmlElement

from index.pages.date_surroundings import (
    is_in_a_sentence,
    is_prose,
    short_text,
    words_before,
    words_behind,
)
from index.pages.json_ld import LIVE_BLOG, Item, JsonLd, is_a, posts_of, text_of
from index.reading.bylines import byline_authors
from index.reading.calendar_words import calendar_words
from index.reading.dates import is_iso, read_date
from index.reading.time_stamps import Stamp as PageDates
from index.reading.time_stamps import (
    is_bare_date,
    is_labelled_stamp,
    kind_of_date,
    last_label,
    stamp,
)

KindAndDate: TypeAlias = tuple[str, str]
"""A kind of date, "published" or "updated", and the date."""

META = {
    "published": ("article:published_time", "og:published_time", "datepublished", "date",
                  "publishdate", "pubdate", "dc.date", "dc.date.issued", "dcterms.issued",
                  "dcterms.created", "citation_publication_date", "parsely-pub-date",
                  "sailthru.date"),
    "updated": ("article:modified_time", "og:updated_time", "og:modified_time", "datemodified",
                "lastmod", "last-modified", "last_modified", "revised", "updated", "modified",
                "dc.date.modified", "dcterms.modified", "article:updated_time"),
}  # fmt: skip
"""Names of meta elements, the most reliable first."""

MOST_ELEMENTS = 3_000
"""Elements that are looked at for dates."""
LONGEST_VALUE = 100
"""Characters of a date."""
_PRECISION = re.compile(r"T00:00(?::00(?:\.0{1,9})?)?(?:Z|[+-]00:?00)?$|(?<=:\d\d)\.\d{1,9}")
"""Midnight to the second is how programs write a day, and no one publishes by the millisecond."""
_UPDATED = re.compile(r"(?:^|[-_ ])(?:dt-)?(?:updated?|modified|lastmod|datemodified)(?:$|[-_ ])")
_PUBLISHED = re.compile(
    r"(?:^|[-_ :])(?:dt-)?(?:published?|pub-?date|datepublished|posted|entry-date|date|datetime"
    r"|time-?stamp|dateline|issued|post-date|article-date)(?:$|[-_ ])"
)
_BYLINE = re.compile(
    r"(?:^|[-_ ])(?:by-?line|authors?|(?:article|post|entry|story)[-_]{1,2}(?:meta|info|details))"
    r"(?:$|[-_ ])"
)
_NOT_ITS_OWN = re.compile(
    r"(?:^|[-_ ])(?:comments?|related|recommended|teasers?|sidebar|most-read|promo|cards?|trending"
    r"|copyright|read-more|more-(?:news|stories)|current|today|masthead|top-?bar|weather)"
    r"(?:$|[-_ ])"
)
_ELSEWHERE = frozenset(("a", "nav", "aside"))
_YEAR_AND_MONTH = r"[/_-](?P<year>(?:19|20)\d\d)(?P<mark>[/-])(?P<month>0?[1-9]|1[0-2])"
_IN_ADDRESS = (
    re.compile(rf"{_YEAR_AND_MONTH}(?P=mark)(?P<day>0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
    re.compile(rf"(?=/){_YEAR_AND_MONTH}(?<=/..)(?P<day>)(?=/)"),
)
"""A day; a month as a folder."""
_LABELLING = frozenset("span p div time small li strong em b i dd dl tr table ul".split())


def page_dates(
    tree: HtmlElement,
    json_ld: JsonLd,
    meta: Mapping[str, Sequence[str]],
    address: str | None,
    *,
    day_first: bool | None,
    authors: Collection[str] = (),
    languages: Iterable[str] = (),
    posts: Collection[HtmlElement] = (),
) -> PageDates:
    """The dates, ISO 8601 of the precision that the page gives; None if it doesn't say. Those of a
    live blog's posts, whose elements are given, count only in its JSON-LD.

    authors: who wrote the article; languages: what the page says about its language ("nl-BE")."""
    values: list[tuple[str, str]] = [
        *_of_items(json_ld.articles()),
        *((kind, value) for kind, names in META.items() for name in names
          for value in meta.get(name, ())),
        *_of_items(json_ld.pages()),
    ]  # fmt: skip
    dates: dict[str, list[str]] = {"published": [], "updated": []}
    for kind, value in values:
        if iso := read_date(value[:LONGEST_VALUE], day_first):
            dates[kind].append(iso)
    if not (dates["published"] and dates["updated"]):
        line = _Line(day_first, authors, calendar_words(languages))
        for kind, iso in _of_elements(tree, line, frozenset(posts)):
            dates[kind].append(iso)
    if not dates["published"] and (iso := date_in_address(address)):
        dates["published"].append(iso)
    return PageDates(_own(dates["published"]), _own(dates["updated"]))


def date_in_address(address: str | None) -> str | None:
    """The day, or the month, in an address as many outlets make them."""
    for shape in _IN_ADDRESS:
        if match := shape.search((address or "")[:2_000]):
            parts = (match["year"], match["month"].zfill(2), match["day"].zfill(2))
            iso = "-".join(parts[: 3 if match["day"] else 2])
            return iso if is_iso(iso) else None
    return None


def start_of(blog: Item) -> str:
    """When a live blog began: as it says, or else its first post, or its own date if that is
    earlier."""
    if start := read_date(text_of(blog.get("coverageStartTime"))[:LONGEST_VALUE]):
        return start
    return _outermost((blog.get("datePublished"), *_post_dates(blog)), newest=False)


def post_date(post: Item) -> str | None:
    """When a post of a live blog was published."""
    told = text_of(post.get("datePublished")) or text_of(post.get("dateCreated"))
    iso = read_date(told[:LONGEST_VALUE])
    return precise(iso) if iso else None


def precise(iso: str) -> str:
    """A date without the precision that only programs give."""
    return _PRECISION.sub("", iso)


def _of_items(items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    for item in items:
        published, updated = text_of(item.get("datePublished")), text_of(item.get("dateModified"))
        if is_a(item, LIVE_BLOG):
            published = start_of(item)
            updated = updated or _outermost(_post_dates(item), newest=True)
        yield "published", published
        yield "updated", updated


def _post_dates(blog: Item) -> Iterator[str | None]:
    return map(post_date, posts_of(blog))


def _outermost(dates: Iterable[object], *, newest: bool) -> str:
    """The first of some dates, or the last; empty if there is none."""
    told = [iso for one in dates if (iso := read_date(text_of(one)[:LONGEST_VALUE]))]
    return (max if newest else min)(told, key=_moment) if told else ""


def _moment(iso: str) -> str:
    """A key to compare dates by."""
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return (when.astimezone(UTC) if when.tzinfo else when).isoformat()


def _own(dates: Sequence[str]) -> str | None:
    """The first one given; in the page's own zone, if another gives the same moment in it."""
    if not dates:
        return None
    first = dates[0]
    if "T" in first and first.endswith(("Z", "+00:00")):
        same = (one for one in dates[1:] if "T" in one and re.search(r"[+-]\d\d:?\d\d$", one)
                and _moment(one)[:16] == _moment(first)[:16])  # fmt: skip
        first = next(same, first)
    return precise(first)


def _of_elements(
    tree: HtmlElement, line: _Line, posts: frozenset[HtmlElement]
) -> Iterator[KindAndDate]:
    """What elements say, first those marked for machines, and of the others those below the main
    heading."""
    ranked: list[list[KindAndDate]] = [[], [], [], []]
    around_heading = {above for heading in tree.iter("h1") for above in heading.iterancestors()}
    below_heading = not around_heading
    looked = prose = 0
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        below_heading = below_heading or element.tag == "h1"
        prose += below_heading and is_prose(element)
        names = ("itemprop", "property", "class", "id")
        mark = " ".join((element.get(name) or "")[:200] for name in names).lower()
        is_time = element.tag in ("time", "abbr")
        is_marked = bool(mark) and bool(_PUBLISHED.search(mark) or _UPDATED.search(mark))
        if not (is_time or is_marked or element.tag in _LABELLING):
            continue
        looked += 1
        if looked > MOST_ELEMENTS:
            break
        text = short_text(element)
        is_labelled = bool(text) and (is_labelled_stamp(text) or _is_dated_byline(text))
        if not (is_time or is_marked or is_labelled or _is_in_byline(element, text)):
            continue
        if _is_elsewhere(element, around_heading, posts):
            continue
        is_near = prose < 2 if below_heading else _shares_a_box(element, around_heading)
        rank = 0 if "itemprop" in element.attrib else 1 if is_time or is_labelled else 2
        ranked[rank if rank == 0 or below_heading else 3] += _of_element(
            element, mark, text, line, is_near=is_near or _is_within_byline(element)
        )
    for found in ranked:
        yield from found


def _of_element(
    element: HtmlElement, mark: str, text: str, line: _Line, *, is_near: bool
) -> Iterator[KindAndDate]:
    """is_near: it is where an article's date belongs, so that it needs no word that says so."""
    value = element.get("datetime") or element.get("content") or ""
    if not value and element.tag == "abbr":
        value = element.get("title") or ""
    iso = read_date(value[:LONGEST_VALUE], line.day_first) if value else None
    if iso:
        for kind in line.kinds(element, mark, text, is_near=is_near):
            yield kind, iso
        return
    dates = stamp(text, line.day_first)
    if dates.published:
        kinds = ["published"]
        if last_label(text) is None:
            kinds = line.kinds(element, mark, text, is_near=is_near)
        for kind in kinds:
            yield kind, dates.published
    if dates.updated:
        yield "updated", dates.updated


@dataclass(frozen=True, slots=True)
class _Line:
    """What is known about the page when the line around a date is read."""

    day_first: bool | None
    authors: Collection[str]
    calendar: Collection[str]
    """The words of dates in the page's language."""

    def kinds(self, element: HtmlElement, mark: str, text: str, *, is_near: bool) -> list[str]:
        """Which date an element gives: as it is marked, or else as the words around it say."""
        updated, published = bool(_UPDATED.search(mark)), bool(_PUBLISHED.search(mark))
        if updated:
            # Themes call whichever date they show an "entry-date".
            both = published and re.search(r"published|pub-?date|issued", mark)
            return ["published", "updated"] if both else ["updated"]
        if published and re.search(r"published|pub-?date|issued|posted|entry-date", mark):
            return ["published"]
        before, behind = words_before(element), words_behind(element)
        if is_in_a_sentence(element, behind):
            return []
        digit = re.search(r"\d", text)
        own, rest = (text[: digit.start()], text[digit.start() :]) if digit else (text, "")
        label = last_label(rest) if not behind else None
        kind = label or kind_of_date(f"{before} {own}", behind, self.authors, self.calendar)
        is_told = is_near or kind == "updated" or last_label(f"{before} {text}")
        return [kind] if kind and is_told else []


def _shares_a_box(element: HtmlElement, around_heading: set[HtmlElement]) -> bool:
    """Whether what is above the main heading is in a box with it, not only on its page."""
    return any(
        above in around_heading and above.tag not in ("body", "html")
        for above in element.iterancestors()
    )


def _is_within_byline(element: HtmlElement) -> bool:
    around = [element, *islice(element.iterancestors(), 2)]
    return any(_BYLINE.search(f"{each.get('class') or ''}"[:300].lower()) for each in around)


def _is_in_byline(element: HtmlElement, text: str) -> bool:
    """Whether it is only a date, within what is marked as a byline."""
    return bool(text) and is_bare_date(text) and _is_within_byline(element)


def _is_dated_byline(text: str) -> bool:
    return any(map(str.isdigit, text)) and bool(byline_authors(text))


def _is_elsewhere(
    element: HtmlElement, around_heading: set[HtmlElement], posts: frozenset[HtmlElement]
) -> bool:
    """Whether an element belongs to something else: a comment, a teaser, a link, a post."""
    for above in (element, *element.iterancestors()):
        if above in posts:
            return True
        if above in around_heading:
            return False
        mark = f"{above.get('class') or ''} {above.get('id') or ''}"[:300].lower()
        if above.tag in _ELSEWHERE or _NOT_ITS_OWN.search(mark):
            return True
    return False
