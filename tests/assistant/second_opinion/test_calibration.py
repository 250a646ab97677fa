"""How sure a pair is: what is not measured can only cost confidence."""

from __future__ import annotations

import pytest

from assistant.second_opinion import calibration as table
from assistant.second_opinion.calibration import Worth, moved, pair_confidence
from assistant.thresholds import UNMEASURED
from assistant.verdicts.types import Label, Stance
from evaluation.language_models.opinion import Pair, told, worth


@pytest.mark.parametrize("alone", [0.11, 0.5, 0.66, 0.74])
def test_a_model_that_nobody_measured_raises_nothing(alone: float) -> None:
    assert pair_confidence("new:model", alone, agrees=True) == alone
    assert pair_confidence("new:model", alone, agrees=False) == min(alone, UNMEASURED)


def test_a_measured_model_moves_it_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(table.WORTHS, "good", Worth(agrees=1.0, differs=-1.0))
    assert pair_confidence("good", 0.5, agrees=True) == pytest.approx(0.7311, abs=1e-4)
    assert pair_confidence("good", 0.5, agrees=False) == pytest.approx(0.2689, abs=1e-4)
    monkeypatch.setitem(table.WORTHS, "idle", Worth(agrees=0.0, differs=0.0))
    assert pair_confidence("idle", 0.74, agrees=False) == 0.74


def test_nothing_becomes_certain() -> None:
    assert moved(1.0, 5.0) == 0.99
    assert moved(0.0, -5.0) == pytest.approx(0.01)
    assert moved(0.3, 0.0) == 0.3


def found(agree: tuple[int, int], differ: tuple[int, int]) -> list[Pair]:
    """(right, wrong) verdicts on which a model agrees, and on which it does not, all with a
    confidence of 50 in 100."""
    pairs = []
    for second, (right, wrong) in ((Label.SUPPORTED, agree), (Label.REFUTED, differ)):
        for gold in [Label.SUPPORTED] * right + [Label.NOT_ENOUGH] * wrong:
            read = (("supports", Stance.SUPPORTS),)
            pairs.append(Pair(gold, Label.SUPPORTED, 0.5, second, read))
    return pairs


def test_the_worth_of_a_model_that_knows_is_found() -> None:
    measured = worth(found((45, 5), (10, 40)))
    assert measured is not None
    assert measured.agrees > 1
    assert measured.differs < -1


@pytest.mark.parametrize(
    ("agree", "differ"),
    [((25, 25), (24, 26)), ((30, 20), (28, 22)), ((22, 3), (20, 5))],
)
def test_what_may_be_chance_is_worth_nothing(
    agree: tuple[int, int], differ: tuple[int, int]
) -> None:
    assert worth(found(agree, differ)) == Worth(0.0, 0.0)


@pytest.mark.parametrize(("agree", "differ"), [((15, 0), (0, 15)), ((40, 5), (0, 0))])
def test_too_few_claims_measure_nothing(agree: tuple[int, int], differ: tuple[int, int]) -> None:
    few = found(agree, differ)
    assert worth(few) is None
    assert "Worth(" not in told("a:b", few, 45)


def test_a_model_without_any_opinion_has_no_shares() -> None:
    assert told("a:b", [], 50).splitlines()[-1] == "| claims of which it has an opinion | 0 |"


def test_how_far_the_verdicts_are_off_is_not_the_models_merit() -> None:
    """All verdicts are right more often than they say, whatever the model says."""
    assert worth(found((45, 5), (44, 6))) == Worth(0.0, 0.0)


def test_the_tables_have_a_line_to_paste() -> None:
    text = told("a:b", found((45, 5), (10, 40)), 120)
    assert '"a:b": Worth(agrees=1.' in text
    assert "| claims of which it has an opinion | 100 |" in text
    assert "| 50.0 to 100.0 | 45 of 50 (90.0) | 10 of 50 (20.0) |" in text
