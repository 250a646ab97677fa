"""What the network is shown: rows of two texts with what is known about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.nli.account_text import Account, side_by_side
from training import written
from training.written import AccountPair, Claim, Passage, Question


@dataclass(frozen=True, slots=True)
class Row:
    """Two texts as the network reads them, and what is known; None is not known."""

    first: str
    """The claim, or the question, with the first account if there are two."""
    second: str
    """The evidence, the passage, or the second account."""
    source: str
    stance: str | None = None
    """supports, refutes, neutral, or not_supports (the last two together)."""
    answered: bool | None = None
    answer: tuple[int, int] | None = None
    """Where in `second` the answer's words start and end, in characters."""
    accounts: str | None = None
    kind: str = ""
    """What the writer's guide calls the kind of a written row."""
    relevance: float | None = None
    """The packaged reranker's score, between 0 and 1."""


def claim_row(passage: Passage, claim: Claim, form: str) -> Row:
    """A claim with the `whole` passage, its deciding `sentence`s alone, these with the one before
    (`sentence-before`), or the `paragraph`s they are in."""
    text = evidence(passage, claim.at, form)
    return Row(claim.text, text, "written-claims", stance=claim.label, kind=claim.kind)


def question_row(passage: Passage, question: Question, form: str = "whole") -> Row:
    """A question with a passage; forms as in `claim_row`."""
    text = evidence(passage, question.at, form)
    if question.answer is None:
        return Row(question.text, text, "written-questions", answered=False)
    place = _find(text, question.answer, [passage.sentences[one] for one in question.at])
    return Row(question.text, text, "written-questions", answered=True, answer=place)


def account_row(pair: AccountPair) -> Row:
    """Two accounts with their outlets and days."""
    texts = side_by_side(pair.question, to_account(pair.a), to_account(pair.b))
    return Row(*texts, "written-accounts", accounts=pair.label, kind=pair.kind)


def evidence(passage: Passage, at: Sequence[int], form: str) -> str:
    """A passage's text in one form; the whole if no sentence is named."""
    sentences = passage.sentences
    if form == "whole" or not at:
        return " ".join(sentences)
    if form == "paragraph":
        chosen = sorted({passage.paragraph_of(place) for place in at})
        return " ".join(" ".join(passage.paragraphs[one]) for one in chosen)
    places = set(at)
    if form == "sentence-before":
        places |= {place - 1 for place in at if place}
    return " ".join(sentences[place] for place in sorted(places))


def to_account(given: written.Account) -> Account:
    """An account as the judge takes it."""
    return Account(given.text, given.outlet, date.fromisoformat(given.date))


def _find(text: str, answer: str, sentences: Sequence[str]) -> tuple[int, int] | None:
    """Where the answer is in the text, looked for in its sentences first."""
    for part in (*sentences, text):
        inside = part.find(answer)
        at = text.find(part)
        if inside >= 0 and at >= 0:
            return at + inside, at + inside + len(answer)
    return None
