"""The weights that training starts from: the packaged stance model, or all-mpnet-base-v2.

The stance model (docs/measurements/stance-model.md) has read 100,000 pairs and costs a quarter of
the other to train and to run. Its ONNX file stores each matrix as 8-bit integers with a scale and a
zero point; `(integer - zero point) * scale` restores floating-point weights. all-mpnet-base-v2
(Apache-2.0; MPNet, Song et al. 2020, arXiv:2004.09297) has learnt from a billion pairs of sentences
which mean the same; its lower layers are kept, its pooling is not."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import Tensor

from training.encoder import Network, Shape

STANCE = Shape(
    layers=9,
    width=384,
    words=30522,
    positions=512,
    first_position=0,
    divider=102,
    kinds=2,
    buckets=0,
    epsilon=1e-12,
)
MPNET = Shape(
    layers=9,
    width=768,
    words=30527,
    positions=514,
    first_position=2,
    divider=2,
    kinds=0,
    buckets=32,
    epsilon=1e-5,
)
"""Of its 12 layers the lowest 9: more would make an int8 file above 95 MB with all its words."""

_BERT = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "attended": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "done": "output.LayerNorm",
}
_MPNET = {
    "query": "attention.attn.q",
    "key": "attention.attn.k",
    "value": "attention.attn.v",
    "mixed": "attention.attn.o",
    "attended": "attention.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "done": "output.LayerNorm",
}
_STANCE_OF_ACCOUNTS = [0, 1, 1, 2, 2]
"""For each of ACCOUNT_LABELS, the stance that is nearest to it."""
_HEADS = ("stance", "answered", "accounts", "relevance")


def start(folder: Path) -> Network:
    """A network with the weights of the model in a folder.

    Args:
        folder: holds the stance model's `model.onnx` or all-mpnet-base-v2's `model.safetensors`.
    """
    if (folder / "model.safetensors").exists():
        given, prefix, parts, shape = (
            load_file(str(folder / "model.safetensors")),
            "",
            _MPNET,
            MPNET,
        )
    else:
        given, prefix, parts, shape = (
            dequantized(folder / "model.onnx"),
            "model.bert.",
            _BERT,
            STANCE,
        )
    weights = {
        "words.weight": given[f"{prefix}embeddings.word_embeddings.weight"],
        "positions.weight": given[f"{prefix}embeddings.position_embeddings.weight"],
        "embedded.weight": given[f"{prefix}embeddings.LayerNorm.weight"],
        "embedded.bias": given[f"{prefix}embeddings.LayerNorm.bias"],
    }
    if shape.kinds:
        weights["kinds.weight"] = given[f"{prefix}embeddings.token_type_embeddings.weight"]
    if shape.buckets:
        weights["relative.weight"] = given[f"{prefix}encoder.relative_attention_bias.weight"]
    for number in range(shape.layers):
        for ours, theirs in parts.items():
            for kind in ("weight", "bias"):
                name = f"{prefix}encoder.layer.{number}.{theirs}.{kind}"
                weights[f"layers.{number}.{ours}.{kind}"] = given[name]
    network = Network(shape)
    if shape is STANCE:
        weights |= _heads(network, given)
    missing, _ = network.load_state_dict(weights, strict=False)
    lost = [name for name in missing if not name.startswith((*_HEADS, "span."))]
    if lost:
        raise ValueError(f"{folder} holds no weights for {lost[:3]}.")
    return network


def _heads(network: Network, given: dict[str, Tensor]) -> dict[str, Tensor]:
    """The stance model's pooling under every head, and its three outputs under that of stance."""
    found: dict[str, Tensor] = {}
    for head in _HEADS:
        weight = torch.zeros_like(network.get_parameter(f"{head}.0.weight"))
        weight[:, : network.shape.width] = given["model.bert.pooler.dense.weight"]
        found[f"{head}.0.weight"] = weight
        found[f"{head}.0.bias"] = given["model.bert.pooler.dense.bias"]
    for kind in ("weight", "bias"):
        stance = given[f"model.classifier.{kind}"]
        found[f"stance.2.{kind}"] = stance
        # Accounts that agree support each other, those that conflict refute each other.
        found[f"accounts.2.{kind}"] = stance[_STANCE_OF_ACCOUNTS]
    return found


def dequantized(path: Path) -> dict[str, torch.Tensor]:
    """Every named weight of a dynamically quantized BERT, as floating point.

    Matrices of `MatMulInteger` are stored transposed under the exporter's own names; the layer
    that each belongs to is read off its node's name.
    """
    graph = onnx.load(str(path)).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    weights: dict[str, np.ndarray[Any, Any]] = {
        name: array for name, array in arrays.items() if array.dtype == np.float32
    }
    for name, array in arrays.items():
        if name.endswith("_quantized"):
            plain = name.removesuffix("_quantized")
            scale, zero = arrays[f"{plain}_scale"], arrays[f"{plain}_zero_point"]
            weights[plain] = (array.astype(np.float32) - zero.astype(np.float32)) * scale
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized"):
            layer = re.sub(r"/(Gemm_)?MatMul\w*$", "", node.name.removeprefix("/")).replace(
                "/", "."
            )
            weights[f"{layer}.weight"] = weights[node.input[1].removesuffix("_quantized")].T
    return {name: torch.from_numpy(np.array(array, np.float32)) for name, array in weights.items()}
