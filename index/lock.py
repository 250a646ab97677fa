"""One writer at a time, and its name for the next in line."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import filelock
from filelock import FileLock, Timeout

from index.disk import read_only
from index.errors import StoreError, StoreLocked

LOCK = "write.lock"
REBUILD = "rebuild.lock"
PATIENCE = 1.0
"""Seconds that a change waits for another: a rebuild takes the lock again and again, each time for
a moment."""
POLL = 0.01
"""Seconds between two tries to take the lock."""
_SERVED: list[str] = []
"""Addresses at which this process takes changes from others."""


def check_platform() -> None:
    """Raise StoreError where the system has no locks that end with the process that holds them."""
    if sys.platform != "win32" and not filelock.has_fcntl:
        raise StoreError(
            "This system has no file locks that end with the process that holds them (Python's "
            "module fcntl is missing), so a store could be damaged.",
            subject=platform.platform(),
            remedy="Run Onrecord on Linux, macOS or Windows.",
        )


@contextmanager
def served_at(url: str) -> Iterator[None]:
    """Anyone who finds the store locked by this process is told that changes can go through it."""
    _SERVED.append(url)
    try:
        yield
    finally:
        _SERVED.remove(url)


def writing(folder: Path, patience: float = PATIENCE) -> AbstractContextManager[None]:
    """Hold the store's write lock. The system frees it when the process ends, for whatever reason.

    Raises StoreLocked if someone else holds it for so many seconds (negative: wait as long as it
    takes), StoreReadOnly."""
    return _holding(folder, LOCK, "changed", patience)


def rebuilding(folder: Path) -> AbstractContextManager[None]:
    """Be the one who rebuilds the store; others may change it in the meantime, in turn. Raises
    StoreLocked at once, StoreReadOnly."""
    return _holding(folder, REBUILD, "rebuilt", 0)


@contextmanager
def holding(path: Path) -> Iterator[None]:
    """Hold a private lock with its own file. Raises StoreLocked at once, OSError."""
    try:
        with FileLock(path, timeout=0):
            yield
    except Timeout as error:
        raise StoreLocked(
            "Another process is using it.", subject=str(path), remedy="Wait until it has finished."
        ) from error


@contextmanager
def _holding(folder: Path, name: str, done: str, patience: float) -> Iterator[None]:
    lock = FileLock(folder / name, timeout=patience)
    holder = folder / f"{name}.holder"
    try:
        lock.acquire(poll_interval=POLL)
    except Timeout as error:
        about = _read(holder)
        server = about.get("server")
        through = f", or use that server: --server {server}" if server else ""
        raise StoreLocked(
            f"It is being {done} by {_told(about)}.",
            subject=str(folder),
            remedy=f"Wait until that has finished and try again{through}. If it hangs, end that "
            "process.",
        ) from error
    except OSError as error:
        raise read_only(folder) from error
    try:
        _sign(holder)
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _sign(path: Path) -> None:
    """Write down who holds the lock."""
    about = {
        "pid": os.getpid(),
        "host": platform.node(),
        "command": " ".join(sys.orig_argv)[:200],
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        "server": _SERVED[-1] if _SERVED else None,
    }
    path.write_text(json.dumps(about), encoding="utf-8")


def _read(holder: Path) -> Mapping[str, Any]:
    """What the holder of the lock wrote down; nothing if it is being written at this moment."""
    try:
        about = json.loads(holder.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return about if isinstance(about, dict) else {}


def _told(about: Mapping[str, Any]) -> str:
    """Who holds the lock, in words."""
    try:
        return (
            f"process {about['pid']} on {about['host']} ({about['command']}), "
            f"since {about['since']}"
        )
    except KeyError:
        return "another process"
