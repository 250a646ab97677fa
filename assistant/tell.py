"""A verdict in words: who says what. It never says that a claim is true, only who says so."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.verdict import Claim, Label
from assistant.weigh import Weighed

Numbered = Sequence[tuple[int, Weighed]]
"""Weighed sentences, each with the number of its citation."""

_NOT_ITS_OWN = "no article says it in its own words, and nobody else is quoted on it"


def tell(claim: Claim, label: Label, supporting: Numbered, refuting: Numbered) -> str:
    """The verdict in one or two sentences, citations as [1]."""
    if claim.speaker:
        return _of_a_speaker(_inside(claim.speaker), label, supporting, refuting)
    if label is Label.SUPPORTED:
        return _supported(supporting)
    if label is Label.REFUTED:
        return _refuted(refuting)
    if label is Label.CONFLICTING:
        return f"This is {_by(supporting)}, and contradicted by {_who(refuting)}."
    return "The articles do not settle this: no sentence clearly says so, or the opposite."


def _supported(side: Numbered) -> str:
    if _is_one_voice(side):
        return f"Nobody but {_who(side)} says so; {_NOT_ITS_OWN}."
    return f"This is {_by(side)}."


def _refuted(side: Numbered) -> str:
    if _is_one_voice(side):
        return f"This is contradicted by the word of {_who(side)} alone; {_NOT_ITS_OWN}."
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
        "The articles do not settle this: in no sentence that they quote does "
        f"{speaker} clearly say so, or the opposite."
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
    """Names, each once, with their citations: "Ann Orr [1], Bo [2] and the Post [3]"."""
    named: dict[str, tuple[str, list[int]]] = {}
    for number, one in side:
        article = one.candidate.article
        name = _inside(one.speaker or article.outlet or f"“{article.title}”")
        named.setdefault(name.lower(), (name, []))[1].append(number)
    parts = [
        f"{name} {''.join(f'[{number}]' for number in dict.fromkeys(numbers))}"
        for name, numbers in named.values()
    ]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _inside(name: str) -> str:
    """A name as it stands inside a sentence: "the ministry" for "The ministry"."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def _marks(side: Numbered) -> str:
    return "".join(f"[{number}]" for number in dict.fromkeys(number for number, _ in side))
