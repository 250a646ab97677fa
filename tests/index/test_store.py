"""Adding articles to a store and finding them again."""

import threading
from pathlib import Path

import pytest
from stores import Write

from index.errors import ArticleNotFound, StoreError
from index.parsing.parser import Parser
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.types import Failure, Hit, Overrides

FERRY = "The ferry to Ansel sank at dawn, the harbour master of Lind said on Monday."
RESCUE = "Forty passengers were taken off by fishing boats from the village of Vell."
CLUB = "The chess club of Vell elected a new treasurer after a vote that took all night."


def titles(store: Store, hits: list[Hit]) -> list[str]:
    """The titles of the articles that the hits lead to, best first."""
    found = store.chunks([hit.key for hit in hits])
    names = [chunk.article_id for hit in hits for chunk in found[hit.key]]
    return list(dict.fromkeys(store.article(name).title for name in names))


@pytest.fixture
def articles(write: Write) -> Path:
    write("ferry", "Ferry sinks off Ansel", FERRY, RESCUE)
    return write("club", "Chess club votes", CLUB).parent


def test_an_added_article_is_found_by_meaning_and_by_words(store: Store, articles: Path) -> None:
    report = store.add([articles])
    assert [title for _, title in report.added] == ["Chess club votes", "Ferry sinks off Ansel"]
    assert (report.generation, report.failed, report.updated) == (1, (), ())
    assert report.embedded == len(store.chunks([h.key for h in store.dense("ferry", 50)]))
    assert titles(store, store.dense("a new treasurer for the chess club", 1)) == [
        "Chess club votes"
    ]
    assert titles(store, store.lexical("fishing boats", 5)) == ["Ferry sinks off Ansel"]
    assert store.count == 2
    assert [article.title for article in store.articles()] == [
        "Chess club votes",
        "Ferry sinks off Ansel",
    ]


def test_a_chunk_leads_to_its_paragraphs(store: Store, articles: Path) -> None:
    store.add([articles])
    (chunk,) = store.chunks([store.lexical("harbour master", 1)[0].key]).popitem()[1]
    article = store.article(chunk.article_id, chunk.version)
    assert chunk.text.startswith(article.paragraph(chunk.first).text)
    assert FERRY in chunk.text
    assert article == next(each for each in store.articles() if each.id == article.id)


def test_an_empty_store_answers(store: Store) -> None:
    assert store.generation == 0
    assert store.count == 0
    assert store.articles() == []
    assert store.dense("ferry", 5) == []
    assert store.lexical("ferry", 5) == []
    assert store.chunks(["0" * 32]) == {}
    assert all(finding.ok for finding in store.check())


def test_adding_the_same_again_does_nothing_and_says_so(store: Store, articles: Path) -> None:
    first = store.add([articles])
    again = store.add([articles])
    assert (again.added, again.updated, again.embedded) == ((), (), 0)
    assert set(again.unchanged) == set(first.added)
    assert again.generation == store.generation == 1


def test_the_same_text_from_another_place_is_the_same_article(
    store: Store, articles: Path, tmp_path: Path
) -> None:
    (club,) = (each for each in store.add([articles]).added if each[1] == "Chess club votes")
    copy = tmp_path / "copy.txt"
    copy.write_bytes((articles / "club.txt").read_bytes())
    assert store.add([copy]).unchanged == (club,)
    assert store.count == 2


def test_a_changed_file_is_a_new_version_that_replaces_the_old_in_search(
    store: Store, articles: Path, write: Write
) -> None:
    before = {title: name for name, title in store.add([articles]).added}
    write("club", "Chess club votes", "The club of Vell postponed its ballot to the autumn.")
    report = store.add([articles])
    club = before["Chess club votes"]
    assert report.updated == ((club, "Chess club votes"),)
    assert report.unchanged == ((before["Ferry sinks off Ansel"], "Ferry sinks off Ansel"),)
    assert (report.added, report.generation) == ((), 2)
    assert store.lexical("treasurer", 5) == []
    assert titles(store, store.lexical("ballot in the autumn", 5)) == ["Chess club votes"]
    assert store.article(club).version == 2
    assert store.article(club, 1).paragraphs[-1].text == CLUB
    assert store.count == 2
    keys = {
        chunk.version
        for chunks in store.chunks([hit.key for hit in store.dense("chess club", 50)]).values()
        for chunk in chunks
        if chunk.article_id == club
    }
    assert keys == {2}
    assert all(finding.ok for finding in store.check())


def long_paragraph(word: str) -> str:
    """A paragraph that fills a chunk of the fake embedder."""
    return " ".join(f"The {word} of Vell number {number} stands." for number in range(35))


def test_articles_may_share_a_chunk(store: Store, write: Write) -> None:
    shared, own = long_paragraph("lighthouse"), long_paragraph("quarry")
    first = write("one", "Notice", shared, own)
    second = write("two", "Notice", shared, long_paragraph("orchard"))
    report = store.add([first, second])
    assert report.embedded == 3
    (key,) = (hit.key for hit in store.lexical("lighthouse", 5))
    carriers = [chunk.article_id for chunk in store.chunks([key])[key]]
    assert sorted(carriers) == sorted(name for name, _ in report.added)
    store.add([write("two", "Notice", long_paragraph("orchard"))])
    assert [chunk.article_id for chunk in store.chunks([key])[key]] == [report.added[0][0]]
    assert [hit.key for hit in store.dense("lighthouse", 1)] == [key]
    assert all(finding.ok for finding in store.check())


def test_what_cannot_be_read_is_named_and_the_rest_is_added(
    store: Store, articles: Path, tmp_path: Path
) -> None:
    (articles / "empty.txt").write_text("")
    (articles / "binary.txt").write_bytes(bytes(range(256)) * 50)
    report = store.add([articles, tmp_path / "nowhere"])
    assert len(report.added) == 2
    assert {Path(failure.source).name for failure in report.failed} == {
        "empty.txt",
        "binary.txt",
        "nowhere",
    }
    only_bad = store.add([articles / "empty.txt"])
    assert isinstance(only_bad.failed[0], Failure)
    assert (only_bad.added, only_bad.generation) == ((), 1)


def test_an_upload_is_known_by_its_name(store: Store, write: Write, tmp_path: Path) -> None:
    (first,) = store.add([write("club", "Chess club votes", CLUB)], upload=True).added
    moved = tmp_path / "elsewhere" / "club.txt"
    moved.parent.mkdir()
    moved.write_text(f"Chess club votes\n\n{RESCUE}\n", encoding="utf-8")
    assert store.add([moved], upload=True).updated == (first,)


def test_an_unchanged_file_is_not_read_again(
    store: Store, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.add([articles])
    monkeypatch.setattr(Parser, "read", None)
    assert set(store.add([articles]).unchanged) == set(first.added)


def test_a_file_that_comes_to_say_the_same_as_another_and_back(
    store: Store, articles: Path, write: Write
) -> None:
    ferry = (articles / "ferry.txt").read_bytes()
    (club,) = (name for name, title in store.add([articles]).added if title == "Chess club votes")
    for version, text in enumerate([ferry, b"Storm\n\nA storm passed Ansel.\n", ferry], start=2):
        (articles / "club.txt").write_bytes(text)
        assert [name for name, _ in store.add([articles]).updated] == [club]
        assert store.article(club).version == version
        assert store.add([articles]).updated == ()


def test_a_copy_is_added_when_its_original_changes(
    store: Store, articles: Path, write: Write, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes((articles / "club.txt").read_bytes())
    store.add([articles, copy])
    write("club", "Chess club votes", RESCUE)
    report = store.add([copy, articles])
    assert [title for _, title in report.added] == ["Chess club votes"]
    assert store.lexical("treasurer", 5)


def test_other_overrides_make_another_version(store: Store, articles: Path) -> None:
    (ferry,) = store.add([articles / "ferry.txt"]).added
    report = store.add([articles / "ferry.txt"], overrides=Overrides(outlet="Lind Gazette"))
    assert report.updated == (ferry,)
    assert store.article(ferry[0]).outlet == "Lind Gazette"


def test_two_uploads_of_one_name_are_not_mixed_up(
    store: Store, write: Write, tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere" / "club.txt"
    other.parent.mkdir()
    other.write_text(f"Ferry sinks\n\n{FERRY}\n", encoding="utf-8")
    report = store.add([write("club", "Chess club votes", CLUB), other], upload=True)
    assert [title for _, title in report.added] == ["Chess club votes"]
    assert "Two different files" in report.failed[0].error.happened


def test_an_unknown_article_is_told(store: Store, articles: Path) -> None:
    name = store.add([articles]).added[0][0]
    for wrong in ("", "nothing", "0" * 12):
        with pytest.raises(ArticleNotFound):
            store.article(wrong)
    with pytest.raises(ArticleNotFound):
        store.article(name, 2)


def test_progress_is_told_by_stages(store: Store, articles: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    store.add([articles], progress=lambda *step: steps.append(step))
    stages = list(dict.fromkeys(stage for stage, _, _ in steps))
    assert stages[0] == "reading"
    assert "embedding" in stages
    for stage in stages:
        counts = [(done, total) for name, done, total in steps if name == stage]
        assert counts == sorted(counts)
        assert all(done <= total for done, total in counts)


def test_many_updates_leave_no_holes_that_hide_articles(store: Store, write: Write) -> None:
    path = write("log", "Log of the lighthouse", "Calm.")
    for day in range(12):
        write("log", "Log of the lighthouse", *(f"Day {day}, watch {n}: wind." for n in range(9)))
        store.add([path])
        assert titles(store, store.dense(f"day {day} watch 3 wind", 1)) == ["Log of the lighthouse"]
    assert store.article(store.articles()[0].id).version == 12
    assert all(finding.ok for finding in store.check())


def test_threads_search_while_one_adds(store: Store, articles: Path, write: Write) -> None:
    store.add([articles])
    errors: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                assert store.dense("chess club treasurer", 3)
                assert store.lexical("harbour master", 3)
                assert store.articles()
        except BaseException as error:  # noqa: BLE001  shown below
            errors.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(5):
        store.add([write(f"new{number}", f"Storm {number}", f"Storm {number} passed Ansel.")])
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert store.count == 7


def test_a_closed_store_says_so(tmp_path: Path, articles: Path) -> None:
    store = Store.open(tmp_path / "closed", FakeEmbedder())
    store.add([articles])
    store.close()
    store.close()
    for use in (
        lambda: store.dense("ferry", 1),
        lambda: store.lexical("ferry", 1),
        lambda: store.add([articles]),
        lambda: store.count,
        store.articles,
    ):
        with pytest.raises(StoreError, match="closed"):
            use()


def test_a_store_opens_again_with_all_that_was_added(tmp_path: Path, articles: Path) -> None:
    with Store.open(tmp_path / "again", FakeEmbedder()) as store:
        store.add([articles])
        expected = store.dense("ferry", 5), store.lexical("ferry", 5), store.articles()
    with Store.open(tmp_path / "again", FakeEmbedder()) as store:
        assert (store.dense("ferry", 5), store.lexical("ferry", 5), store.articles()) == expected
        assert store.add([articles]).embedded == 0


def test_all_files_of_a_store_have_the_rights_of_new_files(store: Store, write: Write) -> None:
    path = write("one", "A ferry", "The ferry to Ansel sank at dawn.")
    store.add([path])
    folder = path.parent.parent / "store" / "fulltext"
    usual = folder.stat().st_mode & 0o666
    assert {file.stat().st_mode & 0o666 for file in folder.iterdir()} == {usual}
