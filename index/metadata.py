"""What the top of a file tells about its article: front matter, fields, datelines, time stamps."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

import yaml

from index.bylines import split_names
from index.dates import MONTH_NUMBER, find_date, read_date
from index.partial import Partial

FIELDS = {
    "title": "title", "headline": "title",
    "author": "authors", "authors": "authors", "byline": "authors", "by": "authors",
    "outlet": "outlet", "source": "outlet", "publisher": "outlet", "publication": "outlet",
    "newspaper": "outlet", "site name": "outlet",
    "date": "published", "published": "published", "published on": "published",
    "date published": "published", "datepublished": "published", "publish date": "published",
    "published at": "published", "pubdate": "published",
    "url": "url", "link": "url", "permalink": "url", "canonical": "url", "source url": "url",
    "language": "language", "lang": "language",
}  # fmt: skip
"""Names of fields in front matter and header lines, and what they tell."""

OTHER_FIELDS = {"updated", "modified", "section", "category", "categories", "tags", "keywords"}
OTHER_FIELDS |= {"topic", "topics", "draft", "id", "slug"}
"""Fields of a header that tell nothing used here, but are no part of the body either."""


LONGEST_TITLE = 500
"""Characters. What is longer is a text in the title's place."""
LONGEST_NAME, MOST_NAMES = 100, 50
"""Characters of an author's name, and authors."""
LONGEST_DATE, LONGEST_ADDRESS = 100, 2_000
"""Characters."""


@dataclass(slots=True)
class Told:
    """What has been read so far, None or empty where nothing told it. The first to tell wins; what
    is longer than such a thing can be tells nothing."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    canonical: str | None = None
    """The address that a page names as its own, as it stands there."""
    language: str | None = None
    machine_translated: bool = False
    partial: Partial | None = None
    """Why the text may not be the whole article."""

    def learn(self, field: str, value: str) -> None:
        """Take a field's value, if it is one that the field can have."""
        value = " ".join(value.split()).strip("\"'")
        if field == "outlet" and re.match(r"https?://\S+$", value):
            field = "url"
        learned: Any = value
        if field == "authors":
            value = value[: LONGEST_NAME * MOST_NAMES]
            learned = split_names(value, plural=True) or ((value,) if 0 < len(value) <= 60 else ())
        elif field == "published":
            learned = read_date(value[:LONGEST_DATE])
        elif field == "url":
            is_address = len(value) <= LONGEST_ADDRESS and re.match(r"https?://\S+$", value)
            learned = value if is_address else None
        elif field == "language":
            learned = value[:2].lower() if re.fullmatch(r"[A-Za-z]{2}([-_]\w+)?", value) else None
        elif field == "outlet":
            learned = value if len(value) <= 80 else None
        self.add(Told(**{field: learned}))

    def add(self, other: Told) -> None:
        """Take what the other tells and this does not yet."""
        for field in fields(self):
            if not getattr(self, field.name):
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
_STAMP_WORDS = set(MONTH_NUMBER) | set(
    """
    first published posted issued created date updated last modified edited on at by of the and
    am pm a.m p.m est edt et cet cest gmt utc bst msk pst pdt pt ist eet eest z t
    today yesterday ago just now second seconds minute minutes min mins hour hours hr hrs h
    day days week weeks month months mon tue tues wed thu thur thurs fri sat sun
    monday tuesday wednesday thursday friday saturday sunday st nd rd th de г года
    понедельник вторник среда четверг пятница суббота воскресенье
    """.split()
)
_STAMP_LABEL = re.compile(
    r"\W*(?:first |last )?(?:published|posted|issued|created|updated|modified|edited)\b|.*\bago\b",
    re.IGNORECASE,
)
_TIME_LIKE = re.compile(
    r"\d{1,2}[:.]\d\d|\d{4}-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}|\bago\b", re.IGNORECASE
)


def front_matter(text: str) -> tuple[Told, int]:
    """What a YAML front matter tells, and where in the text it ends (0 where there is none).

    Front matter that is not YAML ("title: War: a history") is text: its lines are then read as
    header fields like any other.
    """
    told = Told()
    match = _FRONT_MATTER.match(text)
    if not match:
        return told, 0
    try:
        # BaseLoader leaves every scalar the string that was written: "2031-03" must not become a
        # number, nor "2031-03-03" a date whose precision is lost. It makes no objects.
        content = yaml.load(match["yaml"], Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        return told, 0
    if not isinstance(content, dict):
        return told, 0
    for name, value in content.items():
        field = FIELDS.get(str(name).strip().casefold().replace("_", " "))
        if field and isinstance(value, str) and value.strip():
            told.learn(field, value)
        elif field == "authors" and isinstance(value, list):
            names = [one.get("name") if isinstance(one, dict) else one for one in value]
            authors = tuple(
                name.strip() for name in names if isinstance(name, str) and name.strip()
            )
            told.add(Told(authors=authors))
    return told, match.end()


def header_field(line: str) -> tuple[str | None, str] | None:
    """The field that a header line sets ("Outlet: Velmora Courier") and its value; the field is
    None for one that tells nothing used here; None where the line is no header line."""
    match = _FIELD.fullmatch(line) if len(line) <= 400 else None
    if not match:
        return None
    name = match["name"].strip().casefold().replace("_", " ")
    if name == "source" and not _NAME_OR_ADDRESS.fullmatch(match["value"]):
        return None  # "Source: ceasefire is near", a headline
    if name in FIELDS:
        return FIELDS[name], match["value"]
    return (None, match["value"]) if name in OTHER_FIELDS else None


def is_time_stamp(line: str) -> bool:
    """Whether a line says when, and no more: "Updated 3:45 PM, 3 March 2031", "2 hours ago"."""
    if len(line) > 120 or not any(character.isdigit() for character in line):
        return False
    words = re.findall(r"[^\W\d_]+(?:\.[^\W\d_]+)*", line.casefold())
    has_time = bool(_TIME_LIKE.search(line) or any(word in MONTH_NUMBER for word in words))
    return has_time and all(word in _STAMP_WORDS for word in words)


def is_labelled_stamp(line: str) -> bool:
    """Whether a line is a time stamp by its own words, wherever it stands. A bare date may be the
    heading of an entry in a chronicle."""
    return bool(_STAMP_LABEL.match(line)) and is_time_stamp(line)


def is_bare_date(line: str) -> bool:
    """Whether a line is a date without a word on what was done on it."""
    if not is_time_stamp(line) or is_labelled_stamp(line):
        return False
    has_month = any(word in MONTH_NUMBER for word in re.findall(r"[^\W\d_]+", line.casefold()))
    return has_month or find_date(line) is not None


def stamped_date(line: str) -> str | None:
    """When an article was published, from a time stamp or a byline.

    What is only updated then was published earlier, nobody says when.
    """
    label = re.search(r"\b(?:published|posted|issued|created)\b", line, re.IGNORECASE)
    if label:
        line = line[label.end() :]
    updated = re.search(r"\b(?:updated|modified|edited)\b", line, re.IGNORECASE)
    if updated:
        line = line[: updated.start()]
    found = find_date(line)
    return found.iso if found else None
