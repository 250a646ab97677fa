"""Training: one pass over a seeded mixture, on a CPU, that can be stopped and taken up again.

The learning rate warms up, stays, and falls over the last quarter (warmup-stable-decay, Hu et al.
2024, arXiv:2404.06395): until it falls, what is trained does not depend on how many steps there
will be. Layers near the words change least (layer-wise decay, Howard and Ruder 2018); the
embeddings and the lowest layers not at all. The weights that are kept are the mean over the
falling part (Izmailov et al. 2018, arXiv:1803.05407).
"""

import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import BertForSequenceClassification, PreTrainedTokenizerFast

from training.pairs import Pair
from training.start import LABELS

LONGEST = 192
"""Tokens of a claim with its evidence; longer evidence is cut."""


@dataclass(frozen=True)
class Recipe:
    """Everything that a training run depends on besides its pairs."""

    steps: int = 3_200
    batch: int = 32
    frozen_layers: int = 3
    rate: float = 8e-5
    layer_decay: float = 0.9
    head_rate: float = 4e-4
    weight_decay: float = 0.01
    warm_up: int = 150
    falling: float = 0.25
    seed: int = 7


def train(
    model: BertForSequenceClassification,
    tokenizer: PreTrainedTokenizerFast,
    pairs: Sequence[Pair],
    recipe: Recipe,
    folder: Path,
) -> None:
    """Train the model in place. `folder` keeps the log and where to take up again.

    Args:
        pairs: in training order; they are read again from the start when they run out.
    """
    torch.manual_seed(recipe.seed)
    optimizer = _optimizer(model, recipe)
    rates = [group["lr"] for group in optimizer.param_groups]
    kept = folder / "state.pt"
    first = 0
    if kept.exists():
        state = torch.load(kept, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        first = state["step"]
    begin_falling = recipe.steps - int(recipe.steps * recipe.falling)
    mean: dict[str, torch.Tensor] = {}
    counted = 0
    started, losses = time.monotonic(), 0.0
    model.train()
    for step, batch in enumerate(_batches(pairs, tokenizer, recipe)):
        if step < first:
            continue
        if step == recipe.steps:
            break
        factor = _factor(step, begin_falling, recipe)
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * factor
        loss = _loss(model, tokenizer, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses += loss.item()
        if step >= begin_falling and (step - begin_falling) % 50 == 49:
            mean, counted = _with(mean, counted, model), counted + 1
        if step % 50 == 49:
            line = {
                "step": step + 1,
                "loss": round(losses / 50, 4),
                "seconds": round(time.monotonic() - started, 1),
            }
            losses = 0.0
            with (folder / "log.jsonl").open("a") as log:
                log.write(json.dumps(line) + "\n")
            print(line, flush=True)
        if step % 250 == 249 and step < begin_falling:
            torch.save(
                {
                    "model": model.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "step": step + 1,
                },
                kept.with_suffix(".new"),
            )
            kept.with_suffix(".new").replace(kept)
    torch.save(model.state_dict(), folder / "last.pt")
    if counted:
        model.load_state_dict(mean)
    torch.save(model.state_dict(), folder / "mean.pt")
    model.eval()  # type: ignore[no-untyped-call]


def encode(
    tokenizer: PreTrainedTokenizerFast, claims: Sequence[str], evidence: Sequence[str]
) -> dict[str, torch.Tensor]:
    """The model's input: the claim first, as the reranker read its questions."""
    return dict(
        tokenizer(
            list(claims),
            list(evidence),
            truncation="longest_first",
            max_length=LONGEST,
            padding=True,
            return_tensors="pt",
        )
    )


def _batches(
    pairs: Sequence[Pair], tokenizer: PreTrainedTokenizerFast, recipe: Recipe
) -> Iterator[list[Pair]]:
    """Batches of pairs of like length, in a seeded order, without end."""
    chooser = random.Random(recipe.seed)  # noqa: S311
    window = recipe.batch * 60
    while True:
        for start in range(0, len(pairs), window):
            part = sorted(
                pairs[start : start + window], key=lambda pair: len(pair.evidence) + len(pair.claim)
            )
            batches = [part[at : at + recipe.batch] for at in range(0, len(part), recipe.batch)]
            chooser.shuffle(batches)
            yield from batches


def _loss(
    model: BertForSequenceClassification, tokenizer: PreTrainedTokenizerFast, batch: list[Pair]
) -> torch.Tensor:
    inputs = encode(tokenizer, [pair.claim for pair in batch], [pair.evidence for pair in batch])
    logits = model(**inputs).logits
    chances = torch.log_softmax(logits.float(), dim=-1)
    whole = [(row, LABELS.index(p.label)) for row, p in enumerate(batch) if p.label in LABELS]
    partly = [row for row, pair in enumerate(batch) if pair.label not in LABELS]
    parts = []
    if whole:
        rows, columns = zip(*whole, strict=True)
        parts.append(-chances[list(rows), list(columns)])
    if partly:
        # All that is known of these is that the evidence does not support the claim.
        parts.append(-torch.logsumexp(chances[partly][:, 1:], dim=-1))
    return torch.cat(parts).mean()


def _optimizer(model: BertForSequenceClassification, recipe: Recipe) -> torch.optim.Optimizer:
    layers = model.config.num_hidden_layers
    groups = []
    for name, weight in model.named_parameters():
        depth = int(name.split(".")[3]) if ".layer." in name else layers
        if name.startswith("bert.embeddings") or depth < recipe.frozen_layers:
            weight.requires_grad = False
            continue
        rate = recipe.rate * recipe.layer_decay ** (layers - depth)
        plain = name.endswith("bias") or "LayerNorm" in name
        groups.append(
            {
                "params": [weight],
                "lr": recipe.head_rate if name.startswith("classifier") else rate,
                "weight_decay": 0.0 if plain else recipe.weight_decay,
            }
        )
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    return torch.optim.AdamW(groups, fused=True)


def _factor(step: int, begin_falling: int, recipe: Recipe) -> float:
    if step < recipe.warm_up:
        return (step + 1) / recipe.warm_up
    if step < begin_falling:
        return 1.0
    return max(0.02, (recipe.steps - step) / (recipe.steps - begin_falling))


def _with(
    mean: dict[str, torch.Tensor], counted: int, model: BertForSequenceClassification
) -> dict[str, torch.Tensor]:
    now = {name: weight.detach().clone() for name, weight in model.state_dict().items()}
    if not mean:
        return now
    return {
        name: mean[name] + (weight - mean[name]) / (counted + 1)
        if weight.is_floating_point()
        else weight
        for name, weight in now.items()
    }
