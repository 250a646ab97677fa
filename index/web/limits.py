"""What fetching from the web is held to."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields

from index.errors import SettingError
from index.web.addresses import AllowList


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """The limits of fetching, and what the person allows beyond them.

    Each is meant to be set under its own name: `delay` by ONRECORD_FETCH_DELAY, `allow` by
    ONRECORD_FETCH_ALLOW, its entries parted by commas, and so on. Raises SettingError when made
    with a value that cannot be used.
    """

    allow: tuple[str, ...] = ()
    """Hosts, hosts with a port, and networks that are fetched from although their addresses are
    not of the open internet: ("archive.example", "wiki.example:8080", "10.2.0.0/16")."""
    delay: float = 1.0
    """Seconds between two pages of one host. A robots.txt can ask for more."""
    longest_delay: float = 30.0
    """Seconds that a robots.txt can ask for at most."""
    size: int = 20_000_000
    """Bytes of one page, feed or file, unpacked."""
    seconds: float = 30.0
    """For one page, from looking up its host to its last byte, redirects included; waiting for
    politeness is not counted."""
    redirects: int = 10
    """Redirects in a row."""
    pages: int = 200
    """Pages of one feed or sitemap that are fetched at one visit, the newest first."""
    contact: str = ""
    """How a site's owner can reach the person who fetches: a web or e-mail address, sent to every
    site. Empty: nothing is sent."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, int | float):
                least = 0 if field.name in ("delay", "longest_delay", "redirects") else 1e-3
                if not (math.isfinite(value) and value >= least):
                    raise _unusable(field.name, f"{value!r} is too small, or isn't a number.")
        if not re.fullmatch(r"[!-\[\]-~]*", self.contact) or re.search(r"[()]", self.contact):
            raise _unusable(
                "contact",
                f"{self.contact!r} contains characters that aren't allowed in an address.",
            )
        AllowList.of(self.allow)

    @property
    def allow_list(self) -> AllowList:
        """`allow`, read."""
        return AllowList.of(self.allow)


CAREFUL = FetchLimits()
"""The defaults."""


def _unusable(name: str, happened: str) -> SettingError:
    return SettingError(
        happened,
        subject=f"the limit {name!r} of fetching",
        remedy="Set another value, or leave it out to use the default.",
    )
