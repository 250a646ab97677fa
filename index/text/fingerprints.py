"""From a text to its fingerprint: the seam to datasketch.

A fingerprint has the text's wording, equal for texts that print the same words, and bands: two
texts that share most of their shingles (runs of three words) very likely share a band. So what is
nearly the same is found by looking up a few numbers, however much text there is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from datasketch import MinHash

_WORD = re.compile(r"[^\W_]+(?:['.,][^\W_]+)*")
"""With the marks inside of it: "don't", "1,200", "U.S"."""
_SHINGLE = 3
BANDS = 6
_ROWS = 4
"""Bands and the permutations in each: of two texts with an overlap of 0.7, 8 in 10 share a band; of
0.8, 96 in 100; of 0.9, 998 in 1,000."""
_SEED = 1
_WORDING_BYTES, _BAND_BYTES = 8, 6


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a text is found by. Fingerprints of other settings than these, or of another scheme of
    datasketch, cannot be compared: a store that has them is of another version (schema.VERSION)."""

    wording: int
    """63 bits of the words' hash."""
    bands: tuple[int, ...]
    """48 bits each, no two places alike."""


def words(text: str) -> list[str]:
    """A text's words as they are, without the marks around them; curly apostrophes straightened."""
    return _WORD.findall(unicodedata.normalize("NFC", text).replace("’", "'").replace("‘", "'"))


def folded(text: str) -> str:
    """A text or a word as it is compared: whatever its case."""
    return text.casefold()


def overlap(one: str, other: str) -> float:
    """The share (0 to 1) that two texts' shingles have in common: Jaccard's index, exact."""
    first, second = _shingles(words(folded(one))), _shingles(words(folded(other)))
    return len(first & second) / len(first | second)


def fingerprint(text: str, kind: str) -> Fingerprint:
    """Of a text. Those of another `kind` have nothing in common with it."""
    told = words(folded(text))
    sketch = _blank().copy()
    sketch.update_batch([shingle.encode() for shingle in _shingles(told)])
    values = sketch.hashvalues.astype("<u4")
    wording = blake2b(" ".join(told).encode(), digest_size=_WORDING_BYTES, person=kind.encode())
    return Fingerprint(
        wording=int.from_bytes(wording.digest()) >> 1,  # SQLite's integers are signed
        bands=tuple(
            _band(values[place * _ROWS : (place + 1) * _ROWS].tobytes(), place, kind)
            for place in range(BANDS)
        ),
    )


def _shingles(told: Sequence[str]) -> set[str]:
    """The runs of three words; of fewer words, all of them as one."""
    if len(told) < _SHINGLE:
        return {" ".join(told)}
    return set(map(" ".join, zip(*(told[place:] for place in range(_SHINGLE)), strict=False)))


@cache
def _blank() -> MinHash:
    """The sketch of nothing: making the permutations takes longer than using them."""
    from datasketch import MinHash  # noqa: PLC0415  takes a second, and only adding needs it

    # crc32 is fast, and good enough: what shares a band is compared word by word.
    return MinHash(num_perm=BANDS * _ROWS, seed=_SEED, scheme="affine32", hashfunc=crc32)


def _band(values: bytes, place: int, kind: str) -> int:
    salt = place.to_bytes()
    hashed = blake2b(values, digest_size=_BAND_BYTES, person=kind.encode(), salt=salt)
    return int.from_bytes(hashed.digest())
