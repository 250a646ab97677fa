"""Checking the sources repeatedly while a page is served."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from index.errors import OnrecordError, StoreLocked
from index.types import ProgressCallback

logger = logging.getLogger(__name__)


class SyncTimer:
    """Calls `sync` every so many seconds, in its own thread, from `with` to its end.

    An error is logged, and the next call is made all the same; if someone else is changing the
    store, it is left to them. `sync` is given a ProgressCallback, which interrupts it once the
    block has ended: a change in progress is then not made. `ended` waits that long, and returns
    whether it has ended (for tests)."""

    def __init__(
        self,
        sync: Callable[[ProgressCallback], object],
        seconds: float,
        ended: Callable[[float], bool] | None = None,
    ) -> None:
        self._sync = sync
        self._seconds = seconds
        self._over = threading.Event()
        self._ended = ended or self._over.wait
        self._thread = threading.Thread(target=self._run, name="sync")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()
        self._thread.join()

    def end(self) -> None:
        """Interrupt what is running, and start nothing more."""
        self._over.set()

    def _run(self) -> None:
        while not self._ended(self._seconds):
            try:
                self._sync(self._progress)
            except _Over:
                return
            except StoreLocked as error:
                logger.info("%s", error)
            except OnrecordError as error:
                logger.error("%s", error)
            except Exception:  # the page goes on being served, whatever it is
                logger.exception("The sources could not be checked for changes.")

    def _progress(self, stage: str, done: int, total: int) -> None:
        if self._over.is_set():
            raise _Over


class _Over(Exception):
    """Whoever started the timer has ended it."""
