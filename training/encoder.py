"""The network: the lowest layers of an encoder under four small heads.

Written out here rather than taken from a library, so that BERT's and MPNet's layers are one, the
frozen ones cost no backward pass, and the graph that is exported is this and nothing else. What it
starts from: training/start.py.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

STANCES = ("supports", "refutes", "neutral")
"""The stance head's outputs, in order."""


@dataclass(frozen=True)
class Shape:
    """How large the encoder is, and where BERT and MPNet differ."""

    layers: int
    width: int
    words: int
    positions: int
    first_position: int
    """Of the first token; BERT counts from 0, MPNet from 2."""
    divider: int
    """The id of the token that ends each text."""
    kinds: int
    """Token types: 2 if the two texts are distinguished by their embedding, else 0."""
    buckets: int
    """Of distances that attention knows; 0 where it knows none."""
    epsilon: float
    heads: int = 12
    head_width: int = 384


@dataclass(frozen=True)
class Outputs:
    """What the heads say about each row of a batch; logits, not probabilities."""

    stance: Tensor
    """Shape (rows, 3): STANCES."""
    answered: Tensor
    """Shape (rows,)."""
    accounts: Tensor
    """Shape (rows, 5): training.written.ACCOUNT_LABELS."""
    relevance: Tensor
    """Shape (rows,): on the scale of the reranker's logit."""
    start: Tensor
    """Shape (rows, tokens): where the answer starts."""
    end: Tensor
    """Shape (rows, tokens): where it ends, this token included."""


class Layer(nn.Module):
    """One transformer layer, normalised after each half as BERT's are."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width)
        self.value = nn.Linear(shape.width, shape.width)
        self.mixed = nn.Linear(shape.width, shape.width)
        self.attended = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.inner = nn.Linear(shape.width, 4 * shape.width)
        self.outer = nn.Linear(4 * shape.width, shape.width)
        self.done = nn.LayerNorm(shape.width, eps=shape.epsilon)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Shape (rows, tokens, width) to the same; `bias` is added to the attention's logits."""
        rows, tokens, width = hidden.shape

        def split(one: Tensor) -> Tensor:
            return one.view(rows, tokens, self.heads, width // self.heads).transpose(1, 2)

        query, key = split(self.query(hidden)), split(self.key(hidden))
        context = nn.functional.scaled_dot_product_attention(
            query, key, split(self.value(hidden)), attn_mask=bias.to(query.dtype)
        )
        context = context.transpose(1, 2).reshape(rows, tokens, width)
        hidden = self.attended(hidden + self.mixed(context))
        inner = nn.functional.gelu(self.inner(hidden))
        done: Tensor = self.done(hidden + self.outer(inner))
        return done


class Network(nn.Module):
    """Word pieces in, the outputs of all four heads out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.words, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.kinds = nn.Embedding(shape.kinds, shape.width) if shape.kinds else None
        self.embedded = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.relative = nn.Embedding(shape.buckets, shape.heads) if shape.buckets else None
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        pooled = 2 * shape.width
        self.stance = _head(pooled, shape.head_width, 3)
        self.answered = _head(pooled, shape.head_width, 1)
        self.accounts = _head(pooled, shape.head_width, 5)
        self.relevance = _head(pooled, shape.head_width, 1)
        self.span = nn.Linear(shape.width, 2)
        self.frozen = 0

    def freeze(self, layers: int) -> None:
        """Leave the embeddings, the attention's distances and so many lowest layers as they are."""
        self.frozen = layers
        for part in (self.words, self.positions, self.kinds, self.embedded, self.relative):
            if part is not None:
                part.requires_grad_(False)
        for layer in self.layers[:layers]:
            layer.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Outputs:
        """`ids` and `mask`, shape (rows, tokens); the mask is 1 where there is a word piece."""
        real = mask.to(torch.float32)
        with torch.set_grad_enabled(torch.is_grad_enabled() and self.frozen == 0):
            hidden, bias = self._embed(ids, mask, real)
        for number, layer in enumerate(self.layers):
            with torch.set_grad_enabled(torch.is_grad_enabled() and number >= self.frozen):
                hidden = layer(hidden, bias)
        hidden = hidden.to(torch.float32)
        mean = (hidden * real.unsqueeze(-1)).sum(1) / real.sum(1, keepdim=True)
        pooled = torch.cat((hidden[:, 0], mean), dim=-1)
        span = self.span(hidden)
        return Outputs(
            self.stance(pooled),
            self.answered(pooled).squeeze(-1),
            self.accounts(pooled),
            self.relevance(pooled).squeeze(-1),
            span[..., 0],
            span[..., 1],
        )

    def _embed(self, ids: Tensor, mask: Tensor, real: Tensor) -> tuple[Tensor, Tensor]:
        places = (torch.cumsum(mask, dim=1) - 1).clamp(min=0) + self.shape.first_position
        hidden = self.words(ids) + self.positions(places)
        if self.kinds is not None:
            divided = (ids == self.shape.divider).to(torch.long)
            ended = torch.cumsum(divided, dim=1) - divided
            hidden = hidden + self.kinds((ended > 0).to(torch.long) * mask)
        bias = (1.0 - real)[:, None, None, :] * -10_000.0
        if self.relative is not None:
            span = torch.arange(ids.shape[1], device=ids.device)
            distance = _bucket(span.unsqueeze(0) - span.unsqueeze(1), self.shape.buckets)
            bias = bias + self.relative(distance).permute(2, 0, 1).unsqueeze(0)
        return self.embedded(hidden), bias


def _head(given: int, width: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(given, width), nn.Tanh(), nn.Linear(width, outputs))


def _bucket(distance: Tensor, buckets: int) -> Tensor:
    """MPNet's buckets of distances: exact when near, ever wider when far (as T5's)."""
    half = buckets // 2
    near = half // 2
    back = -distance
    offset = (back < 0).to(torch.long) * half
    size = back.abs()
    far = near + (
        torch.log(size.clamp(min=1).to(torch.float32) / near) / math.log(128 / near) * (half - near)
    ).to(torch.long)
    return offset + torch.where(size < near, size, far.clamp(max=half - 1))
