"""Watching a process and the parser that it starts: their memory, and how long they compute without
a sign of progress. Linux only (/proc)."""

from __future__ import annotations

import os
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


class Watch:
    """What a process that leads a session, and the parser in it, have used so far."""

    def __init__(self, leader: int) -> None:
        self._leader = leader
        self._peaks: dict[int, int] = {}
        self._computed_before = self.computed = 0.0
        self._heard = time.monotonic()
        self.longest = 0.0
        """Processor seconds in the longest stretch between two signs of progress."""

    @property
    def megabytes(self) -> float:
        """The most memory of each process, together; pages that they share count twice."""
        return sum(self._peaks.values()) / 1_000

    @property
    def silence(self) -> float:
        """Seconds by the clock since the last sign."""
        return time.monotonic() - self._heard

    def heard(self) -> None:
        """There was a sign of progress."""
        self._heard = time.monotonic()
        self._computed_before = self.computed

    def look(self) -> None:
        """See what they have taken by now."""
        computed = 0.0
        for pid in self._session():
            try:
                folder = Path("/proc", str(pid))
                status = (folder / "status").read_text()
                times = (folder / "stat").read_text().rpartition(")")[2].split()[11:15]
                peak = int(status.split("VmHWM:")[1].split()[0])
            except (OSError, IndexError):
                continue  # it has just ended
            self._peaks[pid] = max(peak, self._peaks.get(pid, 0))
            # Of the leader, its own time and that of the children that have ended.
            computed += sum(map(int, times if pid == self._leader else times[:2])) / _TICKS
        self.computed = max(computed, self.computed)
        self.longest = max(self.longest, self.computed - self._computed_before)

    def _session(self) -> list[int]:
        """Its processes. One that has not become the parser yet is still the one that starts it."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and os.getsid(int(entry.name)) == self._leader:
                    is_parser = b"parser_process" in (entry / "cmdline").read_bytes()
                    if is_parser or int(entry.name) == self._leader:
                        found.append(int(entry.name))
            except OSError:
                continue
        return found
