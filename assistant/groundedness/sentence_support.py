"""How far the paragraphs that a written sentence cites bear it out.

Summed up in one number, a sentence that joins something true with something made up reads rather
like the true one. So three things are asked: whether some words of its paragraphs say all of it
(a sentence, two together, or a whole paragraph), whether each of its parts is said,
and how firmly. docs/measurements/answers.md tells how the thresholds were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from assistant.english.sentence_forms import has_verb
from assistant.english.similarity import stem, stems, words
from assistant.groundedness.cited_sentence import CitedSentence
from assistant.nli.base import StanceModel
from assistant.nli.scoring import Leaning, stance_of_texts
from assistant.thresholds import PART_SUPPORTED, SUPPORTED
from index.strings.bounded_patterns import bounded

_JOINTS = bounded(
    r"[,;:]\s+(?:(?:and|but|while|which|who|with)\s+)?"
    r"|\s+(?:and|but|while|because|which|who|after|before|as|so that)\s+"
)
_FEWEST = 3
"""Words with a meaning that a part has; one less where it has a verb."""
_ITEMS = bounded(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+")
_FEWEST_ITEMS = 3
_LONGEST_ITEM = 2
"""Words with a meaning of an item that is one thing."""
_OPEN = bounded(
    r"(?:\b(?:may|might|could|would|will|plan(?:s|ned|ning)? to|(?:is|are|was|were) to"
    r"|expect(?:s|ed)|set to|likely|going to|intends?(?: to)?|aims? to|hopes? to|about to|due to"
    r"|(?:asked|urged|demanded|ordered|called on|wants|wanted)\b(?: \w+){1,3}? to"
    r"|alleged(?:ly)?|reportedly|suggest(?:s|ed)|supposed(?:ly)?|nominated)\b|['’]ll\b)"
)
"""Words after which a text does not say that something is or was so."""
_LEFT_OPEN = bounded(
    rf"{_OPEN.pattern}|\b(?:plan\w*|expect\w*|intend\w*|aim\w*|hop\w*|suggest\w*|suppos\w*|believ\w*"
    r"|thought|estimat\w*|claim\w*|possib\w*|potential\w*|appear\w*|seem\w*|prepar\w*|propos\w*"
    r"|schedul\w*|nomin\w*|can|should|said|says|told|announc\w*|according)\b"
)
_AFTER = 5
"""Words in which what is left open follows."""


@dataclass(frozen=True, slots=True)
class Backing:
    """What paragraphs say of all of a sentence, and of its parts."""

    supports: float
    refutes: float
    """Probabilities, each the highest that any words of theirs reach."""
    weak: str | None
    """A part that they do not say; None where there is none, or where they do not say the whole."""


def backing(cited: CitedSentence, claim: str, own: Leaning, model: StanceModel) -> Backing:
    """Weigh a sentence, read as that claim. `own`: what the sentences of its paragraphs say of it
    one by one. Raises ModelError."""
    several = [*(text for one in cited.sentences for text in _several(one)), *_across(claim, cited)]
    leanings = [own, *stance_of_texts(claim, [*several, *cited.stated], model)]
    supports = max(one.supports for one in leanings)
    refutes = max(one.refutes for one in (own, *leanings[1 : len(several) + 1]))
    weak = None
    if supports >= SUPPORTED:
        weak = _added(claim, cited) or _weak(claim, cited, model)
    return Backing(supports, refutes, weak)


def parts(text: str) -> list[str]:
    """What stands between the joints of a sentence: "the bridge was closed" and "the ferry ran";
    one where nothing joins."""
    pieces = [part.strip(" .") for part in _JOINTS.split(text)]
    return [part for part in pieces if len(stems(part)) >= _FEWEST - has_verb(part)]


def firmer(text: str, source: str) -> bool:
    """Whether a sentence gives as a fact what its source leaves open: "opened", where that says
    "will be opening"."""
    if _LEFT_OPEN.search(text):
        return False
    own = stems(text)
    return any(
        stem(word) in own
        for match in _OPEN.finditer(source)
        for word in words(source[match.end() :])[:_AFTER]
        if word.islower()
    )


def _added(claim: str, cited: CitedSentence) -> str | None:
    """An item of a list of which the sources have no word: "coughing, drooling and rash"."""
    items = _ITEMS.split(claim)
    known = stems(cited.words)
    for item in items[1:-1] if len(items) > _FEWEST_ITEMS else ():
        own = stems(item)
        if 0 < len(own) <= _LONGEST_ITEM and not own & known and not has_verb(item):
            return item
    return None


def _weak(claim: str, cited: CitedSentence, model: StanceModel) -> str | None:
    pieces = parts(claim)
    if len(pieces) < 2:
        return None
    read = [text for one in cited.sentences for text in (*one, *_several(one))]
    for part in pieces:
        if max(one.supports for one in stance_of_texts(part, read, model)) < PART_SUPPORTED:
            return part
    return None


def _several(sentences: Sequence[str]) -> Iterator[str]:
    """Each two sentences that follow each other."""
    for first, second in pairwise(sentences):
        yield f"{first} {second}"


def _across(claim: str, cited: CitedSentence) -> Iterator[str]:
    """Of each two paragraphs, the sentences that share most words with a claim."""
    wanted = stems(claim)
    nearest = [
        max(sentences, key=lambda one: len(wanted & stems(one)))
        for sentences in cited.sentences
        if sentences
    ]
    for first, second in combinations(nearest, 2):
        yield f"{first} {second}"
