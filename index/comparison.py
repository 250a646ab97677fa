"""Comparing what one source delivers with the catalog, by identity and content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from index import signatures
from index.catalog import Sighting
from index.errors import SourceError
from index.read import read
from index.types import Article, Document, Failure, Overrides, Source


@dataclass(slots=True)
class Looked:
    """What became of one source that a person named."""

    overrides: Overrides
    added: list[str] = field(default_factory=list)
    """Ids, as in the other lists."""
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Articles that were removed, and are not wanted back."""
    failed: list[Failure] = field(default_factory=list)
    absent: list[Source] = field(default_factory=list)
    """Where there was something to read, and is nothing any more."""
    is_as_it_was: bool = False
    """The server says so of all that the source holds."""

    @property
    def delivered(self) -> bool:
        """Whether there was something to read."""
        return bool(
            self.added or self.updated or self.unchanged or self.left_out or self.is_as_it_was
        )


@dataclass(slots=True)
class Comparison:
    """A plan in the making, and what of the catalog it is compared with."""

    present: dict[str, tuple[int, str, str]]
    """By article id: version, content hash and title."""
    removed: dict[str, int]
    """By id of an article that was removed: the number of its last version."""
    sightings: dict[Source, list[Sighting]]
    """What was read of each source the last time."""
    restores: bool
    """Whether articles that were removed are wanted back."""
    by_content: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By content hash: id and title of the article that says so."""
    planned: dict[str, Article] = field(default_factory=dict)
    """By id: the new versions."""
    unchanged: list[tuple[str, str]] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    seen: dict[Source, list[Sighting]] = field(default_factory=dict)
    """What was read of each source this time."""
    languages: Counter[str | None] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.by_content = {text: (name, title) for name, (_, text, title) in self.present.items()}

    def fail(self, looked: Looked, failure: Failure) -> None:
        """Note that something could not be read."""
        self.failed.append(failure)
        looked.failed.append(failure)

    def is_as_it_was(self, looked: Looked, source: Source, signature: str) -> bool:
        """Whether these bytes were read before, and all that they say is still in the store."""
        seen = self.sightings.get(source, [])
        if not signature or any(one.signature != signature for one in seen):
            return False
        return self.stays(looked, seen)

    def stays(self, looked: Looked, seen: Sequence[Sighting]) -> bool:
        """Let all stay that was seen of a source the last time; False where not all of it is still
        in the store."""
        if not seen or not all(map(self._holds, seen)):
            return False
        for one in seen:
            self._stay(looked, (one.article_id, self.present[one.article_id][2]))
        self.seen[seen[0].source] = list(seen)
        return True

    def compare(
        self,
        looked: Looked,
        source: Source,
        signature: str,
        delivered: Iterable[Document | Failure],
    ) -> None:
        """Read what one source delivers, and decide what becomes of each article.

        Only what changed is read. If not all of it can be read, the source does not count as seen:
        its failures are told again the next time, and nothing of it counts as gone."""
        before = {one.document: one for one in self.sightings.get(source, [])}
        seen: dict[str, Sighting] = {}
        failures = len(looked.failed)
        for item in delivered:
            if isinstance(item, Failure):
                self.fail(looked, item)
                continue
            document = signatures.of_document(item, looked.overrides)
            known = before.get(document)
            if known and self._holds(known):
                self._stay(looked, (known.article_id, self.present[known.article_id][2]))
                seen[known.article_id] = replace(known, signature=signature)
                continue
            try:
                article = read(item, looked.overrides)
                name = self._decide(looked, article)
            except SourceError as error:
                self.fail(looked, Failure(item.source.location, error))
                continue
            if name:
                content = article.content_hash
                seen[name] = Sighting(source, signature, name, content, document)
        if len(looked.failed) > failures:
            kept = {one.article_id: one for one in self.sightings.get(source, [])} | seen
            seen = {name: replace(one, signature="") for name, one in kept.items()}
        self.seen[source] = list(seen.values())

    def _holds(self, one: Sighting) -> bool:
        """Whether what was seen is what the store holds, and stays."""
        _, content, _ = self.present.get(one.article_id, (0, "", ""))
        return content == one.content_hash and one.article_id not in self.planned

    def _stay(self, looked: Looked, named: tuple[str, str]) -> None:
        self.unchanged.append(named)
        looked.unchanged.append(named[0])

    def _decide(self, looked: Looked, article: Article) -> str:
        """Decide what becomes of an article; the id of the one that says the same, empty where it
        is left out. Raises SourceError where another of the same identity was read just now."""
        other = self.planned.get(article.id)
        if other and other.content_hash != article.content_hash:
            raise _same_name(article.source)
        number, content, _ = self.present.get(article.id, (0, "", ""))
        stands_for = article.id, article.title
        if content == article.content_hash:
            self._stay(looked, stands_for)
        elif not number and article.content_hash in self.by_content and not other:
            stands_for = self.by_content[article.content_hash]
            self._stay(looked, stands_for)
        elif not number and article.id in self.removed and not self.restores:
            looked.left_out.append(article.id)
            return ""
        else:
            last = number or self.removed.get(article.id, 0)
            self.planned[article.id] = replace(article, version=last + 1)
            if not other:
                self.languages[article.language] += 1
                (looked.updated if number else looked.added).append(article.id)
            if self.by_content.get(content, ("", ""))[0] == article.id:
                del self.by_content[content]
            self.by_content.setdefault(article.content_hash, stands_for)
        return stands_for[0]


def _same_name(source: Source) -> SourceError:
    what, remedy = "files of this name", "Rename one of them and add it again."
    if source.kind == "url":
        what, remedy = "articles with this address", "Keep one of them and add it again."
    return SourceError(
        f"Two different {what} were given at once.", subject=source.location, remedy=remedy
    )
