"""A plan in the making: what each source delivers is compared with the catalog, by identity and
content, and what becomes of each article decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from index.catalog.sightings import Sighting
from index.changes import signatures
from index.errors import SourceError
from index.files.skipped import Skip, Tally
from index.parsing.isolated_reading import ReadArticle
from index.reading.article_reader import identity
from index.reading.contents import Document
from index.types import Article, Failure, Overrides, Source


@dataclass(slots=True)
class SourceResult:
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
    read: list[Source] = field(default_factory=list)
    """What was looked into."""
    is_unchanged: bool = False
    """The server says so of all that the source holds."""
    feed: str | None = None
    """A feed that the page announces which was named."""

    @property
    def delivered(self) -> bool:
        """Whether there was something to read."""
        return bool(
            self.added or self.updated or self.unchanged or self.left_out or self.is_unchanged
        )


@dataclass(frozen=True, slots=True)
class ArticleSeen:
    """An article that a source has this time."""

    content_hash: str
    source: Source
    is_new: bool
    """True if the source was read, False if it is unchanged."""
    is_alternate: bool = False
    """It was read at another address of the same page: as the AMP page, or to be printed."""


@dataclass
class PlanBuilder:
    """A plan in the making, and what of the catalog it is compared with."""

    present: dict[str, tuple[int, str, str]]
    """By article id: version, content hash and title."""
    removed: dict[str, int]
    """By id of an article that was removed: the number of its last version."""
    sightings: dict[Source, list[Sighting]]
    """What was read of each source the last time."""
    restores: bool
    """Whether articles that were removed are wanted back."""
    removed_texts: set[str]
    """Content hashes of articles that were removed."""
    read: Callable[[Document, Overrides], ReadArticle]
    """Raises SourceError."""
    by_content: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By content hash: id and title of the article that says so."""
    planned: dict[str, Article] = field(default_factory=dict)
    """By id: the new versions."""
    suspicious: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """By id: numbers of their paragraphs that look like instructions to a language model."""
    unchanged: list[tuple[str, str]] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    skipped: Tally = field(default_factory=Tally)
    seen: dict[Source, list[Sighting]] = field(default_factory=dict)
    """What was read of each source this time."""
    articles_seen: dict[str, ArticleSeen] = field(default_factory=dict)
    """By id, the articles that were seen this time."""
    languages: Counter[str | None] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.by_content = {text: (name, title) for name, (_, text, title) in self.present.items()}

    @cached_property
    def _spelling(self) -> dict[str, Source]:
        """By the identity of what is read there: the sources of the web that are known."""
        return {identity(one): one for one in self.sightings if one.kind == "url"}

    def register(self, source: Source) -> Source:
        """Let this source be known by the spelling of its address in which it was read first, and
        return it by that."""
        return self._spelling.setdefault(identity(source), source)

    def fail(self, result: SourceResult, failure: Failure) -> None:
        """Note that something could not be read."""
        self.failed.append(failure)
        result.failed.append(failure)

    def skip_if_read(self, result: SourceResult, source: Source) -> bool:
        """Count what a source holds as unchanged, and return True, if another of the sources that
        are looked at holds it too, and came first."""
        if source not in self.seen:
            return False
        result.unchanged += [one.article_id for one in self.seen[source]]
        return True

    def keep_if_unchanged(self, result: SourceResult, source: Source, signature: str) -> bool:
        """Let all stay that was seen of a source, and return True, if these bytes were read before
        and all that they say is still in the store."""
        seen = self.sightings.get(source, [])
        if not signature or any(one.signature != signature for one in seen):
            return False
        return self.keep(result, seen)

    def keep(self, result: SourceResult, seen: Sequence[Sighting]) -> bool:
        """Let all stay that was seen of a source the last time; False where not all of it is still
        in the store."""
        if not seen or not all(map(self._holds, seen)):
            return False
        for sighting in seen:
            self._keep_article(result, sighting)
        self.seen[seen[0].source] = list(seen)
        result.read.append(seen[0].source)
        return True

    def compare(
        self,
        result: SourceResult,
        source: Source,
        signature: str,
        delivered: Iterable[Document | Skip | Failure],
        *,
        is_page: bool = False,
    ) -> None:
        """Read what one source delivers, and decide what becomes of each article.

        Only what changed is read. If not all of it can be read, the source does not count as seen,
        and its failures are told again the next time. What may be hidden in a part that cannot be
        read does not count as gone. is_page: the source is a page, and so is its document, perhaps
        by another address."""
        result.read.append(source)
        before = self.sightings.get(source, [])
        known = {one.document: one for one in before}
        seen: dict[str, Sighting] = {}
        failures, left_out, hidden = len(result.failed), len(result.left_out), False
        unread: set[str] = set()
        for item in delivered:
            if isinstance(item, Skip):
                self.skipped.add(item)
                continue
            if isinstance(item, Failure):
                self.fail(result, item)
                hidden = True
                continue
            document = signatures.of_document(item, result.overrides)
            as_before = known.get(document)
            if as_before and self._holds(as_before):
                self._keep_article(result, as_before)
                seen[as_before.article_id] = replace(as_before, signature=signature)
                continue
            try:
                reading = self.read(item, result.overrides)
                is_alternate = is_page and reading.article.id != identity(source)
                name = self._decide(result, reading, source, is_alternate)
            except SourceError as error:
                self.fail(result, Failure(item.source.location, error))
                unread.add(identity(item.source))
                continue
            if name:
                content = reading.article.content_hash
                is_own = name == reading.article.id
                seen[name] = Sighting(source, signature, name, content, document, is_own)
        kept = {one.article_id: one for one in before if hidden or one.article_id in unread}
        if len(result.failed) > failures or len(result.left_out) > left_out:
            seen = {name: replace(one, signature="") for name, one in (kept | seen).items()}
        self.seen[source] = list(seen.values())

    def _holds(self, sighting: Sighting) -> bool:
        """Whether what was seen is what the store holds, and stays. Where it is only looked again,
        a text that is as it was says nothing new of its own article, even if another source has a
        newer one; but where it stood for the same text of another, and that one has changed, it is
        an article itself from now on."""
        _, content, _ = self.present.get(sighting.article_id, (0, "", ""))
        if sighting.is_own and not self.restores:
            return bool(content)
        return content == sighting.content_hash and sighting.article_id not in self.planned

    def _keep_article(self, result: SourceResult, sighting: Sighting) -> None:
        self._say_unchanged(result, (sighting.article_id, self.present[sighting.article_id][2]))
        if sighting.is_own:
            seen = ArticleSeen(sighting.content_hash, sighting.source, is_new=False)
            self.articles_seen.setdefault(sighting.article_id, seen)

    def _decide(
        self, result: SourceResult, read: ReadArticle, source: Source, is_alternate: bool = False
    ) -> str:
        """Decide what becomes of an article; the id of the one that says the same, empty where it
        is left out. Raises SourceError where another of the same identity was read just now."""
        article = read.article
        name = article.id
        number, content, title = self.present.get(name, (0, "", ""))
        earlier = self.articles_seen.get(name)
        if is_alternate and (earlier or (number and self._reads_itself(name))):
            # What the page says at its own address is more than what it says at this one.
            if name not in self.planned:
                self._say_unchanged(result, (name, title))
            return name
        if (
            earlier
            and not earlier.is_alternate
            and earlier.content_hash != article.content_hash
            and (earlier.is_new or earlier.source == source)
        ):
            raise _same_name(article.source)
        self.articles_seen[name] = ArticleSeen(
            article.content_hash, source, is_new=True, is_alternate=is_alternate
        )
        if name in self.planned:
            if earlier and earlier.is_alternate:
                self.planned[name] = replace(article, version=self.planned[name].version)
                self.suspicious[name] = read.suspicious
            return name
        if content == article.content_hash:
            self._say_unchanged(result, (name, article.title))
        elif not number and article.content_hash in self.by_content:
            other = self.by_content[article.content_hash]
            self._say_unchanged(result, other)
            return other[0]
        elif not number and self._is_unwanted(article):
            result.left_out.append(name)
            return ""
        else:
            last = number or self.removed.get(name, 0)
            self.planned[name] = replace(article, version=last + 1)
            self.suspicious[name] = read.suspicious
            self.languages[article.language] += 1
            (result.updated if number else result.added).append(name)
            if self.by_content.get(content, ("", ""))[0] == name:
                del self.by_content[content]
            self.by_content.setdefault(article.content_hash, (name, article.title))
        return name

    def _reads_itself(self, name: str) -> bool:
        """Whether an article is read at its own address."""
        own = self._spelling.get(name)
        return own is not None and bool(self.seen.get(own, self.sightings.get(own)))

    def _is_unwanted(self, article: Article) -> bool:
        """Whether it was removed, itself or as the text of another."""
        known = article.id in self.removed or article.content_hash in self.removed_texts
        return known and not self.restores

    def _say_unchanged(self, result: SourceResult, named: tuple[str, str]) -> None:
        self.unchanged.append(named)
        result.unchanged.append(named[0])


def _same_name(source: Source) -> SourceError:
    what, remedy = "files with this name", "Rename one of them and add it again."
    if source.kind == "url":
        what, remedy = "articles with this address", "Keep one of them and add it again."
    return SourceError(
        f"Two different {what} were given at once.", subject=source.location, remedy=remedy
    )
