"""From passages to the statements that answer: scored one by one, then held against the words
of the question."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.attribution.speech_acts import gives_order
from assistant.attribution.statements import Statement, statements
from assistant.attribution.syndication import carriers, in_order
from assistant.english.countries import countries
from assistant.english.english_only import can_be_judged
from assistant.english.names import names_all, spellings
from assistant.english.quantities import counted, has_quantity, quantities, same_harm
from assistant.english.similarity import same_wording, stems
from assistant.english.word_diff import same_statement
from assistant.evidence import Candidate
from assistant.retrieval.reranker import Reranker
from assistant.thresholds import (
    ANSWERS,
    COMPARED_TO_BEST,
    COUNTS_SOMETHING_ELSE,
    FROM_PASSAGE,
    WORTH_READING,
)
from assistant.types import Passage, Question, Wanted
from index.strings.quotation_marks import quoted_words
from index.text.prompt_injection import suspicion
from index.types import Article

READ = 16
"""Sentences that the cross-encoder reads for one answer, each about 12 ms on two cores."""
_ALWAYS_READ = 3
"""Passages whose sentences are read whatever their score."""
_SHORTEST_QUOTATION = 5
"""Different words in quotation marks from which two sentences can be told to quote the same."""


@dataclass(frozen=True, slots=True)
class _Criteria:
    """What statements are held against."""

    text: str
    """Whose words they should have."""
    names: tuple[str, ...]
    """An article without one of them is about something else."""
    speaker: str | None = None
    """Whose words are asked for."""
    asks_number: bool = False
    asks_fact: bool = False
    """Orders don't answer questions."""
    is_english: bool = True
    """Whether the models can read the text."""


def candidates(
    question: Question, passages: Sequence[Passage], reranker: Reranker, most: int = READ
) -> list[Candidate]:
    """At most `most` statements of the passages with their support, best first; none repeats
    another. A question that the models cannot read has those first that share most of its words,
    all with support 0."""
    return _selected(_criteria(question), passages, reranker, most)


def candidates_about(
    text: str,
    names: tuple[str, ...],
    passages: Sequence[Passage],
    reranker: Reranker,
    most: int = READ,
) -> list[Candidate]:
    """The same for a statement in English, with the names in it, rather than for a question."""
    return _selected(_Criteria(text, names), passages, reranker, most)


def scored(
    question: Question, read: Sequence[tuple[Statement, Passage]], reranker: Reranker
) -> list[Candidate]:
    """Statements as candidates, in their order."""
    return _scored(_criteria(question), read, reranker)


def _criteria(question: Question) -> _Criteria:
    return _Criteria(
        question.text,
        question.names,
        question.speaker,
        asks_number=question.wanted is Wanted.QUANTITY,
        asks_fact=question.wanted is not Wanted.OTHER,
        is_english=question.is_english,
    )


def _selected(
    criteria: _Criteria, passages: Sequence[Passage], reranker: Reranker, most: int
) -> list[Candidate]:
    read = _to_read(criteria, passages, most)
    if criteria.is_english:
        ranked = _scored(criteria, read, reranker)
        ranked.sort(key=lambda candidate: -candidate.support)
    else:
        ranked = [_candidate(criteria, *one, support=0.0) for one in read]
    return _from_few_articles(criteria, distinct(ranked))


def _scored(
    criteria: _Criteria, read: Sequence[tuple[Statement, Passage]], reranker: Reranker
) -> list[Candidate]:
    own = reranker.score(criteria.text, [statement.reading for statement, _ in read])
    return [
        _candidate(
            criteria,
            statement,
            passage,
            _support(float(score), passage.score) * _counts(criteria, statement),
        )
        for (statement, passage), score in zip(read, own, strict=True)
    ]


def _candidate(
    criteria: _Criteria, statement: Statement, passage: Passage, support: float
) -> Candidate:
    return Candidate(
        statement,
        passage.article,
        support,
        _fits(criteria, statement, passage.article),
        carriers(statement, passage),
        passage.same_text,
    )


def answering(question: Question, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Those that answer: they fit, with enough support of their own and beside the best one."""
    enough = [one for one in ranked if one.fits and one.support >= ANSWERS]
    if question.only_speaker:
        enough = [one for one in enough if one.is_said_by(question.only_speaker)]
    numbers = question.wanted is Wanted.QUANTITY  # another number is news, however put
    return [one for one in enough if numbers or one.support >= enough[0].support * COMPARED_TO_BEST]


def _to_read(
    criteria: _Criteria, passages: Sequence[Passage], most: int
) -> list[tuple[Statement, Passage]]:
    """The statements worth the cross-encoder's time: of the best passages, those that share most
    words with the text, in each passage's order of rank."""
    asked = stems(criteria.text)
    best = passages[0].score if passages else 0.0
    passages = [
        passage
        for rank, passage in enumerate(passages)
        if rank < _ALWAYS_READ or passage.score >= best * WORTH_READING
    ]
    by_place: dict[tuple[str, int, int], tuple[float, Statement, Passage]] = {}
    for rank, passage in enumerate(passages):
        for statement in statements_of(passage):
            if criteria.asks_fact and gives_order(statement.text):
                continue
            shared = len(asked & stems(statement.reading)) / max(1, len(asked))
            place = (passage.article.id, statement.paragraph.number, statement.start)
            by_place.setdefault(place, (shared + 1 / (2 + rank), statement, passage))
    chosen = sorted(by_place.values(), key=lambda item: -item[0])[:most]
    return [(statement, passage) for _, statement, passage in chosen]


def statements_of(passage: Passage) -> Iterator[Statement]:
    """The statements that stand in a passage, in its order; what tells somebody what to write is
    none."""
    chunk = passage.chunk
    for statement in statements(passage.article):
        number = statement.paragraph.number
        before = number == chunk.first and statement.end <= chunk.start
        after = number == chunk.last and statement.start >= chunk.end
        inside = chunk.first <= number <= chunk.last and not (before or after)
        if inside and suspicion(statement.text) is None:
            yield statement


def _support(own: float, of_passage: float) -> float:
    """The sentence's score, moved towards its passage's: a sentence that answers only together
    with those around it stands in a passage that answers. Both are probabilities; the mean is
    taken of their log-odds."""
    odds = (1 - FROM_PASSAGE) * _log_odds(own) + FROM_PASSAGE * _log_odds(of_passage)
    return 1 / (1 + math.exp(-odds))


def _counts(criteria: _Criteria, statement: Statement) -> float:
    """A number of something else than what is asked for makes an answer less likely."""
    if not criteria.asks_number or not quantities(statement.text):
        return 1.0
    number = counted(criteria.text, statement.text)
    return COUNTS_SOMETHING_ELSE if number is None else 1.0


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))


def _fits(criteria: _Criteria, statement: Statement, article: Article) -> bool:
    if not (criteria.is_english and can_be_judged(statement.text, article)):
        return False
    if criteria.asks_number and not (
        has_quantity(statement.text) and same_harm(criteria.text, statement.text)
    ):
        return False
    known, nations = article_spellings(article), article_countries(article)
    return names_all(criteria.names, known, nations, criteria.speaker)


@lru_cache(maxsize=512)
def article_spellings(article: Article) -> frozenset[str]:
    """The spellings of all words in an article, its title and outlet included."""
    texts = [article.title, article.outlet or "", *(part.text for part in article.paragraphs)]
    return frozenset[str]().union(*map(spellings, texts))


@lru_cache(maxsize=512)
def article_countries(article: Article) -> frozenset[str]:
    """The countries that an article names in any way."""
    return frozenset[str]().union(*(countries(part.text) for part in article.paragraphs))


def _from_few_articles(criteria: _Criteria, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, each quoted from an article that stands, if any that prints it does; of one
    text, from the article that a better candidate is quoted from, if it can be: an agency's text is
    quoted from one outlet, and not each sentence from another."""
    chosen: list[Candidate] = []
    for candidate in ranked:
        known = {one.article.id for one in chosen}
        others = [article for article in candidate.carriers if article.retracted is None]
        if candidate.article.retracted is None:
            is_known = candidate.article.id in known
            text = known & candidate.same_text
            others = [] if is_known else [one for one in others if one.id in text]
        moved = (_moved(criteria, candidate, article) for article in others)
        chosen.append(next(filter(None, moved), candidate))
    return chosen


def _moved(criteria: _Criteria, candidate: Candidate, article: Article) -> Candidate | None:
    """The same candidate quoted from another article that prints it; None where the sentence there
    is another speaker's, or the article lacks what the question demands."""
    before = candidate.statement
    for statement in statements(article):
        if not same_statement(before.text, statement.text):
            continue
        fits = _fits(criteria, statement, article)
        if statement.speaker == before.speaker and fits >= candidate.fits:
            rest = [one for one in candidate.carriers if one.id != article.id]
            return Candidate(
                statement,
                article,
                candidate.support,
                fits,
                in_order([candidate.article, *rest], before.text),
                candidate.text if article.id in candidate.same_text else frozenset(),
            )
    return None


def distinct(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Drop what repeats a better candidate; another article that prints it becomes a carrier."""
    kept: list[Candidate] = []
    for candidate in ranked:
        place = next((n for n, one in enumerate(kept) if _same(one, candidate)), None)
        if place is None:
            kept.append(candidate)
            continue
        other = kept[place]
        stands = other.article.retracted is None or candidate.article.retracted is not None
        shown, repeated = (other, candidate) if stands else (candidate, other)
        printing = (*shown.carriers, repeated.article, *repeated.carriers)
        others = (article for article in printing if article.id != shown.article.id)
        rest = in_order(others, shown.statement.text)
        kept[place] = replace(shown, support=other.support, carriers=rest)
    return kept


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether two statements say the same: in the same words, or quoting the same words."""
    first, second = one.statement.text, other.statement.text
    if same_wording(first, second):
        return same_statement(first, second)
    words_of_one, words_of_other = quoted_words(first), quoted_words(second)
    enough = min(len(stems(words_of_one)), len(stems(words_of_other))) >= _SHORTEST_QUOTATION
    return enough and same_wording(words_of_one, words_of_other)
