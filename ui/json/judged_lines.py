"""Lines of JSON judged one by one, in their order: what `onrecord judge` does.

A line is a claim with evidence, a question with a passage, or a question with two accounts. Each
comes back with its probabilities added; a line that cannot be judged comes back with `error`, and
the others are judged all the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from typing import BinaryIO, TypeVar

from assistant.nli.account_text import Account
from assistant.nli.judge import Judge

LONGEST_LINE = 1_000_000
"""Bytes."""
LONGEST_TEXT = 100_000
"""Characters of one text."""
BATCH = 64
"""Lines that are read before they are judged together."""
_ROUNDED = 4
"""Places after the point."""
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")

Line = dict[str, object]
_Asked = TypeVar("_Asked")


class _Unfit(Exception):
    """Why a line cannot be judged, for the reader."""


@dataclass(frozen=True, slots=True)
class _Accounts:
    question: str
    a: Account
    b: Account


@dataclass(frozen=True, slots=True)
class _Passage:
    question: str
    passage: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    evidence: str
    claim: str


def judged(lines: Iterable[bytes | None], judge: Judge) -> Iterator[str]:
    """One line of JSON for each line given that is not empty, in their order. Raises ModelError.

    Args:
        lines: None stands for a line that was too long to be read.
    """
    waiting = iter(lines)
    while batch := list(islice(waiting, BATCH)):
        yield from (_written(one) for one in _judged(batch, judge) if one is not None)


def lines_of(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a file, None for each that is longer than LONGEST_LINE."""
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE)
        yield None


def _judged(batch: Sequence[bytes | None], judge: Judge) -> list[Line | None]:
    done: dict[int, Line] = {}
    asked: dict[int, _Evidence | _Passage | _Accounts] = {}
    given: dict[int, Line] = {}
    for place, raw in enumerate(batch):
        if raw is not None and not raw.strip():
            continue
        try:
            given[place] = _parsed(raw)
            asked[place] = _asked(given[place])
        except _Unfit as unfit:
            done[place] = {**given.get(place, {}), "error": str(unfit)}
    for places, said in (
        _together(asked, _Evidence, lambda ones: _stances(ones, judge)),
        _together(asked, _Passage, lambda ones: _answers(ones, judge)),
        _together(asked, _Accounts, lambda ones: _standings(ones, judge)),
    ):
        for place, one in zip(places, said, strict=True):
            done[place] = {**given[place], **one, "model": judge.name}
    return [done.get(place) for place in range(len(batch))]


def _together(
    asked: Mapping[int, object],
    kind: type[_Asked],
    judge: Callable[[list[_Asked]], list[Line]],
) -> tuple[list[int], list[Line]]:
    ones = {place: one for place, one in asked.items() if isinstance(one, kind)}
    return list(ones), judge(list(ones.values())) if ones else []


def _stances(ones: list[_Evidence], judge: Judge) -> list[Line]:
    found = judge.stance([(one.evidence, one.claim) for one in ones])
    return [_rounded(asdict(one)) for one in found]


def _answers(ones: list[_Passage], judge: Judge) -> list[Line]:
    found = judge.answers([(one.question, one.passage) for one in ones])
    return [
        {
            **_rounded({"answered": said.answered}),
            "answer": {
                "start": said.start,
                "end": said.end,
                "text": one.passage[said.start : said.end],
            }
            if said.answered >= 0.5 and said.end > said.start
            else None,
        }
        for one, said in zip(ones, found, strict=True)
    ]


def _standings(ones: list[_Accounts], judge: Judge) -> list[Line]:
    found = judge.accounts([(one.question, one.a, one.b) for one in ones])
    return [_rounded(asdict(one)) for one in found]


def _rounded(chances: Mapping[str, float]) -> Line:
    return {name: round(value, _ROUNDED) for name, value in chances.items()}


def _parsed(raw: bytes | None) -> Line:
    if raw is None:
        raise _Unfit(f"The line is longer than {LONGEST_LINE} bytes.")
    try:
        found = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise _Unfit("The line is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise _Unfit("The line is not JSON.") from error
    if not isinstance(found, dict):
        raise _Unfit("The line is not a JSON object.")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} isn't a number in JSON")


def _asked(line: Line) -> _Evidence | _Passage | _Accounts:
    if {"evidence", "claim"} <= line.keys():
        return _Evidence(_text(line, "evidence"), _text(line, "claim"))
    if {"question", "passage"} <= line.keys():
        return _Passage(_text(line, "question"), _text(line, "passage"))
    if {"question", "a", "b"} <= line.keys():
        return _Accounts(_text(line, "question"), _account(line, "a"), _account(line, "b"))
    raise _Unfit(
        "The line needs `evidence` and `claim`, or `question` and `passage`, or `question`, `a` "
        "and `b`."
    )


def _account(line: Line, name: str) -> Account:
    given = line[name]
    if isinstance(given, str):
        return Account(_text(line, name))
    if not isinstance(given, dict):
        raise _Unfit(f"`{name}` is neither a string nor an object with `text`.")
    outlet = given.get("outlet")
    return Account(
        _text(given, "text", f"{name}.text"),
        "" if outlet is None else _text(given, "outlet", f"{name}.outlet"),
        _date(given.get("date"), f"{name}.date"),
    )


def _date(given: object, called: str) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(str(given)[:10])
    except ValueError as error:
        raise _Unfit(f"`{called}` is not a date like 2024-01-31.") from error


def _text(line: Mapping[str, object], name: str, called: str | None = None) -> str:
    called = called or name
    given = line.get(name)
    if not isinstance(given, str):
        raise _Unfit(f"`{called}` is not a string.")
    if not given.strip():
        raise _Unfit(f"`{called}` is empty.")
    if len(given) > LONGEST_TEXT:
        raise _Unfit(f"`{called}` is longer than {LONGEST_TEXT} characters.")
    if _NO_TEXT.search(given):
        raise _Unfit(f"`{called}` contains characters that aren't text (NUL or half of a pair).")
    return given


def _written(line: Line) -> str:
    """Half a pair of surrogates, which a bad line may hold, can only be written as an escape."""
    text = json.dumps(line, ensure_ascii=False)
    return json.dumps(line) if _NO_TEXT.search(text) else text
