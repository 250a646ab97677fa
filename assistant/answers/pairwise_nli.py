"""How the sentences that answer a question stand to each other: which repeat what is already said,
and whether they contradict each other, by their words or as the stance model sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from assistant.answers.answer_candidates import Selected
from assistant.answers.conflicting_answers import different_answers
from assistant.answers.contradictions import Contradiction, contradiction
from assistant.english.word_diff import differ
from assistant.evidence import Candidate
from assistant.nli.base import REFUTES, SUPPORTS, Chances, StanceModel
from assistant.nli.number_agreement import Match, compare
from assistant.thresholds import SAME_OR_OPPOSITE
from assistant.utterances import voice_of

COMPARED = 5
"""The best sentences, each of which is weighed against every other: 20 pairs."""


@dataclass(frozen=True, slots=True)
class Related:
    """Candidates with what they say of each other."""

    candidates: tuple[Candidate, ...]
    """As they came, without those that repeat a better one of the same voice."""
    answering: tuple[Candidate, ...]
    """Those of them that answer, in the same order."""
    dispute: Contradiction | None
    """Where those that answer contradict each other: by their words, else by different answers in
    the same words, else as the stance model sees it. None of a retracted article."""


def relate(selected: Selected, model: StanceModel) -> Related:
    """Weigh the best answering candidates against each other. Raises ModelError."""
    question, chosen = selected.question, selected.answering
    best = chosen[:COMPARED]
    pairs = list(permutations(range(len(best)), 2))
    chances = model.weigh(
        [(best[one].statement.reading, best[other].statement.text) for one, other in pairs]
    )
    places = {pair: row for row, pair in enumerate(pairs)}
    repeats: set[int] = set()
    opposed: Contradiction | None = None
    for one, other in pairs:
        if one > other or {one, other} & repeats:
            continue
        rows = [places[one, other], places[other, one]]
        stand = [best[place].article.retracted is None for place in (one, other)]
        same_voice = bool(voice_of(best[one]) & voice_of(best[other]))
        if same_voice and _both(chances, rows, SUPPORTS) and _same_point(best[one], best[other]):
            if stand[0] == stand[1]:
                repeats.add(other)
        elif not same_voice and all(stand) and not opposed and _both(chances, rows, REFUTES):
            opposed = Contradiction("They contradict each other.", ((best[one],), (best[other],)))
    dropped = {id(best[place]) for place in repeats}
    answering = tuple(one for one in chosen if id(one) not in dropped)
    return Related(
        tuple(one for one in selected.candidates if id(one) not in dropped),
        answering,
        contradiction(question, answering) or different_answers(question, answering) or opposed,
    )


def _both(chances: Chances, rows: Sequence[int], column: int) -> bool:
    return all(float(chances[row][column]) >= SAME_OR_OPPOSITE for row in rows)


def _same_point(first: Candidate, second: Candidate) -> bool:
    """Whether the numbers of two sentences agree, and neither has another date, name or thing."""
    texts = first.statement.text, second.statement.text
    return not differ(*texts) and all(
        compare(claim, evidence).match is Match.AGREES
        for claim, evidence in (texts, reversed(texts))
    )
