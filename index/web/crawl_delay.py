"""How often a host is asked: a pause between two pages, and no request before the time that it
named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from index.errors import SourceBusy
from index.locations import Location


class Manners:
    """Remembers, for each host, when it was last asked and until when it asked to be left alone."""

    def __init__(
        self,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        now: Callable[[], datetime],
    ) -> None:
        """clock: steady seconds; sleep: waits so many seconds; now: the time of day, in UTC."""
        self._clock = clock
        self._sleep = sleep
        self._now = now
        self._asked: dict[str, float] = {}
        self._alone_until: dict[str, datetime] = {}

    def wait(self, location: Location, delay: float) -> None:
        """Wait until the host was left alone for `delay` seconds since it was last done with."""
        last = self._asked.get(location.host)
        if last is not None and (left := last + delay - self._clock()) > 0:
            self._sleep(left)

    def note_answer(self, location: Location) -> None:
        """The host has answered, or failed to, just now."""
        self._asked[location.host] = self._clock()

    def now(self) -> datetime:
        """The time of day, in UTC."""
        return self._now()

    def leave_alone(self, location: Location, again: datetime | None) -> None:
        """The host said to come back at that time; None: it is asked again with the next page,
        but not within a minute."""
        self._alone_until[location.host] = again or self._now() + timedelta(minutes=1)

    def check(self, location: Location) -> None:
        """SourceBusy if the host is still to be left alone."""
        until = self._alone_until.get(location.host)
        if until is not None and self._now() < until:
            raise busy(location.url, until)


def busy(url: str, again: datetime | None) -> SourceBusy:
    """The error of a site that asks to come back later (`again`, in UTC, if it says when)."""
    when = f"after {again.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if again else "later"
    return SourceBusy(
        "The site is busy or has been asked too often.",
        subject=url,
        remedy=f"Try it again {when}.",
        again=again,
    )
