"""An embedding model of a folder or of a hub's cache."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from command_line import article_id, document, run, two_articles
from tiny_model import make_model

from assistant.retrieval.embedding_choice import embedding_model, named
from index.errors import ModelError
from index.search.hub_embedding import HubEmbedder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("models") / "tiny")


def test_a_folder_tells_all_of_its_model(model: Path) -> None:
    tiny = HubEmbedder(str(model))
    assert tiny.name.startswith(f"{model}@")
    assert (tiny.dimensions, tiny.limit) == (32, 200)
    assert (tiny.count_tokens(""), tiny.count_tokens("ferry " * 1000)) == (2, 1002)
    vectors = tiny.embed(["a ferry", "the harbour of Ansel", "a ferry"])
    assert vectors.shape == (3, 32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors[0], vectors[2])
    again = named(tiny.name)
    assert again.name == tiny.name
    assert np.allclose(again.embed(["a ferry"])[0], vectors[0], atol=1e-2)


def test_another_model_in_the_same_folder_has_another_name(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model, folder)
    name = embedding_model(str(folder)).name
    shutil.rmtree(folder)
    make_model(folder, seed=2)
    other = embedding_model(str(folder)).name
    assert name.partition("@")[0] == other.partition("@")[0] == str(folder)
    assert name != other
    with pytest.raises(ModelError, match="has changed since"):
        named(name)


def test_a_model_of_the_hubs_cache_is_named_by_its_revision(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    cached = tmp_path / "models--ansel--tiny"
    revision = "0123456789abcdef0123456789abcdef01234567"
    shutil.copytree(model, cached / "snapshots" / revision)
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text(revision, encoding="utf-8")
    hub = embedding_model("ansel/tiny")
    assert hub.name == f"ansel/tiny@{revision}"
    assert hub.embed(["a ferry"]).shape == (1, 32)
    assert named(hub.name).name == hub.name
    with pytest.raises(ModelError, match="no such embedding model"):
        named(f"ansel/tiny@{revision[::-1]}")


def test_what_is_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such embedding model") as told:
        embedding_model("ansel/nothing")
    assert "unset ONRECORD_EMBEDDING" in told.value.remedy
    with pytest.raises(ModelError, match="no embedding model in this folder"):
        embedding_model(str(tmp_path))
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        embedding_model(str(tmp_path)).embed(["text"])


def test_a_model_that_reads_too_little_is_refused(tmp_path: Path) -> None:
    small = embedding_model(str(make_model(tmp_path / "small", limit=64)))
    with pytest.raises(ModelError, match="reads 64 tokens"):
        assert small.limit


def test_rebuilt_with_a_folders_model_and_back(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The packaged model and another, as they are chosen on the command line."""
    store = str(two_articles(tmp_path))
    monkeypatch.setenv("ONRECORD_EMBEDDING", str(model))
    told = run("doctor", "--store", store)
    assert (told.exit_code, "onrecord rebuild" in told.stdout) == (0, True)
    (first, *_) = document(run("search", "the footbridge", "--json", "--store", store))["passages"]
    done = document(run("rebuild", "--json", "--store", store))
    assert (done["kind"], done["articles"], done["embedded"]) == ("rebuild", 2, done["chunks"])
    assert done["model"].startswith(str(model))
    assert "onrecord rebuild" not in run("doctor", "--store", store).stdout
    # Searched with that model, whatever the setting says now.
    monkeypatch.delenv("ONRECORD_EMBEDDING")
    (found, *_) = document(run("search", "the footbridge", "--json", "--store", store))["passages"]
    assert found["article"] == first["article"] == article_id(Path(store), "Footbridge")
    told = run("rebuild", "--store", store)
    assert "Search index refreshed: 2 articles" in told.stdout
    assert "Embedding model all-MiniLM-L6-v2: " in told.stdout
    assert (
        document(run("search", "the footbridge", "--json", "--store", store))["passages"][0]
        == first
    )


def test_the_real_models_index_survives_its_rebuild(tmp_path: Path) -> None:
    store = str(two_articles(tmp_path))
    before = document(run("search", "the footbridge", "--json", "--store", store))
    done = document(run("rebuild", "--json", "--store", store))
    assert (done["embedded"], done["reused"]) == (0, done["chunks"])
    after = document(run("search", "the footbridge", "--json", "--store", store))
    assert after["passages"] == before["passages"]
