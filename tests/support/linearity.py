"""Whether time grows with the length of a text and no faster: which patterns the product has, which
texts are slow for each, and how the time grows.

Everything that reads a text of a stranger must be linear in it: at twice the length, twice the
time. Python's patterns go back and try again, so that a pattern that looks harmless may take the
square of the length, or worse. A slow text is hardly ever found by chance: it is made of what the
pattern itself repeats (`attacks`).
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pkgutil
import random
import re
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, is_dataclass
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType, FunctionType, ModuleType
from typing import Any

from project import ROOT

ROOMS = ("index", "assistant", "ui", "service", "prompts", "evaluation", "app", "onrecord")
"""Where the product's patterns are; training reads nothing of a stranger's."""
USES = {"search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn"}

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


@dataclass(frozen=True)
class Found:
    """A pattern of the product, and how it is used."""

    place: str
    """As in "index.reading.titles._END", or "index.reading.titles:57" for one that is written
    inside a function."""
    pattern: re.Pattern[Any]
    uses: frozenset[str]


# -- which patterns there are ------------------------------------------------------------------


def modules() -> list[ModuleType]:
    """Every module of the product, imported."""
    names = [
        *(name for name in ROOMS),
        *(
            each.name
            for room in ROOMS
            if (ROOT / room).is_dir()
            for each in pkgutil.walk_packages([str(ROOT / room)], f"{room}.")
            if not each.name.endswith("__main__")
        ),
    ]
    return [importlib.import_module(name) for name in sorted(names)]


@functools.cache
def patterns() -> list[Found]:
    """Every pattern that the product's modules hold or write inside a function."""
    every = modules()
    trees = {module: ast.parse(inspect.getsource(module)) for module in every}
    used = _uses(trees.values())
    found: dict[tuple[Any, int], Found] = {}
    for module in every:
        for place, pattern in _held(module):
            name = place.removeprefix(module.__name__ + ".")
            name = f".{name.rsplit('.', 1)[-1]}" if "." in name else name
            uses = used.get(name, frozenset({"search"}))
            _add(found, Found(place, pattern, uses))
        for each in _written(module, trees[module]):
            _add(found, each)
    return list(found.values())


def _add(found: dict[tuple[Any, int], Found], new: Found) -> None:
    key = (new.pattern.pattern, new.pattern.flags)
    if key in found:
        new = Found(found[key].place, new.pattern, found[key].uses | new.uses)
    found[key] = new


def _held(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns among a module's values, however deep: in tuples, tables, classes, closures."""
    seen: set[int] = set()

    def within(place: str, value: object) -> Iterator[tuple[str, re.Pattern[Any]]]:
        if id(value) in seen or isinstance(value, str | bytes | int | float | ModuleType):
            return
        seen.add(id(value))
        if isinstance(value, re.Pattern):
            yield place, value
            return
        for name, inner in _parts(value, module.__name__):
            yield from within(f"{place}.{name}", inner)

    for name, value in list(vars(module).items()):
        if getattr(value, "__module__", module.__name__) == module.__name__ or isinstance(
            value, re.Pattern
        ):
            yield from within(f"{module.__name__}.{name}", value)


def _parts(  # noqa: C901 - one line a kind
    value: object, module: str
) -> Iterator[tuple[str, object]]:
    """What a value holds, each with its name in it."""
    if isinstance(value, Mapping):
        yield from (("key", each) for each in value)
        yield from (("value", each) for each in value.values())
    elif isinstance(value, tuple | list | set | frozenset):
        yield from (("item", each) for each in value)
    elif isinstance(value, functools.partial):
        yield from (("given", each) for each in (value.func, *value.args))
        yield from value.keywords.items()
    elif isinstance(value, FunctionType):
        defaults = (*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values())
        yield from (("default", each) for each in defaults)
        for cell in value.__closure__ or ():
            with suppress(ValueError):  # an empty cell
                yield "cell", cell.cell_contents
    elif isinstance(value, type):
        yield from list(vars(value).items()) if value.__module__ == module else ()
    elif is_dataclass(value) or type(value).__module__.split(".")[0] in ROOMS:
        yield from (getattr(value, "__dict__", {}) or {}).items()
        for base in type(value).__mro__:
            for name in getattr(base, "__slots__", ()):
                yield name, getattr(value, name, None)
    if hasattr(value, "__wrapped__"):  # a function behind another, as behind a cache
        yield "__wrapped__", value.__wrapped__


def _uses(trees: Any) -> dict[str, frozenset[str]]:
    """Name of a pattern -> the methods that are called on it; "search", too, where it is handed
    about under another name."""
    called: dict[str, set[str]] = {}
    for tree in trees:
        inside = set()
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name | ast.Attribute)
                and node.attr in USES | {"pattern", "flags"}
            ):
                value = node.value
                name = value.id if isinstance(value, ast.Name) else f".{value.attr}"
                called.setdefault(name, set()).add(node.attr)
                inside.add(id(node.value))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Name)
                and isinstance(node.ctx, ast.Load)
                and id(node) not in inside
            ):
                called.setdefault(node.id, set()).add("search")
    return {name: frozenset(uses & USES) or frozenset({"search"}) for name, uses in called.items()}


def _written(module: ModuleType, tree: ast.Module) -> Iterator[Found]:
    """The patterns that are written inside functions: `re.search(r"…", text)`. What is put into one
    at run time, such as an escaped name, is taken to be a word."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        local = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in USES | {"compile"}
            ):
                place = f"{module.__name__}:{node.lineno}"
                pattern = _value(node.args[0], vars(module), local)
                if isinstance(pattern, re.Pattern):
                    pattern = pattern.pattern
                assert isinstance(pattern, str | bytes), f"{place}: a pattern that nobody can see"
                use = "search" if node.func.attr == "compile" else node.func.attr
                yield Found(place, re.compile(pattern, _flags(node, module)), frozenset({use}))


def _flags(call: ast.Call, module: ModuleType) -> int:
    """The flags of a call, by name or as the last of its arguments."""
    given = [each.value for each in call.keywords if each.arg == "flags"]
    given += [each for each in call.args[1:] if "re." in ast.unparse(each)]
    return sum(
        int(eval(ast.unparse(each), vars(module)))
        for each in given
        if re.fullmatch(r"re\.[A-Z|re. ]+", ast.unparse(each))
    )


class _Words(dict[str, Any]):
    """Names that are unknown before run time: each is a word."""

    def __missing__(self, name: str) -> str:
        if name in vars(__import__("builtins")):
            raise KeyError(name)
        return "word"


def _value(node: ast.expr, known: Mapping[str, Any], local: Mapping[str, ast.expr]) -> object:
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    found = {
        name: _value(local[name], known, {k: v for k, v in local.items() if k != name})
        for name in names
        if name in local
    }
    with suppress(Exception):
        code = compile(ast.Expression(node), "", "eval")
        return eval(code, _Words({**known, **found}))
    return None


# -- which texts are slow for a pattern --------------------------------------------------------

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


# -- how the time grows ------------------------------------------------------------------------


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
