"""From a claim to its verdict: evidence is gathered, weighed, judged and cited."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from assistant.absence import notices_of_absence
from assistant.english.english_only import MODELS_READ_ENGLISH
from assistant.english.temporal import relative_days
from assistant.events import Progress
from assistant.evidence import Candidate, cite_words
from assistant.nli.base import StanceModel
from assistant.nli.scoring import Leaning
from assistant.retrieval.reranker import Reranker
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.sentence_selection import candidates_about
from assistant.types import Citation
from assistant.verdicts.evidence_scoring import Weighed, weigh
from assistant.verdicts.explanation import Explanation, explain
from assistant.verdicts.label_decision import Judgement, judge
from assistant.verdicts.types import Claim, Evidence, Stance, VerdictContent

PASSAGES = 10
"""Passages that evidence is taken from."""
READ = 20
"""Sentences that are weighed for one claim."""


class Checker:
    """Checks claims against a store."""

    def __init__(self, retriever: Retriever, reranker: Reranker, model: StanceModel) -> None:
        self._retriever = retriever
        self._reranker = reranker
        self._model = model

    def check(self, claim: Claim) -> Generator[Progress, None, VerdictContent]:
        """Check one claim: tell what is being done, and return what came of it. Raises
        ModelError."""
        started = time.perf_counter()
        yield Progress("Searching for what supports and what contradicts it")
        candidates = self._gather(claim)
        gathered = time.perf_counter()
        yield Progress("Weighing what the sentences say")
        weighed = [_without_voice(one) for one in weigh(claim, candidates, self._model)]
        judgement = judge(weighed, of_one_speaker=claim.speaker is not None)
        ended = time.perf_counter()
        seconds = {"retrieve": round(gathered - started, 4), "weigh": round(ended - gathered, 4)}
        return compose(claim, judgement, candidates, self._model.name, seconds)

    def weighed(self, claim: Claim) -> list[Weighed[Candidate]]:
        """Everything that was found for a claim, weighed; for benchmarks. Raises ModelError."""
        return weigh(claim, self._gather(claim), self._model)

    def _gather(self, claim: Claim) -> list[Candidate]:
        """Sentences that may support or contradict the claim, the most relevant first."""
        passages = self._retriever.retrieve(claim.text, PASSAGES, also=(claim.negation,))
        return candidates_about(claim.text, claim.names, passages, self._reranker, READ)


def compose(
    claim: Claim,
    judgement: Judgement,
    candidates: Sequence[Candidate],
    written_by: str,
    seconds: dict[str, float],
) -> VerdictContent:
    """A judgement with its citations numbered and put into words. The same sentence can be cited
    twice: it can tell what one says and the other denies."""
    sides = (
        (Stance.SUPPORTS, judgement.supporting),
        (Stance.REFUTES, judgement.refuting),
        (Stance.NEUTRAL, judgement.nearest),
    )
    citations: list[Citation] = []
    evidence: list[Evidence] = []
    numbers: dict[tuple[str, int, int, str | None], int] = {}
    numbered: dict[Stance, list[tuple[int, Weighed[Candidate]]]] = {
        stance: [] for stance, _ in sides
    }
    for stance, side in sides:
        for one in side:
            statement, article = one.sentence.statement, one.sentence.article
            cited = (article.id, statement.paragraph.number, statement.start, one.speaker)
            number = numbers.setdefault(cited, len(numbers) + 1)
            if number > len(citations):
                where = (statement.start, statement.end)
                citations.append(cite_words(number, one.sentence, one.speaker, *where))
            numbered[stance].append((number, one))
            evidence.append(_evidence(number, stance, one))
    explanation = explain(
        claim, judgement.label, numbered[Stance.SUPPORTS], numbered[Stance.REFUTES]
    )
    return VerdictContent(
        claim=claim.text,
        asked=claim.asked,
        label=judgement.label,
        confidence=judgement.confidence,
        text=explanation.text,
        evidence=tuple(evidence),
        citations=tuple(citations),
        notices=tuple(_notices(claim, candidates, explanation)),
        written_by=written_by,
        seconds=seconds,
    )


def _without_voice(weighed: Weighed[Candidate]) -> Weighed[Candidate]:
    """What a retracted article says, says nothing: it is shown, and decides nothing."""
    retracted = weighed.sentence.article.retracted
    if retracted is None:
        return weighed
    notes = (*weighed.notes, f"Not counted, because its article was {retracted}.")
    return replace(weighed, leaning=Leaning(0.0, 0.0), notes=notes)


def _notices(
    claim: Claim, candidates: Sequence[Candidate], explanation: Explanation
) -> Iterator[str]:
    """What was not compared or not counted, and which articles are not whole."""
    retracted = {one.article.id: one.article for one in candidates if one.article.retracted}
    for article in retracted.values():
        yield f"“{article.title}” was {article.retracted}. It was found but not counted."
    if candidates and not any(one.can_be_judged for one in candidates):
        yield (
            f"{MODELS_READ_ENGLISH}, and nothing found is in English, so none of it was assessed."
        )
    for words in relative_days(claim.text):
        yield (
            f"“{words}” wasn't compared, because what it means depends on when it is said. "
            f"Give the date."
        )
    if explanation.rests_on_absence:
        yield from notices_of_absence(one.article for one in candidates)


def _evidence(number: int, stance: Stance, weighed: Weighed[Candidate]) -> Evidence:
    score = {
        Stance.SUPPORTS: weighed.supports,
        Stance.REFUTES: weighed.refutes,
        Stance.NEUTRAL: 1 - weighed.supports - weighed.refutes,
    }[stance]
    return Evidence(
        citation=number,
        stance=stance,
        score=round(score, 4),
        speaker=weighed.speaker,
        date=weighed.date.iso if weighed.date else None,
        said=weighed.said.iso if weighed.said else None,
        notes=weighed.notes,
    )
