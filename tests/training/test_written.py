"""The written data: what its files say, and the rows that the judge is trained on."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from training.mixture import SHARES, stream
from training.pairs import Pair
from training.rows import (
    account_row,
    claim_row,
    evidence,
    question_row,
)
from training.written import (
    AccountPair,
    Passage,
    account_pairs,
    held_out,
    passages,
)

ITEM = """@ Port of Elvar Gazette | 2031-03-04 | ports | wire
P The crane fell on Monday. | Nobody was hurt, the harbour said.
P It had been built in 2019. | The crane's owner, Trossen, denied that it was overloaded.
S 2 neg No one came to harm.
R 4+3 denied Trossen said that the crane had carried too much.
N 0 unsaid The crane will be rebuilt.
? 3 When was the crane built? => 2019
! How high was the crane?

@ Elvar Radio | 2031-03-05 | ports | radio
P The ferry left at noon. | It was full.
S 1 paraphrase The ferry departed at midday.
"""
FURTHER = """@ 1
? 1 When did the crane fall? => on Monday
! Who will pay for the crane?
"""
TWO = """@ ports | num
Q How many were hurt when the crane fell?
A Port of Elvar Gazette | 2031-03-04 | Nobody was hurt.
B Elvar Radio | 2031-03-07 | Two workers were hurt, the clinic said.
= conflict
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "A-01.txt").write_text(ITEM, encoding="utf-8")
    (tmp_path / "questions-A-01.txt").write_text(FURTHER, encoding="utf-8")
    (tmp_path / "two-F-01.txt").write_text(TWO, encoding="utf-8")
    return tmp_path


@pytest.fixture
def crane(folder: Path) -> Passage:
    return passages(folder)[0]


def test_an_item_is_read_with_its_claims_and_its_further_questions(crane: Passage) -> None:
    assert crane.outlet == "Port of Elvar Gazette"
    assert [len(paragraph) for paragraph in crane.paragraphs] == [2, 2]
    assert [(claim.label, claim.at, claim.kind) for claim in crane.claims] == [
        ("supports", (1,), "neg"),
        ("refutes", (3, 2), "denied"),
        ("neutral", (), "unsaid"),
    ]
    assert [question.answer for question in crane.questions] == ["2019", None, "on Monday", None]
    assert [crane.paragraph_of(place) for place in range(4)] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("sentence", "It had been built in 2019."),
        ("sentence-before", "Nobody was hurt, the harbour said. It had been built in 2019."),
        (
            "paragraph",
            "It had been built in 2019. The crane's owner, Trossen, denied that it was overloaded.",
        ),
    ],
)
def test_a_claim_is_shown_over_as_much_of_the_passage_as_its_form_says(
    crane: Passage, form: str, text: str
) -> None:
    assert evidence(crane, (2,), form) == text


def test_where_no_sentence_is_named_the_evidence_is_the_whole_passage(crane: Passage) -> None:
    row = claim_row(crane, crane.claims[2], "sentence")
    assert row.second == " ".join(crane.sentences)
    assert row.stance == "neutral"


def test_an_answer_is_found_in_the_sentence_that_gives_it(crane: Passage) -> None:
    row = question_row(crane, crane.questions[2])
    assert row.answered
    assert row.answer is not None
    assert row.second[slice(*row.answer)] == "on Monday"
    assert question_row(crane, crane.questions[3]).answered is False


def test_two_accounts_are_told_apart_by_their_days(folder: Path) -> None:
    (pair,) = account_pairs(folder)
    row = account_row(pair)
    assert row.first.endswith("Port of Elvar Gazette: Nobody was hurt.")
    assert row.second.startswith("3 days later, Elvar Radio: Two workers")
    assert row.accounts == "conflict"


def _rows(folder: Path, seed: int, count: int = 400) -> list[object]:
    pairs = [Pair("It rained.", "It was wet.", "supports", "lingnli")]
    return list(islice(stream(passages(folder), account_pairs(folder), pairs, seed), count))


def test_the_stream_is_the_same_for_the_same_seed_and_another_for_another(folder: Path) -> None:
    assert _rows(folder, 1) == _rows(folder, 1)
    assert _rows(folder, 1) != _rows(folder, 2)


def test_the_stream_mixes_the_sources_by_their_shares(folder: Path) -> None:
    pairs = [Pair("It rained.", "It was wet.", "supports", "lingnli")]
    rows = islice(stream(passages(folder), account_pairs(folder), pairs, 3), 4_000)
    counts = Counter(row.source for row in rows)
    whole = sum(SHARES[source] for source in counts)
    for source, count in counts.items():
        assert count / 4_000 == pytest.approx(SHARES[source] / whole, abs=0.03)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (ITEM.replace("S 2 neg", "S 9 neg"), "sentence 9 of 4"),
        (ITEM.replace("| wire", ""), "Gazette"),
        (ITEM.replace("S 2 neg No", "X 2 neg No"), "X 2 neg"),
        (ITEM.replace("=> 2019", "2019"), "When was the crane built"),
    ],
)
def test_what_does_not_fit_the_guide_is_named(folder: Path, broken: str, told: str) -> None:
    (folder / "A-01.txt").write_text(broken, encoding="utf-8")
    with pytest.raises(ValueError, match=r"A-01\.txt, item 1") as caught:
        passages(folder)
    assert told in str(caught.value)


def test_two_accounts_with_an_unknown_label_are_named(folder: Path) -> None:
    (folder / "two-F-01.txt").write_text(TWO.replace("conflict", "clash"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"two-F-01\.txt, item 1.*clash"):
        account_pairs(folder)


@pytest.fixture(scope="module")
def ours() -> tuple[list[Passage], list[AccountPair]]:
    return passages(), account_pairs()


def test_the_written_data_is_whole(ours: tuple[list[Passage], list[AccountPair]]) -> None:
    given, accounts = ours
    assert len(given) == 2_191
    assert sum(len(passage.claims) for passage in given) == 21_546
    assert sum(len(passage.questions) for passage in given) == 20_514
    assert len(accounts) == 1_277


def test_one_item_in_ten_of_every_file_is_held_out(
    ours: tuple[list[Passage], list[AccountPair]],
) -> None:
    items = [(one.file, one.number) for part in ours for one in part]
    files = Counter(file for file, _ in items)
    held = Counter(file for file, number in items if held_out(file, number))
    assert set(held) == set(files)
    assert all(abs(held[file] - count / 10) <= 1 for file, count in files.items())


def test_nearly_every_answer_is_printed_in_its_passage(
    ours: tuple[list[Passage], list[AccountPair]],
) -> None:
    rows = [
        question_row(passage, question)
        for passage in ours[0]
        for question in passage.questions
        if question.at
    ]
    assert sum(row.answer is None for row in rows) <= 20
