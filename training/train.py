"""Training by the clock, on processors or a GPU, that can be stopped and resumed.

The rate warms up, stays, and falls over the last part of the time given (warmup-stable-decay, Hu et
al. 2024, arXiv:2404.06395). Progress is measured by the clock, not by steps: other work on the
machine then changes how much is read, but not whether the run ends well. Layers near the words
change least (layer-wise decay, Howard and Ruder 2018); the embeddings and the lowest layers not at
all. While the rate falls, a moving mean of the weights is kept beside them.

On a CPU every worker reads small batches with one thread of its own and the gradients are added
up: where other work shares the cores, threads that wait for each other within every product of
matrices lose most of the time.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training.batches import Batch
from training.checkpoint import keep, take_up, trained
from training.encoder import Network
from training.losses import gradients, known


@dataclass(frozen=True)
class Recipe:
    """Everything that a run depends on besides its rows and its time."""

    tokens: int = 400
    """In one small batch, padding included."""
    together: int = 4
    """Small batches whose gradients make one step."""
    frozen_layers: int = 2
    rate: float = 7e-5
    layer_decay: float = 0.93
    head_rate: float = 3e-4
    weight_decay: float = 0.01
    warm_up: float = 0.04
    """Share of the time."""
    falling: float = 0.3
    """Share of the time, the last."""
    mean_decay: float = 0.985
    seed: int = 11


KEEP_EVERY = 240.0
"""Seconds between two checkpoints."""
LOG_EVERY = 20
"""Steps between two lines of the log."""


class Run:
    """One training run. Its folder keeps `log.jsonl`; `state.pt`, to resume it; `stable.pt`, the
    state before the rate fell, to continue from with more time; and `mean.pt`, the result."""

    def __init__(self, network: Network, recipe: Recipe, folder: Path, workers: int) -> None:
        """`workers`: threads; 1 on a GPU."""
        torch.manual_seed(recipe.seed)
        network.freeze(recipe.frozen_layers)
        self.network, self.recipe, self.folder = network, recipe, folder
        self.weights = list(trained(network).values())
        self.optimizer = _optimizer(network, recipe)
        self._rates = [group["lr"] for group in self.optimizer.param_groups]
        self._device = next(network.parameters()).device
        self._workers = workers
        self.progress = take_up(folder / "state.pt", network, self.optimizer)
        self._log = _Log(folder / "log.jsonl", self.progress.rows)

    def train(
        self,
        windows: Callable[[int], Iterator[list[Batch]]],
        deadline: float,
        measure: Callable[[], dict[str, Any]],
        measure_every: float,
    ) -> None:
        """Train in place until the deadline, and write `mean.pt`.

        Args:
            windows: returns endless lists of small batches, in another order each time the
                run is started or resumed (0, 1, …).
            deadline: in seconds since the epoch.
            measure: figures for the log, every so many seconds.
        """
        given = windows(self.progress.begun)
        self.progress.begun += 1
        begun = time.time() - self.progress.seconds
        kept = measured = time.time()
        self.network.train()
        with ThreadPoolExecutor(self._workers) as pool:
            for part in _ahead(given, self.recipe.together):
                share = (time.time() - begun) / (deadline - begun)
                if share >= 1:
                    break
                self._step(part, share, pool)
                self.progress.seconds = time.time() - begun
                if time.time() - kept > KEEP_EVERY:
                    self.keep("state.pt")
                    kept = time.time()
                if time.time() - measured > measure_every:
                    self._log.write({"step": self.progress.step, "dev": measure()})
                    measured = time.time()
        self.keep("state.pt")
        final = self.progress.mean or trained(self.network)
        torch.save({name: one.detach() for name, one in final.items()}, self.folder / "mean.pt")

    def keep(self, name: str) -> None:
        """Write a checkpoint into the folder."""
        keep(self.folder / name, self.network, self.optimizer, self.progress)

    def _step(self, part: Sequence[Batch], share: float, pool: ThreadPoolExecutor) -> None:
        factor = _factor(share, self.recipe)
        for group, rate in zip(self.optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * factor
        rows = sum(len(one.ids) for one in part)

        def run(one: Batch) -> tuple[list[Tensor], dict[str, float]]:
            if self._device.type == "cpu":
                torch.set_num_threads(1)
            return gradients(self.network, self.weights, one.to(self._device), rows)

        done = list(pool.map(run, part))
        for weight, *each in zip(self.weights, *(one for one, _ in done), strict=True):
            weight.grad = torch.stack(each).sum(0) if len(each) > 1 else each[0]
        nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.progress.step += 1
        self.progress.rows += rows
        if share > 1 - self.recipe.falling:
            self._average()
        for one, (_, losses) in zip(part, done, strict=True):
            self._log.count(losses, known(one))
        if self.progress.step % LOG_EVERY == 0:
            self._log.tell(self.progress.step, self.progress.rows, share, factor)

    def _average(self) -> None:
        """Take the weights into their moving mean, which begins when the rate falls."""
        now = trained(self.network)
        if not self.progress.mean:
            self.keep("stable.pt")
            self.progress.mean = {name: one.detach().clone() for name, one in now.items()}
        for name, weight in now.items():
            self.progress.mean[name].lerp_(weight.detach(), 1 - self.recipe.mean_decay)


class _Log:
    """The lines of a run: its losses, and how fast it is."""

    def __init__(self, path: Path, rows: int) -> None:
        self._path = path
        self._losses: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._rows, self._since, self._cpu = rows, time.time(), time.process_time()

    def count(self, losses: dict[str, float], counts: dict[str, int]) -> None:
        for name, value in losses.items():
            self._losses[name] += value  # type: ignore[assignment]
        self._counts.update(counts)

    def tell(self, step: int, rows: int, share: float, factor: float) -> None:
        seconds = time.time() - self._since
        self.write(
            {
                "step": step,
                "rows": rows,
                "progress": round(share, 4),
                "rate": round(factor, 3),
                "rows a second": round((rows - self._rows) / seconds, 2),
                "cores": round((time.process_time() - self._cpu) / seconds, 2),
                **{
                    name: round(self._losses[name] / count, 4)
                    for name, count in self._counts.items()
                    if count
                },
            }
        )
        self._losses.clear()
        self._counts.clear()
        self._rows, self._since, self._cpu = rows, time.time(), time.process_time()

    def write(self, line: dict[str, Any]) -> None:
        text = json.dumps({"time": time.strftime("%H:%M:%S"), **line})
        with self._path.open("a", encoding="utf-8") as log:
            log.write(text + "\n")
        print(text, flush=True)


def _ahead(windows: Iterator[list[Batch]], together: int) -> Iterator[Sequence[Batch]]:
    """Groups of batches; the next window is made while one is read."""
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(next, windows)
        while True:
            window = coming.result()
            coming = maker.submit(next, windows)
            for at in range(0, len(window) - together + 1, together):
                yield window[at : at + together]


def _optimizer(network: Network, recipe: Recipe) -> torch.optim.Optimizer:
    groups = []
    for name, weight in trained(network).items():
        if name.startswith("layers."):
            above = network.shape.layers - 1 - int(name.split(".")[1])
            rate = recipe.rate * recipe.layer_decay**above
        else:
            rate = recipe.head_rate
        decay = recipe.weight_decay if weight.ndim > 1 else 0.0
        groups.append({"params": [weight], "lr": rate, "weight_decay": decay})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def _factor(share: float, recipe: Recipe) -> float:
    if share < recipe.warm_up:
        return max(0.02, share / recipe.warm_up)
    return min(1.0, max(0.01, (1 - share) / recipe.falling))
