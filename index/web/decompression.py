"""Compressed bodies, unpacked one piece at a time and never beyond a limit.

A megabyte of gzip can hold a gigabyte of zeros, so nothing is unpacked in one go.
"""

from __future__ import annotations

import zlib

GZIP = b"\x1f\x8b"
"""The first bytes of anything gzip."""
ENCODINGS = ("gzip", "x-gzip", "deflate")
"""The content encodings that are understood, and asked for."""


class BeyondLimit(Exception):
    """The unpacked bytes would be more than the limit."""


class Damaged(Exception):
    """The bytes are not what their encoding says."""


class Unpacker:
    """Unpacks one body. `unpacked` is never longer than the limit plus one byte."""

    def __init__(self, encoding: str, limit: int) -> None:
        """encoding: one of ENCODINGS, or "" for a body that is not compressed; limit: bytes."""
        self.encoding = encoding
        self.limit = limit
        self.unpacked = bytearray()
        self._stream: zlib._Decompress | None = None
        self._began = False

    def feed(self, packed: bytes) -> None:
        """The next bytes of the body. Raises BeyondLimit and Damaged; what came before stays."""
        if not self.encoding:
            self.unpacked += packed[: self.limit + 1 - len(self.unpacked)]
        try:
            while packed and self.encoding:
                packed = self._step(packed)
        except zlib.error as error:
            raise Damaged(str(error)) from error
        if len(self.unpacked) > self.limit:
            raise BeyondLimit

    def end(self) -> None:
        """The body is complete (Damaged if it breaks off)."""
        if self._stream is not None and not self._stream.eof:
            raise Damaged("it breaks off")

    def _step(self, packed: bytes) -> bytes:
        """Unpack up to the limit; the bytes that are left over."""
        if self._stream is None or self._stream.eof:
            if self._began and not packed.startswith(GZIP[:1]):
                return b""  # padding after the end, which gunzip ignores too
            self._stream = self._start(packed)
            self._began = True
        room = self.limit + 1 - len(self.unpacked)
        if room <= 0:
            return b""
        self.unpacked += self._stream.decompress(packed, room)
        return self._stream.unused_data or self._stream.unconsumed_tail

    def _start(self, packed: bytes) -> zlib._Decompress:
        if self.encoding != "deflate":
            return zlib.decompressobj(wbits=31)
        # Servers send both kinds under this name: with zlib's header (as the standard says, always
        # a multiple of 31 with 8 in the low digit) and without.
        zlib_header = packed[0] & 0x0F == 8 and int.from_bytes(packed[:2], "big") % 31 == 0
        return zlib.decompressobj(wbits=15 if zlib_header or len(packed) == 1 else -15)


def gunzip(data: bytes, limit: int) -> bytes:
    """The content of a gzip file of at most `limit` bytes (BeyondLimit, Damaged)."""
    unpacker = Unpacker("gzip", limit)
    unpacker.feed(data)
    unpacker.end()
    return bytes(unpacker.unpacked)
