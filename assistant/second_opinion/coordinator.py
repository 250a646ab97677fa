"""A language model consulted on the claims of one message: it splits them, and gives a second
opinion on each verdict. The stance model's label stays; whatever fails costs one line."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from assistant.english.english_only import can_be_judged
from assistant.events import Done, Event, Progress
from assistant.llm.client import Deadline
from assistant.second_opinion.calibration import pair_confidence
from assistant.second_opinion.claim_decomposition import seems_compound, split
from assistant.second_opinion.llm_judge import CALLS, Opinion, OpinionAsker, Shown, showable
from assistant.types import Citation
from assistant.verdicts.labels import LABEL_WORDS
from assistant.verdicts.types import Claim, SecondOpinion, SecondReading, Stance, Verdict
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
        found: list[Part] = []
        for place, claim in enumerate(claims):
            if self._gone or not seems_compound(claim):
                found.append(Part(claim))
                continue
            yield Progress(f"Asking {self._model.name} whether the claim makes several statements")
            pieces = self._split(claim)
            if isinstance(pieces, str):
                found.append(Part(claim, (pieces,)))
            elif len(pieces) == 1 or len(found) + len(pieces) + len(claims) - place - 1 > most:
                found.append(Part(claim, calls=CALLS - 1))
            else:
                told = " ".join(f"“{one.text}”" for one in pieces)
                notice = (
                    f"The claim makes several statements, which were checked one by one: {told}"
                )
                # The call that split it was one of the first part's.
                found.append(Part(pieces[0], (notice,), CALLS - 1))
                found += [Part(one) for one in pieces[1:]]
        return found

    def seconded(self, verdict: Verdict, calls: int) -> Iterator[Event[Verdict]]:
        """The verdict with the second opinion on it, or with one line on why there is none; as it
        is where there is nothing to read."""
        shown = [
            _shown(one)
            for one in verdict.citations
            if not one.article.retracted and can_be_judged(one.quote, one.article)
        ]
        if self._gone or not shown:
            yield Done(verdict)
            return
        name = self._model.name
        if not showable(shown):
            why = (
                f"{name} wasn't asked, because what was found gives instructions to "
                f"language models."
            )
            yield Done(_noticed(verdict, why))
            return
        yield Progress(f"Asking {name} for a second opinion")
        deadline = Deadline(self._model.limits.seconds)
        started = time.perf_counter()
        try:
            opinion = self._asker.ask(verdict.claim, shown, deadline, calls)
        except ChatModelError as error:
            self._gone = True
            why = f"{error.subject} {error.happened}, so there is no second opinion."
            yield Done(_noticed(verdict, why))
            return
        if opinion is None:
            why = f"What {name} wrote cannot be used, so there is no second opinion."
            yield Done(_noticed(verdict, why))
            return
        taken = round(time.perf_counter() - started, 4)
        timed = verdict.model_copy(update={"seconds": {**verdict.seconds, "opinion": taken}})
        yield Done(with_opinion(timed, opinion, name))

    def _split(self, claim: Claim) -> tuple[Claim, ...] | str:
        """The claim's parts, or why the model was of no help."""
        try:
            return split(claim, self._model)
        except ChatModelError as error:
            self._gone = True
            return (
                f"{error.subject} {error.happened}, so the claim was checked as a whole, without "
                "a second opinion."
            )


def with_opinion(verdict: Verdict, opinion: Opinion, by: str) -> Verdict:
    """The verdict with a model's opinion beside it. Its label and its text stay."""
    agrees = opinion.label is verdict.label
    words = LABEL_WORDS[opinion.label].short
    told = f"{by} also reads the same evidence as {words}"
    known = stances_by_citation(verdict)
    if any(known.get(number, {stance}) != {stance} for number, stance in opinion.stances):
        told += ", though it reads some sentences differently from Onrecord"
    if not agrees:
        told = f"{by} disagrees: it reads the same evidence as {words}"
    if opinion.called is not opinion.label:
        told += f", although it calls the whole {LABEL_WORDS[opinion.called].short}"
    second = SecondOpinion(
        by=by,
        label=opinion.label,
        agrees=agrees,
        evidence=tuple(SecondReading(citation=n, stance=stance) for n, stance in opinion.stances),
        confidence_alone=verdict.confidence,
        text=f"{told}.",
    )
    confidence = pair_confidence(by, verdict.confidence, agrees=agrees)
    return verdict.model_copy(update={"second": second, "confidence": confidence})


def stances_by_citation(verdict: Verdict) -> dict[int, set[Stance]]:
    """How each citation of a verdict, by its number, was read for it."""
    known: dict[int, set[Stance]] = {}
    for one in verdict.evidence:
        known.setdefault(one.citation, set()).add(one.stance)
    return known


def _noticed(verdict: Verdict, notice: str) -> Verdict:
    return verdict.model_copy(update={"notices": (*verdict.notices, notice)})


def _shown(citation: Citation) -> Shown:
    article = citation.article
    who = f"said by {citation.speaker}" if citation.speaker else ""
    told = (who, article.outlet or article.title, citation.published)
    return Shown(
        number=citation.number,
        text=citation.quote,
        around=citation.paragraph.text,
        source=", ".join(one for one in told if one),
    )
