"""The tables of verdicts: read, predicted and printed with invented data and the fakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from quizzes import quiz_row, write_rows
from stores import Write, store, write

from assistant.nli.scoring import Leaning, stance_of_texts
from assistant.retrieval.retriever import Retriever
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from assistant.verdicts.types import Label
from evaluation.batched_models import BatchedModels
from evaluation.claims import labels, quiz
from evaluation.claims.calibrate import confidence_steps, of_choices
from evaluation.claims.choices import RULES, Score, claim_of, pick, pick_or_none, scores
from evaluation.claims.claim_datasets import answered, averitec, climate_fever, sample, windows
from evaluation.claims.consistency import consistency
from evaluation.claims.data_halves import above, halves, majority
from evaluation.claims.reliability import Predictions
from evaluation.claims.reliability import told as trust_told
from evaluation.claims.summary_datasets import evidence, summaries
from evaluation.claims.summary_datasets import told as told_by
from evaluation.claims.thresholds import search
from evaluation.replies.realtimeqa import Choices, QuizQuestion, questions
from evaluation.tables import record, table
from index.store import Store

__all__ = ["store", "write"]

CLAIM = "The old bridge was closed."
CLOSED = "In spring the old bridge was closed."
OPEN = "The old bridge was not closed."
OTHER = "The ferry sails at noon."
SUPPORT = RULES["support"]


@pytest.fixture
def reading() -> BatchedModels:
    return BatchedModels(WordStance(), OverlapReranker())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Four claims with evidence, and four summaries."""
    stances = {CLOSED: "supports", OPEN: "refutes", OTHER: "neutral"}
    kinds = {
        "supported": [CLOSED, OTHER],
        "refuted": [OPEN, OTHER],
        "conflicting": [CLOSED, OPEN],
        "not_enough_evidence": [OTHER, OTHER],
    }
    rows = [
        {
            "claim": CLAIM,
            "label": label,
            "evidence": [{"text": text, "label": stances[text]} for text in texts],
        }
        for label, texts in kinds.items()
        for _ in range(2)
    ]
    write_rows(tmp_path / "claims" / "climate_fever.jsonl", rows)
    summarized = [
        {"document": f"{OTHER} {CLOSED}", "summary": text, "consistent": consistent}
        for text, consistent in ((CLAIM, 1), ("The old bridge was not closed.", 0))
        for _ in range(2)
    ]
    write_rows(tmp_path / "grounding" / "summedits_town.jsonl.gz", summarized)
    return tmp_path


def test_a_table_is_markdown() -> None:
    assert table(["", "n"], [["a", "1"]]) == "|  | n |\n|---|---|\n| a | 1 |"


def test_a_table_is_written_between_its_marks_only(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("<!-- a: begin -->\nold\n<!-- a: end -->\n<!-- b: begin --><!-- b: end -->\n")
    record(file, "a", "new")
    assert file.read_text() == (
        "<!-- a: begin -->\nnew\n<!-- a: end -->\n<!-- b: begin --><!-- b: end -->\n"
    )
    with pytest.raises(ValueError, match="no marks"):
        record(file, "c", "new")


def test_claims_are_read_with_their_place_and_gold(data: Path) -> None:
    rows = climate_fever(data)
    assert [one.row for one in rows] == list(range(8))
    assert (rows[0].claim, rows[0].label, rows[0].texts) == (CLAIM, "supported", (CLOSED, OTHER))
    assert rows[0].stances == ("supports", "neutral")


def test_a_sample_is_the_same_every_time_and_in_order() -> None:
    rows = list(range(100))
    chosen = sample(rows, 10)
    assert (chosen, len(chosen)) == (sorted(sample(rows, 10)), 10)
    assert sample(rows, None) == sample(rows, 200) == rows


@pytest.mark.parametrize(
    ("question", "answer", "texts"),
    [
        ("Was the old bridge closed?", "Yes", ["The old bridge was closed."]),
        ("Was the old bridge closed?", "No.", ["The old bridge was not closed."]),
        (
            "Was the old bridge closed?",
            "No It stayed open.",
            ["The old bridge was not closed.", "It stayed open."],
        ),
        ("Was it closed?", "No answer could be found.", []),
        ("Was it closed?", "No evidence of it was seen.", ["No evidence of it was seen."]),
        ("Who owns the ferry?", "Orsk Lines", ["Orsk Lines owns the ferry"]),
        ("Who owns the ferry?", "The town owns it.", ["The town owns it."]),
        ("Who owns the ferry?", "", []),
    ],
)
def test_a_question_with_its_answer_stands_alone(
    question: str, answer: str, texts: list[str]
) -> None:
    assert answered(question, answer) == texts


def test_averitec_gives_the_texts_of_all_answers(tmp_path: Path) -> None:
    asked = [
        {"question": "Was the old bridge closed?", "answer": "Yes"},
        {"question": "Who says so?", "answer": "No answer could be found."},
    ]
    row = {"claim": CLAIM, "label": "supported", "evidence": asked}
    write_rows(tmp_path / "claims" / "averitec_dev_a.jsonl", [row])
    (only,) = averitec(tmp_path)
    assert only.texts == ("The old bridge was closed.",)


def test_windows_are_runs_of_sentences() -> None:
    text = "One came. Two came. Three came. Four came."
    assert windows(text, 3) == [
        "One came. Two came. Three came.",
        "Two came. Three came. Four came.",
    ]
    assert windows("One came. Two came.", 3) == ["One came. Two came."]


def test_a_reading_gives_what_the_models_give_and_reads_each_pair_once(
    reading: BatchedModels,
) -> None:
    texts = [CLOSED, OPEN, OTHER, CLOSED]
    expected = stance_of_texts(CLAIM, texts, WordStance())
    assert reading.stances([(CLAIM, texts), (CLAIM, [OPEN])]) == [expected, [expected[1]]]
    assert reading.pairs == 3
    relevance = reading.relevance([(CLAIM, texts), (CLAIM, [OTHER])])
    assert relevance[0][0] == relevance[0][3] == 1.0
    assert relevance[1] == [relevance[0][2]]
    assert reading.pairs == 6


def test_halves_tell_even_rows_from_odd_ones() -> None:
    lines = halves([0, 1, 3], ["a", "a", "b"], {"one": ["a", "b", "b"]}, {"paper": "38.8"})
    head, _, one, paper = lines.splitlines()
    assert "even (n = 1)" in head
    assert "odd (n = 2)" in head
    assert one == "| one | 100.0 | 100.0 | 50.0 | 33.3 | 66.7 | 66.7 |"
    assert paper == "| paper |  |  |  |  | 38.8 |  |"


def test_only_even_rows_choose() -> None:
    rows, gold = [0, 1, 2, 3, 5], ["a", "b", "a", "b", "b"]
    assert majority(rows, gold) == ["a"] * 5
    given, threshold = above([0, 2, 1], ["yes", "no", "no"], [0.6, 0.4, 0.9], "yes", "no")
    assert (given, threshold) == (["yes", "no", "yes"], 0.6)


def test_the_label_tables_are_right_where_words_decide(data: Path, reading: BatchedModels) -> None:
    text, count = labels.labels_of_climate_fever(data, reading, None)
    assert count == 8
    both = [line for line in text.splitlines() if line.startswith("| stance model")]
    assert len(both) == 2
    assert all(line.endswith(" |" + " 100.0 |" * 6) for line in both)
    text, _ = labels.pairs_of_climate_fever(data, reading, None)
    assert "all (n = 16)" in text
    assert "| stance model |" + " 100.0 |" * 6 in text


def test_an_utterance_keeps_its_speakers_name() -> None:
    in_lines = "Ann: I saw it. It was closed.\nBo: No. . Ann: Yes!"
    assert told_by(in_lines) == ("Ann: I saw it.", "Ann: It was closed.", "Bo: No.", "Ann: Yes!")
    assert told_by("A plain sentence. Another: with a colon.") == (
        "A plain sentence.",
        "Another: with a colon.",
    )


def test_evidence_is_what_shares_most_with_the_claim() -> None:
    document = " ".join([*(f"Filler {n} runs." for n in range(20)), CLOSED, "Nobody crossed it."])
    found = evidence(CLAIM, document)
    assert found[0] == CLOSED
    assert any(CLOSED in text and "Filler 19 runs." in text for text in found)
    assert len(found) == len(set(found)) <= 5
    assert evidence(CLAIM, CLOSED) == [CLOSED]
    assert evidence(CLAIM, " \n ") == []


def test_summaries_are_scored_by_their_weakest_sentence(data: Path, reading: BatchedModels) -> None:
    (rows,) = summaries(data).values()
    assert [(one.row, one.consistent) for one in rows] == [
        (0, True), (1, True), (2, False), (3, False),
    ]  # fmt: skip
    text, count = consistency(data, reading, None)
    assert count == 4
    assert "| SummEdits town | 2 / 4 | 50.0 | 50.0 | 100.0 | 100.0 |" in text


def test_a_choice_makes_a_claim() -> None:
    claim = claim_of("Who owns the Orsk ferry?", "Edda Krol")
    assert claim.text == claim.content == "Edda Krol owns the Orsk ferry"
    assert claim.speaker is None
    assert set(claim.names) >= {"Edda Krol"}
    assert claim.negation == "Edda Krol does not own the Orsk ferry"
    put = "True or false: The old bridge was closed."
    assert claim_of(put, "TRUE").text == CLAIM
    assert claim_of(put, "FALSE").text == OPEN


def test_the_best_choice_is_picked_or_none() -> None:
    found = {
        "a": Score((Leaning(0.1, 0.0),), 0.2),
        "b": Score((Leaning(0.8, 0.9),), 0.1),
        "c": Score((Leaning(0.1, 0.0),), 0.9),
    }
    three = Choices(("a", "b", "c"), 1)
    assert pick(three, found, SUPPORT) == 1
    assert pick(three, found, RULES["support − refutation"]) == 2  # as good as a, more relevant
    none = Choices(("a", "c", "None of the above"), 2)
    assert pick_or_none(none, found, SUPPORT, 0.1) == 1
    assert pick_or_none(none, found, SUPPORT, 0.5) == 2


def test_choices_are_scored_from_a_store(store: Store, write: Write, tmp_path: Path) -> None:
    told = ("Ivo Lamm sails at noon.", "It rained.", "Edda Krol owns the Orsk ferry.")
    path = write("ferry", "The ferry", *told)
    store.add([path])
    row = quiz_row("Who owns the Orsk ferry?", ["Ivo Lamm", "Edda Krol"], 1, "https://orsk.example")
    write_rows(tmp_path / "quiz" / "questions.jsonl", [row])
    (question,) = questions(tmp_path / "quiz", 9)
    assert (question.gold, question.without.texts[-1]) == ("Edda Krol", "None of the above")
    reranker = OverlapReranker()
    found = scores(question, Retriever(store, reranker), reranker, WordStance())
    assert found["Edda Krol"].supports > 0.9
    assert found["Ivo Lamm"].supports < 0.1
    assert pick(question.choices, found, SUPPORT) == 1


def test_the_quiz_table_counts_its_groups() -> None:
    row = quiz_row("Who owns it?", ["Ann", "Bo"], 1, "u")
    question = QuizQuestion(
        row["question"], "Bo", ("u",), Choices(("Ann", "Bo"), 1), Choices(("Bo", "None"), 0)
    )
    found = {"Ann": Score((Leaning(0.1, 0.0),), 0.9), "Bo": Score((Leaning(0.9, 0.0),), 0.1)}
    outcomes = [quiz.Asked(n, question, found, complete=n < 2, answerable=n == 1) for n in range(4)]
    text = quiz.told(outcomes, 1000)
    assert "1,000 articles in the store." in text
    assert "odd questions (n = 2) | all (n = 4) | all of its articles in the store (n = 2)" in text
    assert "| chance | 50.0 |" in text
    assert "| reranker alone | 0.0 |" in text
    assert "| verdicts, by support | 100.0 |" in text
    chosen = next(line for line in text.splitlines() if "odd: 1 right" in line and "chosen" in line)
    assert chosen.endswith("| 100.0 | 0.0 | 0.0 | 0.0 | 0.0 | 0.0 |")


def test_the_search_finds_thresholds_that_fit() -> None:
    gold = ["supported", "refuted", "conflicting", "not_enough_evidence"] * 3
    for_, against, weakly = Leaning(0.7, 0.0), Leaning(0.0, 0.7), Leaning(0.0, 0.4)
    stances = [[for_], [against], [for_, weakly], [Leaning(0.4, 0.1)]] * 3
    best = search(gold, stances)[0]
    assert (best.macro_f1, best.accuracy) == (1.0, 1.0)
    assert 0.4 < best.thresholds.supports <= 0.7
    assert best.thresholds.refutes <= 0.4
    assert labels.decided(stances, best.thresholds) == gold


def test_a_choice_is_right_where_its_label_is() -> None:
    row = quiz_row("Who owns it?", ["Ann", "Bo"], 1, "u")
    question = QuizQuestion(
        row["question"], "Bo", ("u",), Choices(("Ann", "Bo"), 1), Choices(("Bo", "None"), 0)
    )
    found = {"Ann": Score((Leaning(0.6, 0.0),), 0.9), "Bo": Score((Leaning(0.9, 0.0),), 0.1)}
    asked = quiz.Asked(0, question, found, complete=True, answerable=True)
    assert list(of_choices([asked])) == [
        (Label.SUPPORTED, 0.6, False),
        (Label.SUPPORTED, 0.9, True),
    ]


def test_confidence_rises_in_few_steps() -> None:
    weak = [(0.61, n % 2 == 0) for n in range(40)]
    strong = [(0.91, n % 4 != 0) for n in range(40)]
    assert confidence_steps([*strong, *weak]) == [(0.61, 0.5), (0.91, 0.75)]
    falling = [(0.61, n % 4 != 0) for n in range(40)] + [(0.91, n % 2 == 0) for n in range(40)]
    assert len(confidence_steps(falling)) == 1
    assert confidence_steps([(0.7, True)]) == [(0.7, 1.0)]
    assert confidence_steps([]) == []


def test_reliability_is_told_by_bin() -> None:
    text = trust_told([Predictions("stance", (0.95, 0.95), (True, False))])
    assert "| stance | 2 | 95.0 | 50.0 | 45.0 |" in text
    assert "| 93.3 to 100.0 | 95.0 → 50.0 (n = 2) |" in text
