"""Where the articles contradict each other on the question.

A first version that looks at words rather than meaning, and claims no more than it sees: somebody
denies what somebody else reports; different numbers of the same thing; different parties held
responsible."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.english.countries import countries
from assistant.english.names import names_all, spellings
from assistant.english.quantities import Quantity, counted
from assistant.english.similarity import stem, stems, words
from assistant.evidence import Candidate
from assistant.thresholds import RELATED
from assistant.types import Question, Wanted

_NEGATION = re.compile(
    r"\b(?:no|not(?! only)|never|none|neither|nor|nobody|nothing|false|untrue|baseless|"
    r"unfounded|fabricated)\b|n['’]t\b",
    re.IGNORECASE,
)
_NEARBY = 6
"""Words between a negation and a word of the question for the one to deny the other."""
MOST_A_SIDE = 2
MOST_SIDES = 3
_BLAME = re.compile(
    r"\b(?:caused by|accus\w+|blam\w+|responsib\w+ (?:on|of|for)|attributable to|consequence of|"
    r"committing|committed by|carried out by|fired by|launched (?:at |from |by )+|fault of)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![\d,.])(?:1[89]|20)\d\d(?![\d,.]\d|\d|\s+(?:people\b|(?!census)[a-z]+s\b))"
)
"""No number of what is counted: "2010 boats"."""
_BLAMED_WITHIN = 90
"""Characters after a word of blame in which the one who is blamed is named."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Accounts that cannot all be right, and what they differ in. In a denial, a sentence on the
    second side that tells whose account is denied is there for that account."""

    reason: str
    sides: tuple[tuple[Candidate, ...], ...]
    """Two or three, each with the candidates that give it."""
    is_denial: bool = False


def contradiction(question: Question, candidates: Sequence[Candidate]) -> Contradiction | None:
    """The first contradiction among candidates that are relevant to the question, best first. What
    a retracted article says never counts as a side."""
    candidates = [one for one in candidates if one.article.retracted is None]
    if question.wanted is Wanted.QUANTITY:
        return _different_numbers(question, candidates)
    if question.wanted is Wanted.RESPONSIBILITY:
        return _different_culprits(candidates) or _denial(question, candidates)
    return _denial(question, candidates)


def denies(question: Question, candidate: Candidate) -> bool:
    """Whether a statement says that what the question is about is not so."""
    if candidate.statement.denies:
        return True
    asked = stems(question.text)
    text = candidate.statement.text
    for match in _NEGATION.finditer(text):
        after = words(text[match.end() :])[:_NEARBY]
        before = words(text[: match.start()])[-_NEARBY // 2 :]
        if any(stem(word) in asked for word in (*before, *after)):
            return True
    return False


def _denial(question: Question, candidates: Sequence[Candidate]) -> Contradiction | None:
    denying = [
        one
        for one in candidates
        if one.statement.parties and denies(question, one) and _about(question, one)
    ]
    for denial in denying:
        against = [one for one in candidates if _opposes(question, one, denial)]
        if question.wanted is not Wanted.YES_OR_NO:
            against = [one for one in against if _shared(question, one, denial) >= RELATED]
        if not against:
            continue
        parties = denial.statement.parties
        ours = [one for one in denying if one.statement.parties <= parties and one not in against]
        if not ours:
            # The only denial is the sentence that also tells what it denies.
            ours, against = [denial], [one for one in against if one is not denial]
        if against:
            return Contradiction(
                "One side denies what the other says.",
                (supporters(ours), supporters(against)),
                is_denial=True,
            )
    return None


def _opposes(question: Question, candidate: Candidate, denial: Candidate) -> bool:
    """Whether a candidate gives the account that the denial is aimed at."""
    parties = denial.statement.parties
    if not _names_it(question, candidate) and (
        _names_it(question, denial) or _shared(question, candidate, denial) <= RELATED
    ):
        # It may be about something else that looks like it.
        return False
    if candidate.statement.accuser:
        accusers = countries(candidate.statement.accuser)
        return bool(candidate.statement.parties & parties) and not accusers & parties
    if denies(question, candidate):
        return False
    return bool(candidate.statement.parties) and not candidate.statement.parties & parties


def _about(question: Question, candidate: Candidate) -> bool:
    """Whether a statement uses any of the question's words, names aside."""
    asked = stems(question.text) - stems(" ".join(question.names))
    return not asked or bool(asked & stems(candidate.statement.text))


def _names_it(question: Question, candidate: Candidate) -> bool:
    text = f"{candidate.statement.reading} {candidate.statement.speaker or ''}"
    return names_all(question.names, spellings(text), countries(text), question.speaker)


def _shared(question: Question, first: Candidate, second: Candidate) -> float:
    """Share of the question's words, names aside, that two statements both use."""
    asked = stems(question.text) - stems(" ".join(question.names))
    shared = asked & stems(first.statement.text) & stems(second.statement.text)
    return len(shared) / len(asked) if asked else 0.0


def _different_numbers(question: Question, candidates: Sequence[Candidate]) -> Contradiction | None:
    numbered = [
        (quantity, one)
        for one in candidates
        if (quantity := counted(question.text, one.statement.text)) is not None
    ]
    sides: list[list[tuple[Quantity, Candidate]]] = []
    for quantity, one in numbered:
        for side in sides:
            if side[0][0].agrees(quantity):
                side.append((quantity, one))
                break
        else:
            first = [side[0][1] for side in sides]
            if not any(one.text & other.text or _of_other_years(one, other) for other in first):
                sides.append([(quantity, one)])
    if len(sides) < 2:
        return None
    return Contradiction(
        "They give different numbers.",
        tuple(
            supporters([one for _, one in side], MOST_A_SIDE if len(sides) == 2 else 1)
            for side in sides[:MOST_SIDES]
        ),
    )


def _of_other_years(first: Candidate, second: Candidate) -> bool:
    """Whether both mention years but share none: two elections, two censuses."""
    ours, theirs = (set(_YEAR.findall(each.statement.text)) for each in (first, second))
    return bool(ours and theirs) and not ours & theirs


def supporters(side: Sequence[Candidate], most: int = MOST_A_SIDE) -> tuple[Candidate, ...]:
    """The best of a side; another article with the same text does not stand there beside it."""
    chosen: list[Candidate] = []
    for one in side:
        copied = (other for other in chosen if other.article.id != one.article.id)
        if not any(one.text & other.text for other in copied):
            chosen.append(one)
    return tuple(chosen[:most])


def _different_culprits(candidates: Sequence[Candidate]) -> Contradiction | None:
    blaming = [(culprits, one) for one in candidates if (culprits := _blamed(one))]
    for culprits, one in blaming:
        theirs = [
            other
            for others, other in blaming
            if not others & culprits and not other.statement.parties & one.statement.parties
        ]
        if theirs:
            ours = [other for others, other in blaming if others & culprits and other not in theirs]
            return Contradiction(
                "They hold different parties responsible.",
                (supporters(ours), supporters(theirs)),
            )
    return None


def _blamed(candidate: Candidate) -> frozenset[str]:
    """The countries that a statement holds responsible, other than the one that speaks."""
    text = candidate.statement.text
    match = _BLAME.search(text)
    if match is None or not candidate.statement.parties:
        return frozenset()
    after = countries(text[match.end() : match.end() + _BLAMED_WITHIN])
    return after - candidate.statement.parties
