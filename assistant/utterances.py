"""Who asserts which part of a sentence.

Most sentences are one utterance: of their speaker, else of the outlet. One that tells what somebody
denies is two: the claim, as the word of whoever makes it, and its denial. One that reports two
speakers, "Ann said …, and Bo replied that …", is an utterance of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.attribution.speakers import attribute
from assistant.english.countries import countries
from assistant.evidence import ArticleStatement
from index.strings.folding import without_accents
from index.words.reporting_verbs import DENIALS, REJECTIONS

_DENIED = re.compile(
    rf"\b(?:{'|'.join(sorted(DENIALS | REJECTIONS))})\b.*?"
    r"\b(?:that|claimed|claiming|saying|alleging)\s+(?:that\s+)?(?P<clause>.+)$",
    re.IGNORECASE,
)
_COORDINATE = re.compile(r"[,;]\s+(?:and|but|while|whereas)\s+")


@dataclass(frozen=True, slots=True)
class Utterance:
    """Some words and who says them."""

    text: str
    """What a model should read."""
    speaker: str | None
    """For the reader; None where it is the outlet."""
    voice: frozenset[str]
    """Who counts as one: the parties that the speaker speaks for, else the outlet, and the articles
    with the same text."""
    denied: bool = False
    """The speaker says that the words are not so."""


def utterances(sentence: ArticleStatement) -> tuple[Utterance, ...]:
    """The utterances of a sentence, at least one."""
    statement = sentence.statement
    voice = voice_of(sentence)
    denied = _DENIED.search(statement.text) if statement.denies else None
    if denied:
        clause = denied["clause"]
        denial = Utterance(clause, statement.speaker, voice, denied=True)
        if statement.accuser is None:
            return (denial,)
        return denial, Utterance(clause, statement.accuser, _parties(statement.accuser))
    several = _of_several(statement.text)
    return several or (Utterance(statement.reading, statement.speaker, voice),)


def voice_of(sentence: ArticleStatement) -> frozenset[str]:
    """Who counts as one: the parties of its speaker, else its outlet, and the articles with its
    text: outlets with the same text are one voice."""
    statement = sentence.statement
    if statement.speaker is not None:
        return statement.parties or frozenset({statement.speaker})
    outlet = sentence.article.outlet
    return sentence.text | ({outlet} if outlet else set())


def _of_several(text: str) -> tuple[Utterance, ...]:
    """A sentence in parts that each name another speaker; empty where it is no such sentence."""
    parts = _COORDINATE.split(text)
    found = []
    for part in parts:
        attribution = attribute(part)
        if attribution is None or attribution.unresolved or attribution.denies:
            return ()
        speaker = str(attribution.speaker)
        found.append(Utterance(part, speaker, _parties(speaker)))
    return tuple(found) if len({one.speaker for one in found}) > 1 else ()


def _parties(speaker: str) -> frozenset[str]:
    return countries(speaker) or frozenset({without_accents(speaker)})
