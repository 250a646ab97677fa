"""From trained weights to the file that is shipped: calibrated, quantized, measured."""

import hashlib
import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sklearn.metrics import f1_score, log_loss
from transformers import BertForSequenceClassification, PreTrainedTokenizerFast

from assistant.nli.base import softmax
from assistant.nli.onnx_cross_encoder import ModelFiles, PairModel
from training.pairs import Pair
from training.start import LABELS
from training.train import encode

Logits = npt.NDArray[np.float32]


def logits_of(
    model: BertForSequenceClassification, tokenizer: PreTrainedTokenizerFast, pairs: Sequence[Pair]
) -> Logits:
    """The model's outputs for each pair, shape (pairs, 3)."""
    model.eval()  # type: ignore[no-untyped-call]
    order = sorted(range(len(pairs)), key=lambda place: len(pairs[place].evidence))
    found = np.zeros((len(pairs), len(LABELS)), dtype=np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), 32):
            places = order[start : start + 32]
            inputs = encode(
                tokenizer, [pairs[p].claim for p in places], [pairs[p].evidence for p in places]
            )
            found[places] = model(**inputs).logits.float().numpy()
    return found


def temperature(logits: Logits, labels: Sequence[str]) -> float:
    """The divisor of the logits with the least log loss (Guo et al. 2017, arXiv:1706.04599)."""
    candidates = np.exp(np.linspace(np.log(0.5), np.log(5), 200))
    truth = [LABELS.index(label) for label in labels]
    losses = [log_loss(truth, softmax(logits / one), labels=[0, 1, 2]) for one in candidates]
    return float(candidates[int(np.argmin(losses))])


def export(
    model: BertForSequenceClassification, divisor: float, tokenizer_file: Path, folder: Path
) -> None:
    """Write `model.onnx` (int8), `tokenizer.json` and `SHA256SUMS` into the folder.

    The temperature goes into the last layer, so that the file's softmax is calibrated. Each output
    channel has its own scale (with one for the whole matrix, 6 in 10 labels change), and 7 bits of
    the 8 are used: with all 8, processors without VNNI overflow their 16-bit sums.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        model.classifier.weight.div_(divisor)
        model.classifier.bias.div_(divisor)
    full, target = folder / "full.onnx", folder / "model.onnx"
    names = ("input_ids", "attention_mask", "token_type_ids")
    example = torch.ones(2, 16, dtype=torch.long)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Logits(model).eval(),
            (example, example, example),
            str(full),
            dynamo=False,
            opset_version=17,
            input_names=list(names),
            output_names=["logits"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in names},
        )
        quantize_dynamic(
            str(full),
            str(target),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    full.unlink()
    shutil.copyfile(tokenizer_file, folder / "tokenizer.json")
    sums = "".join(
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("model.onnx", "tokenizer.json")
    )
    (folder / "SHA256SUMS").write_text(sums)


def logits_of_file(folder: Path, pairs: Sequence[Pair]) -> Logits:
    """The outputs of an exported model."""
    files = ModelFiles("The model", folder, {}, "", 256)
    model = PairModel(lambda: files, outputs=len(LABELS))
    found = model.logits([(pair.claim, pair.evidence) for pair in pairs])
    model.close()
    return found


def figures(logits: Logits, pairs: Sequence[Pair]) -> dict[str, dict[str, float]]:
    """For all pairs and for each source: how many, macro-F1, log loss, and the expected calibration
    error over 15 equal bins of confidence."""
    found = {"all": _measured(logits, pairs)}
    for source in sorted({pair.source for pair in pairs}):
        rows = [row for row, pair in enumerate(pairs) if pair.source == source]
        found[source] = _measured(logits[rows], [pairs[row] for row in rows])
    return found


def _measured(logits: Logits, pairs: Sequence[Pair]) -> dict[str, float]:
    truth = np.array([LABELS.index(pair.label) for pair in pairs])
    chances = softmax(logits)
    best = chances.argmax(axis=1)
    return {
        "pairs": len(pairs),
        "macro_f1": round(float(f1_score(truth, best, average="macro", zero_division=0)), 4),
        "log_loss": round(float(log_loss(truth, chances, labels=[0, 1, 2])), 4),
        "calibration_error": round(_calibration_error(chances, best == truth), 4),
    }


def _calibration_error(chances: Logits, right: npt.NDArray[np.bool_], bins: int = 15) -> float:
    confidence = chances.max(axis=1)
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    return sum(
        float(abs(confidence[places == one].mean() - right[places == one].mean()))
        * float((places == one).mean())
        for one in range(bins)
        if (places == one).any()
    )


class _Logits(torch.nn.Module):
    """The model with its inputs by position, as the exporter wants them."""

    def __init__(self, model: BertForSequenceClassification) -> None:
        super().__init__()
        self.model = model

    def forward(self, words: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        found = self.model(input_ids=words, attention_mask=mask, token_type_ids=types)
        logits: torch.Tensor = found.logits
        return logits
