"""What a language model wrote, as HTML: each sentence with what the checks found, what was struck,
and the words that are still unchecked while it writes."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import NOT_CONFIRMED, Answer, Citation, Sentence, Writing
from ui.cards.quotes import Place, attribution, button
from ui.wording import counted, isolated, marks

_STATES = {None: "unchecked", "kept": "kept", "marked": "marked", "struck": "struck"}


def writing_card(writing: Writing) -> str:
    """A reply while it is written: nothing in it leads anywhere yet."""
    words = "".join(
        f'<span class="written" data-check="{_STATES[one.check]}">{isolated(one.text)}</span> '
        for one in writing.sentences
    )
    return (
        '<article class="reply writing" aria-label="Reply being written" aria-busy="true">'
        '<p class="unchecked-note">Being written, not checked yet</p>'
        f'<p class="words" dir="auto">{words}</p></article>'
    )


def written_sentence(one: Sentence, cited: Sequence[Citation], place: Place) -> str:
    """A written sentence, the numbers that lead to its paragraphs, what they say of it, and which
    of them are the words of a machine or were retracted."""
    buttons = "".join(button(each, place) for each in cited)
    word = (
        f' <span class="word-of">according to {isolated(one.speaker)}</span>' if one.speaker else ""
    )
    mark = f' <span class="mark">{NOT_CONFIRMED}</span>' if one.check == "marked" else ""
    marked = "".join(
        f' <span class="translated">[{c.number}] {note}</span>'
        for c in cited
        for note in marks(c.article)
    )
    gone = "".join(
        f' <strong class="retracted">[{c.number}] {isolated(c.retracted)}</strong>'
        for c in cited
        if c.retracted
    )
    sources = "".join(
        f'<p class="attribution">{button(c, place)}{attribution(c)}</p>' for c in cited
    )
    return (
        f'<li class="written" data-check="{one.check}"><p class="words" dir="auto">'
        f"{isolated(one.text)} {buttons}{word}{mark}{marked}{gone}</p>"
        f'<details class="sources"><summary>{counted(len(cited), "source")}</summary>{sources}'
        "</details></li>"
    )


def struck_sentences(answer: Answer) -> str:
    """What the checks did not let through, folded."""
    if not answer.struck:
        return ""
    items = "".join(
        f"<li><s>{isolated(one.text)}</s> <span>{isolated(one.reason)}</span></li>"
        for one in answer.struck
    )
    return (
        f'<details class="struck"><summary>{counted(len(answer.struck), "sentence")} struck'
        f"</summary><ul>{items}</ul></details>"
    )


def tally(answer: Answer) -> str:
    """How many sentences were kept, marked and struck, in words."""
    kept = sum(one.check == "kept" for one in answer.sentences)
    marked = sum(one.check == "marked" for one in answer.sentences)
    return (
        f"{counted(kept, 'sentence')} checked against {'its' if kept == 1 else 'their'} sources, "
        f"{marked} not confirmed, {len(answer.struck)} struck"
    )
