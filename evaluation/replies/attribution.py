"""Whether the sentences of real articles are attributed to whoever asserts them.

The annotation (tests/attribution.jsonl) holds no text: articles by the sha256 of their address or
file name, sentences and names by paragraph and character. Its articles lie outside the project:
`articles/*.txt` and `data/realtimeqa_2024/articles.jsonl.gz` in one shared folder.

How it counts, strictly:

- precision = right speakers / sentences given a speaker, in the annotated articles;
- recall = right speakers / annotated statements.
- A speaker is right if it contains an annotated name as a noun phrase of its own (`denotes`). A
name
  in parentheses is what the words were resolved to, and then it alone counts.
- A bare pronoun is never right: it is counted as given, and as wrong.
- A sentence that is not annotated has no speaker: any speaker given to it is wrong.
- A debatable statement (`optional`) counts only if its speaker is wrong: found or not, it earns
  nothing.

Half of the articles ("dev") may be looked at to improve the rules, the other half ("test") is only
measured. `python -m evaluation.replies.attribution ANNOTATION SHARED` prints the figures."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.attribution.statements import Statement, statements
from evaluation.replies.realtimeqa import write_articles
from index.files.decode import decode
from index.reading.article_reader import read
from index.strings.folding import without_accents
from index.types import NO_OVERRIDES, Article, Source

DEV, TEST = "dev", "test"
_WORD = re.compile(r"\w+(?:[.'’&-]\w+)*")
_RESOLVED = re.compile(r"\(([^()]+)\)\s*$")
_ARTICLES = frozenset("the a an".split())
_JOINTS = frozenset(
    "of for at in from to by with on and who which that familiar near among working sent released "
    "published obtained filed".split()
)
"""Words that end a noun phrase: what comes before one is on its own, what follows belongs to it."""
_TITLES = frozenset(
    "dr mr mrs ms rep sen gov gen prof president judge justice superintendent councilman minister "
    "general secretary mayor director chairman".split()
)


@dataclass(frozen=True, slots=True)
class Span:
    """Some characters of a paragraph."""

    paragraph: int
    start: int
    end: int

    def text(self, article: Article) -> str:
        """The characters."""
        return article.paragraph(self.paragraph).text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Annotated:
    """One quoted or reported statement: where it is, and where whoever asserts it is named."""

    article: str
    half: str
    sentence: Span
    check: str
    """The beginning of the sha256 of the paragraph's text."""
    speakers: tuple[Span, ...]
    """Any of these is a right answer."""
    optional: bool
    """Whether it could equally be said that the outlet itself asserts it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts over some articles."""

    annotated: int
    given: int
    right: int
    found: int
    """Annotated statements with a right speaker: `right`, except for sentences split
    differently."""

    @property
    def precision(self) -> float:
        """Share of the given speakers that are right."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated statements whose speaker was found."""
        return self.found / self.annotated if self.annotated else 0.0

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.1%} ({self.right} of {self.given}), "
            f"recall {self.recall:.1%} ({self.found} of {self.annotated})"
        )


def load(annotation: Path) -> list[Annotated]:
    """The rows of the annotation."""
    rows = map(json.loads, annotation.read_text(encoding="utf-8").splitlines())
    return [
        Annotated(
            row["article"],
            row["half"],
            Span(*row["sentence"]),
            row["check"],
            tuple(Span(*place) for place in row["speakers"]),
            row["optional"],
        )
        for row in rows
    ]


def identify(place: str) -> str:
    """The id of an article in the annotation: made from its address or file name."""
    return hashlib.sha256(place.encode()).hexdigest()[:16]


def checksum(text: str) -> str:
    """What shows that a paragraph's text is still the annotated one."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def articles(shared: Path, wanted: Iterable[str]) -> dict[str, Article]:
    """The wanted articles by their id, read as the product reads them."""
    ids = frozenset(wanted)
    paths = {identify(path.name): path for path in sorted((shared / "articles").glob("*.txt"))}
    found = {name: _read(path) for name, path in paths.items() if name in ids}
    pages = dict(_pages(shared / "data" / "realtimeqa_2024" / "articles.jsonl.gz", ids))
    with tempfile.TemporaryDirectory() as folder:
        write_articles(pages, Path(folder))
        for url, path in zip(pages, sorted(Path(folder).iterdir()), strict=True):
            found[identify(url)] = _read(path)
    return found


def _pages(archive: Path, ids: frozenset[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    with gzip.open(archive, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if identify(row["url"]) in ids:
                yield row["url"], row


def _read(path: Path) -> Article:
    return read(decode(Source("file", str(path)), path.read_bytes()), NO_OVERRIDES)


def stale(rows: Sequence[Annotated], texts: Mapping[str, Article]) -> list[Annotated]:
    """The rows whose paragraph has changed since."""
    return [
        row
        for row in rows
        if row.sentence.paragraph > len(texts[row.article].paragraphs)
        or checksum(texts[row.article].paragraph(row.sentence.paragraph).text) != row.check
    ]


def measure(rows: Sequence[Annotated], texts: Mapping[str, Article]) -> Figures:
    """The figures over the articles that the rows belong to."""
    given = right = 0
    found: set[Annotated] = set()
    for name in dict.fromkeys(row.article for row in rows):
        own = [row for row in rows if row.article == name]
        for statement in statements(texts[name]):
            if statement.speaker is None:
                continue
            hits = [
                row
                for row in own
                if _overlap(statement, row.sentence)
                and denotes(statement.speaker, (span.text(texts[name]) for span in row.speakers))
            ]
            if hits and all(row.optional for row in hits):
                continue
            given += 1
            right += bool(hits)
            found.update(row for row in hits if not row.optional)
    return Figures(sum(not row.optional for row in rows), given, right, len(found))


def _overlap(statement: Statement, place: Span) -> bool:
    """Whether the sentence and the annotated place share half of the shorter."""
    if statement.paragraph.number != place.paragraph:
        return False
    shared = min(statement.end, place.end) - max(statement.start, place.start)
    return 2 * shared > min(statement.end - statement.start, place.end - place.start)


def denotes(speaker: str, names: Iterable[str]) -> bool:
    """Whether a speaker as given names one of the annotated.

    The annotated words must be a noun phrase of their own in it: "the mayor, Ivo Lamm" names "Ivo
    Lamm" and "the mayor", but "the spokesman of Orsk" does not name "Orsk", nor does "Orsk police".
    A single word is someone's surname, and only a title may come before it with a capital: "Mr
    Lamm", not "Edda Lamm"."""
    resolved = _RESOLVED.search(speaker)
    parts = [_words(part) for part in (resolved[1] if resolved else speaker).split(",")]
    return any(_names(part, _words(name)) for name in names for part in parts)


def _names(part: Sequence[str], name: Sequence[str]) -> bool:
    for start in range(len(part) - len(name) + 1):
        before, after = part[:start], part[start + len(name) :]
        same = [without_accents(word) for word in part[start : start + len(name)]] == [
            without_accents(word) for word in name
        ]
        if (
            same
            and not (after and after[0] not in _JOINTS)
            and not any(word in _JOINTS for word in before)
            and not (len(name) == 1 and before and _is_given_name(before[-1], name[0]))
        ):
            return True
    return False


def _is_given_name(word: str, surname: str) -> bool:
    return word[0].isupper() and surname[0].isupper() and without_accents(word) not in _TITLES


def _words(text: str) -> list[str]:
    words = [word.strip(".") for word in _WORD.findall(text)]
    return [word for word in words if without_accents(word) not in _ARTICLES]


def main() -> None:
    """Print the figures of both halves and of all."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.replies.attribution", description=__doc__
    )
    parser.add_argument("annotation", type=Path)
    parser.add_argument("shared", type=Path)
    given = parser.parse_args()
    rows = load(given.annotation)
    texts = articles(given.shared, {row.article for row in rows})
    for half in (DEV, TEST):
        print(f"{half}: {measure([row for row in rows if row.half == half], texts)}")
    print(f"all: {measure(rows, texts)}")


if __name__ == "__main__":
    main()
