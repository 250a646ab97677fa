"""From trained weights to the file that is shipped: calibrated, quantized, summed.

python -m training.export START PAIRS --weights WORK/mean.pt --model assistant/models/judge
"""

import argparse
import hashlib
import json
import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from assistant.nli.judge import FOLDER
from training.batches import tokenizer
from training.dev import dev_rows
from training.encoder import STANCES, Network
from training.measure import Readings, figures, read
from training.rows import Row
from training.start import start
from training.written import ACCOUNT_LABELS

OUTPUTS = ("stance", "answered", "accounts", "relevance", "start", "end")
Floats = npt.NDArray[np.floating]
_LEAST_STORED = 10_000
"""Numbers of a matrix from which it is stored in 8 bits."""


def main() -> None:
    """Read the command line, calibrate, and write the model."""
    options = argparse.ArgumentParser(prog="python -m training.export", description=__doc__)
    options.add_argument("start", type=Path, help="the folder of all-mpnet-base-v2")
    options.add_argument("pairs", type=Path, help="the folder of dev.jsonl.gz")
    options.add_argument("--weights", type=Path, required=True, help="mean.pt or state.pt of a run")
    options.add_argument("--model", type=Path, default=FOLDER, help="where the model is written")
    options.add_argument("--most", type=int, default=300, help="rows of each kind to calibrate on")
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    network = start(chosen.start)
    kept = torch.load(chosen.weights, weights_only=True, map_location="cpu")
    network.load_state_dict(kept.get("mean") or kept.get("weights") or kept, strict=False)
    dev = dev_rows(chosen.pairs / "dev.jsonl.gz", most=chosen.most)
    rows = [row for part in dev.values() for row in part]
    readings = read(network, tokenizer(chosen.start), rows, chosen.threads)
    print(json.dumps(figures(readings, rows)), flush=True)
    divisors = calibrate(network, readings, rows)
    print(json.dumps(divisors), flush=True)
    export(network, chosen.start / "tokenizer.json", chosen.model)


def calibrate(network: Network, readings: Readings, rows: Sequence[Row]) -> dict[str, float]:
    """Calibrate the heads' probabilities on the rows (temperature, Guo et al. 2017): what each
    head's logits are divided by. Questions get an offset as well."""
    stances = [place for place, row in enumerate(rows) if row.stance in STANCES]
    asked = [place for place, row in enumerate(rows) if row.answered is not None]
    pairs = [place for place, row in enumerate(rows) if row.accounts is not None]
    stance = temperature(
        readings.stance[stances], [STANCES.index(rows[one].stance or "") for one in stances]
    )
    accounts = temperature(
        readings.accounts[pairs], [ACCOUNT_LABELS.index(rows[one].accounts or "") for one in pairs]
    )
    # One logit stands for two, the first of which is 0.
    logit = readings.answered[asked]
    truth = [int(bool(rows[one].answered)) for one in asked]
    answered = temperature(np.stack([np.zeros_like(logit), logit], axis=1), truth)
    with torch.no_grad():
        for head, divisor in (
            (network.stance, stance),
            (network.accounts, accounts),
            (network.answered, answered),
        ):
            last = head[-1]
            assert isinstance(last, nn.Linear)
            last.weight.div_(divisor)
            last.bias.div_(divisor)
    return {"stance": stance, "accounts": accounts, "answered": answered}


def temperature(logits: Floats, truth: Sequence[int]) -> float:
    """The divisor of the logits that minimises the log loss."""
    candidates = np.exp(np.linspace(np.log(0.4), np.log(5), 200))
    return float(min(candidates, key=lambda one: _log_loss(logits / one, truth)))


def _log_loss(logits: Floats, truth: Sequence[int]) -> float:
    top = logits.max(axis=1, keepdims=True)
    sums = np.log(np.exp(logits - top).sum(axis=1)) + top[:, 0]
    return float((sums - logits[np.arange(len(truth)), list(truth)]).mean())


def export(network: Network, words: Path, folder: Path) -> None:
    """Write `model.onnx` (8-bit weights), `tokenizer.json` and `SHA256SUMS` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    full, target = folder / "full.onnx", folder / "model.onnx"
    names = ("input_ids", "attention_mask")
    example = torch.ones(2, 16, dtype=torch.long)
    axes = {name: {0: "batch", 1: "tokens"} for name in (*names, "start", "end")}
    axes |= {name: {0: "batch"} for name in OUTPUTS[:4]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _ByPosition(network).eval(),
            (example, example),
            str(full),
            dynamo=False,
            opset_version=17,
            input_names=list(names),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
        )
    onnx.save(in_eight_bits(onnx.load(str(full))), str(target))
    full.unlink()
    shutil.copyfile(words, folder / "tokenizer.json")
    sums = "".join(
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("model.onnx", "tokenizer.json")
    )
    (folder / "SHA256SUMS").write_text(sums, encoding="ascii")


def in_eight_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with its matrices stored as 8-bit integers, each column with a scale of its own
    (each row of a table of embeddings), and made floating point again when it is loaded.

    What is computed stays floating point: with activations in 8 bits, MPNet loses the head of
    answers (docs/guide/judge.md)."""
    graph = model.graph
    rows = {node.input[0] for node in graph.node if node.op_type in ("Gather", "Gemm")}
    made: list[onnx.NodeProto] = []
    for stored in list(graph.initializer):
        array = numpy_helper.to_array(stored)
        if array.dtype != np.float32 or array.ndim != 2 or array.size < _LEAST_STORED:
            continue
        axis = 0 if stored.name in rows else 1
        scale = np.maximum(np.abs(array).max(axis=1 - axis), 1e-12).astype(np.float32) / 127
        integers = np.round(array / np.expand_dims(scale, 1 - axis)).astype(np.int8)
        graph.initializer.remove(stored)
        names = [f"{stored.name}_{part}" for part in ("integers", "scale", "zero")]
        for name, part in zip(names, (integers, scale, np.zeros(len(scale), np.int8)), strict=True):
            graph.initializer.append(numpy_helper.from_array(part, name))
        made.append(onnx.helper.make_node("DequantizeLinear", names, [stored.name], axis=axis))
    for node in reversed(made):
        graph.node.insert(0, node)
    return model


class _ByPosition(nn.Module):
    """The network with its outputs by position, as the exporter wants them."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        found = self.network(ids, mask)
        return tuple(getattr(found, name) for name in OUTPUTS)


if __name__ == "__main__":
    main()
