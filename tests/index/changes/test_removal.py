"""What is removed is gone: from search, from the catalog, and from every byte of the folder."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from stores import Write

from index.changes.selection import Selection
from index.errors import ArticleNotFound, ArticleRemoved, SettingError
from index.search.embedding import FakeEmbedder
from index.store import Store

SECRET = "zyxquovane"
"""A word that stands in one article only."""


def traces(folder: Path, word: str) -> list[str]:
    """The files below a folder in whose bytes the word stands, in whatever case."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in found if word.encode() in path.read_bytes().lower()]


def filled(store: Store, write: Write) -> str:
    """A store with several articles, one of them in two versions; the id of that one."""
    for number in range(12):
        write(f"{number}", f"Buoy {number}", f"Buoy {number} of Ansel is red, the pilot said.")
    path = write("secret", "Harbour", f"The pilot of Ansel hid the {SECRET} in his boat.")
    store.add([path.parent])
    write("secret", "Harbour", f"The pilot of Ansel lost the {SECRET} at sea.", "He was sad.")
    (name, _) = store.add([path.parent]).updated[0]
    return name


def test_no_byte_of_a_removed_article_stays(store: Store, write: Write, tmp_path: Path) -> None:
    name = filled(store, write)
    folder = tmp_path / "store"
    assert traces(folder, SECRET)
    keys = {hit.key for hit in store.lexical(SECRET, 5)}
    assert store.dense(SECRET, 1)
    report = store.remove([name])
    assert [(one.article_id, one.title, one.version) for one in store.removals()] == [
        (name, "Harbour", 2)
    ]
    assert (report.is_purged, report.generation) == (True, 3)
    assert traces(folder, SECRET) == []
    assert traces(folder, SECRET[:6]) == []  # nor its stem
    assert not any(traces(folder, key) for key in keys)
    assert store.lexical(SECRET, 5) == []
    assert keys.isdisjoint(hit.key for hit in store.dense(SECRET, 50))
    assert store.count == 12
    assert [finding for finding in store.check() if not finding.ok] == []
    assert not any("leftovers" in finding.what for finding in store.check())


def test_the_room_comes_back(store: Store, write: Write) -> None:
    for number in range(150):
        write(f"{number}", f"Report {number}", f"The reef {number} of Ansel is shallow. " * 60)
    report = store.add([write("last", "Last", "The last reef of Ansel is deep.").parent])
    names = [name for name, title in report.added if title != "Last"]
    assert store.remove(names).freed > 1_000_000
    assert store.count == 1
    assert store.lexical("reef", 5)


def test_a_removed_article_is_told_apart_from_one_that_never_was(
    store: Store, write: Write
) -> None:
    name = filled(store, write)
    assert store.article(name, 1).version == 1
    store.remove([name])
    for version in (None, 1, 2):
        with pytest.raises(ArticleRemoved, match="“Harbour” was removed on 2"):
            store.article(name, version)
    with pytest.raises(ArticleRemoved):
        store.versions(name)
    with pytest.raises(ArticleNotFound) as never:
        store.article("0" * 12)
    assert not isinstance(never.value, ArticleRemoved)
    (removal,) = store.removals()
    assert (removal.title, removal.generation, len(removal.content_hash)) == ("Harbour", 3, 64)


def test_nothing_is_removed_where_one_is_unknown(store: Store, write: Write) -> None:
    name = filled(store, write)
    with pytest.raises(ArticleNotFound):
        store.remove([name, "0" * 12])
    assert (store.count, store.generation, store.removals()) == (13, 2, [])


def test_what_comes_back_counts_its_versions_on(store: Store, write: Write) -> None:
    name = filled(store, write)
    store.remove([name])
    path = write("secret", "Harbour", "Another text of the harbour of Ansel altogether.")
    report = store.add([path.parent])
    assert report.added == ((name, "Harbour"),)
    assert store.article(name).version == 3
    with pytest.raises(ArticleRemoved):
        store.article(name, 2)
    assert [version.number for version in store.versions(name)] == [3]
    assert [finding for finding in store.check() if not finding.ok] == []


def test_another_open_store_sees_it_at_once(store: Store, write: Write, tmp_path: Path) -> None:
    name = filled(store, write)
    with Store.open(tmp_path / "store", FakeEmbedder()) as other:
        assert other.article(name, 2).title == "Harbour"
        assert other.dense(SECRET, 3)
        store.remove([name])
        assert other.lexical(SECRET, 5) == []
        assert other.dense("buoy", 3)
        with pytest.raises(ArticleRemoved):
            other.article(name, 2)
    assert traces(tmp_path / "store", SECRET) == []


def test_searches_go_on_while_articles_are_removed(store: Store, write: Write) -> None:
    filled(store, write)
    names = [article.id for article in store.articles() if article.title.startswith("Buoy")]
    failed: list[Exception] = []
    done = threading.Event()

    def search() -> None:
        try:
            while not done.is_set():
                store.dense("buoy of Ansel", 5)
                store.lexical("buoy of Ansel", 5)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells
            failed.append(error)

    reader = threading.Thread(target=search)
    reader.start()
    for name in names[:4]:
        store.remove([name])
    done.set()
    reader.join()
    assert failed == []
    assert store.count == 9


def test_an_interrupted_purge_is_done_at_the_next_opening(
    store: Store, write: Write, tmp_path: Path
) -> None:
    name = filled(store, write)

    class Interrupted(Exception):
        pass

    def interrupt(stage: str, done: int, total: int) -> None:
        if stage == "overwriting":
            raise Interrupted

    with pytest.raises(Interrupted):
        store.remove([name], progress=interrupt)
    assert traces(tmp_path / "store", SECRET)
    assert store.lexical(SECRET, 5) == []
    assert store.count == 12
    store.close()
    with Store.open(tmp_path / "store", FakeEmbedder()) as again:
        assert traces(tmp_path / "store", SECRET) == []
        assert again.count == 12


def header(name: str, outlet: str, published: str) -> tuple[str, ...]:
    return f"Title: {name}\nOutlet: {outlet}\nDate: {published}", f"It is said of {name}."


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(outlet="maldry chronicle"), ["Dam bursts", "Dam holds"]),
        (Selection(before="2031-03-02"), ["Dam holds"]),
        (Selection(after="2031-03-01"), ["Dam bursts", "Ferry sails"]),
        (Selection(after="2031"), ["Ferry sails"]),
        (Selection(before="2032"), ["Dam bursts", "Dam holds"]),
        (Selection(after="2031-03", before="2033"), ["Ferry sails"]),
        (Selection(matching="DAM hold"), ["Dam holds"]),
        (Selection(matching="dam", outlet="Lind Post"), []),
        (Selection(matching="dam", before="2031-03-02", outlet="Maldry Chronicle"), ["Dam holds"]),
        pytest.param(
            Selection(before="2034", after="2031-06"),
            ["Ferry sails"],
            id="what was updated before was published before, nobody knows after when",
        ),
        (Selection(before="2034", matching="weir"), ["Weir leaks"]),
        (Selection(before="2033", matching="weir"), []),
    ],
)
def test_articles_are_chosen_by_all_that_is_given(
    store: Store, write: Write, selection: Selection, expected: list[str]
) -> None:
    write("a", *header("Dam holds", "Maldry Chronicle", "2031-03-01"))
    write("b", *header("Dam bursts", "Maldry Chronicle", "2031-03-02"))
    write("c", *header("Ferry sails", "Lind Post", "2032-01"))
    folder = write("d", "No date", "Nobody knows when this was written in Ansel.").parent
    write("e", "Title: Weir leaks\nUpdated: 2033-05", "Water runs below the weir of Ansel.")
    assert len(store.add([folder]).added) == 5
    assert [article.title for article in store.matching(selection)] == expected


@pytest.mark.parametrize(
    "selection", [Selection(), Selection(before="soon"), Selection(matching=" ")]
)
def test_what_chooses_nothing_is_refused(store: Store, selection: Selection) -> None:
    with pytest.raises(SettingError):
        store.matching(selection)
