"""Metering the processor time and the memory that one hostile input takes. Linux only (/proc)."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SECONDS = 2.0
"""Processor time that an input may take."""
MEGABYTES = 300.0
"""That a process may grow by."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Tried:
    """What happened to one input."""

    form: str
    kind: str
    outcome: str
    """read, refused, or anything else."""
    seconds: float
    megabytes: float
    wrong: tuple[str, ...] = ()


class Meter:
    """What a process and its children use, from one `restart` to the next `take`."""

    def __init__(self, leader: int | None = None) -> None:
        """`leader`: a process other than this one."""
        self._leader = leader or os.getpid()
        self._bases: dict[int, float] = {}
        self._peaks: dict[int, float] = {}
        self._over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()
        self.restart()

    def restart(self) -> None:
        """From now on."""
        self._started = self._computed()
        self._peaks = {}
        self._bases = {pid: self._memory(pid, "VmRSS") for pid in self._processes()}
        for pid in self._bases:
            try:
                Path(f"/proc/{pid}/clear_refs").write_text("5")  # the peak counts from here
            except OSError:
                continue  # it has just ended

    def take(self) -> tuple[float, float]:
        """Processor seconds, and the megabytes by which the process that grew most has grown."""
        self._look()
        grown = [peak - self._bases.get(pid, 0.0) for pid, peak in self._peaks.items()]
        return self._computed() - self._started, max([0.0, *grown])

    def close(self) -> None:
        """Stop watching."""
        self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            self._look()

    def _look(self) -> None:
        for pid in self._processes():
            self._peaks[pid] = max(self._peaks.get(pid, 0.0), self._memory(pid, "VmHWM"))

    def _processes(self) -> list[int]:
        found = [self._leader]
        for task in Path(f"/proc/{self._leader}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
        return found

    def _computed(self) -> float:
        """Seconds, of the process and of all its children so far."""
        computed = 0.0
        for pid in self._processes():
            try:
                times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
            except OSError:
                continue
            computed += sum(map(int, times if pid == self._leader else times[:2])) / _TICKS
        return computed

    @staticmethod
    def _memory(pid: int, name: str) -> float:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            return int(status.split(f"{name}:")[1].split()[0]) / 1_000
        except (OSError, IndexError):
            return 0.0


def judged(form: str, kind: str, outcome: str, meter: Meter, wrong: Sequence[str] = ()) -> Tried:
    """What happened to an input, with what it took."""
    seconds, megabytes = meter.take()
    told = list(wrong)
    if seconds > SECONDS:
        told.append(f"it took {seconds:.1f} s")
    if megabytes > MEGABYTES:
        told.append(f"it took {megabytes:,.0f} MB")
    return Tried(form, kind, outcome, seconds, megabytes, tuple(told))
