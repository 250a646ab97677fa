"""A small assistant that says what a test tells it to say, for tests of the page.

Everything it hands out is real (Article, Citation, Answer, Verdict); only the choosing is scripted.
Places, people and outlets are invented."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from assistant import events
from assistant.types import Answer, Citation, Disagreement, Sentence, Turn
from assistant.verdicts.types import Evidence, Label, Stance, Verdict, Wish
from index.catalog.watchlist import Watched
from index.errors import ArticleNotFound, QuestionError, SourceEmpty
from index.reports import Carrier, IndexReport, RebuildReport, SyncReport, Version
from index.types import (
    NO_OVERRIDES,
    Article,
    Failure,
    Overrides,
    Paragraph,
    ProgressCallback,
    Role,
    Source,
    silent,
)


def article(
    title: str,
    *texts: str,
    outlet: str | None = None,
    published: str | None = None,
    authors: tuple[str, ...] = (),
    url: str | None = None,
    version: int = 1,
    roles: dict[int, Role] | None = None,
    location: str | None = None,
) -> Article:
    """An article with its title as paragraph 1 and `texts` from paragraph 2 on."""
    place = location or f"{title.lower().replace(' ', '-')}.txt"
    paragraphs = tuple(
        Paragraph(number, text, (roles or {}).get(number, Role.TITLE if number == 1 else Role.BODY))
        for number, text in enumerate((title, *texts), start=1)
    )
    return Article(
        id=hashlib.sha256(place.encode()).hexdigest()[:12],
        version=version,
        source=Source("upload", place),
        title=title,
        outlet=outlet,
        authors=authors,
        published=published,
        url=url,
        language="en",
        machine_translated=False,
        content_hash=hashlib.sha256("\n".join((title, *texts)).encode()).hexdigest(),
        paragraphs=paragraphs,
    )


def cite(
    number: int,
    source: Article,
    quote: str,
    *,
    speaker: str | None = None,
    carriers: tuple[str, ...] = (),
) -> Citation:
    """A citation of the first paragraph of the article that has the quote."""
    paragraph = next(each for each in source.paragraphs if quote in each.text)
    start = paragraph.text.index(quote)
    return Citation(
        number=number,
        article=source,
        paragraph=paragraph,
        start=start,
        end=start + len(quote),
        speaker=speaker,
        carriers=carriers,
    )


def quoting(
    *citations: Citation,
    sides: Sequence[int | None] = (),
    disagreement: Disagreement | None = None,
    question: str = "",
    notices: tuple[str, ...] = (),
) -> Answer:
    """An answer of one quoted sentence for each citation. An empty question is filled in with
    what is asked."""
    sentences = tuple(
        Sentence(text=each.quote, citations=(each.number,), support=0.9, side=side)
        for each, side in zip(citations, sides or [None] * len(citations), strict=True)
    )
    return Answer(
        question=question,
        asked="",
        text=" ".join(f"{each.quote} [{each.number}]" for each in citations),
        sentences=sentences,
        citations=citations,
        abstained=False,
        disagreement=disagreement is not None,
        disagreements=(disagreement,) if disagreement else (),
        notices=notices,
        written_by="quotes",
        generation=3,
        seconds={"retrieve": 0.21, "answer": 0.34},
    )


def abstaining(*nearest: Citation) -> Answer:
    """An abstention with the nearest passages."""
    return Answer(
        question="",
        asked="",
        text="The articles do not answer this.",
        sentences=(),
        citations=(),
        nearest=nearest,
        abstained=True,
        disagreement=False,
        written_by="quotes",
        generation=3,
        seconds={"retrieve": 0.2},
    )


def weighed(
    citation: Citation,
    stance: Stance,
    score: float = 0.93,
    *,
    date: str | None = None,
    said: str | None = None,
    notes: tuple[str, ...] = (),
) -> Evidence:
    """A cited sentence that says this of a claim."""
    return Evidence(
        citation=citation.number,
        stance=stance,
        score=score,
        speaker=citation.speaker,
        date=date,
        said=said,
        notes=notes,
    )


def ruling(
    label: Label,
    *citations: Citation,
    evidence: tuple[Evidence, ...] = (),
    claim: str = "",
    text: str = "",
    confidence: float = 0.81,
    notices: tuple[str, ...] = (),
) -> Verdict:
    """A verdict that rests on these citations. An empty claim is filled in with what is typed;
    without evidence, each citation has the stance of the label."""
    stances = {Label.SUPPORTED: Stance.SUPPORTS, Label.REFUTED: Stance.REFUTES}
    stance = stances.get(label, Stance.NEUTRAL)
    return Verdict(
        claim=claim,
        asked=claim,
        label=label,
        confidence=confidence,
        text=text or "So it is told " + " ".join(f"[{each.number}]" for each in citations) + ".",
        evidence=evidence or tuple(weighed(each, stance) for each in citations),
        citations=citations,
        notices=notices,
        written_by="scripted stances",
        generation=3,
        seconds={"retrieve": 0.21, "weigh": 0.34},
    )


Scripted = Answer | Verdict | Exception | Event
"""What comes next of a message: a reply, an error, or waiting until the event is set."""


class ScriptedAssistant:
    """Holds articles, and replies with what was enqueued, in that order."""

    def __init__(self, *articles: Article) -> None:
        self.held = list(articles)
        self.generation = 3
        self.notices: tuple[str, ...] = ()
        self.script: list[tuple[Scripted, ...]] = []
        self.heard: list[tuple[str, tuple[Turn, ...]]] = []
        """Every message that reached it, with the conversation it came with."""
        self.wishes: list[Wish] = []
        """What was wished of each message."""
        self.added: list[tuple[str, Overrides]] = []
        self.gate = Event()
        """Unset it, and replies wait until it is set."""
        self.gate.set()
        self.rebuilding = Event()
        """Unset it, and a rebuild waits until it is set."""
        self.rebuilding.set()
        self.warmed = Event()
        self.synced: SyncReport | Exception = SyncReport(generation=3)
        self.watched: list[Watched] = []

    def enqueue(self, *messages: Scripted | tuple[Scripted, ...]) -> None:
        """What to say to the next messages; a tuple is all that is said to one of them."""
        self.script.extend(each if isinstance(each, tuple) else (each,) for each in messages)

    @property
    def count(self) -> int:
        return len(self.held)

    def warm(self) -> None:
        self.warmed.set()

    def articles(self) -> list[Article]:
        return sorted(self.held, key=lambda each: each.title)

    def article(self, article_id: str, version: int | None = None) -> Article:
        for each in self.held:
            if each.id == article_id and version in {None, each.version}:
                return each
        raise ArticleNotFound(
            "There is no such article.", subject=article_id, remedy="Look at the list of articles."
        )

    def versions(self, article_id: str) -> list[Version]:
        held = sorted(
            (each for each in self.held if each.id == article_id), key=lambda each: each.version
        )
        if not held:
            self.article(article_id)
        return [
            Version(each.version, each.title, "2031-03-04T05:06:07+00:00", 1, each is held[-1])
            for each in held
        ]

    def copies(self, article_id: str) -> list[Carrier]:
        return []

    def ask(self, question: str, conversation: Sequence[Turn] = ()) -> Answer:
        (answer,) = events.replies(self.reply(question, conversation, Wish.ANSWER))
        assert isinstance(answer, Answer)
        return answer

    def check_all(self, message: str) -> list[Verdict]:
        checked = events.replies(self.reply(message, (), Wish.CHECK))
        return [each for each in checked if isinstance(each, Verdict)]

    def reply(
        self, message: str, conversation: Sequence[Turn] = (), wish: Wish = Wish.EITHER
    ) -> Iterator[events.Event[Answer | Verdict]]:
        self.heard.append((message, tuple(conversation)))
        self.wishes.append(wish)
        if len(message) > 2000:
            raise QuestionError(
                f"The question has {len(message)} characters.",
                subject="question",
                remedy="Ask in at most 2000 characters.",
            )
        yield events.Progress("Searching the articles")
        self.gate.wait(30)
        for each in self.script.pop(0):
            if isinstance(each, Exception):
                raise each
            if isinstance(each, Event):
                yield events.Progress("Looking at the next one")
                each.wait(30)
            elif isinstance(each, Answer):
                filled = {"asked": message, "question": each.question or message}
                yield events.Done(each.model_copy(update=filled))
            else:
                asked = {"asked": message, "claim": each.claim or message}
                yield events.Done(each.model_copy(update=asked))

    def rebuild(self, *, progress: ProgressCallback = silent) -> RebuildReport:
        progress("embedding", 1, 2)
        self.rebuilding.wait(30)
        self.generation += 1
        self.notices = ()
        return RebuildReport(self.generation, "<bag>", self.count, 7, 5, 2, 1_500_000, 1.5)

    def add(
        self,
        sources: Sequence[str | Path],
        *,
        overrides: Overrides = NO_OVERRIDES,
        upload: bool = False,
        follow_links: bool = False,
        progress: ProgressCallback = silent,
    ) -> IndexReport:
        assert upload
        assert not follow_links
        new: list[tuple[str, str]] = []
        failed: list[Failure] = []
        for done, source in enumerate(map(Path, sources)):
            progress("reading", done, len(sources))
            self.added.append((source.name, overrides))
            texts = source.read_text(encoding="utf-8").split("\n\n")
            if not texts[0].strip():
                error = SourceEmpty(
                    "It holds no text.", subject=source.name, remedy="Give a file with an article."
                )
                failed.append(Failure(source.name, error))
                continue
            read = article(
                *texts,
                outlet=overrides.outlet,
                published=overrides.published,
                location=source.name,
            )
            self.held.append(read)
            new.append((read.id, read.title))
        self.generation += 1
        return IndexReport(
            generation=self.generation, added=tuple(new), failed=tuple(failed), embedded=len(new)
        )

    def sync(
        self, *, prune: bool = False, resting: bool = False, progress: ProgressCallback = silent
    ) -> SyncReport:
        """What `synced` holds."""
        progress("reading", 1, 1)
        if isinstance(self.synced, Exception):
            raise self.synced
        return self.synced

    def sources(self) -> list[Watched]:
        return self.watched
