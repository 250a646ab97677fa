"""Lines of JSON that are judged one by one, most of them not as they should be."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.nli.account_text import Account
from assistant.nli.judge import AnswerSpan, Judge, StanceProbabilities, Standing
from ui.json.judged_lines import BATCH, LONGEST_LINE, LONGEST_TEXT, judged, lines_of


class Sure(Judge):
    """Supports what the evidence prints word for word, and keeps what it was asked."""

    name = "sure"

    def __init__(self) -> None:
        self.asked: list[object] = []

    def stance(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbabilities]:
        self.asked += pairs
        return [
            StanceProbabilities(0.9, 0.06, 0.04)
            if claim in evidence
            else StanceProbabilities(0.1, 0.2, 0.7)
            for evidence, claim in pairs
        ]

    def answers(self, pairs: Sequence[tuple[str, str]]) -> list[AnswerSpan]:
        self.asked += pairs
        return [AnswerSpan(0.8 if "noon" in text else 0.2, 0, 4, 0.5) for _, text in pairs]

    def accounts(self, triples: Sequence[tuple[str, Account, Account]]) -> list[Standing]:
        self.asked += triples
        return [Standing(0.1, 0.6, 0.1, 0.1, 0.1) for _ in triples]


def _judged(*lines: object, judge: Judge | None = None) -> list[dict[str, Any]]:
    given = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines]
    return [json.loads(line) for line in judged(given, judge or Sure())]


def test_each_kind_of_line_gets_its_probabilities_in_the_order_of_the_lines() -> None:
    found = _judged(
        {"question": "When?", "passage": "noon, it was"},
        {"evidence": "It rained.", "claim": "It rained.", "id": 7},
        {
            "question": "Who?",
            "a": "Ada.",
            "b": {"text": "Bo.", "outlet": "O", "date": "2031-02-03"},
        },
        {"evidence": "It rained.", "claim": "It snowed."},
        {"question": "Why?", "passage": "Nobody knows."},
    )
    assert found[0]["answered"] == 0.8
    assert found[0]["answer"] == {"start": 0, "end": 4, "text": "noon"}
    assert found[1] == {
        "evidence": "It rained.", "claim": "It rained.", "id": 7,
        "supports": 0.9, "refutes": 0.06, "neutral": 0.04, "model": "sure",
    }  # fmt: skip
    assert found[2]["conflict"] == 0.6
    assert {"agree", "update", "compatible", "other", "model"} <= found[2].keys()
    assert found[3]["neutral"] == 0.7
    assert found[4]["answer"] is None


def test_an_account_is_given_with_its_outlet_and_day() -> None:
    judge = Sure()
    _judged(
        {
            "question": "Who?",
            "a": "Ada.",
            "b": {"text": "Bo.", "outlet": "O", "date": "2031-02-03"},
        },
        {"question": "Who?", "a": {"text": "Ada.", "outlet": None, "date": None}, "b": "Bo."},
        judge=judge,
    )
    assert judge.asked == [
        ("Who?", Account("Ada."), Account("Bo.", "O", date(2031, 2, 3))),
        ("Who?", Account("Ada."), Account("Bo.")),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"not json", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b'{"evidence": "It rained.", "claim": "It', "not JSON"),
        (b'{"evidence": NaN, "claim": "It rained."}', "not JSON"),
        (["evidence"], "not a JSON object"),
        (None, "not a JSON object"),
        ({"claim": "It rained."}, "needs `evidence` and `claim`"),
        ({"evidence": 3, "claim": "It rained."}, "`evidence` is not a string"),
        ({"evidence": "It rained.", "claim": "  \n"}, "`claim` is empty"),
        ({"evidence": "It\x00rained.", "claim": "It rained."}, "aren't text"),
        (b'{"evidence": "\\ud800", "claim": "It rained."}', "aren't text"),
        ({"evidence": "a" * (LONGEST_TEXT + 1), "claim": "It rained."}, "longer than"),
        ({"question": "Who?", "a": "Ada.", "b": 3}, "`b` is neither"),
        ({"question": "Who?", "a": {"outlet": "O"}, "b": "Bo."}, "`a.text` is not a string"),
        ({"question": "Who?", "a": "Ada.", "b": {"text": "Bo.", "date": "soon"}}, "`b.date`"),
        ({"question": "Who?", "a": "Ada.", "b": {"text": "Bo.", "date": 2031}}, "`b.date`"),
        ({"question": "Who?", "a": {"text": "A.", "outlet": ["O"]}, "b": "Bo."}, "`a.outlet`"),
    ],
)
def test_a_line_that_cannot_be_judged_says_why_and_the_rest_goes_on(
    line: object, told: str
) -> None:
    good = {"evidence": "It rained.", "claim": "It rained."}
    before, bad, after = _judged(good, line, good)
    assert told in bad["error"]
    assert "supports" not in bad
    assert before["supports"] == after["supports"] == 0.9


def test_a_bad_line_comes_back_with_what_it_held() -> None:
    (found,) = _judged({"id": "q7", "evidence": "It rained."})
    assert found["id"] == "q7"


def test_empty_lines_are_passed_over() -> None:
    assert len(_judged(b"", b" \n", {"evidence": "It rained.", "claim": "It rained."})) == 1


def test_a_line_that_is_too_long_is_not_read_and_the_next_one_is() -> None:
    good = b'{"evidence": "It rained.", "claim": "It rained."}\n'
    stream = io.BytesIO(good + b"x" * (3 * LONGEST_LINE) + b"\n" + good + b"y" * (LONGEST_LINE + 1))
    found = [json.loads(line) for line in judged(lines_of(stream), Sure())]
    assert [("error" in one) for one in found] == [False, True, False, True]
    assert "longer than" in found[1]["error"]


def test_many_lines_keep_their_order() -> None:
    lines = [
        {"evidence": "It rained.", "claim": "It rained.", "n": n} for n in range(2 * BATCH + 3)
    ]
    assert [one["n"] for one in _judged(*lines)] == list(range(2 * BATCH + 3))


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_NAMES = st.sampled_from(["evidence", "claim", "question", "passage", "a", "b", "error", "model"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(_NAMES, _JSON, max_size=4), max_size=6))
def test_whatever_the_lines_hold_each_is_answered(lines: list[dict[str, object]]) -> None:
    found = _judged(*lines)
    assert len(found) == len(lines)
    assert all("error" in one or one["model"] == "sure" for one in found)
