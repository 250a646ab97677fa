"""The stance models: the packaged one, one of a hub, and the fake."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from assistant.nli import packaged as module
from assistant.nli.base import NEUTRAL, REFUTES, SUPPORTS
from assistant.nli.hub import HubStance
from assistant.nli.packaged import PACKAGED, PackagedStance, stance_model
from assistant.testing.word_stance import WordStance
from index.errors import ModelError, SettingError

FOLDER = module.FOLDER


@pytest.fixture(scope="module")
def packaged() -> Iterator[PackagedStance]:
    model = PackagedStance()
    yield model
    model.close()


@pytest.mark.parametrize(
    ("evidence", "claim", "column"),
    [
        ("The old bridge was closed in spring.", "The old bridge was closed.", SUPPORTS),
        ("The mayor opened the market on Monday.", "The market was opened by the mayor.", SUPPORTS),
        ("The old bridge was not closed.", "The old bridge was closed.", REFUTES),
        ("The council rejected the plan.", "The council approved the plan.", REFUTES),
        ("Nobody was hurt in the fire.", "Three people were hurt in the fire.", REFUTES),
        ("The mayor visited the bridge.", "The bridge was built in 1931.", NEUTRAL),
        ("The council met on Monday.", "The council approved the plan.", NEUTRAL),
        ("No strikes hit targets within the city.", "The tower is 330 metres tall.", NEUTRAL),
    ],
)
def test_the_packaged_model_tells_the_three_apart(
    packaged: PackagedStance, evidence: str, claim: str, column: int
) -> None:
    (chances,) = packaged.weigh([(evidence, claim)])
    assert int(chances.argmax()) == column
    assert chances.sum() == pytest.approx(1, abs=1e-4)


def test_pairs_are_weighed_in_their_order_whatever_their_length(packaged: PackagedStance) -> None:
    pairs = [(f"{'It rained. ' * count}The bridge was closed.", "The bridge was closed.")
             for count in (9, 0, 5, 1)]  # fmt: skip
    together = packaged.weigh(pairs)
    alone = np.concatenate([packaged.weigh([pair]) for pair in pairs])
    assert together.shape == (4, 3)
    assert np.allclose(together, alone, atol=0.03)
    assert packaged.weigh([]).shape == (0, 3)


def test_the_shipped_file_is_at_most_40_mb() -> None:
    assert (FOLDER / "model.onnx").stat().st_size <= 40_000_000


def _copy(target: Path) -> Path:
    return Path(shutil.copytree(FOLDER, target / "stance"))


def test_a_changed_file_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match="isn't the one") as caught:
        PackagedStance(folder).weigh([("It rained.", "It rained.")])
    assert "git checkout" in caught.value.remedy


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "SHA256SUMS"])
def test_a_missing_file_is_an_error_with_a_remedy(tmp_path: Path, name: str) -> None:
    folder = _copy(tmp_path)
    (folder / name).unlink()
    with pytest.raises(ModelError, match="cannot be read") as caught:
        PackagedStance(folder).load()
    assert caught.value.remedy
    assert name in caught.value.subject


@pytest.mark.parametrize("sums", ["", "no list", "aa  model.onnx\n"])
def test_a_list_of_files_that_is_none_is_an_error(tmp_path: Path, sums: str) -> None:
    folder = _copy(tmp_path)
    (folder / "SHA256SUMS").write_text(sums)
    with pytest.raises(ModelError):
        PackagedStance(folder).load()


def _hub_model(folder: Path, labels: list[str]) -> str:
    """A tiny cross-encoder with random weights, as a hub would give it."""
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=30522,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_file=str(FOLDER / "tokenizer.json"),
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    ).save_pretrained(folder)
    return str(folder)


def test_a_hubs_model_keeps_the_order_of_its_own_labels(tmp_path: Path) -> None:
    pairs = [("It rained.", "It was dry."), ("The bridge was closed.", "The bridge was shut.")]
    first = HubStance(_hub_model(tmp_path / "one", ["contradiction", "entailment", "neutral"]))
    other = HubStance(_hub_model(tmp_path / "two", ["ENTAILMENT", "NEUTRAL", "CONTRADICTION"]))
    one, two = first.weigh(pairs), other.weigh(pairs)
    # The same weights: output 0 is what each calls its first label.
    assert np.allclose(one[:, REFUTES], two[:, SUPPORTS], atol=1e-5)
    assert np.allclose(one[:, SUPPORTS], two[:, NEUTRAL], atol=1e-5)
    assert np.allclose(one.sum(axis=1), 1, atol=1e-4)
    assert first.weigh([]).shape == (0, 3)


def test_a_hubs_model_that_weighs_nothing_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="positive"):
        HubStance(_hub_model(tmp_path, ["negative", "positive"])).load()


def test_a_model_that_is_not_there_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        HubStance(str(tmp_path / "nowhere")).load()
    assert "ONRECORD_STANCE" in caught.value.subject
    assert caught.value.remedy


def test_the_setting_names_the_model(tmp_path: Path) -> None:
    assert isinstance(stance_model(PACKAGED), PackagedStance)
    assert stance_model("some/model").name == "some/model"


@pytest.mark.parametrize(
    ("evidence", "claim", "column"),
    [
        ("The old bridge was closed in spring.", "The bridge was closed.", SUPPORTS),
        ("The old bridge was never closed.", "The bridge was closed.", REFUTES),
        ("The ferry sails.", "The bridge was closed.", NEUTRAL),
    ],
)
def test_the_fake_goes_by_the_words(evidence: str, claim: str, column: int) -> None:
    (chances,) = WordStance().weigh([(evidence, claim)])
    assert int(chances.argmax()) == column


def test_a_broken_model_is_an_error_even_where_there_is_nothing_to_weigh(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    (folder / "model.onnx").write_bytes(b"broken off")
    with pytest.raises(ModelError):
        PackagedStance(folder).weigh([])
