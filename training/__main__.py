"""`python -m training TRAIN.jsonl.gz --folder WORK`: trains the stance model, from data to file."""

import os

# Without these the C library gives large blocks back to the system after each step and gets them
# anew in the next, which costs a third of the speed.
if os.environ.get("MALLOC_TRIM_THRESHOLD_") is None:
    import sys

    os.environ["MALLOC_TRIM_THRESHOLD_"] = os.environ["MALLOC_MMAP_THRESHOLD_"] = "100000000000"
    os.execv(sys.executable, [sys.executable, "-m", "training", *sys.argv[1:]])  # noqa: S606

import argparse
from dataclasses import replace
from pathlib import Path

from training.mixture import HELD_OUT, mixture
from training.pairs import hold_out, read_pairs
from training.start import reranker_folder, start, tokenizer
from training.train import Recipe, train


def main() -> None:
    """Read the command line and train."""
    options = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    options.add_argument("data", type=Path, help="the training pairs, .jsonl.gz")
    options.add_argument("--folder", type=Path, required=True, help="for the log and the weights")
    options.add_argument("--steps", type=int, default=Recipe.steps)
    options.add_argument("--pairs", type=int, help="use only so many, for a trial run")
    chosen = options.parse_args()
    recipe = replace(Recipe(), steps=chosen.steps)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    pairs, _held = hold_out(read_pairs(chosen.data), HELD_OUT, each=300, seed=recipe.seed)
    words = tokenizer(reranker_folder())
    mixed = mixture(pairs, recipe.seed, chosen.pairs)
    print(f"{len(mixed)} pairs, {recipe}", flush=True)
    train(start(reranker_folder()), words, mixed, recipe, chosen.folder)


if __name__ == "__main__":
    main()
