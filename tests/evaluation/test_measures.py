"""The measures of the tables, against values counted by hand."""

from __future__ import annotations

import pytest

from evaluation.measures import (
    accuracy,
    balanced_accuracy,
    best_threshold,
    calibration_error,
    macro_f1,
    percent,
    reliability,
)

GOLD = ["a", "a", "a", "b", "b", "c"]
GIVEN = ["a", "a", "b", "b", "c", "a"]


def test_accuracy_is_the_share_of_right_labels() -> None:
    assert accuracy(GOLD, GIVEN) == 3 / 6
    assert accuracy([], []) == 0.0


def test_macro_f1_counts_each_label_once() -> None:
    # a: 2 of 3 found, 2 of 3 right: 2/3. b: 1 of 2, 1 of 2: 1/2. c: none: 0.
    assert macro_f1(GOLD, GIVEN) == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)


def test_macro_f1_counts_a_label_that_only_one_of_the_two_has() -> None:
    # a: precision 1/2, recall 1: 2/3. b was never given, c is never right.
    assert macro_f1(["a", "b"], ["a", "a"]) == pytest.approx((2 / 3 + 0) / 2)
    assert macro_f1(["a", "a"], ["a", "c"]) == pytest.approx((2 / 3 + 0) / 2)
    assert macro_f1([], []) == 0.0


def test_balanced_accuracy_is_the_mean_of_the_classes_shares() -> None:
    gold = [True, True, True, True, False]
    assert balanced_accuracy(gold, [True, True, True, False, False]) == (3 / 4 + 1) / 2
    assert balanced_accuracy(gold, [True] * 5) == 0.5
    assert balanced_accuracy([True], [True]) == 1.0
    assert balanced_accuracy([], []) == 0.0


def test_bins_have_equal_width_and_their_upper_border() -> None:
    bins = reliability([0.0, 0.5, 0.51, 1.0], [False, True, False, True], bins=2)
    assert [(one.low, one.high, one.count) for one in bins] == [(0.0, 0.5, 2), (0.5, 1.0, 2)]
    assert [one.confidence for one in bins] == pytest.approx([0.25, 0.755])
    assert [one.right for one in bins] == [0.5, 0.5]


def test_a_bin_without_predictions_is_left_out() -> None:
    (only,) = reliability([0.9], [True], bins=15)
    assert (only.low, only.high) == (13 / 15, 14 / 15)


def test_the_calibration_error_weighs_each_bin_by_its_predictions() -> None:
    # 0 to 0.5: three, mean 0.4, a third right. 0.5 to 1: one, 0.9, right.
    confidences, right = [0.3, 0.4, 0.5, 0.9], [False, False, True, True]
    expected = (3 * abs(0.4 - 1 / 3) + 1 * abs(0.9 - 1)) / 4
    assert calibration_error(confidences, right, bins=2) == pytest.approx(expected)
    assert calibration_error([1.0, 1.0], [True, True]) == 0.0
    assert calibration_error([], []) == 0.0


def test_the_best_threshold_is_the_lowest_of_the_best_scores() -> None:
    gold = [False, False, True, True]
    scores = [0.1, 0.4, 0.6, 0.8]

    def measure(threshold: float) -> float:
        return balanced_accuracy(gold, [score >= threshold for score in scores])

    assert best_threshold(scores, measure) == 0.6
    assert best_threshold(scores, lambda _: 1.0) == 0.1
    assert best_threshold([], measure) == 0.0


def test_many_scores_are_thinned_but_reach_from_the_lowest_to_the_highest() -> None:
    scores = [place / 1000 for place in range(1001)]
    assert best_threshold(scores, lambda threshold: threshold) == 1.0
    assert best_threshold(scores, lambda threshold: -threshold) == 0.0
    assert best_threshold(scores, lambda threshold: -abs(threshold - 0.5)) == pytest.approx(
        0.5, abs=0.01
    )


def test_percents_have_one_decimal() -> None:
    assert [percent(one) for one in (0.4567, 1.0, 0.0)] == ["45.7", "100.0", "0.0"]
