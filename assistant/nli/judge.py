"""The judge: one model that judges how two texts relate.

What a piece of evidence says about a claim, whether a passage answers a question and in which
words, and how two accounts of one question agree. How the model was made and how often it is right:
docs/guide/judge.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.nli.account_text import Account, side_by_side
from assistant.nli.base import softmax
from assistant.nli.long_texts import windows
from assistant.nli.onnx_cross_encoder import PairModel, PairOutputs, files_of

FOLDER = Path(__file__).parents[1] / "models" / "judge"
"""Where the packaged model is."""
LONGEST = 288
"""Tokens of both texts together that the model reads at once."""
LONGEST_ANSWER = 40
"""Tokens."""
_REMEDY = "Get the file again: git checkout -- assistant/models, or install Onrecord again."
_BETWEEN = 4
"""Tokens that mark where the texts begin and end."""
_FRAME = 40
"""Tokens that name two accounts and their outlets, at most."""
_LEAST = 24
"""Tokens of a window, if the other text leaves so few."""


@dataclass(frozen=True, slots=True)
class StanceProbabilities:
    """What evidence says about a claim: three probabilities that sum to 1."""

    supports: float
    refutes: float
    neutral: float


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Whether a passage answers a question, and where."""

    answered: float
    """The probability."""
    start: int
    end: int
    """The likeliest answer: `passage[start:end]`. It means something only if the passage
    answers."""
    relevance: float
    """How well the passage fits the question, between 0 and 1, on the reranker's scale."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How two accounts of one question relate: five probabilities that sum to 1."""

    agree: float
    conflict: float
    update: float
    compatible: float
    other: float
    """At least one of them does not answer the question."""


class Judge:
    """Reads pairs of texts. Loads on first use; safe to use from several threads."""

    name = "Onrecord's judge"

    def __init__(self, folder: Path = FOLDER) -> None:
        """`folder` holds `model.onnx`, `tokenizer.json` and their SHA256SUMS."""
        self._model = PairModel(
            lambda: files_of("The judge", folder, _REMEDY, LONGEST), outputs=3, as_written=True
        )

    def load(self) -> None:
        """Make the first call as fast as the others. Raises ModelError."""
        self._model.load()

    def close(self) -> None:
        """End the worker threads."""
        self._model.close()

    def stance(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbabilities]:
        """What each (evidence, claim) says, in their order. Raises ModelError.

        Long evidence is read in windows; the most decisive one counts for the whole.
        """
        cut = self._windows([(claim, evidence) for evidence, claim in pairs])
        asked = [(pairs[row][1], text) for row, _, text in cut]
        found: dict[int, StanceProbabilities] = {}
        for (row, _, _), reading in zip(cut, self._model.read(asked, ["stance"]), strict=True):
            stance = StanceProbabilities(*_probabilities(reading.outputs["stance"]))
            if row not in found or stance.neutral < found[row].neutral:
                found[row] = stance
        return [found[row] for row in range(len(pairs))]

    def answers(self, pairs: Sequence[tuple[str, str]]) -> list[AnswerSpan]:
        """Whether each (question, passage) is answered, in their order. Raises ModelError."""
        cut = self._windows(pairs)
        asked = [(pairs[row][0], text) for row, _, text in cut]
        outputs = ["answered", "relevance", "start", "end"]
        best: dict[int, AnswerSpan] = {}
        for (row, begins, _), reading in zip(cut, self._model.read(asked, outputs), strict=True):
            start, end = answer_place(reading)
            answer = AnswerSpan(
                _sigmoid(reading.outputs["answered"]),
                begins + start,
                begins + end,
                _sigmoid(reading.outputs["relevance"]),
            )
            if row not in best or answer.answered > best[row].answered:
                best[row] = answer
        return [best[row] for row in range(len(pairs))]

    def accounts(self, triples: Sequence[tuple[str, Account, Account]]) -> list[Standing]:
        """How the two accounts of each question relate, in their order. Raises ModelError.

        Of a long account, the part that answers best is read.
        """
        short = self._shortened(triples)
        asked = [
            side_by_side(question, *pair)
            for (question, _, _), pair in zip(triples, short, strict=True)
        ]
        readings = self._model.read(asked, ["accounts"])
        return [Standing(*_probabilities(reading.outputs["accounts"])) for reading in readings]

    def _windows(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[int, int, str]]:
        """(row, where it begins, text) of every window of each pair's second text."""
        long = [
            row
            for row, (first, second) in enumerate(pairs)
            # A token has at least one character.
            if len(first) + len(second) > LONGEST - _BETWEEN
        ]
        tokens = self._model.tokens([text for row in long for text in pairs[row]])
        spans = {row: [(0, len(pairs[row][1]))] for row in range(len(pairs))}
        for number, row in enumerate(long):
            first, second = tokens[2 * number], tokens[2 * number + 1]
            room = max(_LEAST, LONGEST - _BETWEEN - len(first))
            spans[row] = windows(pairs[row][1], second, room)
        return [
            (row, start, pairs[row][1][start:end])
            for row in range(len(pairs))
            for start, end in spans[row]
        ]

    def _shortened(
        self, triples: Sequence[tuple[str, Account, Account]]
    ) -> list[tuple[Account, Account]]:
        """The accounts, long ones cut to the window that answers best."""
        kept = [[a, b] for _, a, b in triples]
        tokens = self._model.tokens(
            [text for question, a, b in triples for text in (question, a.text, b.text)]
        )
        parts: list[tuple[int, int, str]] = []
        for row, (_, a, b) in enumerate(triples):
            asked, *said = tokens[3 * row : 3 * row + 3]
            room = max(2 * _LEAST, LONGEST - _BETWEEN - _FRAME - len(asked))
            if sum(map(len, said)) <= room:
                continue
            for side, (account, places) in enumerate(zip((a, b), said, strict=True)):
                share = max(room // 2, room - len(said[1 - side]))
                parts += [
                    (row, side, account.text[start:end])
                    for start, end in windows(account.text, places, share)
                ]
        found = self.answers([(triples[row][0], text) for row, _, text in parts])
        best: dict[tuple[int, int], float] = {}
        for (row, side, text), one in zip(parts, found, strict=True):
            if one.answered > best.get((row, side), -1.0):
                best[row, side] = one.answered
                kept[row][side] = replace(kept[row][side], text=text)
        return [(a, b) for a, b in kept]


class JudgeStance:
    """The judge in the role of a stance model (assistant/nli/packaged.py)."""

    name = Judge.name

    def __init__(self, folder: Path = FOLDER) -> None:
        self._judge = Judge(folder)

    def load(self) -> None:
        self._judge.load()

    def close(self) -> None:
        """End the worker threads."""
        self._judge.close()

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> npt.NDArray[np.float32]:
        """Shape (pairs, 3): supports, refutes, neutral of each (evidence, claim)."""
        rows = [(one.supports, one.refutes, one.neutral) for one in self._judge.stance(pairs)]
        return np.array(rows, dtype=np.float32).reshape(len(pairs), 3)


def answer_place(reading: PairOutputs) -> tuple[int, int]:
    """Where the likeliest answer is in the second text, in characters."""
    inside = [row for row, place in enumerate(reading.places) if place is not None]
    if not inside:
        return 0, 0
    first, last = inside[0], inside[-1] + 1
    starts, ends = reading.outputs["start"][first:last], reading.outputs["end"][first:last]
    place = np.arange(last - first)
    length = place[None, :] - place[:, None]
    scores = np.where((length >= 0) & (length < LONGEST_ANSWER), starts[:, None] + ends, -np.inf)
    start, end = divmod(int(scores.argmax()), last - first)
    one, other = reading.places[first + start], reading.places[first + end]
    return (one[0], other[1]) if one and other else (0, 0)


def _probabilities(logits: npt.NDArray[np.float32]) -> list[float]:
    """Of the labels of one pair."""
    return [float(one) for one in softmax(logits[np.newaxis])[0]]


def _sigmoid(logit: npt.NDArray[np.float32]) -> float:
    return float(1 / (1 + np.exp(-np.float64(logit))))
