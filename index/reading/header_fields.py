"""What the top of a file says about its article: front matter, header fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

import yaml

from index.reading.bylines import byline_agency, byline_authors, is_nobody, split_names
from index.reading.date_order import day_first
from index.reading.dates import read_date
from index.reading.outlets import is_outlet, outlet_line
from index.reading.time_stamps import is_label, stamp
from index.strings.characters import storable
from index.strings.paired_marks import without_marks_around
from index.types import Incomplete

FIELDS = {
    "title": "title", "headline": "title",
    "author": "authors", "authors": "authors", "byline": "authors", "by": "authors",
    "outlet": "outlet", "source": "outlet", "publisher": "outlet", "publication": "outlet",
    "newspaper": "outlet", "site name": "outlet",
    "date": "published", "published": "published", "published on": "published",
    "date published": "published", "datepublished": "published", "publish date": "published",
    "published at": "published", "pubdate": "published",
    "updated": "updated", "updated on": "updated", "updated at": "updated", "modified": "updated",
    "last updated": "updated", "last modified": "updated", "lastmod": "updated",
    "date modified": "updated", "datemodified": "updated", "date updated": "updated",
    "modified at": "updated",
    "url": "url", "link": "url", "permalink": "url", "canonical": "url", "source url": "url",
    "language": "language", "lang": "language",
}  # fmt: skip
"""Names of fields in front matter and header lines, and what they give."""

OTHER_FIELDS = set("section category categories tags keywords topic topics draft id slug".split())
"""Header fields that say nothing used here, but are not part of the body either."""


LONGEST_TITLE = 500
"""Characters. Anything longer is a text in the title's place."""
LONGEST_NAME, MOST_NAMES = 100, 50
"""Characters of an author's name, and authors."""
LONGEST_DATE, LONGEST_ADDRESS = 100, 2_000
"""Characters."""


@dataclass(slots=True)
class Metadata:
    """What has been read so far, None or empty where nothing gave it. The first to give it wins;
    anything longer than such a thing can be is ignored."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: str | None = None
    """ISO 8601 with the precision that was given, like `updated`."""
    updated: str | None = None
    """When the text was changed last. It says nothing about when it was published."""
    url: str | None = None
    canonical: str | None = None
    """The address that a page names as its own, as it is written there."""
    language: str | None = None
    machine_translated: bool = False
    agency: str | None = None
    """An outlet in an author's place ("By Reuters"): the outlet if nothing else gives one."""
    day_first: bool | None = None
    """How its readers write numeric dates (index/reading/date_order.py); None if unknown."""
    partial: Incomplete | None = None
    """Why the text may not be the whole article."""

    def learn(self, field: str, value: str) -> None:
        """Take a field's value, if it is one that the field can have."""
        value = storable(" ".join(value.split()))
        if field != "title":  # a title in quotation marks is what someone said
            value = without_marks_around(value)
        if field == "outlet" and re.match(r"https?://\S+$", value):
            field = "url"
        learned: Any = value
        if field == "authors":
            self.learn_authors((value,))
            return
        if field in ("published", "updated"):
            learned = read_date(value[:LONGEST_DATE], self.day_first)
        elif field == "url":
            is_address = len(value) <= LONGEST_ADDRESS and re.match(r"https?://\S+$", value)
            learned = value if is_address else None
        elif field == "language":
            learned = value[:2].lower() if re.fullmatch(r"[A-Za-z]{2}([-_]\w+)?", value) else None
        elif field == "outlet":
            learned = value if len(value) <= 80 else None
        self.add(Metadata(**{field: learned}))

    def learn_authors(self, values: Iterable[str]) -> None:
        """Take people's names, each value one name or several; an outlet's doesn't count."""
        names: list[str] = []
        for value in values:
            text = storable(" ".join(value.split())[: LONGEST_NAME * MOST_NAMES])
            if is_outlet(text):
                self.add(Metadata(agency=text))
            elif not is_nobody(text):
                names += split_names(text, plural=True) or ((text,) if 0 < len(text) <= 60 else ())
        self.add(Metadata(authors=tuple(dict.fromkeys(names))))

    def add(self, other: Metadata) -> None:
        """Take what the other has and this does not yet."""
        for field in fields(self):
            known = getattr(self, field.name)
            if not known and (known is None or field.name != "day_first"):
                setattr(self, field.name, getattr(other, field.name))
        if self.title and len(self.title) > LONGEST_TITLE:
            self.title = None
        if self.url and len(self.url) > LONGEST_ADDRESS:
            self.url = None
        if self.canonical and len(self.canonical) > LONGEST_ADDRESS:
            self.canonical = None
        if self.authors:
            short = (name for name in self.authors if len(name) <= LONGEST_NAME)
            self.authors = tuple(islice(short, MOST_NAMES))


_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\n(?P<yaml>.{0,50000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL
)
_FIELD = re.compile(
    r"(?:[*_]{1,2})?(?P<name>[A-Za-z][A-Za-z _-]{1,18}?)\s?:(?:[*_]{1,2})?\s+(?P<value>\S.*)"
)
_NAME_OR_ADDRESS = re.compile(
    r"https?://\S+|(?:(?:[^\W_a-zа-яё][\w'’.&/-]*|of|the|in|and|for|de|la|le)(?:\s|$)){1,6}"
)


def front_matter(text: str) -> tuple[Metadata, int]:
    """What YAML front matter says, and where in the text it ends (0 where there is none).

    Front matter that is not YAML ("title: War: a history") is text: its lines are then read as
    header fields like any other.
    """
    metadata = Metadata()
    match = _FRONT_MATTER.match(text)
    if not match:
        return metadata, 0
    try:
        # BaseLoader leaves every scalar the string that was written: "2031-03" must not become a
        # number, nor "2031-03-03" a date whose precision is lost. It makes no objects.
        content = yaml.load(match["yaml"], Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        return metadata, 0
    if not isinstance(content, dict):
        return metadata, 0
    metadata.day_first = day_first(_texts(content, ("language", "lang", "locale")))
    for name, value in content.items():
        field = FIELDS.get(str(name).strip().casefold().replace("_", " "))
        if field and isinstance(value, str) and value.strip():
            metadata.learn(field, value)
        elif field == "authors" and isinstance(value, list):
            metadata.learn_authors(listed_names(value))
    return metadata, match.end()


def metadata_of_byline(line: str, day_first: bool | None, above: str | None) -> Metadata:
    """What a byline or a time stamp says; the line above it may say of what."""
    dates = stamp(f"{above} {line}" if above and is_label(above) else line, day_first)
    return Metadata(
        authors=byline_authors(line) or (),
        agency=byline_agency(line),
        outlet=outlet_line(line),
        published=dates.published,
        updated=dates.updated,
    )


def listed_names(value: list[Any]) -> list[str]:
    """The names in a list of names, or of objects with a name."""
    names = [one.get("name") if isinstance(one, dict) else one for one in value]
    return [name.strip() for name in names if isinstance(name, str) and name.strip()]


def _texts(content: Mapping[Any, object], names: Iterable[str]) -> list[str]:
    """The fields that are strings."""
    return [value for name in names if isinstance(value := content.get(name), str)]


def header_field(line: str) -> tuple[str | None, str] | None:
    """The field that a header line sets ("Outlet: Velmora Courier") and its value; the field is
    None for one that says nothing used here; None if the line is not a header line."""
    match = _FIELD.fullmatch(line) if len(line) <= 400 else None
    if not match:
        return None
    name = match["name"].strip().casefold().replace("_", " ")
    if name == "source" and not _NAME_OR_ADDRESS.fullmatch(match["value"]):
        return None  # "Source: ceasefire is near", a headline
    if name in FIELDS:
        return FIELDS[name], match["value"]
    return (None, match["value"]) if name in OTHER_FIELDS else None
