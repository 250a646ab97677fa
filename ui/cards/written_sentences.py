"""What a language model wrote, as HTML: each sentence with what the checks found, what was struck,
and the words that are still unchecked while it writes."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.types import NOT_CONFIRMED, Answer, Citation, Sentence, Writing
from ui.cards.quotes import ReplyPosition, attribution_line, button
from ui.wording import NOTHING, counted, isolated, marks

_STATES = {None: "unchecked", "kept": "kept", "marked": "marked", "struck": "struck"}


def writing_card(writing: Writing) -> Markup:
    """A reply while it is written: nothing in it leads anywhere yet."""
    words = Markup().join(
        Markup('<span class="written" data-check="{}">{}</span> ').format(
            _STATES[sentence.check], isolated(sentence.text)
        )
        for sentence in writing.sentences
    )
    return Markup(
        '<article class="reply writing" aria-label="Reply being written" aria-busy="true">'
        '<p class="unchecked-note">Being written, not checked yet</p>'
        '<p class="words" dir="auto">{}</p></article>'
    ).format(words)


def written_sentence(
    sentence: Sentence, cited: Sequence[Citation], position: ReplyPosition
) -> Markup:
    """A written sentence, the numbers that lead to its paragraphs, what the check found, and which
    of them are machine translated or retracted."""
    speaker, mark = NOTHING, NOTHING
    if sentence.speaker:
        speaker = Markup(' <span class="word-of">according to {}</span>').format(
            isolated(sentence.speaker)
        )
    if sentence.check == "marked":
        mark = Markup(' <span class="mark">{}</span>').format(NOT_CONFIRMED)
    translated = Markup().join(
        Markup(' <span class="translated">[{}] {}</span>').format(citation.number, note)
        for citation in cited
        for note in marks(citation.article)
    )
    retracted = Markup().join(
        Markup(' <strong class="retracted">[{}] {}</strong>').format(
            citation.number, isolated(citation.retracted)
        )
        for citation in cited
        if citation.retracted
    )
    return Markup(
        '<li class="written" data-check="{check}"><p class="words" dir="auto">'
        "{text} {buttons}{speaker}{mark}{translated}{retracted}</p>"
        '<details class="sources"><summary>{count}</summary>{sources}'
        "</details></li>"
    ).format(
        check=sentence.check,
        text=isolated(sentence.text),
        buttons=Markup().join(button(citation, position) for citation in cited),
        speaker=speaker,
        mark=mark,
        translated=translated,
        retracted=retracted,
        count=counted(len(cited), "source"),
        sources=Markup().join(attribution_line(citation, position) for citation in cited),
    )


def struck_sentences(answer: Answer) -> Markup:
    """The sentences that failed the checks, folded."""
    if not answer.struck:
        return NOTHING
    items = Markup().join(
        Markup("<li><s>{}</s> <span>{}</span></li>").format(
            isolated(struck.text), isolated(struck.reason)
        )
        for struck in answer.struck
    )
    return Markup(
        '<details class="struck"><summary>{} struck</summary><ul>{}</ul></details>'
    ).format(counted(len(answer.struck), "sentence"), items)


def tally(answer: Answer) -> str:
    """How many sentences were kept, marked and struck, in words."""
    kept = sum(sentence.check == "kept" for sentence in answer.sentences)
    marked = sum(sentence.check == "marked" for sentence in answer.sentences)
    return (
        f"{counted(kept, 'sentence')} checked against {'its' if kept == 1 else 'their'} sources, "
        f"{marked} not confirmed, {len(answer.struck)} struck"
    )
