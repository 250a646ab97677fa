"""A verdict in words: who says what. It never says that a claim is true, only who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Candidate
from assistant.verdicts.evidence_scoring import Weighed
from assistant.verdicts.types import Claim, Label

Numbered = Sequence[tuple[int, Weighed[Candidate]]]
"""Weighed[Candidate] sentences, each with the number of its citation."""

_NO_ONE_ELSE_SAYS_SO = (
    "In the passages found, no article states it as fact, and no one else is quoted saying it."
)
_NO_ONE_ELSE_CONTRADICTS = (
    "In the passages found, no article states the opposite as fact, and no one else is quoted "
    "contradicting it."
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict in words."""

    text: str
    """One or two sentences, citations as [1]."""
    rests_on_absence: bool
    """It says what the articles do not say: that nobody says so, or nobody else."""


def explain(claim: Claim, label: Label, supporting: Numbered, refuting: Numbered) -> Explanation:
    """Put a verdict into words."""
    side = {Label.SUPPORTED: supporting, Label.REFUTED: refuting}.get(label, ())
    is_one_voice = bool(side) and not claim.speaker and _is_one_voice(side)
    return Explanation(
        _text(claim, label, supporting, refuting), label is Label.NOT_ENOUGH or is_one_voice
    )


def _text(claim: Claim, label: Label, supporting: Numbered, refuting: Numbered) -> str:
    if claim.speaker:
        return _of_a_speaker(_inside(claim.speaker), label, supporting, refuting)
    if label is Label.SUPPORTED:
        return _supported(supporting)
    if label is Label.REFUTED:
        return _refuted(refuting)
    if label is Label.CONFLICTING:
        return f"This is {_by(supporting)}, and contradicted by {_who(refuting)}."
    return (
        "The articles do not settle this: nothing found in them clearly supports or contradicts it."
    )


def _supported(side: Numbered) -> str:
    if _is_one_voice(side):
        return f"Only {_who(side)} says so. {_NO_ONE_ELSE_SAYS_SO}"
    return f"This is {_by(side)}."


def _refuted(side: Numbered) -> str:
    if _is_one_voice(side):
        return f"Only {_who(side)} contradicts this. {_NO_ONE_ELSE_CONTRADICTS}"
    return f"This is contradicted by {_who(side)}."


def _of_a_speaker(speaker: str, label: Label, supporting: Numbered, refuting: Numbered) -> str:
    if label is Label.SUPPORTED:
        return f"The articles quote {speaker} as saying so {_marks(supporting)}."
    if label is Label.REFUTED:
        return f"The articles quote {speaker} as saying the opposite {_marks(refuting)}."
    if label is Label.CONFLICTING:
        return (
            f"The articles quote {speaker} as saying so {_marks(supporting)}, and as saying the "
            f"opposite {_marks(refuting)}."
        )
    return (
        f"The articles do not settle this: nothing they quote from {speaker} clearly supports or "
        "contradicts it."
    )


def _is_one_voice(side: Numbered) -> bool:
    """Whether all of a side is the quoted word of one and the same speaker."""
    first = side[0][1]
    return first.speaker is not None and all(
        one.speaker is not None and one.voice == first.voice for _, one in side
    )


def _by(side: Numbered) -> str:
    """What outlets report and what speakers say are told apart."""
    told = [(number, one) for number, one in side if one.speaker is None]
    quoted = [(number, one) for number, one in side if one.speaker is not None]
    parts = [f"reported by {_who(told)}"] if told else []
    parts += [f"said by {_who(quoted)}"] if quoted else []
    return " and ".join(parts)


def _who(side: Numbered) -> str:
    """Names, each once, with their citations: "Ann Orr [1], Bo [2] and the Post [3]". Outlets that
    print the same text are one: "the Post [1] (the same text as in the Echo [2])"."""
    texts: list[list[tuple[int, Weighed[Candidate]]]] = []
    for number, one in side:
        same = [text for text in texts if any(_same_source(one, other) for _, other in text)]
        if same:
            same[0].append((number, one))
        else:
            texts.append([(number, one)])
    parts = []
    for text in texts:
        first, *others = _named(text)
        parts.append(f"{first} (the same text as in {_listed(others)})" if others else first)
    return _listed(parts)


def _same_source(one: Weighed[Candidate], other: Weighed[Candidate]) -> bool:
    """Whether two sentences are the word of one name, or of outlets with one text."""
    copied = one.speaker is None and other.speaker is None and one.voice & other.voice
    return bool(copied) or _name(one).lower() == _name(other).lower()


def _named(side: Numbered) -> list[str]:
    """Each name once, with its citations."""
    named: dict[str, tuple[str, list[tuple[int, Weighed[Candidate]]]]] = {}
    for number, one in side:
        named.setdefault(_name(one).lower(), (_name(one), []))[1].append((number, one))
    return [f"{name} {_marks(numbered)}" for name, numbered in named.values()]


def _name(one: Weighed[Candidate]) -> str:
    article = one.sentence.article
    return _inside(one.speaker or article.outlet or f"“{article.title}”")


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _inside(name: str) -> str:
    """A name as it stands inside a sentence: "the ministry" for "The ministry"."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def _marks(side: Numbered) -> str:
    return "".join(f"[{number}]" for number in dict.fromkeys(number for number, _ in side))
