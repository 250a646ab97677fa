"""`python -m training TRAIN.jsonl.gz --folder WORK`: makes the stance model, from pairs to file.

Trains (or takes up again where WORK holds a state), calibrates on held-out pairs, quantizes,
measures, and writes the model to `--model`. Needs the extra `train` (pip install -e '.[train]')."""

import os
import sys

# Without these the C library gives large blocks back to the system after each step and gets them
# anew in the next, which costs a third of the speed.
if os.environ.get("MALLOC_TRIM_THRESHOLD_") is None:
    os.environ["MALLOC_TRIM_THRESHOLD_"] = os.environ["MALLOC_MMAP_THRESHOLD_"] = "100000000000"
    os.execv(sys.executable, [sys.executable, "-m", "training", *sys.argv[1:]])  # noqa: S606

import argparse
import json
from dataclasses import replace
from pathlib import Path

import torch

from assistant.nli.packaged import FOLDER
from assistant.retrieval.reranker import packaged_folder
from training.finish import export, figures, logits_of, logits_of_file, temperature
from training.mixture import HELD_OUT, mixture
from training.pairs import hold_out, read_pairs
from training.start import start, tokenizer
from training.train import Recipe, train


def main() -> None:
    """Read the command line, train, and write the model with its figures."""
    options = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    options.add_argument("data", type=Path, help="the training pairs, .jsonl.gz")
    options.add_argument("--folder", type=Path, required=True, help="for the log and the weights")
    options.add_argument("--model", type=Path, default=FOLDER, help="where the model is written")
    options.add_argument("--dev", type=Path, help="pairs to measure on, .jsonl.gz")
    options.add_argument("--steps", type=int, default=Recipe.steps)
    options.add_argument("--pairs", type=int, help="use only so many, for a trial run")
    chosen = options.parse_args()
    recipe = replace(Recipe(), steps=chosen.steps)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    pairs, held = hold_out(read_pairs(chosen.data), HELD_OUT, each=300, seed=recipe.seed)
    source = packaged_folder()
    words = tokenizer(source)
    model = start(source)
    trained = chosen.folder / "mean.pt"
    if not trained.exists():
        mixed = mixture(pairs, recipe.seed, chosen.pairs)
        print(f"{len(mixed)} pairs, {recipe}", flush=True)
        train(model, words, mixed, recipe, chosen.folder)
    model.load_state_dict(torch.load(trained, weights_only=True))
    logits = logits_of(model, words, held)
    divisor = temperature(logits, [pair.label for pair in held])
    print(f"temperature {divisor:.3f} on {len(held)} held-out pairs")
    export(model, divisor, source / "tokenizer.json", chosen.model)
    measured = {"held out": figures(logits_of_file(chosen.model, held), held)}
    if chosen.dev:
        dev = read_pairs(chosen.dev)
        measured["dev"] = figures(logits_of_file(chosen.model, dev), dev)
    print(json.dumps(measured, indent=1))


if __name__ == "__main__":
    main()
