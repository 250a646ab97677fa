"""Damage at random: valid bytes cut, flipped, doubled, swapped, and made to claim wrong things."""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

Chance = random.Random
Damage = Callable[[bytes, Chance], bytes]


def _span(data: bytes, chance: Chance, most: int = 2_000) -> tuple[int, int]:
    """A piece of the bytes, at most that long."""
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.randint(1, most))


def cut(data: bytes, chance: Chance) -> bytes:
    return data[: chance.randrange(1, len(data))]


def flip(data: bytes, chance: Chance) -> bytes:
    flipped = bytearray(data)
    for _ in range(chance.choice((1, 4, 32))):
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def insert(data: bytes, chance: Chance) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + chance.randbytes(chance.randint(1, 500)) + data[place:]


def double(data: bytes, chance: Chance) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 50)) + data[end:]


def drop(data: bytes, chance: Chance) -> bytes:
    start, end = _span(data, chance, 200)
    return data[:start] + data[end:]


def swap(data: bytes, chance: Chance) -> bytes:
    a, b, c = sorted(chance.randrange(len(data)) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def huge_number(data: bytes, chance: Chance) -> bytes:
    """A number in digits, or a field of four bytes, that is far too large."""
    numbers = list(re.finditer(rb"\d+", data))
    if numbers and chance.random() < 0.7:
        one = chance.choice(numbers)
        huge = chance.choice((b"4294967295", b"-1", b"9" * 40, b"1e999"))
        return data[: one.start()] + huge + data[one.end() :]
    place = chance.randrange(max(1, len(data) - 4))
    field = chance.choice((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0"))
    return data[:place] + field + data[place + 4 :]


def controls(data: bytes, chance: Chance) -> bytes:
    """NUL and other control characters all over it."""
    for _ in range(20):
        place = chance.randrange(len(data))
        data = data[:place] + bytes([chance.choice((0, 1, 8, 11, 27, 127))]) + data[place:]
    return data


def other_encoding(data: bytes, chance: Chance) -> bytes:
    """Text in an encoding that it doesn't declare, or that declares a different one."""
    if chance.random() < 0.5:
        named = chance.choice((b"utf-16", b"utf-7", b"idna", b"koi8-r", b"no-such-thing", b"rot13"))
        return re.sub(rb"utf-8", named, data, flags=re.IGNORECASE)
    text = data.decode("utf-8", errors="replace")
    encoding = chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1251", "shift_jis", "utf-7"))
    return text.encode(encoding, errors="replace")


ON_BYTES: dict[str, Damage] = {
    "cut": cut,
    "bits flipped": flip,
    "bytes inserted": insert,
    "a piece doubled": double,
    "a piece dropped": drop,
    "pieces swapped": swap,
    "huge numbers": huge_number,
    "control characters": controls,
    "other encoding": other_encoding,
}
"""By its name."""


def inside(name: str, data: bytes, chance: Chance) -> bytes:
    """The same in what a packed file holds, which is packed again; other files as they are."""
    damage = chance.choice(list(ON_BYTES.values()))
    if name.endswith(".gz"):
        return gzip.compress(damage(gzip.decompress(data), chance), mtime=0)
    if not name.endswith((".docx", ".zip")):
        return damage(data, chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        members = old.namelist()
        hurt = chance.choice(members)
        for member in members:
            content = old.read(member)
            new.writestr(
                member, damage(content, chance) if member == hurt else content, zipfile.ZIP_DEFLATED
            )
    return stream.getvalue()


def zeros(megabytes: int) -> bytes:
    """So many million zeros as a deflate stream with zlib's header, in a thousandth of the size."""
    packer = zlib.compressobj(9)
    return b"".join(
        [*(packer.compress(bytes(1_000_000)) for _ in range(megabytes)), packer.flush()]
    )
