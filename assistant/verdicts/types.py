"""The nouns of checking a claim, in the order in which a message takes them.

    message -read_claims-> Claim -retrieve-> Passage -weigh-> Weighed -judge-> VerdictContent
        -> Verdict

`Weighed` is in assistant/verdicts/evidence_scoring.py. With a language model,
assistant/second_opinion/coordinator.py splits a Claim that makes several statements, and adds a
SecondOpinion between the last two. Each is frozen and complete when it exists. `Verdict` as JSON is
a contract (docs/reference/verdict.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.types import Citation


class Wish(StrEnum):
    """What a reader wants done with a message."""

    EITHER = "either"
    """A statement is checked, a question is answered, a yes-or-no question gets both."""
    ANSWER = "answer"
    CHECK = "check"


class Label(StrEnum):
    """What the articles say of a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    CONFLICTING = "conflicting"
    NOT_ENOUGH = "not_enough_evidence"


class Stance(StrEnum):
    """What one piece of evidence says of a claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement."""

    asked: str
    """The reader's words that it was read from."""
    text: str
    """The claim as a statement: what is searched, weighed and shown."""
    content: str
    """What is weighed against the evidence: of "Macron said that X" this is X."""
    speaker: str | None
    """Who the claim says has said it; None where it is no attribution. Only what this speaker is
    quoted as saying can support or refute it."""
    negation: str
    """The opposite of `content`, as a search for evidence against it."""
    names: tuple[str, ...]
    """The proper names in the content: evidence stands in an article that has them."""


class Evidence(BaseModel):
    """One cited sentence and what it says of the claim."""

    model_config = ConfigDict(frozen=True)

    citation: int
    """Number of the citation that it rests on."""
    stance: Stance
    score: float
    """Calibrated probability, between 0 and 1, of that stance."""
    speaker: str | None
    """Who asserts it, in the article's own words; None where the outlet does."""
    date: str | None = None
    """ISO 8601 date of what the sentence tells about, as precise as it can be told ("2014",
    "2014-05", "2014-05-03"); None where it gives none."""
    said: str | None = None
    """The same of the day on which it was said, where the sentence gives that."""
    notes: tuple[str, ...] = ()
    """How it was read, one sentence each: a date resolved, a number compared."""


class SecondReading(BaseModel):
    """What a language model says of one cited sentence."""

    model_config = ConfigDict(frozen=True)

    citation: int
    """Number of the citation."""
    stance: Stance


class SecondOpinion(BaseModel):
    """What a language model makes of the sentences that a verdict cites. It decides nothing."""

    model_config = ConfigDict(frozen=True)

    by: str
    """The language model's name."""
    label: Label
    """What follows from how it reads each sentence."""
    agrees: bool
    """Whether that is the verdict's label."""
    evidence: tuple[SecondReading, ...]
    """Every citation that it was shown."""
    confidence_alone: float
    """The verdict's confidence without it."""
    text: str
    """What the reader should know of it, in one sentence."""


@dataclass(frozen=True, slots=True)
class VerdictContent:
    """What the articles come to on a claim, before anybody gives a second opinion on it."""

    claim: str
    asked: str
    label: Label
    confidence: float
    text: str
    evidence: tuple[Evidence, ...]
    citations: tuple[Citation, ...]
    notices: tuple[str, ...]
    written_by: str
    seconds: dict[str, float]
    """As in a Verdict, without "opinion"."""


class Verdict(BaseModel):
    """What the articles say of one claim, and who says it."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["verdict"] = "verdict"
    claim: str
    """The claim that was checked, as a statement."""
    asked: str
    """The reader's words that it was read from."""
    label: Label
    confidence: float
    """Calibrated probability, between 0 and 1, that the label is right; with a second opinion, that
    of the pair (assistant/second_opinion/calibration.py)."""
    text: str
    """The verdict in one or two sentences, saying who says what, citations as [1]."""
    evidence: tuple[Evidence, ...]
    """Best first. Those that support or refute carry the verdict; neutral ones are only the
    nearest that was found, and stand only in a verdict of not enough evidence."""
    citations: tuple[Citation, ...]
    """Numbered from 1 within the verdict; each is the citation of one piece of evidence or more."""
    second: SecondOpinion | None = None
    """None where no language model was asked, or none of its replies could be used."""
    notices: tuple[str, ...] = ()
    """What the reader should know of how this was made, one sentence each."""
    written_by: str
    """The stance model's name."""
    generation: int
    """Of the index that was asked: it grows with every change."""
    seconds: dict[str, float]
    """How long each step took, in seconds: "retrieve", "weigh", and "opinion" where a language
    model was asked for one."""


@dataclass(frozen=True, slots=True)
class Consulted:
    """What came of asking a language model about a verdict."""

    second: SecondOpinion | None = None
    confidence: float | None = None
    """How sure the verdict is with that opinion; None where there is none."""
    notices: tuple[str, ...] = ()
    """Why there is none."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """How long it took, by the name of the step."""


def verdict_of(
    content: VerdictContent, consulted: Consulted, notices: Sequence[str], generation: int
) -> Verdict:
    """The verdict with what came of asking a language model. `notices`: on the message."""
    confidence = consulted.confidence
    return Verdict(
        claim=content.claim,
        asked=content.asked,
        label=content.label,
        confidence=content.confidence if confidence is None else confidence,
        text=content.text,
        evidence=content.evidence,
        citations=content.citations,
        second=consulted.second,
        notices=(*notices, *content.notices, *consulted.notices),
        written_by=content.written_by,
        generation=generation,
        seconds={**content.seconds, **consulted.seconds},
    )
