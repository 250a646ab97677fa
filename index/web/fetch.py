"""From a URL to bytes, over the open internet, by the rules of docs/guide/fetching.md.

Every address is checked before it is connected to (index/web/addresses.py), each redirect like a
first address; what comes back is limited in size, time and kind."""

from __future__ import annotations

import codecs
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urljoin

from index.errors import SourceBusy, SourceRefused, SourceUnreachable
from index.locations import Location, locate
from index.web import robots
from index.web.addresses import Checked, Resolver, check, system_resolver
from index.web.connect import (
    Answer,
    Connect,
    Deadline,
    Head,
    Wanted,
    exchange,
    secure,
    system_connect,
    too_large,
)
from index.web.content_types import is_readable
from index.web.crawl_delay import Manners
from index.web.http_statuses import REDIRECTS, error_of
from index.web.limits import FetchLimits

PRODUCT = "Onrecord"
"""What Onrecord is called to sites, and what rules in a robots.txt are written for."""
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf;q=0.8,*/*;q=0.5"
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body, and what its server said of it."""

    url: str
    """Where it came from in the end, after redirects."""
    status: int
    content_type: str
    """In lower case, without parameters; "" where the server does not say."""
    charset: str | None
    """The encoding that the server names, if Python knows it."""
    data: bytes
    etag: str | None
    modified: str | None
    """The Last-Modified header, word for word: it is sent back as it came."""
    public: bool
    """Whether any part of the way there led over the open internet."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The body is still the one that was fetched before."""

    url: str


@dataclass(slots=True)
class _Way:
    """What one `get` has learned on its way: each host is looked up once, and what is reached
    from the open internet stays there."""

    deadline: Deadline
    public: bool
    checked: dict[tuple[str, int], Checked]


class Fetcher:
    """Fetches pages, one at a time (use one Fetcher for each thread)."""

    def __init__(
        self,
        limits: FetchLimits | None = None,
        *,
        resolver: Resolver = system_resolver,
        connect: Connect = system_connect,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """limits: None means the defaults. The others replace the system's own: the resolver of
        names, the connections, and for politeness a steady clock, sleep and the time of day."""
        self.limits = limits or FetchLimits()
        self._allowed = self.limits.allow_list
        self._resolver = resolver
        self._connect = connect
        self._tls = secure()
        self._manners = Manners(clock, sleep, now)
        self._robots = robots.Robots(PRODUCT, clock)

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        public: bool = False,
    ) -> Fetched | NotModified:
        """The body at a URL, unless it is still the one that `etag` and `modified` came with.

        public: the URL was found on the open internet, so that it may not lead to what the
        allow-list opens. Raises SourceRefused, SourceGone, SourceBusy, SourceUnreachable,
        SourceTooLarge.
        """
        asked = locate(url)
        conditions = [
            (name, value)
            for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified))
            if value and value.isascii() and value.isprintable()
        ]
        way = _Way(Deadline.after(self.limits.seconds), public, {})

        def judge(here: Location, head: Head) -> Wanted | None:
            if head.status == 304 and conditions:
                return None
            return self._judge(here, head)

        here, answer = self._follow(asked, way, conditions, judge, polite=True)
        if answer.head.status == 304:
            return NotModified(here.url)
        headers = answer.head.headers
        content_type = headers.get("content-type", "")
        return Fetched(
            url=here.url,
            status=answer.head.status,
            content_type=_bare_type(content_type),
            charset=_charset(content_type),
            data=answer.body,
            etag=headers.get("etag"),
            modified=headers.get("last-modified"),
            public=way.public,
        )

    def _follow(
        self,
        here: Location,
        way: _Way,
        conditions: Sequence[tuple[str, str]],
        judge: Callable[[Location, Head], Wanted | None],
        *,
        polite: bool,
    ) -> tuple[Location, Answer]:
        """Ask, and follow redirects; the last location and its answer.

        polite: robots.txt and delays are minded (they are not for a robots.txt itself)."""
        asked, seen = here, {here.url}
        previous = ""
        while True:
            if polite:
                self._be_polite(here, way, wait=here.host != previous)
            answer = self._ask(here, way, conditions, judge)
            target = answer.head.headers.get("location", "").strip()
            if answer.head.status not in REDIRECTS or not target:
                return here, answer
            previous = here.host
            here = _redirected(here, target)
            if here.url in seen:
                raise _lost(asked, "The address redirects to itself.")
            if len(seen) > self.limits.redirects:
                raise _lost(
                    asked, f"The address redirects more than {self.limits.redirects} times."
                )
            seen.add(here.url)

    def _be_polite(self, here: Location, way: _Way, *, wait: bool) -> None:
        """Mind the host's wishes; the time this takes is not the page's."""
        began = time.monotonic()
        self._manners.check(here)

        def load(url: str) -> tuple[int, bytes]:
            rest = _Way(Deadline.after(self.limits.seconds), way.public, way.checked)
            _, answer = self._follow(
                locate(url), rest, (), lambda _, head: _of_robots(head), polite=False
            )
            return answer.head.status, answer.body

        delay = self._robots.check(here, load)
        if wait:
            least = self.limits.delay
            self._manners.wait(here, max(least, min(delay, self.limits.longest_delay)))
        way.deadline.at += time.monotonic() - began

    def _ask(
        self,
        here: Location,
        way: _Way,
        conditions: Sequence[tuple[str, str]],
        judge: Callable[[Location, Head], Wanted | None],
    ) -> Answer:
        place = (here.host, here.port)
        if place not in way.checked or (way.public and not way.checked[place].public):
            way.checked[place] = check(
                here, self._allowed, self._resolver, way.deadline.left(), public=way.public
            )
        checked = way.checked[place]
        way.public = way.public or checked.public
        try:
            return exchange(
                here,
                checked.addresses,
                [("User-Agent", self._agent()), ("Accept", ACCEPT), *conditions],
                lambda head: judge(here, head),
                deadline=way.deadline,
                connect=self._connect,
                tls=self._tls,
            )
        except SourceBusy as error:
            self._manners.leave_alone(here, error.again)
            raise
        finally:
            if here.target != "/robots.txt":
                self._manners.note_answer(here)

    def _judge(self, here: Location, head: Head) -> Wanted | None:
        """Whether an answer is a page, and how much of it is read."""
        if head.status in REDIRECTS and head.headers.get("location"):
            return None
        if head.status not in (200, 203):
            raise error_of(
                head.status, head.headers.get("retry-after"), here.url, self._manners.now()
            )
        content_type = _bare_type(head.headers.get("content-type", ""))
        if not is_readable(content_type):
            raise SourceRefused(
                f"A file of the type {content_type[:80]!r} cannot be read.",
                subject=here.url,
                remedy="Pages, feeds, sitemaps, PDF, Word (.docx), JSON, text and ZIP files can "
                "be read.",
            )
        length = head.headers.get("content-length", "")
        if re.fullmatch("[0-9]{1,20}", length) and int(length) > self.limits.size:
            raise too_large(here.url, self.limits.size)
        return Wanted(self.limits.size)

    def _agent(self) -> str:
        """The User-Agent: who asks, and how to reach the person behind it if the settings say."""
        try:
            number = version("onrecord")
        except PackageNotFoundError:  # run from a folder, not installed
            number = "0"
        contact = f" (+{self.limits.contact})" if self.limits.contact else ""
        return f"{PRODUCT}/{number}{contact}"


def _of_robots(head: Head) -> Wanted | None:
    return Wanted(robots.LARGEST, cut=True) if 200 <= head.status < 300 else None


def _redirected(here: Location, target: str) -> Location:
    try:
        joined = urljoin(here.url, _readable_target(target))
    except ValueError as error:
        raise _lost(here, "The site redirects to something that isn't an address.") from error
    return locate(joined)


def _readable_target(target: str) -> str:
    """A Location header as text: servers send UTF-8 in it, which HTTP reads as Latin-1."""
    try:
        return target.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return target


def _lost(asked: Location, happened: str) -> SourceUnreachable:
    return SourceUnreachable(
        happened,
        subject=asked.url,
        remedy="Open it in a browser, and use the address where it ends up.",
    )


def _bare_type(content_type: str) -> str:
    return content_type.partition(";")[0].partition(",")[0].strip().lower()


def _charset(content_type: str) -> str | None:
    found = _CHARSET.search(content_type)
    try:
        if found and codecs.lookup(found[1])._is_text_encoding:
            return found[1].lower()
    except (LookupError, ValueError):
        pass  # not a real name
    return None
