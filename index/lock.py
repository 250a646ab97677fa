"""One writer at a time, and its name for whoever comes second."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.disk import read_only
from index.errors import StoreLocked

LOCK = "write.lock"
HOLDER = "write.lock.holder"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the store's write lock. The system frees it when the process ends, however it ends.

    Raises StoreLocked at once when somebody else holds it, StoreReadOnly."""
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreLocked(
            f"It is being changed by {_holder(folder)}.",
            subject=str(folder),
            remedy="Wait until that is done and try again; if it hangs, end that process.",
        ) from error
    except OSError as error:
        raise read_only(folder) from error
    try:
        _sign(folder / HOLDER)
        yield
    finally:
        (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _sign(path: Path) -> None:
    """Write down who holds the lock."""
    about = {
        "pid": os.getpid(),
        "host": platform.node(),
        "command": " ".join(sys.orig_argv)[:200],
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    path.write_text(json.dumps(about), encoding="utf-8")


def _holder(folder: Path) -> str:
    """Who holds the lock, in words."""
    try:
        about = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        return (
            f"process {about['pid']} on {about['host']} ({about['command']}), "
            f"since {about['since']}"
        )
    except (OSError, ValueError, KeyError, TypeError):  # it is signing at this moment
        return "another process"
