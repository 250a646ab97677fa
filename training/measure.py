"""Figures for a network, or for the file made from it, on rows whose targets are known."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer

from assistant.nli.base import softmax
from evaluation.measures import balanced_accuracy, calibration_error, macro_f1
from training.batches import batch
from training.encoder import STANCES, Network
from training.rows import Row
from training.written import ACCOUNT_LABELS

Floats = npt.NDArray[np.float32]
_TOKENS = 1_500
_LONGEST_ANSWER = 40
"""Tokens."""


@dataclass(frozen=True)
class Readings:
    """Logits of every row, in the rows' order."""

    stance: Floats
    answered: Floats
    accounts: Floats
    relevance: Floats
    spans: list[tuple[int, int]]
    """The likeliest answer of each row, in characters of the second text."""


def read(network: Network, words: Tokenizer, rows: Sequence[Row], threads: int = 1) -> Readings:
    """What the network says about each row."""
    device = next(network.parameters()).device
    encoded = words.encode_batch([(row.first, row.second) for row in rows])
    groups: list[list[int]] = [[]]
    for one in sorted(range(len(rows)), key=lambda one: len(encoded[one].ids)):
        if groups[-1] and (len(groups[-1]) + 1) * len(encoded[one].ids) > _TOKENS:
            groups.append([])
        groups[-1].append(one)
    found = Readings(
        np.zeros((len(rows), 3), np.float32),
        np.zeros(len(rows), np.float32),
        np.zeros((len(rows), 5), np.float32),
        np.zeros(len(rows), np.float32),
        [(0, 0)] * len(rows),
    )

    def run(places: list[int]) -> None:
        if device.type == "cpu":
            torch.set_num_threads(1)
        given = batch([rows[one] for one in places], [encoded[one] for one in places]).to(device)
        with torch.inference_mode():
            out = network(given.ids, given.mask)
        found.stance[places] = out.stance.float().cpu().numpy()
        found.answered[places] = out.answered.float().cpu().numpy()
        found.accounts[places] = out.accounts.float().cpu().numpy()
        found.relevance[places] = out.relevance.float().cpu().numpy()
        starts, ends = out.start.float().cpu().numpy(), out.end.float().cpu().numpy()
        for row, one in enumerate(places):
            found.spans[one] = best_span(starts[row], ends[row], encoded[one])

    network.eval()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, reversed(groups)))
    network.train()
    return found


def best_span(starts: Floats, ends: Floats, encoding: object) -> tuple[int, int]:
    """The likeliest answer in the second text, in its characters."""
    kinds, offsets = encoding.sequence_ids, encoding.offsets  # type: ignore[attr-defined]
    inside = np.array([kind == 1 for kind in kinds])
    if not inside.any():
        return 0, 0
    size = len(inside)
    scores = starts[:size, None] + ends[None, :size]
    place = np.arange(size)
    span = place[None, :] - place[:, None]
    scores[~(inside[:, None] & inside[None, :] & (span >= 0) & (span < _LONGEST_ANSWER))] = -np.inf
    start, end = divmod(int(scores.argmax()), size)
    return offsets[start][0], offsets[end][1]


def figures(readings: Readings, rows: Sequence[Row]) -> dict[str, float]:
    """Every measure that the rows have targets for, calibration errors ("ECE") among them."""
    found: dict[str, float] = {}
    stances = [place for place, row in enumerate(rows) if row.stance in STANCES]
    if stances:
        gold = [rows[place].stance or "" for place in stances]
        chances = softmax(readings.stance[stances])
        said = [STANCES[one] for one in chances.argmax(axis=1)]
        found["stance macro-F1"] = macro_f1(gold, said)
        found["stance ECE"] = _error(chances, gold, said)
    asked = [place for place, row in enumerate(rows) if row.answered is not None]
    if asked:
        truth = [bool(rows[place].answered) for place in asked]
        yes = 1 / (1 + np.exp(-readings.answered[asked].astype(float)))
        given = [bool(one >= 0.5) for one in yes]
        found["answered balanced accuracy"] = balanced_accuracy(truth, given)
        found["answered ECE"] = _error(np.stack([1 - yes, yes], axis=1), truth, given)
    spans = [place for place, row in enumerate(rows) if row.answer is not None]
    if spans:
        scores = [
            words_found(
                rows[place].second[slice(*(rows[place].answer or (0, 0)))],
                rows[place].second[slice(*readings.spans[place])],
            )
            for place in spans
        ]
        found["answer F1"] = float(np.mean(scores))
    pairs = [place for place, row in enumerate(rows) if row.accounts is not None]
    if pairs:
        gold = [rows[place].accounts or "" for place in pairs]
        chances = softmax(readings.accounts[pairs])
        said = [ACCOUNT_LABELS[one] for one in chances.argmax(axis=1)]
        found["accounts macro-F1"] = macro_f1(gold, said)
        calm = [
            told == "conflict" for true, told in zip(gold, said, strict=True) if true != "conflict"
        ]
        found["accounts false conflict"] = sum(calm) / max(1, len(calm))
        found["accounts ECE"] = _error(chances, gold, said)
    return {name: round(value, 4) for name, value in found.items()}


def words_found(gold: str, found: str) -> float:
    """F1 of the words of an answer, as SQuAD counts them: articles and punctuation aside."""
    wanted, given = _words(gold), _words(found)
    left = list(wanted)
    shared = 0
    for word in given:
        if word in left:
            left.remove(word)
            shared += 1
    if not shared:
        return float(wanted == given)
    return 2 * shared / (len(wanted) + len(given))


def _words(text: str) -> list[str]:
    kept = "".join(one if one.isalnum() else " " for one in text.lower())
    return [word for word in kept.split() if word not in ("a", "an", "the")]


def _error(
    chances: npt.NDArray[np.floating], gold: Sequence[object], said: Sequence[object]
) -> float:
    right = [one == other for one, other in zip(gold, said, strict=True)]
    return calibration_error([float(one) for one in chances.max(axis=1)], right)
