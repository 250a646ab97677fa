"""The progress of a run, kept so that it can be resumed."""

from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn


@dataclass
class Progress:
    """The progress of a run."""

    begun: int = 0
    """How often it was started or resumed."""
    step: int = 0
    rows: int = 0
    seconds: float = 0.0
    mean: dict[str, Tensor] = field(default_factory=dict)
    """The moving mean of the trained weights; empty until the rate falls."""


def keep(
    path: Path, network: nn.Module, optimizer: torch.optim.Optimizer, progress: Progress
) -> None:
    """Write a checkpoint; if the run is killed while it does, the one before remains."""
    numbers = asdict(progress)
    mean = numbers.pop("mean")
    part = path.with_suffix(".part")
    torch.save(
        {
            "weights": {name: one.detach() for name, one in trained(network).items()},
            "optimizer": optimizer.state_dict(),
            "state": numbers,
            "mean": mean,
        },
        part,
    )
    part.replace(path)


def take_up(path: Path, network: nn.Module, optimizer: torch.optim.Optimizer) -> Progress:
    """Where a run was, with its weights loaded into the network; a fresh start if there is no
    file."""
    if not path.exists():
        return Progress()
    device = next(network.parameters()).device
    kept = torch.load(path, map_location=device, weights_only=True)
    network.load_state_dict(kept["weights"], strict=False)
    optimizer.load_state_dict(kept["optimizer"])
    return Progress(**kept["state"], mean=kept["mean"])


def trained(network: nn.Module) -> dict[str, Tensor]:
    """The weights that are not frozen."""
    return {name: one for name, one in network.named_parameters() if one.requires_grad}
