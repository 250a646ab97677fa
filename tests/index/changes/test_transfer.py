"""A store in one file: what comes back is what went out, and nothing else gets in."""

from __future__ import annotations

import json
import sqlite3
import stat
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from stores import Write

from index.changes import archive
from index.errors import ArchiveDamaged, ArchiveError, StoreMismatch, StoreNotEmpty
from index.search.embedding import FakeEmbedder, Matrix
from index.store import Store
from index.types import ProgressCallback, silent


class Unwilling(FakeEmbedder):
    """Embeds questions, one at a time, and nothing else."""

    def embed(self, texts: Sequence[str], progress: ProgressCallback = silent) -> Matrix:
        assert len(texts) == 1
        return super().embed(texts, progress)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with an updated, a retracted and a removed article."""
    folder = tmp_path_factory.mktemp("news")
    for number in range(4):
        text = f"Buoy {number}\n\nBuoy {number} of Ansel is red, the pilot said.\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    pier = folder / "pier.txt"
    pier.write_text("Pier\n\nThe old pier of Ansel is closed, the pilot said.\n", encoding="utf-8")
    with Store.open(tmp_path_factory.mktemp("stores") / "store", FakeEmbedder()) as store:
        names = {title: name for name, title in store.add([folder]).added}
        pier.write_text(
            "Pier\n\nThe new pier of Ansel is open, the pilot said.\n", encoding="utf-8"
        )
        store.add([folder])
        store.retract(names["Buoy 1"], "wrong buoy")
        store.remove([names["Buoy 2"]])
        yield store


@pytest.fixture
def packed(store: Store, tmp_path: Path) -> Path:
    """An archive of it."""
    file = tmp_path / "out" / "store.zip"
    done = store.export(file)
    assert (done.articles, done.size) == (4, file.stat().st_size)
    assert [path.name for path in file.parent.iterdir()] == ["store.zip"]
    return file


def rewritten(packed: Path, to: Path, members: dict[str, bytes | zipfile.ZipInfo]) -> Path:
    """The archive with other members in place of those, or beside them."""
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(to, "x", zipfile.ZIP_DEFLATED) as new:
        for name in (*old.namelist(), *(name for name in members if name not in old.namelist())):
            told = members.get(name, b"") if name in members else old.read(name)
            if isinstance(told, zipfile.ZipInfo):
                new.writestr(told, b"catalog.sqlite")
            else:
                new.writestr(name, told)
    return to


def test_an_import_holds_all_that_was_exported(store: Store, packed: Path, tmp_path: Path) -> None:
    with Store.open(tmp_path / "copy", Unwilling()) as copy:
        done = copy.restore(packed)
        assert (done.articles, done.replaced, done.embedded) == (4, 0, 0)
        assert copy.articles() == store.articles()
        (pier,) = (article for article in copy.articles() if article.title == "Pier")
        assert copy.versions(pier.id) == store.versions(pier.id)
        assert copy.article(pier.id, 1) == store.article(pier.id, 1)
        assert copy.removals() == store.removals()
        assert copy.generation > store.generation
        for search in ("dense", "lexical"):
            assert getattr(copy, search)("new pier", 9) == getattr(store, search)("new pier", 9)
        assert [finding for finding in copy.check() if not finding.ok] == []
        assert not any("leftovers" in finding.what for finding in copy.check())
        assert len(copy.add([pier.source.location]).unchanged) == 1


def test_an_export_amid_a_change_holds_the_state_before(tmp_path: Path, write: Write) -> None:
    file = tmp_path / "amid.zip"

    def take(stage: str, done: int, total: int) -> None:
        if stage == "saving" and not done:
            opened.export(file)

    with Store.open(tmp_path / "first", FakeEmbedder()) as opened:
        opened.add([write("reef", "Reef", "The reef of Ansel is shallow.")])
        opened.add([write("lamp", "Lamp", "The lamp of Ansel is lit.")], progress=take)
        assert opened.count == 2
    with Store.open(tmp_path / "second", FakeEmbedder()) as copy:
        copy.restore(file)
        assert [article.title for article in copy.articles()] == ["Reef"]
        assert not any("leftovers" in finding.what for finding in copy.check())


def test_articles_are_replaced_only_when_told_so(
    packed: Path, tmp_path: Path, write: Write
) -> None:
    with Store.open(tmp_path / "other", FakeEmbedder()) as other:
        path = write("quokka", "Quokka", "A quokkaling was seen in Ansel.")
        other.add([path])
        with pytest.raises(StoreNotEmpty, match="It holds 1 articles"):
            other.restore(packed)
        assert other.lexical("quokkaling", 1)
        assert other.restore(packed, replace=True).replaced == 1
        assert other.lexical("quokkaling", 1) == []
        assert len(other.dense("pier", 9)) == 4
        assert [finding for finding in other.check() if not finding.ok] == []
    held = [path for path in (tmp_path / "other").rglob("*") if path.is_file()]
    assert not any(b"quokkaling" in path.read_bytes() for path in held)


def test_an_existing_file_is_replaced_only_when_told_so(store: Store, packed: Path) -> None:
    with pytest.raises(ArchiveError, match="already exists"):
        store.export(packed)
    store.export(packed, replace=True)
    assert [path.name for path in packed.parent.iterdir()] == ["store.zip"]


def test_an_interrupted_export_leaves_no_file(
    store: Store, packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = packed.read_bytes()

    def fail(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(archive, "_sha256", fail)
    for file in (packed, packed.with_name("second.zip")):
        with pytest.raises(KeyboardInterrupt):
            store.export(file, replace=True)
    assert packed.read_bytes() == before
    assert [path.name for path in packed.parent.iterdir()] == ["store.zip"]


def refused(file: Path, tmp_path: Path) -> str:
    """Why an archive is refused; the store stays as it was and nothing is written outside."""
    with Store.open(tmp_path / "target", FakeEmbedder()) as target:
        with pytest.raises(ArchiveDamaged) as wrong:
            target.restore(file)
        assert (target.count, target.generation, target.articles()) == (0, 0, [])
        assert list((tmp_path / "target" / "chroma").iterdir()) == []
    return wrong.value.happened


def test_a_damaged_or_cut_archive_is_refused(packed: Path, tmp_path: Path) -> None:
    whole = packed.read_bytes()
    bad = tmp_path / "bad.zip"
    step = max(1, len(whole) // 8)
    for size in range(0, len(whole), step):
        bad.write_bytes(whole[:size])
        assert refused(bad, tmp_path)
    for place in range(400, len(whole) - 400, step):
        bad.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        assert refused(bad, tmp_path)


def test_a_hostile_archive_is_refused(packed: Path, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("catalog.sqlite")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    cases: list[tuple[dict[str, bytes | zipfile.ZipInfo], str]] = [
        ({"../escaped": b"x"}, "it holds"),
        ({"/tmp/escaped": b"x"}, "it holds"),
        ({"chroma/index_metadata.pickle": b"x"}, "it holds"),
        ({"catalog.sqlite": link}, "isn't a plain file"),
        ({"manifest.json": b"[" * 100_000}, "too long"),
        ({"manifest.json": b"[]"}, ""),
        ({"manifest.json": b'{"format": 1}'}, ""),
        ({"catalog.sqlite": b"no catalog"}, "the size that its manifest"),
        ({"catalog.sqlite": bytes(200_000_000)}, "the size that its manifest"),
    ]
    for number, (members, why) in enumerate(cases):
        bad = rewritten(packed, tmp_path / f"hostile-{number}.zip", members)
        assert why in refused(bad, tmp_path), members.keys()
    assert not list(tmp_path.rglob("*escaped*"))


def forged(packed: Path, tmp_path: Path, catalog: bytes) -> Path:
    """An archive with another catalog, whose manifest is right about it."""
    with zipfile.ZipFile(packed) as archived:
        told = json.loads(archived.read("manifest.json"))
    scratch = tmp_path / "scratch.sqlite"
    scratch.write_bytes(catalog)
    told["sizes"]["catalog.sqlite"] = len(catalog)
    told["sha256"]["catalog.sqlite"] = archive._sha256(scratch)
    members: dict[str, bytes | zipfile.ZipInfo] = {
        "manifest.json": json.dumps(told).encode(),
        "catalog.sqlite": catalog,
    }
    return rewritten(packed, tmp_path / f"forged-{len(list(tmp_path.iterdir()))}.zip", members)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER evil AFTER INSERT ON versions BEGIN DELETE FROM versions; END",
        "CREATE VIEW evil AS SELECT 1",
        "DELETE FROM paragraphs WHERE number = 1",
        "UPDATE versions SET authors = 'not json'",
        "UPDATE paragraphs SET role = 'boss'",
        "UPDATE embeddings SET vector = x'00'",
        "UPDATE embeddings SET vector = CAST(zeroblob(1020) || x'0000c07f' AS BLOB)",
        "UPDATE generations SET vectors = '../../elsewhere'",
    ],
)
def test_a_forged_catalog_does_no_harm(packed: Path, tmp_path: Path, sql: str) -> None:
    path = tmp_path / "forged.sqlite"
    with zipfile.ZipFile(packed) as archived:
        path.write_bytes(archived.read("catalog.sqlite"))
    connection = sqlite3.connect(path)
    connection.executescript(sql)
    connection.close()
    file = forged(packed, tmp_path, path.read_bytes())
    if "elsewhere" not in sql:
        assert refused(file, tmp_path)
        return
    with Store.open(tmp_path / "target", FakeEmbedder()) as target:
        target.restore(file)
        assert target.dense("pier", 3)
    assert not list(tmp_path.rglob("*elsewhere*"))


def test_a_bomb_is_refused_before_it_unpacks(packed: Path, tmp_path: Path) -> None:
    file = forged(packed, tmp_path, bytes(100_000_000))
    assert "far more" in refused(file, tmp_path)


def test_another_model_or_version_is_named(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as archived:
        told = json.loads(archived.read("manifest.json"))
    for change, error, words in (
        ({"embedder": "other model"}, StoreMismatch, "other model"),
        ({"format": 99}, ArchiveError, "another version of Onrecord"),
    ):
        manifest = json.dumps({**told, **change}).encode()
        file = rewritten(packed, tmp_path / f"{words[:5]}.zip", {"manifest.json": manifest})
        with (
            Store.open(tmp_path / "target", FakeEmbedder()) as target,
            pytest.raises(error, match=words),
        ):
            target.restore(file)
    with (
        Store.open(tmp_path / "target", FakeEmbedder()) as target,
        pytest.raises(ArchiveError, match="no such file"),
    ):
        target.restore(tmp_path / "nowhere.zip")
