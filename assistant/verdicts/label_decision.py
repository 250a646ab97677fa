"""From weighed sentences to a label, and how sure it is.

How the thresholds and the confidence were found: docs/measurements/verdicts.md. What a sentence
must be to be weighed at all is in assistant/verdicts/evidence_scoring.py, what becomes of the
model's word in assistant/nli/scoring.py."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.evidence import Candidate
from assistant.nli.scoring import Leaning
from assistant.thresholds import CONFLICTS_FROM, REFUTES_FROM, SUPPORTS_FROM
from assistant.verdicts.evidence_scoring import Weighed
from assistant.verdicts.types import Label

MOST_A_SIDE = 4
"""Sentences that are shown for a side, and of the nearest where nothing is decided."""
CONFIDENCE: dict[Label, tuple[tuple[float, float], ...]] = {
    Label.SUPPORTED: ((0.55, 0.66),),
    Label.REFUTED: ((0.55, 0.5), (0.83, 0.74)),
    Label.CONFLICTING: ((0.55, 0.33), (0.83, 0.49)),
    Label.NOT_ENOUGH: (
        (0.25, 0.11),
        (0.33, 0.18),
        (0.4, 0.23),
        (0.48, 0.34),
        (0.6, 0.35),
        (0.63, 0.4),
        (0.8, 0.41),
        (0.85, 0.57),
    ),
}
"""(strength from, share of right labels): the calibration, of the packaged model. The strength is
the probability of the deciding sentence; of the weaker side in a conflict; of neutral where nothing
is decided. For a conflict the share is the product of its sides' shares: nobody has labelled
conflicts between outlets."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability of the strongest sentence a side stands."""

    supports: float
    refutes: float
    """Higher, because small models take what is merely different for a contradiction."""
    share: float
    """Where both stand, the weaker must have this share of the stronger's probability to make a
    conflict; else the stronger decides."""

    def are_met_for(self, leaning: Leaning) -> bool:
        """Whether a sentence supports the claim."""
        return leaning.supports >= self.supports

    def are_met_against(self, leaning: Leaning) -> bool:
        """Whether a sentence refutes the claim; a contradiction that is computed from support needs
        the probability of support."""
        return leaning.refutes >= (self.supports if leaning.computed else self.refutes)


THRESHOLDS = Thresholds(supports=SUPPORTS_FROM, refutes=REFUTES_FROM, share=CONFLICTS_FROM)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What weighed sentences come to."""

    label: Label
    confidence: float
    supporting: tuple[Weighed[Candidate], ...]
    """Best first, one of each voice before a second of any."""
    refuting: tuple[Weighed[Candidate], ...]
    nearest: tuple[Weighed[Candidate], ...]
    """Only where nothing is decided: what comes nearest, best first."""


def judge(weighed: Sequence[Weighed[Candidate]], *, of_one_speaker: bool = False) -> Judgement:
    """The label that the sentences carry. `of_one_speaker`: the claim is about what somebody says,
    and all of them are that speaker's words."""
    weighed = _dated(weighed)
    supporting = sorted(
        (one for one in weighed if THRESHOLDS.are_met_for(one.leaning)),
        key=lambda one: -one.supports,
    )
    refuting = sorted(
        (one for one in weighed if THRESHOLDS.are_met_against(one.leaning)),
        key=lambda one: -one.refutes,
    )
    label, strength = decide([one.leaning for one in weighed])
    if label is Label.CONFLICTING and (of_one_speaker or _one_voice(supporting, refuting)):
        # Nobody contradicts anybody: one of the two readings of the same speaker is wrong.
        label = _stronger(supporting, refuting)
        strength = max(supporting[0].supports, refuting[0].refutes)
    if label is Label.NOT_ENOUGH:
        nearest = _different(sorted(weighed, key=_nearness))[:MOST_A_SIDE]
        return Judgement(label, confidence(label, strength), (), (), tuple(nearest))
    if label is Label.SUPPORTED:
        refuting = []
    elif label is Label.REFUTED:
        supporting = []
    return Judgement(
        label,
        confidence(label, strength),
        _several_voices(supporting),
        _several_voices(refuting),
        (),
    )


def decide(leanings: Sequence[Leaning], thresholds: Thresholds = THRESHOLDS) -> tuple[Label, float]:
    """The label that all evidence carries, and its strength (see CONFIDENCE)."""
    supports = max((one.supports for one in leanings if thresholds.are_met_for(one)), default=0.0)
    refutes = max((one.refutes for one in leanings if thresholds.are_met_against(one)), default=0.0)
    stronger, weaker = max(supports, refutes), min(supports, refutes)
    if not stronger:
        return Label.NOT_ENOUGH, 1 - max((max(one[:2]) for one in leanings), default=0.0)
    if weaker >= thresholds.share * stronger:
        return Label.CONFLICTING, weaker
    return (Label.SUPPORTED if supports > refutes else Label.REFUTED), stronger


def confidence(label: Label, strength: float) -> float:
    """The share of right labels among those of this strength, as measured."""
    steps = CONFIDENCE[label]
    place = bisect_right([start for start, _ in steps], strength) - 1
    return steps[max(place, 0)][1]


def _one_voice(
    supporting: Sequence[Weighed[Candidate]], refuting: Sequence[Weighed[Candidate]]
) -> bool:
    first = supporting[0]
    return all(_same_voice(first, one) for one in (*supporting, *refuting))


def _same_voice(first: Weighed[Candidate], second: Weighed[Candidate]) -> bool:
    """Two speakers are one where they speak for the same parties, two outlets where they are the
    same, or print the same text."""
    if first.speaker is None and second.speaker is None:
        return bool(first.voice & second.voice)
    return first.voice == second.voice


def _stronger(
    supporting: Sequence[Weighed[Candidate]], refuting: Sequence[Weighed[Candidate]]
) -> Label:
    stronger = supporting[0].supports >= refuting[0].refutes
    return Label.SUPPORTED if stronger else Label.REFUTED


def _dated(weighed: Sequence[Weighed[Candidate]]) -> list[Weighed[Candidate]]:
    """Sentences that tell the same of another day refute the claim's day where it is one event;
    where the articles tell it of several days, or tell of the claim's day too, there are several
    events, and those on other days say nothing."""
    days = {
        (one.other_date.year, one.other_date.month, one.other_date.day)
        for one in weighed
        if one.other_date and THRESHOLDS.are_met_against(one.leaning)
    }
    on_the_day = any(one.same_date or THRESHOLDS.are_met_for(one.leaning) for one in weighed)
    if len(days) <= 1 and not on_the_day:
        return list(weighed)
    return [_silent(one) if one.other_date else one for one in weighed]


def _silent(weighed: Weighed[Candidate]) -> Weighed[Candidate]:
    return replace(weighed, leaning=weighed.leaning._replace(refutes=0.0))


def _different(weighed: Sequence[Weighed[Candidate]]) -> list[Weighed[Candidate]]:
    """The first of each sentence."""
    return list({id(one.sentence): one for one in reversed(weighed)}.values())[::-1]


def _nearness(weighed: Weighed[Candidate]) -> tuple[float, float]:
    return -max(weighed.supports, weighed.refutes), -weighed.sentence.support


def _several_voices(side: Sequence[Weighed[Candidate]]) -> tuple[Weighed[Candidate], ...]:
    """The best of a side, one of each voice before a second of any."""
    first: list[Weighed[Candidate]] = []
    others: list[Weighed[Candidate]] = []
    for one in side:
        known = any(one.voice & other.voice for other in first)
        (others if known else first).append(one)
    chosen = (first + others)[:MOST_A_SIDE]
    return tuple(chosen)
