"""`python -m training START PAIRS --folder WORK --until HH:MM`: trains the judge.

`python -m training.export` makes the shipped file from the result. Needs the extra `train` (pip
install -e '.[train]')."""

import os
import sys

# Without these the C library returns large blocks to the system after each step and requests # them
# again in the next, which costs a third of the speed. Waiting threads must not spin.
if os.environ.get("MALLOC_TRIM_THRESHOLD_") is None:
    os.environ["MALLOC_TRIM_THRESHOLD_"] = os.environ["MALLOC_MMAP_THRESHOLD_"] = "100000000000"
    os.environ["OMP_WAIT_POLICY"] = "passive"
    os.execv(sys.executable, [sys.executable, "-m", "training", *sys.argv[1:]])  # noqa: S606

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import torch

from assistant.retrieval.reranker import PackagedReranker
from training.batches import Batch, batches, tokenizer
from training.dev import dev_rows
from training.measure import figures, read
from training.mixture import stream
from training.pairs import read_pairs
from training.rows import Row
from training.start import start
from training.train import Recipe, Run
from training.written import account_pairs, held_out, passages


def main() -> None:
    """Read the command line and train."""
    options = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    options.add_argument("start", type=Path, help="the folder of the model that it starts from")
    options.add_argument("pairs", type=Path, help="the folder of train.jsonl.gz and dev.jsonl.gz")
    options.add_argument("--folder", type=Path, required=True, help="for the log and the weights")
    options.add_argument("--until", required=True, help="when to end: HH:MM, or minutes from now")
    options.add_argument("--device", default="cpu", help="cpu or cuda")
    options.add_argument("--workers", type=int, default=2, help="threads; 1 on a GPU")
    options.add_argument("--frozen", type=int, default=Recipe.frozen_layers)
    options.add_argument("--tokens", type=int, default=Recipe.tokens, help="in a small batch")
    options.add_argument("--measure-every", type=float, default=1_200, help="seconds")
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    recipe = replace(Recipe(), tokens=chosen.tokens, frozen_layers=chosen.frozen)
    words = tokenizer(chosen.start)
    given = [one for one in passages() if not held_out(one.file, one.number)]
    accounts = [one for one in account_pairs() if not held_out(one.file, one.number)]
    pairs = read_pairs(chosen.pairs / "train.jsonl.gz")
    dev = dev_rows(chosen.pairs / "dev.jsonl.gz", most=100)
    network = start(chosen.start).to(chosen.device)
    print(
        len(given), "passages", len(accounts), "accounts", len(pairs), "pairs", recipe, flush=True
    )
    reranker = PackagedReranker()

    def rows(begun: int) -> Iterator[Row]:
        every = stream(given, accounts, pairs, recipe.seed + 1_000 * begun)
        while True:
            yield from _scored(list(islice(every, 640)), reranker)

    def windows(begun: int) -> Iterator[list[Batch]]:
        return batches(rows(begun), words, recipe.tokens, recipe.seed + begun)

    def measured() -> dict[str, Any]:
        return {
            name: figures(read(network, words, part, chosen.workers), part)
            for name, part in dev.items()
        }

    run = Run(network, recipe, chosen.folder, chosen.workers)
    run.train(windows, _deadline(chosen.until), measured, chosen.measure_every)


def _scored(rows: list[Row], reranker: PackagedReranker) -> list[Row]:
    """One question in three with its relevance as the packaged reranker sees it."""
    places = [place for place, row in enumerate(rows) if row.answered is not None][::3]
    for place in places:
        score = reranker.score(rows[place].first, [rows[place].second])
        rows[place] = replace(rows[place], relevance=float(score[0]))
    return rows


def _deadline(written: str) -> float:
    if ":" not in written:
        return time.time() + 60 * float(written)
    hour, minute = map(int, written.split(":"))
    now = datetime.now()
    end = now.replace(hour=hour, minute=minute, second=0).timestamp()
    return end if end > time.time() else end + 86_400


if __name__ == "__main__":
    torch.set_num_threads(2)
    main()
