"""The stance model in this repository, and the choice of another one.

How it was made: docs/measurements/stance-model.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.nli.base import Chances, StanceModel, softmax
from assistant.nli.onnx_cross_encoder import ModelFiles, PairModel
from index.errors import ModelError

PACKAGED = "packaged"
"""The setting that means the model in this repository."""

FOLDER = Path(__file__).parents[1] / "models" / "stance"
"""Where the packaged model lies."""
_SUMS = "SHA256SUMS"
_REMEDY = "Get the file again: git checkout -- assistant/models, or install Onrecord again."
_MAXIMUM_TOKENS = 256


def stance_model(setting: str) -> StanceModel:
    """The model that ONRECORD_STANCE names: "packaged", or a model of a hub or a folder."""
    if setting == PACKAGED:
        return PackagedStance()
    from assistant.nli.hub import HubStance  # noqa: PLC0415 - only when asked for

    return HubStance(setting)


class PackagedStance:
    """The model in this repository. Loads on first use; safe to use from several threads."""

    name = "Onrecord's stance model"

    def __init__(self, folder: Path = FOLDER) -> None:
        """`folder` holds `model.onnx`, `tokenizer.json` and their SHA256SUMS."""
        self._model = PairModel(lambda: _files(folder), outputs=3)

    def load(self) -> None:
        self._model.load()

    def close(self) -> None:
        """End the worker threads."""
        self._model.close()

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Chances:
        # The model reads the claim first, as the reranker that it was trained from read questions.
        return softmax(self._model.logits([(claim, evidence) for evidence, claim in pairs]))


def _files(folder: Path) -> ModelFiles:
    try:
        lines = (folder / _SUMS).read_text(encoding="ascii").splitlines()
        sums = {name: digest for digest, name in (line.split() for line in lines)}
    except (OSError, ValueError) as error:
        raise ModelError(
            "The list of the stance model's files cannot be read.",
            subject=str(folder / _SUMS),
            remedy=_REMEDY,
        ) from error
    expected = {"model.onnx", "tokenizer.json"}
    if set(sums) != expected:
        raise ModelError(
            "The list of the stance model's files doesn't match the files that it needs.",
            subject=str(folder / _SUMS),
            remedy=_REMEDY,
        )
    return ModelFiles("The stance model", folder, sums, _REMEDY, _MAXIMUM_TOKENS)
