"""What each candidate sentence says of a claim, and whose word it is.

The stance model reads what a speaker or the outlet asserts, and with it the sentence before where
it leans on that; what comes of it, numbers and dates included, is in assistant/nli/scoring.py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from assistant.attribution.event_time import days, event_days, said_day
from assistant.attribution.statements import Statement, statements
from assistant.english.english_only import can_be_judged
from assistant.english.names import same_name, spellings
from assistant.english.similarity import stems, words
from assistant.english.temporal import Moment
from assistant.evidence import ArticleStatement, Candidate
from assistant.nli.base import StanceModel
from assistant.nli.scoring import Leaning, NliPair, lean, strength, windowed
from assistant.thresholds import RELEVANT, RELEVANT_TO_REFUTE
from assistant.utterances import Utterance, utterances
from assistant.verdicts.types import Claim
from index.strings.folding import without_accents
from index.strings.quotation_marks import OPENING, STRAIGHT
from index.types import Article

_LEANS = re.compile(
    rf"^[{STRAIGHT}{OPENING}]?(?:he|she|they|it|this|that|these|those|his|her|their|its|both"
    r"|such|the same|the latter)\b",
    re.IGNORECASE,
)


SentenceT = TypeVar("SentenceT", bound=ArticleStatement)
SentenceT_co = TypeVar("SentenceT_co", bound=ArticleStatement, covariant=True)


@dataclass(frozen=True, slots=True)
class Weighed(Generic[SentenceT_co]):
    """What one speaker, or the outlet, says of a claim in one sentence."""

    sentence: SentenceT_co
    leaning: Leaning
    speaker: str | None
    """Whose word it is, for the reader; None where it is the outlet's."""
    voice: frozenset[str]
    """Who counts as one (assistant/utterances.py)."""
    asked_for: bool
    """It is the word of whom the claim names, where it names anybody."""
    date: Moment | None
    """The day that the sentence tells of, where it gives one."""
    said: Moment | None
    """The day on which it was said, where the sentence gives that."""
    other_date: Moment | None
    """The date that it tells of, where it would support the claim were it not for that."""
    same_date: bool
    """It tells of something on the claim's date."""
    notes: tuple[str, ...]
    """How it was read, one sentence each."""

    @property
    def supports(self) -> float:
        """Of its leaning."""
        return self.leaning.supports

    @property
    def refutes(self) -> float:
        """Of its leaning."""
        return self.leaning.refutes


def weigh(
    claim: Claim, candidates: Sequence[Candidate], model: StanceModel
) -> list[Weighed[Candidate]]:
    """Every sentence that was found with what it says, as far as it is relevant, in their order; a
    sentence with several utterances gives several. Raises ModelError."""
    return _weigh(
        claim, candidates, [one.support if one.fits else 0.0 for one in candidates], model
    )


def weigh_relevant(
    claim: Claim, sentences: Sequence[ArticleStatement], model: StanceModel
) -> list[Weighed[ArticleStatement]]:
    """The same of sentences that nobody had to search for: all of them are relevant. Raises
    ModelError."""
    return _weigh(claim, sentences, [1.0] * len(sentences), model)


def _weigh(
    claim: Claim, sentences: Sequence[SentenceT], relevance: Sequence[float], model: StanceModel
) -> list[Weighed[SentenceT]]:
    read = [
        (one, of_one, utterance, _readings(claim, one, utterance) if of_one >= RELEVANT else [])
        for one, of_one in zip(sentences, relevance, strict=True)
        for utterance in utterances(one)
    ]
    leanings = lean([readings for *_, readings in read], model)
    return [
        _as_relevant(_weighed(claim, sentence, utterance, readings, outcomes), of_one)
        for (sentence, of_one, utterance, readings), outcomes in zip(read, leanings, strict=True)
    ]


def _as_relevant(weighed: Weighed[SentenceT], relevance: float) -> Weighed[SentenceT]:
    if relevance >= RELEVANT_TO_REFUTE:
        return weighed
    return replace(weighed, leaning=weighed.leaning._replace(refutes=0.0))


def _readings(claim: Claim, sentence: ArticleStatement, utterance: Utterance) -> list[NliPair]:
    """What the model reads; nothing where the utterance cannot say anything of the claim."""
    if claim.speaker and not _speaks(claim, utterance, sentence):
        return []
    statement, dates = (
        sentence.statement,
        _days_compared(claim, sentence.article, sentence.statement),
    )
    read = windowed(utterance.text, claim.content, dates, denied=utterance.denied)
    before = _before(sentence)
    leans = _LEANS.match(statement.text) or not _names_all(claim, statement)
    if before and leans and not utterance.denied and _of_one_mouth(before, utterance):
        earlier = _days_compared(claim, sentence.article, before)
        both = windowed(f"{before.text} {utterance.text}", claim.content, (*dates, *earlier))
        read += [
            replace(one, notes=_of_both(one.notes, read[0].notes), unless=before.text)
            for one in both
        ]
    if claim.speaker and utterance.speaker:
        whole = statement.reading if utterance.denied else utterance.text
        if utterance.speaker not in whole:
            whole = f"{utterance.speaker}: {whole}"
        read += windowed(whole, claim.text, dates)
    return read


def _days_compared(claim: Claim, article: Article, statement: Statement) -> tuple[Moment, ...]:
    """The days with which a claim's are compared; what somebody is said to have said also has the
    day of the saying."""
    return (days if claim.speaker else event_days)(article, statement)


def _of_both(notes: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """Notes on two sentences: what only the first gives is not said of the second."""
    return tuple(
        note
        if note in own
        else note.replace("This sentence says", "The sentence before it says", 1)
        for note in notes
    )


def _weighed(
    claim: Claim,
    sentence: SentenceT,
    utterance: Utterance,
    readings: Sequence[NliPair],
    outcomes: Sequence[Leaning],
) -> Weighed[SentenceT]:
    """The strongest of what was read counts."""
    leaning, other_date = Leaning(0.0, 0.0), None
    notes: tuple[str, ...] = ()
    if readings:
        strongest = max(range(len(readings)), key=lambda place: strength(outcomes[place]))
        leaning = outcomes[strongest]
        notes, other_date = readings[strongest].notes, readings[strongest].other_date
    where = sentence.article, sentence.statement
    date, said = next(iter(event_days(*where)), None), said_day(*where)
    dated = tuple(one.note for one in (date, said) if one and one.note)
    if not sentence.can_be_judged:
        notes = ("Not assessed, because it isn't in English.",)
    return Weighed(
        sentence=sentence,
        leaning=leaning,
        speaker=utterance.speaker,
        voice=utterance.voice,
        asked_for=claim.speaker is not None and _speaks(claim, utterance, sentence),
        date=date,
        said=said,
        other_date=other_date,
        same_date=any(one.same_date for one in readings),
        notes=(*notes, *dated),
    )


def _before(sentence: ArticleStatement) -> Statement | None:
    """The sentence before, in the same paragraph or the one above, where the model can read it."""
    place = sentence.statement.place
    before = statements(sentence.article)[place - 1] if place else None
    return before if before and can_be_judged(before.text, sentence.article) else None


def _of_one_mouth(before: Statement, utterance: Utterance) -> bool:
    """Whether a sentence goes on where the one before stopped: not where two speakers follow each
    other."""
    if before.speaker is None or utterance.speaker is None:
        return True
    return not before.parties or bool(before.parties & utterance.voice)


def _names_all(claim: Claim, statement: Statement) -> bool:
    known = spellings(statement.reading)
    return all(spellings(name) <= known for name in claim.names)


def _speaks(claim: Claim, utterance: Utterance, sentence: ArticleStatement) -> bool:
    """Whether it is the word of whom a claim names: a speaker, or the outlet itself."""
    name = str(claim.speaker)
    if utterance.speaker is None:
        outlet = sentence.article.outlet
        return outlet is not None and bool(stems(name)) and stems(name) <= stems(outlet)
    if same_name(name, utterance.speaker, utterance.voice):
        return True
    # "the governor of Orsk" of the claim is "the local governor" of an article about Orsk.
    places = {word for word in words(name)[1:] if word[:1].isupper()}
    told = " ".join(one.text for one in sentence.article.paragraphs)
    if not all(re.search(rf"\b{re.escape(place)}", told) for place in places):
        return False
    is_described = not any(word[:1].isupper() for word in words(utterance.speaker)[1:])
    head = without_accents(words(utterance.speaker)[-1])
    return (
        is_described
        and head in map(without_accents, words(name))
        and head not in {"media", "sources"}
    )
