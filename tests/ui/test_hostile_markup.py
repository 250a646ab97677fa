"""Text of others in every place of every card: it changes no element and no attribute of ours, and
a reader sees it character for character."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from parsed_html import ParsedHtml
from scripted_assistant import (
    ScriptedAssistant,
    abstaining,
    article,
    cite,
    quoting,
    ruling,
    weighed,
)

from assistant.types import Answer, Citation, Disagreement, Sentence, Struck, UnfinishedSentence
from assistant.types import Writing as WritingSoFar
from assistant.verdicts.types import Label, SecondOpinion, SecondReading, Stance
from index.catalog.watchlist import Watched
from index.errors import SourceEmpty, StoreLocked
from index.files.skipped import Skipped, Why
from index.reports import Carrier, IndexReport, RebuildReport, SyncReport, Version
from index.text.differences import differences
from index.types import NO_OVERRIDES, Article, Failure, Paragraph, ProgressCallback, Role, silent
from ui.invisible_characters import in_label
from ui.json.report_documents import report
from ui.web.chat import Conversation, Exchange, Finished, State, Trouble, Working
from ui.web.exchange_card import log
from ui.web.history import History
from ui.web.library import Library, listing, report_card
from ui.web.source_panel import source_panel, source_trouble
from ui.web.watched_sources import look_again, synced_card, watched
from ui.web.welcome import welcome

PLAIN = "plainword"
"""Shown in place of the hostile text, it leaves the elements that are ours."""
TAG = "\U000e0041"
"""An invisible letter."""
SEEN = "2031-03-04T05:06:07"
HOSTILE = {
    "an image": "<img src=x onerror=alert(1)>",
    "the end of an element": "</p></article><script>alert(1)</script>",
    "entities": "R&amp;D &lt;b&gt; &#39; &",
    "double quotes": '" onfocus="alert(1)" x="',
    "single quotes": "' onfocus='alert(1)' x='",
    "braces": "{} {0} {0.__class__} %s %(a)s ${a}",
    "a direction": "one\u202etwo\u2066three",
    "hidden letters in a tag": f"<i\u200bmg{TAG} src=x>",
}


def flood(word: str) -> Article:
    """An article all of whose texts are that word, each with letters that are always warned of."""
    warned = f"{word} {TAG}"
    held = article(
        warned, warned, warned, warned, outlet=word, published=word, authors=(word, word), url=word,
        roles={2: Role.BYLINE, 3: Role.CAPTION}, location=word,
    )  # fmt: skip
    note = Paragraph(5, f"{warned} again", Role.NOTE, published=word)
    return replace(
        held, title=word, paragraphs=(*held.paragraphs, note), language=word, retracted=word,
        gone=word, updated=f"{word} later",
    )  # fmt: skip


def citation(word: str, number: int = 1) -> Citation:
    return cite(number, flood(word), word, speaker=word, carriers=(word,)).model_copy(
        update={"first_publisher": f"{word} first"}
    )


def answer(word: str) -> Answer:
    return quoting(
        citation(word), citation(word, 2), citation(word, 3), sides=[1, 2, None],
        disagreement=Disagreement(reason=word, sides=(word, word)), question=word, notices=(word,),
    )  # fmt: skip


def written(word: str) -> Answer:
    said = [
        Sentence(text=word, citations=(1,), support=0.9, check=check, speaker=word)
        for check in ("kept", "marked")
    ]
    return answer(word).model_copy(
        update={
            "sentences": (*said, *answer(word).sentences),
            "struck": (Struck(text=word, reason=word),),
            "written_by": word,
        }
    )


def talk(word: str, state: State, *replies: object) -> str:
    exchange = Exchange(word, state, replies)  # type: ignore[arg-type]
    return log(Conversation((exchange,)))


def verdict(word: str) -> str:
    second = SecondOpinion(
        by=word, label=Label.REFUTED, agrees=False, confidence_alone=0.5, text=word,
        evidence=(SecondReading(citation=1, stance=Stance.REFUTES),),
    )  # fmt: skip
    cited, against = citation(word), citation(word, 2)
    ruled = ruling(
        Label.CONFLICTING, cited, against, claim=f"{word} claimed", text=f"{word} [1] {word}",
        notices=(word,),
        evidence=(
            weighed(cited, Stance.SUPPORTS, date=word, said=word, notes=(word,)),
            weighed(against, Stance.REFUTES, notes=(word,)),
        ),
    )  # fmt: skip
    return talk(word, Finished(), ruled.model_copy(update={"second": second, "written_by": word}))


def unsettled(word: str) -> str:
    ruled = ruling(Label.NOT_ENOUGH, citation(word), claim=word, text=word)
    return talk(word, Finished(), ruled)


def panel(word: str, url: str = "") -> str:
    opened = flood(word)
    if url:
        opened = replace(opened, url=f"{url}{word}")
    cited = cite(1, opened, word)
    older = replace(opened, version=1, paragraphs=opened.paragraphs[:1])
    past = History(
        (Version(1, word, SEEN, 1, False), Version(2, word, SEEN, 2, True)),
        Version(1, word, SEEN, 1, False),
        differences(older, opened),
        (Carrier("0" * 12, word, word, word), Carrier("1" * 12, word, None, None)),
    )
    return source_panel(opened, opened=1, cited=cited, others=(cited,), newest=2, past=past)


def library(word: str) -> str:
    error = SourceEmpty(word, subject=word, remedy=word)
    named = ((word, word),)
    skipped = Skipped(Why.FORMAT, word, 2, (word,))
    done = IndexReport(
        generation=1, added=named, updated=named, unchanged=named, failed=(Failure(word, error),),
        skipped=(skipped,), notices=(word,),
    )  # fmt: skip
    return report_card(report(done, [word]))


def index(word: str) -> str:
    desk = ScriptedAssistant()
    desk.notices = (word,)
    return Library(desk).about_index()


def failed_rebuild(word: str) -> str:
    class Busy(ScriptedAssistant):
        def rebuild(self, *, progress: ProgressCallback = silent) -> RebuildReport:
            raise StoreLocked(word, subject=word, remedy=word)

    return Library(Busy()).rebuild(silent)


def synced(word: str) -> str:
    error = SourceEmpty(word, subject=word, remedy=word)
    desk = ScriptedAssistant()
    named = ((word, word),)
    desk.synced = SyncReport(
        generation=1, added=named, updated=named, gone=named, failed=(Failure(word, error),)
    )
    return synced_card(look_again(desk, lambda *_: None))


def sources(word: str) -> str:
    broken = Watched(word, NO_OVERRIDES, SEEN, SEEN, SEEN, word, 3, SEEN, follow_links=True)
    return watched([broken, replace(broken, error=None)])


CARDS: dict[str, Callable[[str], str]] = {
    "answer": lambda word: talk(word, Finished(), answer(word)),
    "written answer": lambda word: talk(word, Finished(), written(word)),
    "abstention": lambda word: talk(word, Finished(), abstaining(citation(word))),
    "verdict": verdict,
    "unsettled verdict": unsettled,
    "working": lambda word: talk(word, Working(word)),
    "writing": lambda word: talk(
        word, Working(word, WritingSoFar((UnfinishedSentence(word), UnfinishedSentence(word))))
    ),
    "trouble": lambda word: talk(word, Trouble(word, word, word)),
    "source": panel,
    "source with an address": lambda word: panel(word, "https://quell.example/"),
    "source with a script's address": lambda word: panel(word, "javascript:"),
    "source that cannot be opened": lambda word: source_trouble(
        Trouble(word, word, word), opened=1
    ),
    "listing": lambda word: listing([replace(flood(word).details, id=word)]),
    "report": library,
    "index": index,
    "failed rebuild": failed_rebuild,
    "synced": synced,
    "sources": sources,
    "welcome": lambda word: welcome(1, (word,)),
}


def skeleton(html: str, word: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements with their attributes, with the word taken out of these; without the marks of
    invisible characters."""
    shown = in_label(word)
    return [
        (
            tag,
            {
                name: None if name == "href" and (text or "").startswith("data:") else
                (text or "").replace(word, PLAIN).replace(shown, PLAIN)
                for name, text in attributes.items()
            },
        )
        for tag, attributes in ParsedHtml(html).elements
        if attributes.get("class") != "invisible"
    ]  # fmt: skip


def seen(html: str) -> str:
    """What a reader reads, without the export, whose JSON has its own escapes."""
    before, _, rest = html.partition('<pre tabindex="0" aria-label="ClaimReview">')
    return ParsedHtml(before + rest.partition("</pre>")[2] if rest else before).text


@pytest.mark.parametrize("word", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_text_of_others_is_text_and_nothing_else(card: Callable[[str], str], word: str) -> None:
    hostile, plain = card(word), card(PLAIN)
    assert PLAIN in seen(plain)
    assert skeleton(hostile, word) == skeleton(plain, PLAIN)
    assert seen(hostile) == seen(plain).replace(PLAIN, in_label(word))
    assert ParsedHtml(hostile).dangers() == []
