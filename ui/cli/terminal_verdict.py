"""A verdict, as the command line shows it to a person."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Answer
from assistant.verdicts.label_words import LABEL_WORDS
from assistant.verdicts.types import Evidence, Stance, Verdict
from ui.cli.terminal import answer, citations, say
from ui.evidence_order import SIDES, as_typed, carrying, dates, grouped, having, notes, when
from ui.second_opinion import confidence_words, otherwise
from ui.wording import STANCE_WORDS, clipped, label_words, percent

_WIDEST_CELL = 60


def checked(replies: Sequence[Verdict] | Answer, typed: str) -> None:
    """The verdicts on what was typed, one below the other, or what was not checked."""
    if isinstance(replies, Answer):
        answer(replies)
        return
    for place, verdict in enumerate(replies):
        if place:
            say()
            say()
        _verdict(verdict, typed)


def _verdict(verdict: Verdict, typed: str) -> None:
    say(
        f"{label_words(verdict.label)}: {LABEL_WORDS[verdict.label].finding} "
        f"(confidence {percent(verdict.confidence)})",
        bold=True,
    )
    if not as_typed(verdict, typed):
        say(f"Checked: {verdict.claim}", dim=True)
    for notice in verdict.notices:
        say(notice, dim=True)
    say(verdict.text)
    _second_opinion(verdict)
    if carrying(verdict):
        for name, stance in SIDES:
            _quotes(f"{name}:", having(verdict, stance), verdict)
        _who_says_what(verdict)
    neutral = having(verdict, Stance.NEUTRAL)
    if neutral:
        _quotes("Closest passages (none settles it):", neutral, verdict)
    citations(verdict.citations)


def _second_opinion(verdict: Verdict) -> None:
    second = verdict.second
    if second is None:
        return
    say(second.text, bold=not second.agrees)
    for number, opinion in otherwise(verdict):
        say(f"[{number}] {opinion}", indent=2)
    doubt = confidence_words(verdict.confidence, second)
    if doubt:
        say(doubt, dim=True)


def _quotes(heading: str, evidence: Sequence[Evidence], verdict: Verdict) -> None:
    say()
    say(heading, bold=True)
    for citation, same in grouped(evidence, verdict):
        say(f"{citation.quote} [{citation.number}]", indent=2)
        for name, day in dates(same):
            say(f"{name} {day}", indent=4, dim=True)
        for note in notes(same):
            say(note, indent=4, dim=True)
    if not evidence:
        say("Nothing was found in the articles.", indent=2)


def _who_says_what(verdict: Verdict) -> None:
    lines = []
    for evidence, citation in carrying(verdict):
        where = citation.article.outlet or citation.article.title
        day, which = when(evidence, citation)
        lines.append(
            (
                clipped(evidence.speaker or where, _WIDEST_CELL),
                STANCE_WORDS[evidence.stance],
                clipped(where, _WIDEST_CELL),
                f"{day} ({which})" if day else "date not given",
                percent(evidence.score),
                f"[{citation.number}]",
            )
        )
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    say()
    say("Who says what:", bold=True)
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        say("  ".join(cells).rstrip(), indent=2)
