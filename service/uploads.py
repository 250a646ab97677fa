"""The body of a request: a wish, or files that are written to disk as they arrive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from index import disk
from index.errors import SourceRefused, SourceTooLarge, StoreError
from index.types import NO_OVERRIDES, Overrides, ProgressCallback
from service.change_permission import Refusal, refusal
from service.change_requests import Telling
from ui.changes import Changes
from ui.json import report_documents
from ui.remote import message_format
from ui.web.upload_room import Hold, UploadRoom

LONGEST_WISH = 16 * message_format.MEGABYTE
"""Bytes."""
LONGEST_HEAD = 64_000
"""Bytes of a line before a file."""
PATIENCE = 60.0
"""Seconds without a byte after which a body is given up on."""


class Announced(BaseModel):
    """The line before a file."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    name: str
    size: int = Field(ge=0)


class Body:
    """The part of a request's body that is still to be read. All methods raise Refusal."""

    def __init__(self, request: Request) -> None:
        self._blocks = request.stream()
        self._rest = b""

    async def blocks(self) -> AsyncIterator[bytes]:
        """All of it, as it arrives."""
        while block := self._rest or await self._next():
            self._rest = b""
            yield block

    async def line(self) -> bytes:
        """The next line, b"" at the end."""
        while b"\n" not in self._rest:
            if len(self._rest) > LONGEST_HEAD:
                raise damaged("a line never ends")
            block = await self._next()
            if not block:
                if self._rest:
                    raise damaged("it is cut short in a line")
                return b""
            self._rest += block
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    async def part(self, size: int) -> AsyncIterator[bytes]:
        """So many bytes, as they arrive."""
        while size:
            block = self._rest or await self._next()
            if not block:
                raise damaged("it is cut short in a file")
            block, self._rest = block[:size], block[size:]
            size -= len(block)
            yield block

    async def _next(self) -> bytes:
        """The next bytes, b"" at the end."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await anext(self._blocks, b"")
        except TimeoutError:
            raise refusal(408, "The request stopped arriving.", "Try again.") from None
        except ClientDisconnect:
            raise damaged("the client went away") from None


def damaged(why: str) -> Refusal:
    """The refusal of a body that doesn't follow ui/remote/message_format.py."""
    return refusal(
        400,
        f"The request cannot be read ({why}).",
        "Use the same version of onrecord as the server.",
    )


async def whole(request: Request) -> bytes:
    """The body of a request for a change. Raises Refusal."""
    read = bytearray()
    async for block in Body(request).blocks():
        read += block
        if len(read) > LONGEST_WISH:
            raise refusal(413, "The request is too long.", "Send less at a time.")
    return bytes(read)


@dataclass(frozen=True, slots=True)
class Uploads:
    """Files that have arrived, each in its own folder within `folder`, until `end`."""

    folder: Path
    stay: ExitStack
    """What reserves their space."""
    files: tuple[Path, ...]
    overrides: Overrides

    def do(self, changes: Changes, progress: ProgressCallback) -> Mapping[str, object]:
        """Add the files. Raises OnrecordError."""
        done = changes.add(self.files, overrides=self.overrides, upload=True, progress=progress)
        return report_documents.report(done, [file.name for file in self.files])

    def end(self) -> None:
        """Remove them."""
        self.stay.close()


async def uploads(request: Request, room: UploadRoom) -> Uploads:
    """Write the files of a parcel to disk as they arrive. Raises Refusal; then nothing is left
    behind."""
    reader = request.client.host if request.client else ""
    stay = ExitStack()
    try:
        folder, held = stay.enter_context(room.parcel(reader))
        return await _unpacked(Body(request), Uploads(folder, stay, (), NO_OVERRIDES), room, held)
    except BaseException as error:
        stay.close()
        full = disk.refused(room.folder, error) if isinstance(error, OSError) else error
        if isinstance(full, StoreError):
            raise Refusal(507, full) from error
        raise


async def _unpacked(body: Body, empty: Uploads, room: UploadRoom, held: Hold) -> Uploads:
    try:
        overrides = Telling.model_validate_json(await body.line()).overrides
        files: list[Path] = []
        size = 0
        while line := await body.line():
            announced = Announced.model_validate_json(line)
            size += announced.size
            if announced.size > message_format.LARGEST_FILE or size > message_format.LARGEST_PARCEL:
                raise _too_large(announced.name)
            if len(files) == message_format.MOST_FILES:
                raise _too_large(f"more than {message_format.MOST_FILES:,} files")
            room.grow(held, announced.size)
            place = empty.folder / str(len(files))
            place.mkdir()
            path = place / message_format.usable_name(announced.name)
            # In threads, because others are answered in the meantime; except for what closing
            # flushes.
            with await run_in_threadpool(path.open, "xb") as file:
                async for block in body.part(announced.size):
                    await run_in_threadpool(file.write, block)
            files.append(path)
    except ValidationError as error:
        raise damaged(f"{error.error_count()} mistakes in a line") from error
    except SourceRefused as error:
        raise Refusal(400, error) from error
    except SourceTooLarge as error:
        raise Refusal(413, error) from error
    return replace(empty, files=tuple(files), overrides=overrides)


def _too_large(subject: str) -> Refusal:
    error = SourceTooLarge(
        f"A file can have at most {message_format.LARGEST_FILE // message_format.MEGABYTE} MB "
        f"here, and all files sent together "
        f"{message_format.LARGEST_PARCEL // message_format.MEGABYTE:,} MB.",
        subject=subject[: message_format.LONGEST_NAME],
        remedy="Send less at a time.",
    )
    return Refusal(413, error)
