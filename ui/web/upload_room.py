"""Where uploads are kept until they are in the store: a private folder inside it, within limits."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from index import disk
from index.errors import SourceTooLarge, StoreError
from ui.remote import message_format

logger = logging.getLogger(__name__)

UPLOADS = "uploads"
"""In the store's folder. Each server has its own room there, beside a lock that it holds while it
runs."""
GATE = "rooms.lock"
"""Held while a room is made or cleared away."""
MOST_OF_A_READER = message_format.LARGEST_PARCEL
"""Bytes that may be waiting or arriving at the same time, from one address."""
MOST_OF_ALL = 4 * message_format.LARGEST_PARCEL
LONGEST_STAY = 3600.0
"""Seconds after which a file that no one added is removed."""
PAUSE = 60.0
"""Seconds between two checks for those."""


@dataclass(eq=False, slots=True)
class Hold:
    """What one upload takes up of the room."""

    reader: str
    size: int
    """Bytes."""
    files: set[Path] = field(default_factory=set)
    """Its files that are still there, once the upload has arrived."""


class UploadRoom:
    """A server's room. Safe to use from several threads."""

    def __init__(self, folder: Path, closed: StoreError | None = None) -> None:
        self.folder = folder
        self._closed = closed
        self._holds: set[Hold] = set()
        self._files: dict[Path, list[Hold]] = {}
        """A file that is uploaded twice is kept once: it goes with the last of its uploads."""
        self._in_use: list[Path] = []
        self._change = threading.RLock()

    def hold(self, reader: str, size: int) -> Hold:
        """Room for an upload of so many bytes, until `end`. Raises SourceTooLarge, StoreError."""
        if self._closed:
            raise self._closed
        held = Hold(reader, 0)
        with self._change:
            self._holds.add(held)
            try:
                self.grow(held, size)
            except BaseException:
                self._holds.remove(held)
                raise
        return held

    def grow(self, held: Hold, size: int) -> None:
        """Let an upload take more. Raises SourceTooLarge, StoreFull."""
        with self._change:
            of_reader = sum(hold.size for hold in self._holds if hold.reader == held.reader)
            if of_reader + size > MOST_OF_A_READER:
                raise _too_much("you", MOST_OF_A_READER)
            if sum(hold.size for hold in self._holds) + size > MOST_OF_ALL:
                raise _too_much("all readers together", MOST_OF_ALL)
            if shutil.disk_usage(self.folder).free < size:
                raise disk.full(self.folder)
            held.size += size

    def keep(self, held: Hold, files: Iterable[Path]) -> None:
        """An upload has arrived: these are its files."""
        with self._change:
            held.files = {path for path in files if path.is_file()}
            held.size = sum(path.stat().st_size for path in held.files)
            for path in held.files:
                self._files.setdefault(path, []).append(held)

    def end(self, held: Hold) -> None:
        """An upload has arrived or failed, or all of it is done with."""
        with self._change:
            if not held.files:
                self._holds.discard(held)
            self._clear_pieces()

    @contextmanager
    def adding(self, files: Sequence[str]) -> Iterator[None]:
        """While these files are added. Whatever happens, they are removed afterwards."""
        paths = [Path(file).resolve() for file in files]
        with self._change:
            self._in_use += paths
        try:
            yield
        finally:
            with self._change:
                for path in paths:
                    self._in_use.remove(path)
                    self._let_go(path)
                self._clear_pieces()

    @contextmanager
    def parcel(self, reader: str) -> Iterator[tuple[Path, Hold]]:
        """A folder for files that are sent together, and the space that they take, which grows."""
        held = self.hold(reader, 0)
        with self._change:
            folder = Path(tempfile.mkdtemp(prefix="parcel-", dir=self.folder))
            self._in_use.append(folder)
        try:
            yield folder, held
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            with self._change:
                self._in_use.remove(folder)
            self.end(held)

    def sweep(self, now: float) -> None:
        """Remove what has been here for too long at this time (seconds since 1970)."""
        with self._change:
            for path in [path for path in self.folder.rglob("*") if path.is_file()]:
                with suppress(FileNotFoundError):
                    old = now - path.stat().st_mtime > LONGEST_STAY
                    if old and not any(path.is_relative_to(used) for used in self._in_use):
                        self._remove(path)

    def _clear_pieces(self) -> None:
        """Remove pieces that will not become a file, once nothing more is coming: Gradio writes
        each upload under another name first, and leaves that behind when it hands the file over."""
        if all(held.files for held in self._holds):
            for path in self.folder.iterdir():
                if path.is_file():
                    path.unlink(missing_ok=True)

    def _let_go(self, path: Path) -> None:
        """One upload of this file is done with."""
        holds = self._files.get(path, [])
        if len(holds) > 1:
            self._forget(path, holds.pop())
        elif path.is_relative_to(self.folder):
            self._remove(path)

    def _remove(self, path: Path) -> None:
        for held in self._files.pop(path, []):
            self._forget(path, held)
        path.unlink(missing_ok=True)
        if path.parent != self.folder:
            with suppress(OSError):  # not empty
                path.parent.rmdir()

    def _forget(self, path: Path, held: Hold) -> None:
        held.files.discard(path)
        if not held.files:
            self._holds.discard(held)


@contextmanager
def upload_room(store: Path) -> Iterator[UploadRoom]:
    """A room in the store's folder, for as long as a server runs; it is kept clean while it does,
    and what killed servers left in theirs is removed. In a store that cannot be written, a room
    that takes nothing."""
    uploads = store.resolve() / UPLOADS
    try:
        uploads.mkdir(mode=0o700, exist_ok=True)
        uploads.chmod(0o700)
        with FileLock(uploads / GATE):
            _clear_left_overs(uploads)
            folder = Path(tempfile.mkdtemp(prefix="room-", dir=uploads))
            lock = FileLock(_lock_of(folder))
            lock.acquire()
    except OSError as error:
        yield UploadRoom(uploads, disk.refused(store, error) or disk.read_only(store))
        return
    room, over = UploadRoom(folder), threading.Event()
    cleaning = threading.Thread(target=_keep_clean, args=(room, over), name="uploads")
    cleaning.start()
    try:
        yield room
    finally:
        over.set()
        cleaning.join()
        with FileLock(uploads / GATE):
            shutil.rmtree(folder, ignore_errors=True)
            lock.release()
            _lock_of(folder).unlink(missing_ok=True)


def _keep_clean(room: UploadRoom, over: threading.Event) -> None:
    while not over.wait(PAUSE):
        try:
            room.sweep(time.time())
        except OSError as error:
            logger.error("Old uploads could not be removed: %s", error)


def _clear_left_overs(uploads: Path) -> None:
    """Remove the rooms of servers that no longer run: the system has freed their locks."""
    for folder in [path for path in uploads.iterdir() if path.is_dir()]:
        lock = FileLock(_lock_of(folder), timeout=0)
        try:
            with lock:
                shutil.rmtree(folder, ignore_errors=True)
        except Timeout:
            continue
        _lock_of(folder).unlink(missing_ok=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _too_much(who: str, most: int) -> SourceTooLarge:
    return SourceTooLarge(
        f"More than {most // message_format.MEGABYTE:,} MB of uploads from {who} would be waiting.",
        subject="the upload",
        remedy="Add what has already been uploaded, or upload less at a time. Uploads that "
        "aren't added are removed after an hour.",
    )
