"""The written data: news passages of our own with claims and questions, and pairs of accounts.

The plain-text form is described in `written/GUIDE.md` and `written/GUIDE-two-accounts.md`. Anything
that does not fit the form raises ValueError naming the file, the item and the line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "written"
"""Where the written data is."""

ACCOUNT_LABELS = ("agree", "conflict", "update", "compatible", "other")
"""How two accounts of one question can relate to each other, in the model's order."""
_STANCES = {"S": "supports", "R": "refutes", "N": "neutral"}


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim about a passage."""

    text: str
    label: str
    """supports, refutes or neutral."""
    at: tuple[int, ...]
    """Places in Passage.sentences, from 0: those that decide, or that tempt most; may be empty."""
    kind: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a passage."""

    text: str
    at: tuple[int, ...]
    """Places in Passage.sentences, from 0, of the answer; empty if there is none."""
    answer: str | None
    """In the passage's words; None where the passage does not answer."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with everything that was written about it."""

    file: str
    number: int
    """Of the item in its file, from 1."""
    outlet: str
    date: str
    topic: str
    paragraphs: tuple[tuple[str, ...], ...]
    """The sentences of each paragraph."""
    claims: tuple[Claim, ...]
    questions: tuple[Question, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences, numbered through."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    def paragraph_of(self, place: int) -> int:
        """Which paragraph the sentence at a place is in."""
        for number, paragraph in enumerate(self.paragraphs):
            if place < len(paragraph):
                return number
            place -= len(paragraph)
        raise IndexError(place)


@dataclass(frozen=True, slots=True)
class Account:
    """What one outlet prints."""

    outlet: str
    date: str
    """YYYY-MM-DD."""
    text: str


@dataclass(frozen=True, slots=True)
class AccountPair:
    """Two accounts that are compared for one question."""

    file: str
    number: int
    topic: str
    kind: str
    question: str
    a: Account
    b: Account
    label: str
    """One of ACCOUNT_LABELS."""


def passages(folder: Path = FOLDER) -> list[Passage]:
    """Every passage of the folder, in the order of files, with its further questions added."""
    found = []
    for path in sorted(folder.glob("?-*.txt")):
        further = _further_questions(path.with_name(f"questions-{path.name}"))
        for number, lines in _blocks(path):
            found.append(_passage(path, number, lines, further.get(number, [])))
    return found


def account_pairs(folder: Path = FOLDER) -> list[AccountPair]:
    """Every pair of accounts of the folder, in the order of files."""
    return [
        _account_pair(path, number, lines)
        for path in sorted(folder.glob("two-*.txt"))
        for number, lines in _blocks(path)
    ]


def held_out(file: str, number: int) -> bool:
    """Whether an item belongs to dev: one in ten, spread evenly over the files and never trained
    on."""
    return (number + sum(map(ord, file))) % 10 == 0


def _blocks(path: Path) -> Iterator[tuple[int, list[str]]]:
    text = path.read_text(encoding="utf-8").strip()
    for number, block in enumerate(re.split(r"\n\s*\n", text), start=1):
        yield number, [line.strip() for line in block.splitlines() if line.strip()]


def _passage(path: Path, number: int, lines: list[str], further: list[str]) -> Passage:
    header: list[str] = []
    paragraphs: list[tuple[str, ...]] = []
    claims: list[tuple[str, str]] = []
    questions: list[str] = []
    for line in lines:
        mark, _, rest = line.partition(" ")
        if mark == "@":
            header = [part.strip() for part in rest.split("|")]
        elif mark == "P":
            paragraphs.append(tuple(one.strip() for one in rest.split(" | ") if one.strip()))
        elif mark in _STANCES:
            claims.append((mark, rest))
        elif mark in ("?", "!"):
            questions.append(line)
        else:
            raise _error(path, number, line)
    if len(header) != 4 or not paragraphs or not claims:
        raise _error(path, number, lines[0])
    count = sum(len(paragraph) for paragraph in paragraphs)
    try:
        return Passage(
            path.name,
            number,
            header[0],
            header[1],
            header[2],
            tuple(paragraphs),
            tuple(_claim(mark, rest, count) for mark, rest in claims),
            tuple(_question(line, count) for line in (*questions, *further)),
        )
    except ValueError as error:
        raise _error(path, number, str(error)) from error


def _claim(mark: str, rest: str, count: int) -> Claim:
    found = re.fullmatch(r"([\d+]+)\s+(\S+)\s+(.+)", rest)
    if not found:
        raise ValueError(rest)
    return Claim(found[3].strip(), _STANCES[mark], _places(found[1], count), found[2])


def _question(line: str, count: int) -> Question:
    if line.startswith("!"):
        return Question(line[1:].strip(), (), None)
    found = re.fullmatch(r"\?\s*([\d+]+)\s+(.+?)\s*=>\s*(.+)", line)
    if not found:
        raise ValueError(line)
    return Question(found[2], _places(found[1], count), found[3].strip())


def _places(written: str, count: int) -> tuple[int, ...]:
    numbers = [int(one) for one in written.split("+") if one]
    if any(number > count for number in numbers):
        raise ValueError(f"sentence {written} of {count}")
    return tuple(number - 1 for number in numbers if number)


def _further_questions(path: Path) -> dict[int, list[str]]:
    if not path.exists():
        return {}
    found: dict[int, list[str]] = {}
    for number, lines in _blocks(path):
        item = re.fullmatch(r"@\s*(\d+)", lines[0])
        if not item:
            raise _error(path, number, lines[0])
        found[int(item[1])] = lines[1:]
    return found


def _account_pair(path: Path, number: int, lines: list[str]) -> AccountPair:
    parts = {line.partition(" ")[0]: line.partition(" ")[2].strip() for line in lines}
    header = [part.strip() for part in parts.get("@", "").split("|")]
    if set(parts) != {"@", "Q", "A", "B", "="} or len(header) != 2:
        raise _error(path, number, lines[0])
    if parts["="] not in ACCOUNT_LABELS:
        raise _error(path, number, parts["="])
    accounts = []
    for mark in ("A", "B"):
        account = [part.strip() for part in parts[mark].split("|", 2)]
        if len(account) != 3 or not re.fullmatch(r"\d{4}-\d\d-\d\d", account[1]):
            raise _error(path, number, parts[mark])
        accounts.append(Account(*account))
    return AccountPair(
        path.name, number, header[0], header[1], parts["Q"], accounts[0], accounts[1], parts["="]
    )


def _error(path: Path, number: int, line: str) -> ValueError:
    return ValueError(f"{path.name}, item {number}: this does not fit the guide: {line[:80]}")
