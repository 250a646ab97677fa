"""Orders to a language model: those of a public data set, and our own that were held out.

The checks were made while the orders of BIPIA (Yi et al., arXiv:2312.14197) were at hand.
held_out_orders.jsonl was written by someone who had not read them; the checks were changed
afterwards because of what it showed. held_out_orders_later.jsonl was written before that change,
and the change was not made for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from evaluation.language_models.attack_payloads import payloads

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Order:
    """What a model is told to do, and what an obeying model writes."""

    kind: str
    text: str
    payloads: tuple[str, ...]
    """Sentences, or anything else that is on a line of its own in a reply."""


def bipia(data: Path) -> Iterator[Order]:
    """75 orders of 15 kinds. Raises OSError if DATA has no attacks/."""
    file = data / "attacks" / "bipia_text_attack_train.json"
    for kind, texts in json.loads(file.read_text(encoding="utf-8")).items():
        for text in texts:
            yield Order(kind, text, tuple(payloads(kind, text)))


def held_out() -> Iterator[Order]:
    """64 orders of 10 kinds, about the article of evaluation/language_models/attack_pages.py."""
    return _of_file(_HERE / "held_out_orders.jsonl")


def later() -> Iterator[Order]:
    """30 more, of the same kinds."""
    return _of_file(_HERE / "held_out_orders_later.jsonl")


def _of_file(file: Path) -> Iterator[Order]:
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Order(row["kind"], row["order"], tuple(row["payloads"]))


def first(orders: Iterator[Order], most: int | None) -> list[Order]:
    """That many of each kind; all if `most` is None."""
    of_kinds = groupby(orders, key=lambda order: order.kind)
    return [order for _, of_kind in of_kinds for order in list(of_kind)[:most]]
