"""The weights that training starts from: the packaged reranker, de-quantized.

ms-marco-MiniLM-L-12-v2 (Apache-2.0) has read half a million questions with their passages, so it
knows what "about the same thing" means before it learns what "says the same thing" means. Its
ONNX file stores each matrix as 8-bit integers with a scale and a zero point; `(integer - zero
point) * scale` gives back floating-point weights whose scores are those of the file.
"""

import re
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

LABELS = ("supports", "refutes", "neutral")
"""The model's outputs, in order."""
LAYERS = 9
"""Of the reranker's 12, from the bottom: two cores without VNNI then weigh 60 pairs a second."""


def tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    """The reranker's tokenizer (BERT's uncased English word pieces)."""
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_file=str(folder / "tokenizer.json"),
        pad_token="[PAD]",  # noqa: S106
        unk_token="[UNK]",  # noqa: S106
        cls_token="[CLS]",  # noqa: S106
        sep_token="[SEP]",  # noqa: S106
        mask_token="[MASK]",  # noqa: S106
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )


def start(folder: Path, layers: int = LAYERS) -> BertForSequenceClassification:
    """The reranker's encoder under a new three-way head.

    Args:
        folder: holds the reranker's `model.onnx`.
        layers: how many of its 12 layers to keep, from the bottom.
    """
    config = BertConfig(
        vocab_size=30522,
        hidden_size=384,
        num_hidden_layers=layers,
        num_attention_heads=12,
        intermediate_size=1536,
        id2label=dict(enumerate(LABELS)),
        label2id={label: number for number, label in enumerate(LABELS)},
    )
    model = BertForSequenceClassification(config)
    weights = dequantized(folder / "model.onnx")
    wanted = {name for name in model.state_dict() if not name.startswith("classifier.")}
    missing, _unexpected = model.load_state_dict(
        {name: weights[name] for name in wanted if name in weights}, strict=False
    )
    lost = [name for name in missing if not name.startswith("classifier.")]
    if lost:
        raise ValueError(
            f"{folder} holds no weights for {lost[:3]}: not the reranker we start from."
        )
    return model


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
