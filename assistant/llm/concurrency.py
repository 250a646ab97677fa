"""Places for a few calls at the same time: a call that finds all of them taken waits."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from threading import Condition


@dataclass(eq=False, slots=True)
class Slot:
    """One that is taken."""

    until: float = math.inf
    """The instant (time.monotonic) from which it counts as free even if no one gave it back."""


class Turnstile:
    """Safe to use from several threads."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._taken: list[Slot] = []
        self._changed = Condition()

    def enter(self, seconds: float) -> Slot | None:
        """A place, as soon as one is free; None if none is within so many seconds."""
        end = time.monotonic() + seconds
        with self._changed:
            while True:
                now = time.monotonic()
                self._taken = [one for one in self._taken if one.until > now]
                if len(self._taken) < self._places:
                    slot = Slot()
                    self._taken.append(slot)
                    return slot
                if now >= end:
                    return None
                self._changed.wait(min(end, *(one.until for one in self._taken)) - now)

    def leave(self, slot: Slot) -> None:
        """Give a place back. One that is free already may be given back, too."""
        with self._changed:
            if slot in self._taken:
                self._taken.remove(slot)
                self._changed.notify_all()

    def linger(self, slot: Slot, seconds: float) -> None:
        """Keep a place for at most this many seconds more."""
        with self._changed:
            slot.until = time.monotonic() + seconds
            self._changed.notify_all()
