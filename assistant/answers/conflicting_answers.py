"""Where sentences that answer give different answers in the same words: the sides of that
disagreement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.answer_difference import Difference, difference
from assistant.answers.contradictions import MOST_A_SIDE, MOST_SIDES, Contradiction, supporters
from assistant.english.word_diff import DifferenceKind
from assistant.evidence import Candidate
from assistant.types import Question

_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)


def different_answers(question: Question, candidates: Sequence[Candidate]) -> Contradiction | None:
    """The first two of the candidates that answer, best first, which give different answers in the
    same words, with those that give the same two, or a third one. None of a retracted article."""
    candidates = [one for one in candidates if one.article.retracted is None]
    for number, one in enumerate(candidates):
        for other in candidates[number + 1 :]:
            found = difference(question, one, other)
            if found is not None:
                return _opposed(question, candidates, (one, other), found)
    return None


def _opposed(
    question: Question,
    candidates: Sequence[Candidate],
    opposed: tuple[Candidate, Candidate],
    found: Difference,
) -> Contradiction:
    sides = [[one] for one in opposed]
    answers = [found.ours, found.theirs]
    for other in candidates:
        if other in opposed:
            continue
        apart = [difference(question, side[0], other) for side in sides]
        given = next((one.theirs for one in apart if one), None)
        if given in answers:
            if apart[answers.index(given)] is None:
                sides[answers.index(given)].append(other)
        elif given is not None and all(apart) and len(sides) < MOST_SIDES:
            sides.append([other])
            answers.append(given)
    what = found.kind.value
    if found.kind is DifferenceKind.NAME and _WHERE.search(question.text):
        what = "places"
    reason = f"They give different {what}."
    if all(side[0].text & opposed[0].text for side in sides):
        reason = f"They print the same text with different {what}."
    most = MOST_A_SIDE if len(sides) == len(opposed) else 1
    return Contradiction(reason, tuple(supporters(side, most) for side in sides))
