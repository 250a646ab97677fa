"""The losses of each row, head by head, and their gradients."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from training.batches import UNKNOWN, Batch
from training.encoder import Network, Outputs

WEIGHTS = {"stance": 1.0, "answered": 1.0, "accounts": 1.0, "relevance": 0.3, "span": 0.3}
"""The weight of a row under each head; an answer's words have two losses, start and end."""


def losses_of(out: Outputs, given: Batch) -> dict[str, Tensor]:
    """The summed loss of each head over the rows whose targets are known."""
    found = {
        "stance": _stance(out.stance, given.stance),
        "answered": _chance(out.answered, given.answered.float(), given.answered != UNKNOWN),
        "accounts": nn.functional.cross_entropy(
            out.accounts.float(), given.accounts, ignore_index=UNKNOWN, reduction="sum"
        ),
        "relevance": _chance(out.relevance, given.relevance, ~given.relevance.isnan()),
    }
    hidden = (given.mask == 0) * -10_000.0
    spans = [
        nn.functional.cross_entropy(
            logits.float() + hidden, target, ignore_index=UNKNOWN, reduction="sum"
        )
        for logits, target in ((out.start, given.start), (out.end, given.end))
    ]
    return {**found, "span": spans[0] + spans[1]}


def known(given: Batch) -> dict[str, int]:
    """How many targets each head's loss is the sum of."""
    return {
        "stance": int((given.stance != UNKNOWN).sum()),
        "answered": int((given.answered != UNKNOWN).sum()),
        "accounts": int((given.accounts != UNKNOWN).sum()),
        "relevance": int((~given.relevance.isnan()).sum()),
        "span": 2 * int((given.start != UNKNOWN).sum()),
    }


def gradients(
    network: Network, weights: Sequence[Tensor], given: Batch, rows: int
) -> tuple[list[Tensor], dict[str, float]]:
    """The gradients of the weights, as a part of a step of so many rows, and the losses."""
    kind = given.ids.device.type
    with torch.autocast(kind, torch.bfloat16, kind != "cpu"):
        out = network(given.ids, given.mask)
    found = losses_of(out, given)
    loss = torch.stack([WEIGHTS[name] * one for name, one in found.items()]).sum() / rows
    return list(torch.autograd.grad(loss, weights)), {
        name: one.item() for name, one in found.items()
    }


def _stance(logits: Tensor, target: Tensor) -> Tensor:
    chances = torch.log_softmax(logits.float(), dim=-1)
    exact = -chances.gather(1, target.clamp(0, 2).unsqueeze(1)).squeeze(1)
    # All that is known of these is that the evidence does not support the claim.
    partly = -torch.logsumexp(chances[:, 1:], dim=-1)
    each = torch.where(target == 3, partly, exact)
    return torch.where(target == UNKNOWN, torch.zeros_like(each), each).sum()


def _chance(logits: Tensor, target: Tensor, asked: Tensor) -> Tensor:
    each = nn.functional.binary_cross_entropy_with_logits(
        logits.float(), torch.where(asked, target, torch.zeros_like(target)), reduction="none"
    )
    return torch.where(asked, each, torch.zeros_like(each)).sum()
