"""The table of quiz questions that were answered by the verdicts on their choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.retrieval.retriever import Retriever
from assistant.verdicts.label_decision import THRESHOLDS, Thresholds, decide
from assistant.verdicts.types import Label
from evaluation.batched_models import BatchedModels, report
from evaluation.claims.choices import (
    RULES,
    Rule,
    Score,
    Scores,
    best_scores,
    pick,
    pick_or_none,
    relevance,
    scores,
)
from evaluation.claims.claim_datasets import sample
from evaluation.measures import best_threshold, percent
from evaluation.replies.quiz_store import library
from evaluation.replies.realtimeqa import Choices, QuizQuestion, answerable
from evaluation.tables import table

QUESTIONS = 300
"""Questions that are asked, unless the caller says otherwise."""
_OTHERS = [
    replace(THRESHOLDS, supports=supports, refutes=refutes)
    for supports, refutes in ((0.5, 0.5), (0.6, 0.6), (0.4, 0.7), (0.7, 0.7), (0.55, 0.8))
]
_LABELS = (Label.SUPPORTED, Label.CONFLICTING, Label.REFUTED)
_PUBLISHED = [
    ("published: GPT-3, closed book / with search (2022)", "46.7 / 73.0", ""),
    ("published: GPT-5.4, closed book / with search (2026)", "59.0 / 72.5", ""),
    ("published: Llama-4-Maverick, closed book / with search (2026)", "56.0 / 69.2", "49.8 / 65.2"),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what the articles say about its choices."""

    row: int
    """Its place among the questions asked, from 0: even ones choose, odd ones test."""
    question: QuizQuestion
    found: Scores
    complete: bool
    """All articles that the search engine found for it are in the store."""
    answerable: bool
    """The gold answer's words are in one of those that are in the store."""


def quiz(
    folder: Path, store: Path, reading: BatchedModels, articles: int, most: int | None
) -> tuple[str, int]:
    """The tables, and how many questions were asked. `articles`: how many are put in the store;
    asked are the questions that have at least one of theirs in it."""
    outcomes = ask(folder, store, reading, articles, most)
    return told(outcomes, articles), len(outcomes)


def ask(
    folder: Path,
    store: Path,
    reading: BatchedModels,
    articles: int,
    most: int | None,
    *,
    only_even: bool = False,
) -> list[Asked]:
    """What the articles say about the choices of each question."""
    with library(folder, store, articles) as (opened, questions, held):
        present = [one for one in questions if any(url in held for url in one.articles)]
        asked = sample(present[:QUESTIONS], most)
        retriever = Retriever(opened, reading.reranker)
        outcomes = []
        for row, question in enumerate(asked):
            if only_even and row % 2:
                continue
            found = scores(question, retriever, reading.reranker, reading)
            complete = all(url in held for url in question.articles)
            outcomes.append(Asked(row, question, found, complete, answerable(question, held)))
            report("questions", row + 1, len(asked))
    return outcomes


def told(outcomes: Sequence[Asked], articles: int) -> str:
    """The table of both variants."""
    even = [one for one in outcomes if one.row % 2 == 0]
    rule = max(RULES, key=lambda name: accuracy(even, picks(even, RULES[name])))
    full = {
        "chance": None,
        "always the place that is right most often": _most_frequent(outcomes, without=False),
        "reranker alone": picks(outcomes, relevance),
        f"verdicts, by {rule}": picks(outcomes, RULES[rule]),
    }
    limits = {"reranker": limit(even, relevance), "verdicts": limit(even, RULES[rule])}
    without = {
        "chance": None,
        "always the place that is right most often": _most_frequent(outcomes, without=True),
        f"reranker alone (none below {limits['reranker']:.3f})": picks(
            outcomes, relevance, limits["reranker"]
        ),
        f"verdicts, by {rule} (none below {limits['verdicts']:.3f})": picks(
            outcomes, RULES[rule], limits["verdicts"]
        ),
    }
    groups = _groups(outcomes)
    head = ["", *(f"{name} (n = {len(places)})" for name, places in groups.items())]
    blank = [""] * (len(groups) - 2)
    lines = [["**four choices**", *[""] * len(groups)]]
    lines += [_line(name, outcomes, given, groups, without=False) for name, given in full.items()]
    lines += [[name, "", figure, *blank] for name, figure, _ in _PUBLISHED]
    lines.append(["**with “none of the above”**", *[""] * len(groups)])
    lines += [_line(name, outcomes, given, groups, without=True) for name, given in without.items()]
    lines += [[name, "", figure, *blank] for name, _, figure in _PUBLISHED if figure]
    return f"{articles:,} articles in the store.\n\n{table(head, lines)}\n\n{verdicts(outcomes)}"


def verdicts(outcomes: Sequence[Asked]) -> str:
    """What each choice gets as a claim, with the thresholds of a verdict and with others: in
    percent of the right choices of answerable questions, and of the wrong choices of all."""
    lines = []
    for half, name in enumerate(("even", "odd")):
        part = [one for one in outcomes if one.row % 2 == half]
        right = [one.found[one.question.gold] for one in part if one.answerable]
        wrong = [
            one.found[text]
            for one in part
            for place, text in enumerate(one.question.choices.texts)
            if place != one.question.choices.right
        ]
        for thresholds in (THRESHOLDS, *_OTHERS):
            chosen = " (chosen)" if thresholds is THRESHOLDS else ""
            lines.append(
                [
                    f"{name}: {len(right)} right, {len(wrong)} wrong",
                    f"{thresholds.supports:g} / {thresholds.refutes:g}{chosen}",
                    *_shares(right, thresholds),
                    *_shares(wrong, thresholds),
                ]
            )
    head = ["half", "supports / refutes from"]
    head += [f"{whose}: {label.value}" for whose in ("right", "wrong") for label in _LABELS]
    return table(head, lines)


def _shares(choices: Sequence[Score], thresholds: Thresholds) -> list[str]:
    """The share of each label among the verdicts on these."""
    given = [decide(one.leanings, thresholds)[0] for one in choices]
    return [percent(given.count(label) / len(given) if given else 0.0) for label in _LABELS]


def picks(outcomes: Sequence[Asked], rule: Rule, threshold: float | None = None) -> list[int]:
    """The place that is picked for each question; with a threshold, in the variant that has "None
    of the above"."""
    if threshold is None:
        return [pick(one.question.choices, one.found, rule) for one in outcomes]
    return [pick_or_none(one.question.without, one.found, rule, threshold) for one in outcomes]


def limit(outcomes: Sequence[Asked], rule: Rule) -> float:
    """The threshold of "None of the above" with the best accuracy."""
    tried = best_scores([(one.question.without, one.found) for one in outcomes], rule)

    def measure(threshold: float) -> float:
        return accuracy(outcomes, picks(outcomes, rule, threshold), without=True)

    return best_threshold(tried, measure)


def accuracy(outcomes: Sequence[Asked], given: Sequence[int], *, without: bool = False) -> float:
    """The share of questions whose right choice was picked."""
    right = [_offered(one, without=without).right for one in outcomes]
    hits = sum(one == two for one, two in zip(right, given, strict=True))
    return hits / len(right) if right else 0.0


def _groups(outcomes: Sequence[Asked]) -> dict[str, list[int]]:
    """The columns of the table: which questions are counted."""
    return {
        "odd questions": [n for n, one in enumerate(outcomes) if one.row % 2],
        "all": list(range(len(outcomes))),
        "all of its articles in the store": [n for n, one in enumerate(outcomes) if one.complete],
        "answerable": [n for n, one in enumerate(outcomes) if one.answerable],
        "answerable, odd": [n for n, one in enumerate(outcomes) if one.answerable and one.row % 2],
    }


def _line(
    name: str,
    outcomes: Sequence[Asked],
    given: Sequence[int] | None,
    groups: dict[str, list[int]],
    *,
    without: bool,
) -> list[str]:
    cells = []
    for places in groups.values():
        chosen = [outcomes[place] for place in places]
        if given is None:
            chances = [1 / len(_offered(one, without=without).texts) for one in chosen]
            cells.append(percent(sum(chances) / len(chances) if chances else 0.0))
        else:
            found = [given[place] for place in places]
            cells.append(percent(accuracy(chosen, found, without=without)))
    return [name, *cells]


def _most_frequent(outcomes: Sequence[Asked], *, without: bool) -> list[int]:
    counts = Counter(_offered(one, without=without).right for one in outcomes if one.row % 2 == 0)
    most = min(counts, key=lambda place: (-counts[place], place), default=0)
    return [most] * len(outcomes)


def _offered(one: Asked, *, without: bool) -> Choices:
    return one.question.without if without else one.question.choices
