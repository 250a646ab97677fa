"""Whether time grows with the length of a text and no faster: which texts are slow for a pattern
(tests/support/pattern_finder.py finds them), and how the time grows.

Everything that reads a text of a stranger must be linear in it: at twice the length, twice the
time. Python's patterns go back and try again, so that a pattern that looks harmless may take the
square of the length, or worse. A slow text is hardly ever found by chance: it is made of what the
pattern itself repeats (`attacks`).
"""

from __future__ import annotations

import functools
import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

from pattern_finder import Found

SCREENED, LONG = 4_000, 16_000
"""Characters of the one run that tells most patterns apart from the slow ones, and of the run that
it is compared with."""
FLOOR = 0.002
"""Seconds of the processor. What reads `SCREENED` characters in less is not quadratic: the square
of them is eight million steps."""
GROWTH = 9.0
"""How many times longer four times the length may take: 4 is linear, 16 quadratic."""
PLAIN = 0.1
"""Seconds from which such growth is not an accident of a busy machine."""
LONGEST = 0.6
"""Seconds of the processor after which one run is given up; it is far from linear then."""

GENERAL = (
    " ", "\n", "\t", " \n", "a", "1", "A", "é", "?", "? ", ". ", "[", "(", "<", "{", '"', "“",
    "'", "’", "-", ", ", ",", "/", ".", "_", "a ", "A ", "Aa ", "a, ", "Aa, ", "1,", "1,234,",
    "1.", "1 ", "a\n", '"a ', "“a ", "a.", "a. ", "A. ", "a-", "a'", "&", "#", "*", "=", ":", ";",
    "\u200b", " - ", "the ", "said ", "of the ", "and ", "Mr. ", "said, “a” ",
)  # fmt: skip
"""What any text may repeat."""


def attacks(pattern: re.Pattern[Any], size: int, most: int = 90) -> list[Any]:
    """Texts of about `size` characters that may be slow for a pattern: what it repeats, again and
    again, behind what leads up to it and before what it cannot end with."""
    chance = random.Random(7)
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    own: dict[str, None] = {}
    for lead, pump in _pumps(list(tree), "", chance):
        if pump:
            own |= dict.fromkeys(
                lead + _filled(pump, size) + tail for tail in ("", "!\x01", " \x01")
            )
            own[_filled(lead + pump, size)] = None
            own[_filled(lead + pump + " ", size)] = None
    for _ in range(8):
        sample = _sample(list(tree), chance)
        if sample:
            own |= dict.fromkeys(
                _filled(each, size)
                for each in (sample, sample + " ", sample[:-1], sample[:-1] + " ")
                if each
            )
    for char in _characters(list(tree)):
        own[_filled(char, size)] = None
    kept = list(own)
    if len(kept) > most:
        kept = chance.sample(kept, most)
    every = dict.fromkeys([*kept, *(_filled(each, size) for each in GENERAL)])
    every["(" * (size // 2) + ")" * (size // 2)] = None
    every["[" * (size // 2) + "]" * (size // 2)] = None
    every['"' + _filled("a ", size)] = None
    if isinstance(pattern.pattern, bytes):
        return [each.encode("latin-1", errors="replace") for each in every]
    return list(every)


def _filled(piece: str, size: int) -> str:
    return piece * (size // len(piece)) if piece else ""


def _pumps(tree: list[Any], lead: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Each repeated part of a pattern: what comes before it, and what it repeats."""
    for code, value in tree:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, inner = value
            if most > 3:
                for _ in range(2):
                    yield lead, _sample(list(inner), chance)
            yield from _pumps(list(inner), lead, chance)
        elif code is op.SUBPATTERN:
            yield from _pumps(list(value[3]), lead, chance)
        elif code is op.ATOMIC_GROUP:
            yield from _pumps(list(value), lead, chance)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            yield from _pumps(list(value[1]), lead, chance)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from _pumps(list(branch), lead, chance)
        lead += _sample([(code, value)], chance)


def _sample(tree: list[Any], chance: random.Random) -> str:
    """A text that the pattern is likely to match."""
    text = ""
    for code, value in tree:
        if code is op.LITERAL:
            text += chr(value)
        elif code is op.NOT_LITERAL:
            text += "a" if chr(value) != "a" else "b"
        elif code is op.ANY:
            text += "a"
        elif code is op.IN:
            text += chance.choice(_members(value))
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, most, inner = value
            times = least or chance.randint(0, min(1, int(most)))
            text += "".join(_sample(list(inner), chance) for _ in range(min(times, 50)))
        elif code is op.SUBPATTERN:
            text += _sample(list(value[3]), chance)
        elif code is op.ATOMIC_GROUP:
            text += _sample(list(value), chance)
        elif code is op.BRANCH:
            text += _sample(list(chance.choice(value[1])), chance)
    return text


def _members(inside: list[Any]) -> list[str]:
    """Some characters of a class."""
    if inside and inside[0][0] is op.NEGATE:
        out = set(_members(inside[1:]))
        return [each for each in ("a", " ", "A", "1", ".", "\n", "é") if each not in out][:3] or [
            "€"
        ]
    some: list[str] = []
    for code, value in inside:
        if code is op.LITERAL:
            some.append(chr(value))
        elif code is op.RANGE:
            some.append(chr(value[0]))
        elif code is op.CATEGORY:
            some += {
                op.CATEGORY_SPACE: [" ", "\n"],
                op.CATEGORY_DIGIT: ["1"],
                op.CATEGORY_WORD: ["a", "1"],
                op.CATEGORY_NOT_SPACE: ["a", "."],
                op.CATEGORY_NOT_DIGIT: ["a", " "],
                op.CATEGORY_NOT_WORD: [" ", "."],
            }.get(value, ["a"])
    return some or ["a"]


def _characters(tree: Any) -> set[str]:
    """Each literal and some of each class in a pattern."""
    some: set[str] = set()
    for code, value in tree:
        if code is op.LITERAL:
            some.add(chr(value))
        elif code is op.IN:
            some |= set(_members(value)[:3])
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            some |= _characters(list(value[2]))
        elif code is op.SUBPATTERN:
            some |= _characters(list(value[3]))
        elif code is op.ATOMIC_GROUP:
            some |= _characters(list(value))
        elif code in (op.ASSERT, op.ASSERT_NOT):
            some |= _characters(list(value[1]))
        elif code is op.BRANCH:
            for branch in value[1]:
                some |= _characters(list(branch))
    return {each for each in some if not each.isalnum() or len(some) < 12}


class TooLong(BaseException):
    """A run was given up."""


def seconds(work: Callable[[], object]) -> float:
    """Of the processor, of this thread; `LONGEST` at most. A pattern looks for signals while it
    runs."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    start = time.thread_time()
    try:
        work()
    except TooLong:
        return LONGEST
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.thread_time() - start


def grows(work: Callable[[Any], object], text: Callable[[int], Any], floor: float = FLOOR) -> str:
    """How the time grows with a text of a length, if it grows faster than the length; otherwise
    nothing. The least of several runs is what the work itself takes."""
    if seconds(lambda: work(text(SCREENED))) < floor:
        return ""
    screened, longest = SCREENED, LONG
    taken: dict[int, float] = {}
    for size in (screened, longest):
        made = text(size)
        taken[size] = seconds(functools.partial(work, made))
        if taken[size] >= LONGEST:
            return f"more than {LONGEST:g} s at {size:,} characters"
    for _ in range(4):
        if taken[longest] <= GROWTH * taken[screened]:
            return ""
        if taken[longest] > max(PLAIN, 12 * taken[screened]):
            break
        for size in (screened, longest):
            made = text(size)
            taken[size] = min(taken[size], seconds(functools.partial(work, made)))
    return ", ".join(f"{size:,}: {taken[size] * 1000:.1f} ms" for size in taken)


def slow(found: Found) -> str:
    """A text for which a pattern takes more than linear time, with how it grows; empty if there is
    none."""
    for use in sorted(found.uses):
        run = _runner(found.pattern, use)
        for place in range(len(attacks(found.pattern, SCREENED))):
            growth = grows(run, functools.partial(_attack, found.pattern, place))
            if growth:
                return f"{use} of {_attack(found.pattern, place, 100)[:70]!r}: {growth}"
    return ""


@functools.lru_cache(maxsize=8)
def _attacks(pattern: re.Pattern[Any], size: int) -> list[Any]:
    return attacks(pattern, size)


def _attack(pattern: re.Pattern[Any], place: int, size: int) -> Any:
    every = _attacks(pattern, size)
    return every[min(place, len(every) - 1)]


def _runner(pattern: re.Pattern[Any], use: str) -> Callable[[Any], object]:
    if use in ("search", "match", "fullmatch"):
        return getattr(pattern, use)  # type: ignore[no-any-return]
    return lambda text: sum(1 for _ in pattern.finditer(text))
