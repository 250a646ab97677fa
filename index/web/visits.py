"""The nouns of a visit to a URL: what it said, what it delivered, what is remembered of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.errors import SourceError
from index.types import Failure
from index.web.content_types import ContentKind


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server recognises the body by that it sent."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Announced:
    """What a feed or a sitemap says about a page. What it doesn't say is None or empty."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601."""
    updated: str | None = None
    """ISO 8601."""
    language: str | None = None
    """ISO 639-1."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Something to read."""

    location: str
    """Its canonical URL, after redirects: the article's identity."""
    asked: str
    """The canonical URL that it was asked for by; `validators` are remembered under it."""
    kind: ContentKind
    """Never a feed or a sitemap."""
    data: bytes
    charset: str | None
    """The encoding that the server names, None if it names none or none is needed."""
    announced: Announced
    validators: Validators
    instead: SourceError | None = None
    """Why this is the feed's own text and not the page; None if it is the page."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """What is there is what `memory` remembers."""

    asked: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed or a sitemap that was gone through; it comes after all its pages."""

    asked: str
    kind: ContentKind
    title: str | None
    pages: int
    """Pages that it names, in all."""
    visited: int
    """Of these, the ones that were asked for at this visit."""
    notices: tuple[str, ...]
    """What of it could not be read, in sentences."""
    validators: Validators
    """Empty if a page of it failed, or was left out because of the limit: it must be read again, or
    that page would never be."""


Outcome = Delivered | Unchanged | Listed | Failure
Memory = Mapping[str, Validators]
"""From `asked` to the validators that came with what was read there, and stored, last."""
