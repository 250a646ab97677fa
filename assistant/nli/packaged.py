"""The stance model in this repository, and the choice of another one.

How it was made: docs/measurements/stance-model.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.nli.base import Chances, StanceModel, softmax
from assistant.nli.onnx_cross_encoder import PairModel, files_of

PACKAGED = "packaged"
"""The setting that means the model in this repository."""
JUDGE = "judge"
"""The setting that means the judge (assistant/nli/judge.py) in its place."""

FOLDER = Path(__file__).parents[1] / "models" / "stance"
"""Where the packaged model is."""
_REMEDY = "Get the file again: git checkout -- assistant/models, or install Onrecord again."
_MAXIMUM_TOKENS = 256


def stance_model(setting: str) -> StanceModel:
    """The model that ONRECORD_STANCE names: "packaged", "judge", or one of a hub or a folder."""
    if setting == PACKAGED:
        return PackagedStance()
    if setting == JUDGE:
        from assistant.nli.judge import JudgeStance  # noqa: PLC0415 - only when asked for

        return JudgeStance()
    from assistant.nli.hub import HubStance  # noqa: PLC0415 - only when asked for

    return HubStance(setting)


class PackagedStance:
    """The model in this repository. Loads on first use; safe to use from several threads."""

    name = "Onrecord's stance model"

    def __init__(self, folder: Path = FOLDER) -> None:
        """`folder` holds `model.onnx`, `tokenizer.json` and their SHA256SUMS."""
        self._model = PairModel(
            lambda: files_of("The stance model", folder, _REMEDY, _MAXIMUM_TOKENS), outputs=3
        )

    def load(self) -> None:
        self._model.load()

    def close(self) -> None:
        """End the worker threads."""
        self._model.close()

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Chances:
        # The model reads the claim first, as the reranker that it was trained from read questions.
        return softmax(self._model.logits([(claim, evidence) for evidence, claim in pairs]))
