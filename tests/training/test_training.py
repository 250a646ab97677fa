"""How the judge is trained, on a network that is too small to learn much."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from assistant.nli.judge import FOLDER
from training.batches import UNKNOWN, Batch, batch, batches, tokenizer
from training.encoder import Network, Shape
from training.losses import known, losses_of
from training.measure import Readings, figures, read, words_found
from training.rows import Row
from training.train import Recipe, Run

SHAPE = Shape(layers=3, width=24, words=30_527, positions=512, first_position=0, divider=102,
              kinds=2, buckets=8, epsilon=1e-12, heads=2, head_width=8)  # fmt: skip
ROWS = [
    Row("The ferry left.", "The ferry left at noon.", "a", stance="supports"),
    Row("The ferry stayed.", "The ferry left at noon.", "a", stance="refutes"),
    Row("The ferry is old.", "The ferry left at noon.", "a", stance="not_supports"),
    Row("When did it leave?", "The ferry left at noon.", "q", answered=True, answer=(18, 22)),
    Row("Who steered it?", "The ferry left at noon.", "q", answered=False, relevance=0.2),
    Row("When? It left at noon.", "It left at ten.", "t", accounts="conflict"),
]


@pytest.fixture(scope="module")
def words() -> Tokenizer:
    return tokenizer(FOLDER)


def _network() -> Network:
    torch.manual_seed(1)
    return Network(SHAPE)


def _batch(words: Tokenizer, rows: list[Row]) -> Batch:
    return batch(rows, words.encode_batch([(row.first, row.second) for row in rows]))


def test_targets_are_put_where_they_belong(words: Tokenizer) -> None:
    found = _batch(words, ROWS)
    assert found.stance.tolist() == [0, 1, 3, UNKNOWN, UNKNOWN, UNKNOWN]
    assert found.answered.tolist() == [UNKNOWN] * 3 + [1, 0, UNKNOWN]
    assert found.accounts.tolist() == [UNKNOWN] * 5 + [1]
    told = found.ids[3, found.start[3] : found.end[3] + 1].tolist()
    assert words.decode(told) == "noon"
    assert known(found) == {"stance": 3, "answered": 2, "accounts": 1, "relevance": 1, "span": 2}


def test_only_what_is_known_of_a_row_is_learnt_from(words: Tokenizer) -> None:
    network = _network()
    given = _batch(words, [ROWS[0]])
    found = losses_of(network(given.ids, given.mask), given)
    assert found["stance"] > 0
    assert all(found[name] == 0 for name in ("answered", "accounts", "relevance", "span"))


def test_padding_changes_nothing(words: Tokenizer) -> None:
    network = _network().eval()
    alone, padded = _batch(words, ROWS[:1]), _batch(words, ROWS[:1])
    wider = torch.nn.functional.pad
    found = network(alone.ids, alone.mask)
    other = network(wider(padded.ids, (0, 7)), wider(padded.mask, (0, 7)))
    assert torch.allclose(found.stance, other.stance, atol=1e-5)


def test_the_two_texts_are_told_apart(words: Tokenizer) -> None:
    network = _network().eval()
    one, other = _batch(words, [Row("a b", "c", "")]), _batch(words, [Row("c", "a b", "")])
    assert not torch.allclose(
        network(one.ids, one.mask).stance, network(other.ids, other.mask).stance
    )


def test_batches_hold_no_more_tokens_than_they_may_and_all_rows(words: Tokenizer) -> None:
    (window,) = batches(iter(ROWS * 20), words, 60, 1)
    assert sum(len(one.ids) for one in window) == len(ROWS) * 20
    assert all(one.ids.numel() <= 60 for one in window)


class Clock:
    """A clock on which every look takes a hundredth of a second, however busy the machine is."""

    now = 0.0
    strftime = staticmethod(time.strftime)
    process_time = staticmethod(time.process_time)

    def time(self) -> float:
        self.now += 0.01
        return self.now


def _run(folder: Path, words: Tokenizer, seconds: float, clock: Clock) -> Run:
    def windows(_begun: int) -> Iterator[list[Batch]]:
        while True:
            yield [_batch(words, ROWS)] * 4

    run = Run(_network(), Recipe(tokens=200, together=2, frozen_layers=1, rate=1e-3), folder, 2)
    run.train(windows, clock.now + seconds, lambda: {"figure": 1}, 0.1)
    return run


def test_a_run_ends_by_the_clock_learns_and_can_be_taken_up(
    tmp_path: Path, words: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("training.train.time", clock)
    first = _run(tmp_path, words, 2.0, clock)
    assert first.progress.step > 0
    assert (tmp_path / "stable.pt").exists()
    mean = torch.load(tmp_path / "mean.pt", weights_only=True)
    assert set(mean) == set(first.progress.mean)
    assert not any(name.startswith(("words", "layers.0.")) for name in mean)
    given = _batch(words, ROWS)
    before, after = (
        losses_of(network(given.ids, given.mask), given)["stance"].item()
        for network in (_network(), first.network)
    )
    assert after < before
    second = _run(tmp_path, words, 0.5, clock)
    assert second.progress.begun == 2
    assert second.progress.step >= first.progress.step


def test_figures_are_those_of_the_rows(words: Tokenizer) -> None:
    rows = ROWS[:2] + ROWS[3:]
    readings = read(_network(), words, rows)
    assert readings.stance.shape == (len(rows), 3)
    readings.stance[:] = [[9, 0, 0], [0, 9, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]
    readings.answered[:] = [0, 0, 5, 5, 0]
    spans = [(0, 0), (0, 0), (18, 22), (0, 3), (0, 0)]
    readings.accounts[:] = [[0, 9, 0, 0, 0]] * len(rows)
    found = figures(
        Readings(readings.stance, readings.answered, readings.accounts, readings.relevance, spans),
        rows,
    )
    assert found["stance macro-F1"] == 1
    assert found["answered balanced accuracy"] == 0.5
    assert found["answer F1"] == 1
    assert found["accounts macro-F1"] == 1
    assert found["stance ECE"] < 0.01


@pytest.mark.parametrize(
    ("gold", "found", "score"),
    [("the old mill", "old mill", 1), ("41", "41 people", 2 / 3), ("noon", "ten", 0), ("", "", 1)],
)
def test_words_found(gold: str, found: str, score: float) -> None:
    assert words_found(gold, found) == pytest.approx(score)
