"""A language model consulted on the claims of one message: it splits them, and gives a second
opinion on each verdict. The stance model's label stays; whatever fails costs one line."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

from assistant.english.english_only import can_be_judged
from assistant.events import Progress
from assistant.llm.client import Deadline
from assistant.second_opinion.calibration import pair_confidence
from assistant.second_opinion.claim_decomposition import seems_compound, split
from assistant.second_opinion.llm_judge import CALLS, Opinion, OpinionAsker, Shown, showable
from assistant.types import Citation
from assistant.verdicts.label_words import LABEL_WORDS
from assistant.verdicts.types import (
    Claim,
    Consulted,
    Evidence,
    SecondOpinion,
    SecondReading,
    Stance,
    VerdictContent,
)
from index.errors import ChatModelError


@dataclass(frozen=True, slots=True)
class Part:
    """A claim to be checked."""

    claim: Claim
    notices: tuple[str, ...] = ()
    calls: int = CALLS
    """How often the model may be asked about it."""


class Consultation:
    """For one message; a model that cannot be reached is not tried again for it."""

    def __init__(self, asker: OpinionAsker) -> None:
        self._asker = asker
        self._model = asker.model
        self._gone = False

    def parts(self, claims: Sequence[Claim], most: int) -> Generator[Progress, None, list[Part]]:
        """Tell what is being done; returns what is to be checked: the claims, or what they were
        split into, at most so many."""
        parts: list[Part] = []
        for place, claim in enumerate(claims):
            if self._gone or not seems_compound(claim):
                parts.append(Part(claim))
                continue
            yield Progress(f"Asking {self._model.name} whether the claim makes several statements")
            try:
                pieces = split(claim, self._model)
            except ChatModelError as error:
                self._gone = True
                why = (
                    f"{error.subject} {error.happened}, so the claim was checked as a whole, "
                    "without a second opinion."
                )
                parts.append(Part(claim, (why,)))
                continue
            if len(pieces) == 1 or len(parts) + len(pieces) + len(claims) - place - 1 > most:
                parts.append(Part(claim, calls=CALLS - 1))
            else:
                listed = " ".join(f"“{one.text}”" for one in pieces)
                notice = (
                    f"The claim makes several statements, which were checked one by one: {listed}"
                )
                # The call that split it was one of the first part's.
                parts.append(Part(pieces[0], (notice,), CALLS - 1))
                parts += [Part(one) for one in pieces[1:]]
        return parts

    def on(self, verdict: VerdictContent, calls: int) -> Generator[Progress, None, Consulted]:
        """Tell what is being done; returns the second opinion on a verdict, or one line on why
        there is none; neither where there is nothing to read."""
        shown = [
            _shown(one)
            for one in verdict.citations
            if not one.article.retracted and can_be_judged(one.quote, one.article)
        ]
        if self._gone or not shown:
            return Consulted()
        name = self._model.name
        if not showable(shown):
            return Consulted(
                notices=(
                    f"{name} wasn't asked, because the passages found look like instructions to "
                    f"language models.",
                )
            )
        yield Progress(f"Asking {name} for a second opinion")
        deadline = Deadline(self._model.limits.seconds)
        started = time.perf_counter()
        try:
            opinion = self._asker.ask(verdict.claim, shown, deadline, calls)
        except ChatModelError as error:
            self._gone = True
            why = f"{error.subject} {error.happened}, so there is no second opinion."
            return Consulted(notices=(why,))
        if opinion is None:
            why = f"What {name} wrote cannot be used, so there is no second opinion."
            return Consulted(notices=(why,))
        seconds = {"opinion": round(time.perf_counter() - started, 4)}
        return consulted(verdict, opinion, name, seconds)


def consulted(
    verdict: VerdictContent, opinion: Opinion, by: str, seconds: Mapping[str, float]
) -> Consulted:
    """What a model's opinion adds to a verdict. `seconds`: how long it took."""
    second = second_opinion(verdict, opinion, by)
    confidence = pair_confidence(by, verdict.confidence, agrees=second.agrees)
    return Consulted(second, confidence, seconds=seconds)


def second_opinion(verdict: VerdictContent, opinion: Opinion, by: str) -> SecondOpinion:
    """A model's opinion as it stands beside a verdict, whose label and text stay."""
    agrees = opinion.label is verdict.label
    words = LABEL_WORDS[opinion.label].short
    text = f"{by} agrees: its reading of the same evidence is “{words}”"
    known = stances_by_citation(verdict.evidence)
    if any(known.get(number, {stance}) != {stance} for number, stance in opinion.stances):
        text += ", though it reads some sentences differently from Onrecord"
    if not agrees:
        text = f"{by} disagrees: its reading of the same evidence is “{words}”"
    if opinion.called is not opinion.label:
        text += f", although it calls the claim as a whole “{LABEL_WORDS[opinion.called].short}”"
    return SecondOpinion(
        by=by,
        label=opinion.label,
        agrees=agrees,
        evidence=tuple(SecondReading(citation=n, stance=stance) for n, stance in opinion.stances),
        confidence_alone=verdict.confidence,
        text=f"{text}.",
    )


def stances_by_citation(evidence: Sequence[Evidence]) -> dict[int, set[Stance]]:
    """How each citation, by its number, was read for a verdict."""
    known: dict[int, set[Stance]] = {}
    for one in evidence:
        known.setdefault(one.citation, set()).add(one.stance)
    return known


def _shown(citation: Citation) -> Shown:
    article = citation.article
    who = f"said by {citation.speaker}" if citation.speaker else ""
    about = (who, article.outlet or article.title, citation.published)
    return Shown(
        number=citation.number,
        text=citation.quote,
        around=citation.paragraph.text,
        source=", ".join(one for one in about if one),
    )
