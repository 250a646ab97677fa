"""RSS, Atom and RDF to entries; the seam to feedparser.

feedparser is given bytes in memory, never a name: it would itself open a name that looks like a URL
or a file.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import feedparser

from index.errors import SourceNotText, SourceTooLarge
from index.locations import absolute
from index.reading.dates import read_date
from index.strings.bounded_patterns import bounded

MOST_ENTRIES = 500
"""How many entries of a feed are read: the first ones, which in nearly all feeds are the newest."""
LARGEST = 5_000_000
"""Bytes of these entries."""
LONGEST = 1_000
"""Characters of a title or a name that are kept."""
HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
"""What feedparser complains about but reads all the same, without loss."""

_parse: Any = feedparser.parse  # it has no types
_OPENS = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_DATED = re.compile(rb"<dc:date[\s>]", re.IGNORECASE)
_CHANGED = re.compile(rb"<(?:[\w.-]{1,30}:)?(?:updated|modified)[\s>]", re.IGNORECASE)
_DECLARATION = bounded(r"<\?xml.*?\?>", re.DOTALL)
_CLOSES = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. What the feed doesn't say is None or empty."""

    id: str | None
    link: str | None
    """The page that the entry is about: an absolute URL."""
    title: str | None
    outlet: str | None
    """Where the entry first appeared, if the feed collects from several places."""
    authors: tuple[str, ...]
    published: str | None
    """ISO 8601, with the time zone that the feed gives."""
    updated: str | None
    """The same. It does not say when the entry was published."""
    content_html: str | None
    """The whole text, if the feed carries it, as uncleaned HTML; its links may be relative to
    `link`."""
    summary: str | None
    """A teaser, or the whole text too, as HTML in the same way: feeds do not say which."""
    language: str | None
    """ISO 639-1."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What can be read of a feed."""

    title: str | None
    entries: tuple[Entry, ...]
    """In the feed's order."""
    notices: tuple[str, ...]
    """What could not be read, in sentences; empty for a proper feed."""

    @classmethod
    def from_json(cls, sent: dict[str, Any]) -> Feed:
        """The feed from which `dataclasses.asdict` made this. Raises KeyError, TypeError."""
        entries = (Entry(**{**each, "authors": tuple(each["authors"])}) for each in sent["entries"])
        return cls(sent["title"], tuple(entries), tuple(sent["notices"]))


def read_feed(data: bytes, url: str, *, content_type: str = "", charset: str | None = None) -> Feed:
    """The entries of a feed.

    data: the feed; url: where it came from, which its links are relative to; content_type and
    charset: as its server says. Raises SourceTooLarge, and SourceNotText if nothing in it can be
    read.
    """
    notices = []
    data, shortened = _first_entries(_bytewise(data))
    if len(data) > LARGEST:
        raise SourceTooLarge(
            f"The feed is larger than {LARGEST // 1_000_000} MB.",
            subject=url,
            remedy="Add the pages you want one by one.",
        )
    if shortened:
        notices.append(f"Only the first {MOST_ENTRIES:,} entries of the feed were read.")
    headers = {"content-location": url}
    if content_type:
        headers["content-type"] = f"{content_type}; charset={charset}" if charset else content_type
    try:
        parsed = _parse(
            io.BytesIO(data),
            response_headers=headers,
            # It would take apart the HTML within, in time that grows with the square of some of it.
            # # The reader of the HTML resolves its links, and takes only its text.
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        dates_plainly = _DATED.search(data) is not None and not _CHANGED.search(data)
        entries = tuple(
            _entry(entry, parsed.feed, url, dates_plainly)
            for entry in parsed.entries[:MOST_ENTRIES]
        )
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError,
            RecursionError) as error:  # fmt: skip  # its ways to stumble over a broken feed
        raise _unreadable(url, type(error).__name__) from error
    title = _text(parsed.feed, "title")
    problem = dict.get(parsed, "bozo_exception")
    if problem is not None and not isinstance(problem, HARMLESS):
        reason = " ".join(str(problem).split())[:200] or type(problem).__name__
        if not entries and not title:
            raise _unreadable(url, reason)
        notices.append(f"The feed is damaged ({reason}). Only its readable part was used.")
    elif not dict.get(parsed, "version") and not entries:
        raise _unreadable(url, "it has no entries")
    return Feed(title, entries, tuple(notices))


def _entry(entry: Any, feed: Any, url: str, dates_plainly: bool) -> Entry:
    """dates_plainly: it is "dc:date" that feedparser takes for the date of an update."""
    links = [
        link["href"]
        for link in dict.get(entry, "links", ())
        if link.get("rel", "alternate") == "alternate" and link.get("href")
    ]
    link = dict.get(entry, "link") or next(iter(links), None)
    contents = [str(part.get("value", "")) for part in dict.get(entry, "content", ())]
    detail = dict.get(entry, "title_detail") or {}
    return Entry(
        id=_clipped(dict.get(entry, "id")),
        link=absolute(url, str(link)) if link else None,
        title=_text(entry, "title"),
        outlet=_text(dict.get(entry, "source") or {}, "title"),
        authors=_authors(entry),
        published=_date(entry, "published") or (_date(entry, "updated") if dates_plainly else None),
        updated=None if dates_plainly else _date(entry, "updated"),
        content_html=max(contents, key=len, default="").strip() or None,
        summary=str(dict.get(entry, "summary") or "").strip() or None,
        language=_language((dict.get(detail, "language"), dict.get(feed, "language"))),
    )


def _authors(entry: Any) -> tuple[str, ...]:
    named = [
        _clipped(dict.get(author, "name") or dict.get(author, "email"))
        for author in dict.get(entry, "authors", ())
    ]
    if not any(named):
        named = [_text(entry, "author")]
    return tuple(dict.fromkeys(name for name in named if name))[:50]


def _text(item: Any, field: str) -> str | None:
    """A field as plain text: feedparser leaves it as HTML if the feed has it so."""
    value = dict.get(item, field)
    if not isinstance(value, str):
        return None
    detail = dict.get(item, f"{field}_detail") or {}
    if dict.get(detail, "type") != "text/plain" or re.search(r"&#?\w+;", value):
        value = html.unescape(re.sub(r"<[^<>]*>", "", value))
    return _clipped(value)


def _clipped(value: object) -> str | None:
    text = " ".join(str(value or "").split())
    return text[:LONGEST] or None


def _date(entry: Any, field: str) -> str | None:
    """The date as it is written, if it can be read; otherwise as feedparser reads it, in UTC."""
    if found := read_date(str(dict.get(entry, field) or "")[:100]):
        return found
    parsed = dict.get(entry, f"{field}_parsed")
    if not parsed:
        return None
    year, month, day, hour, minute = parsed[:5]
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}+00:00"


def _language(told: Iterable[object]) -> str | None:
    for value in told:
        if found := re.match(r"([A-Za-z]{2})(?:[-_]|$)", str(value or "")):
            return found[1].lower()
    return None


def _bytewise(data: bytes) -> bytes:
    """UTF-16 as UTF-8, so that tags can be found in it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
        return _DECLARATION.sub("", text, count=1).encode()
    return data


def _first_entries(data: bytes) -> tuple[bytes, bool]:
    """The feed with only its first entries, and its end: feedparser takes a millisecond or more for
    each, and would read them all."""
    opens = [match.start() for match in _OPENS.finditer(data)]
    if len(opens) <= MOST_ENTRIES:
        return data, False
    cut = opens[MOST_ENTRIES]
    ends = [match.end() for match in _CLOSES.finditer(data, cut)]
    return data[:cut] + (data[ends[-1] :] if ends else b""), True


def _unreadable(url: str, reason: str) -> SourceNotText:
    return SourceNotText(
        f"It isn't a readable feed ({reason}).",
        subject=url,
        remedy="Check the address with a browser, or add the pages one by one.",
    )
