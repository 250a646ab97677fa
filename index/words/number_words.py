"""The English words for numbers."""

from __future__ import annotations

from index.words.word_lists import any_of

ONES = dict(
    zip(
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen""".split(),
        range(1, 20),
        strict=True,
    )
)
"""Word -> value, up to nineteen."""
TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
SCALES: dict[str, float] = {
    "dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
"""Word -> by what it multiplies the number before it."""
SCALES_ABBREVIATED = {"k": 1e3, "mn": 1e6, "m": 1e6, "bn": 1e9, "tn": 1e12}
"""They multiply a sum of money: "5 m" may be metres."""
VAGUE = frozenset(f"{scale}s" for scale in SCALES)
"""Numbers that only say how large: dozens, hundreds …"""
PARTS = frozenset("half halves third thirds quarter quarters".split())
NUMBER_WORDS = frozenset(("zero", *ONES, *TENS, *SCALES, *VAGUE)) | PARTS
"""Every word that is a number or a part of one."""

NUMBER = (
    rf"(?:{any_of(TENS)})(?:-(?:{any_of(ONES)}))?|{any_of(ONES)}|{any_of(VAGUE)}"
    rf"|{any_of(SCALES)}"
)
"""A pattern: a number in words, as one word."""
