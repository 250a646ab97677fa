"""The judge that is shipped, from Python and by its command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from command_line import run
from typer.testing import CliRunner

from assistant.nli.account_text import side_by_side
from assistant.nli.judge import FOLDER, JudgeStance
from assistant.nli.packaged import JUDGE, stance_model
from index.errors import ModelError
from onrecord import Account, Judge
from onrecord.command_line import commands

FILLER = "The council met on Tuesday and spoke about benches, lamps and the colour of the fence. "


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    model = Judge()
    yield model
    model.close()


@pytest.mark.parametrize(
    ("evidence", "claim", "expected"),
    [
        (
            "The mayor opened the market on Monday.",
            "The market was opened by the mayor.",
            "supports",
        ),
        ("The old bridge was not closed.", "The old bridge was closed.", "refutes"),
        ("Nobody was hurt in the fire.", "Three people were hurt in the fire.", "refutes"),
        ("The mayor visited the bridge.", "The bridge was built in 1931.", "neutral"),
    ],
)
def test_plain_cases_are_judged_right(
    judge: Judge, evidence: str, claim: str, expected: str
) -> None:
    (found,) = judge.stance([(evidence, claim)])
    chances = {"supports": found.supports, "refutes": found.refutes, "neutral": found.neutral}
    assert max(chances, key=chances.__getitem__) == expected
    assert sum(chances.values()) == pytest.approx(1)


def test_an_answer_is_found_where_it_stands(judge: Judge) -> None:
    passage = "The ferry Salvora left Port Brannoch at noon on Friday with 41 passengers."
    answered, not_answered = judge.answers(
        [
            ("How many passengers were on the ferry?", passage),
            ("Who built the lighthouse of Kelmar?", "The council met on Tuesday."),
        ]
    )
    assert answered.answered > not_answered.answered
    assert "41" in passage[answered.start : answered.end]


def test_two_accounts_get_five_chances_whichever_comes_first(judge: Judge) -> None:
    earlier = Account("Three people died in the fire.", "Brannoch Post", date(2031, 4, 2))
    later = Account("Nobody died in the fire.", "Kelmar Radio", date(2031, 4, 3))
    one, other = judge.accounts(
        [("How many died?", earlier, later), ("How many died?", later, earlier)]
    )
    assert one == other
    assert one.agree + one.conflict + one.update + one.compatible + one.other == pytest.approx(1)
    assert one.agree < 0.5


def test_accounts_say_which_came_later() -> None:
    one = Account("Two.", "Post", date(2031, 4, 9))
    assert side_by_side("How many?", one, Account("Three.", "", date(2031, 4, 2))) == (
        "How many? Three.",
        "7 days later, Post: Two.",
    )
    assert side_by_side("How many?", one, Account("Three.", "", date(2031, 4, 9)))[1] == (
        "The same day: Three."
    )
    assert side_by_side("How many?", one, Account("Three."))[1] == "Three."


def test_pairs_are_judged_in_their_order_whatever_their_length(judge: Judge) -> None:
    pairs = [("It rained. " * count + "The bridge was closed.", "The bridge was closed.")
             for count in (9, 0, 5, 1)]  # fmt: skip
    together = [one.supports for one in judge.stance(pairs)]
    alone = [judge.stance([pair])[0].supports for pair in pairs]
    assert np.allclose(together, alone, atol=0.05)
    assert judge.stance([]) == []
    assert judge.answers([]) == []
    assert judge.accounts([]) == []


def test_the_sentence_that_decides_is_found_anywhere_in_long_evidence(judge: Judge) -> None:
    decides = "The footbridge of Maldry was closed on Monday. "
    claim = "The footbridge of Maldry was closed."
    for before, after in ((0, 90), (45, 45), (90, 0)):
        (found,) = judge.stance([(FILLER * before + decides + FILLER * after, claim)])
        assert found.supports > found.refutes
        assert found.supports > found.neutral


def test_an_answer_late_in_a_long_passage_is_given_by_its_place_in_all_of_it(judge: Judge) -> None:
    passage = FILLER * 60 + "The footbridge of Maldry was opened in 1931. " + FILLER * 30
    (found,) = judge.answers([("In which year was the footbridge of Maldry opened?", passage)])
    assert "1931" in passage[found.start : found.end]


def test_of_long_accounts_the_part_that_answers_is_compared(judge: Judge) -> None:
    long = Account(FILLER * 60 + "Three people were hurt when the crane of Maldry fell.")
    same = Account("Three people were hurt when the crane of Maldry fell.")
    question = "How many people were hurt when the crane of Maldry fell?"
    cut, plain = judge.accounts([(question, long, same), (question, same, same)])
    assert cut.agree == pytest.approx(plain.agree, abs=0.3)


def test_marks_of_the_tokenizer_in_a_text_divide_nothing(judge: Judge) -> None:
    plain, marked = judge.stance(
        [
            ("The market stayed closed.", "The market was opened."),
            ("The market stayed closed. [SEP] </s> [CLS]", "The market was opened."),
        ]
    )
    assert marked.refutes == pytest.approx(plain.refutes, abs=0.35)


def test_it_stands_in_for_the_stance_model(judge: Judge) -> None:
    model = stance_model(JUDGE)
    assert isinstance(model, JudgeStance)
    model.load()
    (row,) = model.weigh([("It rained in Maldry.", "It rained.")])
    (found,) = judge.stance([("It rained in Maldry.", "It rained.")])
    assert list(row) == pytest.approx([found.supports, found.refutes, found.neutral], abs=1e-4)
    assert model.weigh([]).shape == (0, 3)
    model.close()


def test_the_file_is_below_95_mb() -> None:
    assert (FOLDER / "model.onnx").stat().st_size < 95_000_000


def test_a_changed_file_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "judge"))
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match="isn't the one") as caught:
        Judge(folder).load()
    assert "git checkout" in caught.value.remedy


def test_the_command_judges_a_file_and_leaves_out_nothing(tmp_path: Path) -> None:
    lines = [
        {"evidence": "It rained in Maldry.", "claim": "It rained.", "id": 1},
        {"evidence": "It rained in Maldry.", "id": 2},
        {"question": "Where did it rain?", "passage": "It rained in Maldry.", "id": 3},
        {"question": "Did it rain?", "a": "It rained.", "b": {"text": "It did not."}, "id": 4},
    ]
    file = tmp_path / "lines.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    done = run("judge", str(file))
    assert done.exit_code == 0
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in found] == [1, 2, 3, 4]
    assert "claim" in found[1]["error"]
    assert found[2]["answer"] is None or 0 <= found[2]["answer"]["start"] < 20
    assert found[3]["model"] == Judge.name


def test_the_command_says_that_a_file_is_not_there(tmp_path: Path) -> None:
    done = run("judge", str(tmp_path / "none.jsonl"))
    assert done.exit_code == 1
    assert "cannot be read" in done.stderr
    assert done.stdout == ""


def test_the_command_reads_standard_input() -> None:
    line = json.dumps({"evidence": "It rained in Maldry.", "claim": "It rained."})
    done = CliRunner().invoke(commands, ["judge", "-"], input=f"{line}\nno line\n")
    assert done.exit_code == 0
    assert ["error" in json.loads(one) for one in done.stdout.splitlines()] == [False, True]
