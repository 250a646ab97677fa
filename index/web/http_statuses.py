"""What a site's answer means when it is not a page: its status in words, with a remedy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from index.errors import SourceError, SourceGone, SourceRefused, SourceUnreachable
from index.web.crawl_delay import busy

REDIRECTS = frozenset({301, 302, 303, 307, 308})
BY_HAND = "Save the page with a browser and add the file."


def error_of(status: int, retry_after: str | None, url: str, now: datetime) -> SourceError:
    """The error for a status that brings no page; `retry_after` is the header of that name."""
    named = f"{status} {_phrase(status)}".strip()
    if status in (404, 410):
        happened = "There is no such page" if status == 404 else "The page has been removed"
        return SourceGone(
            f"{happened} ({named}).",
            subject=url,
            remedy="Check the address; a web archive may still have the page.",
        )
    if status in (429, 503):
        return busy(url, again_at(retry_after, now))
    if status in (401, 402, 403, 407):
        return SourceRefused(
            f"The site doesn't serve this page to programs, or serves it only to subscribers "
            f"({named}).",
            subject=url,
            remedy=BY_HAND,
        )
    if status == 451:
        return SourceRefused(
            f"The page is withheld for legal reasons ({named}).", subject=url, remedy=BY_HAND
        )
    if status >= 500:
        return SourceUnreachable(
            f"The site has an error ({named}).", subject=url, remedy="Try again later."
        )
    return SourceUnreachable(
        f"The site didn't return a page ({named}).",
        subject=url,
        remedy="Check the address with a browser.",
    )


def again_at(retry_after: str | None, now: datetime) -> datetime | None:
    """The time (UTC) that a Retry-After header means; None if it cannot be read."""
    text = (retry_after or "").strip()
    try:
        if text.isascii() and text.isdigit():
            return now + timedelta(seconds=int(text))
        told = parsedate_to_datetime(text)
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
