"""Word lists that are data: `.toml` files beside the module that owns them.

A list is a string of words (`titles = "mr mrs ms"`, over several lines in three quotation marks) or
an array of phrases; a table holds lists by name. `#` begins a comment, outside of strings. The
patterns that are made of the words stay in the code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from index.errors import DataFileError

Lists = Mapping[str, tuple[str, ...]]
"""Name of a list -> its words or phrases, in the order of the file."""


def word_lists(package: str, file: str, table: str = "") -> Lists:
    """The lists of a data file of ours; `table`: those in one of its tables.

    Args:
        package: whose folder the file lies in, as "index.reading".
        file: as "outlets.toml".

    Raises DataFileError where the file is missing or damaged."""
    tables = _tables(package, file)
    if table not in tables:
        raise _damaged(package, file, None, f"It has no table “{table}”.")
    return tables[table]


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words as they stand, the longest first."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in longest_first)


@cache
def _tables(package: str, file: str) -> Mapping[str, Lists]:
    """Name of a table -> its lists; those in none are under ""."""
    try:
        text = files(package).joinpath(file).read_text(encoding="utf-8")
    except (OSError, ModuleNotFoundError, UnicodeDecodeError) as error:
        raise _damaged(package, file, None, f"It can't be read: {error}.") from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        raise _damaged(package, file, line, f"It isn't TOML: {error}.") from error
    found: dict[str, dict[str, tuple[str, ...]]] = {"": {}}
    for name, value in content.items():
        if isinstance(value, dict):
            found[name] = {
                inner: _words(package, file, text, inner, of_it) for inner, of_it in value.items()
            }
        else:
            found[""][name] = _words(package, file, text, name, value)
    return MappingProxyType({name: MappingProxyType(lists) for name, lists in found.items()})


def _words(package: str, file: str, text: str, name: str, value: object) -> tuple[str, ...]:
    """One list. Raises DataFileError where it is no list of words, is empty or has one twice."""
    words = value.split() if isinstance(value, str) else value
    is_list = isinstance(words, list) and all(isinstance(word, str) and word for word in words)
    if not isinstance(words, list) or not is_list or not words:
        raise _damaged(package, file, _line(text, name), f"“{name}” isn't a list of words.")
    twice = next((word for place, word in enumerate(words) if word in words[:place]), None)
    if twice is not None:
        raise _damaged(package, file, _line(text, name), f"“{name}” has “{twice}” twice.")
    return tuple(words)


def _line(text: str, name: str) -> int:
    """The line on which a list begins."""
    begins = re.search(rf'^\s{{0,30}}"?{re.escape(name)}"?\s{{0,30}}=', text, re.MULTILINE)
    return text.count("\n", 0, begins.end()) + 1 if begins else 1


def _damaged(package: str, file: str, line: int | None, happened: str) -> DataFileError:
    where = f"{package.replace('.', '/')}/{file}" + (f", line {line}" if line else "")
    return DataFileError(
        happened, subject=where, remedy="Install Onrecord again, or mend the file if you edited it."
    )
