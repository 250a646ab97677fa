"""The packaged embedding model, and the fake one."""

import subprocess
import sys
import threading

import numpy as np
import pytest
from project import ROOT

from index.errors import ModelError
from index.search.embedding import FakeEmbedder, MiniLmEmbedder


@pytest.fixture(scope="module")
def model() -> MiniLmEmbedder:
    return MiniLmEmbedder()


def test_near_in_meaning_is_near_in_space(model: MiniLmEmbedder) -> None:
    vectors = model.embed(
        [
            "The harbour of Ostrava Bay is closed because of the flood.",
            "High water shuts the port.",
            "The chess club elected a new treasurer.",
        ]
    )
    assert vectors.shape == (3, model.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_a_text_has_the_same_vector_alone_and_among_others(model: MiniLmEmbedder) -> None:
    texts = [f"Bridge {number} over the Lind " * (number + 1) for number in range(40)]
    progress: list[tuple[str, int, int]] = []
    together = model.embed(texts, lambda *step: progress.append(step))
    assert np.allclose(together[7], model.embed([texts[7]])[0], atol=0.02)
    assert progress == [("embedding", 32, 40), ("embedding", 40, 40)]


def test_no_texts_make_no_vectors(model: MiniLmEmbedder) -> None:
    assert model.embed([]).shape == (0, model.dimensions)


def test_tokens_are_counted_beyond_the_limit(model: MiniLmEmbedder) -> None:
    assert model.count_tokens("") == 2
    assert model.count_tokens("ferry") == 3
    assert model.count_tokens("ferry " * 1000) == 1002


def test_many_threads_may_embed_at_once(model: MiniLmEmbedder) -> None:
    texts = [f"The mayor of Vell spoke for {number} minutes." for number in range(6)]
    expected = model.embed(texts)
    found: dict[int, np.ndarray] = {}

    def embed(place: int) -> None:
        found[place] = model.embed([texts[place]])[0]

    threads = [threading.Thread(target=embed, args=(place,)) for place in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for place, vector in found.items():
        assert np.allclose(vector, expected[place], atol=0.02)
    assert len(found) == len(texts)


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("PACKAGE", "no-such-package"), ("WEIGHTS", "0" * 64)],
    ids=["missing", "altered"],
)
def test_an_unusable_model_is_told(
    attribute: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MiniLmEmbedder, attribute, value)
    with pytest.raises(ModelError, match="pip install"):
        MiniLmEmbedder().embed(["text"])


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from index.store import Store; "
        "from index.search.embedding import MiniLmEmbedder; "
        "MiniLmEmbedder(); print([m for m in ('torch', 'chromadb', 'sentence_transformers')"
        " if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_the_fake_counts_words() -> None:
    fake = FakeEmbedder()
    vectors = fake.embed(["red ferry", "Ferry, red!", "green hill", ""])
    assert vectors[0] @ vectors[1] == pytest.approx(1)
    assert vectors[0] @ vectors[2] == pytest.approx(0)
    assert np.linalg.norm(vectors[3]) == pytest.approx(1)
    assert fake.count_tokens("red ferry") == 4
