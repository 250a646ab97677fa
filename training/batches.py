"""From rows to tensors: tokens, padded batches of equal length, and the targets of each head."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from training.encoder import STANCES
from training.rows import Row
from training.written import ACCOUNT_LABELS

LONGEST = 288
"""Tokens of both texts together; longer ones lose their end."""
_WINDOW = 640
"""Rows that are sorted by length together."""
UNKNOWN = -100
"""In a target: not known."""


@dataclass(frozen=True)
class Batch:
    """Rows of about equal length; targets are UNKNOWN where nothing is known."""

    ids: Tensor
    mask: Tensor
    stance: Tensor
    """Shape (rows,): the place in STANCES; 3 means "not supports"."""
    answered: Tensor
    """Shape (rows,): 0 or 1."""
    accounts: Tensor
    """Shape (rows,): the place in ACCOUNT_LABELS."""
    relevance: Tensor
    """Shape (rows,): the reranker's probability, NaN where it was not asked."""
    start: Tensor
    """Shape (rows,): the token with which the answer starts."""
    end: Tensor
    """Shape (rows,): the token with which it ends."""

    def to(self, device: torch.device) -> "Batch":
        """The same on another device."""
        return Batch(*(getattr(self, one.name).to(device) for one in fields(self)))


def tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a folder, which truncates what is too long and reads special tokens as
    text."""
    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.enable_truncation(LONGEST, strategy="longest_first")
    found.no_padding()
    found.encode_special_tokens = True
    return found


def batches(rows: Iterator[Row], words: Tokenizer, tokens: int, seed: int) -> Iterator[list[Batch]]:
    """Windows of batches of at most so many tokens each, in random order, without end."""
    chooser = random.Random(seed)  # noqa: S311
    while True:
        window = list(islice(rows, _WINDOW))
        if not window:
            return
        encoded = words.encode_batch([(row.first, row.second) for row in window])
        order = sorted(range(len(window)), key=lambda one: len(encoded[one].ids))
        groups: list[list[int]] = [[]]
        for one in order:
            if groups[-1] and (len(groups[-1]) + 1) * len(encoded[one].ids) > tokens:
                groups.append([])
            groups[-1].append(one)
        chooser.shuffle(groups)
        yield [batch([window[o] for o in g], [encoded[o] for o in g]) for g in groups]


def batch(rows: Sequence[Row], encoded: Sequence[Encoding]) -> Batch:
    """One padded batch."""
    length = max(len(one.ids) for one in encoded)
    ids = torch.zeros((len(rows), length), dtype=torch.long)
    mask = torch.zeros((len(rows), length), dtype=torch.long)
    targets = torch.full((5, len(rows)), UNKNOWN)
    relevance = torch.full((len(rows),), float("nan"))
    for place, (row, one) in enumerate(zip(rows, encoded, strict=True)):
        ids[place, : len(one.ids)] = torch.tensor(one.ids)
        mask[place, : len(one.ids)] = 1
        if row.stance is not None:
            targets[0, place] = (*STANCES, "not_supports").index(row.stance)
        if row.answered is not None:
            targets[1, place] = int(row.answered)
        if row.accounts is not None:
            targets[2, place] = ACCOUNT_LABELS.index(row.accounts)
        if row.answer is not None:
            start, end = (
                one.char_to_token(row.answer[0], 1),
                one.char_to_token(row.answer[1] - 1, 1),
            )
            if start is not None and end is not None:
                targets[3, place], targets[4, place] = start, end
        if row.relevance is not None:
            relevance[place] = row.relevance
    return Batch(ids, mask, targets[0], targets[1], targets[2], relevance, targets[3], targets[4])
