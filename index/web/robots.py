"""What a site's robots.txt allows (RFC 9309); the seam to protego."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from index.errors import SourceError, SourceRefused, SourceUnreachable
from index.locations import Location

LARGEST = 500 * 1024
"""Bytes of a robots.txt that are read; the rest of a longer one is ignored, as the RFC allows."""
KEPT = 24 * 3600.0
"""Seconds after which a robots.txt is read again."""
KEPT_UNKNOWN = 600.0
"""The same for one that could not be read."""
MOST_SITES = 1_000
"""Sites whose rules are remembered at one time."""

Load = Callable[[str], tuple[int, bytes]]
"""Called as load(url): the status and the first LARGEST bytes. Raises SourceError."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site allows."""

    parsed: Protego | None
    """None: the site has no rules."""
    unknown: str
    """Why the rules could not be read, "" where they could; nothing is fetched then."""
    until: float
    """When, on the clock, they are to be read again."""


class Robots:
    """The rules of the sites that were asked, each read once and kept for a while."""

    def __init__(self, agent: str, clock: Callable[[], float]) -> None:
        """agent: the product token that rules are written for; clock: steady seconds."""
        self._agent = agent
        self._clock = clock
        self._sites: dict[str, Rules] = {}

    def check(self, location: Location, load: Load) -> float:
        """The seconds between two pages that the site asks for, 0 if it does not ask.

        Raises SourceRefused if it does not allow the page, SourceUnreachable if its rules cannot be
        fetched for now."""
        rules = self._sites.get(location.origin)
        if rules is None or rules.until <= self._clock():
            rules = self._read(location, load)
            self._sites.pop(location.origin, None)
            while len(self._sites) >= MOST_SITES:
                del self._sites[next(iter(self._sites))]
            self._sites[location.origin] = rules
        if rules.unknown:
            raise SourceUnreachable(
                f"The site's robots.txt cannot be read, so it is not known what it allows "
                f"({rules.unknown})",
                subject=location.url,
                remedy="Try again later.",
            )
        if rules.parsed is None:
            return 0.0
        if not rules.parsed.can_fetch(location.url, self._agent):
            raise SourceRefused(
                "The site's robots.txt doesn't allow programs to read this page.",
                subject=location.url,
                remedy="Save the page with a browser and add the file.",
            )
        delay = rules.parsed.crawl_delay(self._agent) or 0.0
        return delay if math.isfinite(delay) and delay > 0 else 0.0

    def _read(self, location: Location, load: Load) -> Rules:
        """SourceRefused is passed on and not kept: it is about the way there, not the site."""
        now = self._clock()
        try:
            status, data = load(f"{location.origin}/robots.txt")
        except SourceRefused as error:
            raise SourceRefused(
                error.happened, subject=location.url, remedy=error.remedy
            ) from error
        except SourceError as error:
            return Rules(None, error.happened, now + KEPT_UNKNOWN)
        if 200 <= status < 300:
            text = data.decode("utf-8-sig", errors="replace")
            return Rules(Protego.parse(text), "", now + KEPT)
        if 400 <= status < 500 and status != 429:
            return Rules(None, "", now + KEPT)
        return Rules(None, f"the site answers {status}.", now + KEPT_UNKNOWN)
