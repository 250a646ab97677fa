"""How the sentences that answer a question stand to each other, as the stance model sees it: which
repeat what is already said, and which contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from assistant.answers.contradictions import Contradiction
from assistant.english.word_diff import differ
from assistant.evidence import Candidate
from assistant.nli.base import REFUTES, SUPPORTS, Chances, StanceModel
from assistant.nli.number_agreement import Match, compare
from assistant.retrieval.sentence_selection import answering
from assistant.thresholds import SAME_OR_OPPOSITE
from assistant.types import Question
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
    opposed: Contradiction | None
    """The first two that contradict each other, each with the word of another; none of a
    retracted article."""


def relate(question: Question, candidates: Sequence[Candidate], model: StanceModel) -> Related:
    """Weigh the best answering candidates against each other. Raises ModelError."""
    chosen = answering(question, candidates)
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
    return Related(
        tuple(one for one in candidates if id(one) not in dropped),
        tuple(one for one in chosen if id(one) not in dropped),
        opposed,
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
