"""Search by words, on a real Tantivy index."""

import hashlib
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.search.fulltext import FullTextDamaged, TantivyFullText
from index.types import Chunk


def chunk(context: str, text: str) -> Chunk:
    key = hashlib.sha256(f"{context}\n{text}".encode()).hexdigest()[:32]
    return Chunk(key, "0" * 12, 1, 1, 1, 0, len(text), context, text)


FERRY = chunk("Ferry service ends", "The last boat left Ansel at noon.")
BOAT = chunk("Weather in Ansel", "No ferry sails while storms are damaging the pier.")
CLUB = chunk("Chess club", "The club of Vell elected Réka Nagy as its treasurer.")


@pytest.fixture
def fulltext(tmp_path: Path) -> TantivyFullText:
    index = TantivyFullText(tmp_path / "fulltext")
    index.write([FERRY, BOAT, CLUB])
    return index


def keys(index: TantivyFullText, query: str) -> list[str]:
    return [hit.key for hit in index.search(query, 10)]


def test_a_word_in_the_title_counts_more(fulltext: TantivyFullText) -> None:
    assert keys(fulltext, "ferry") == [FERRY.key, BOAT.key]


def test_words_meet_by_their_stem_and_without_regard_to_case(fulltext: TantivyFullText) -> None:
    assert keys(fulltext, "DAMAGED piers") == [BOAT.key]
    assert keys(fulltext, "nagy réka") == [CLUB.key]


def test_stop_words_count_only_where_there_is_nothing_else(fulltext: TantivyFullText) -> None:
    assert keys(fulltext, "what is the treasurer?") == [CLUB.key]
    assert FERRY.key in keys(fulltext, "the")


def test_scores_fall_and_the_limit_holds(fulltext: TantivyFullText) -> None:
    scores = [hit.score for hit in fulltext.search("ferry boat Ansel club", 10)]
    assert scores == sorted(scores, reverse=True)
    assert len(fulltext.search("ferry boat Ansel club", 2)) == 2
    assert fulltext.search("ferry", 0) == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "?!…",
        'ferry AND (club OR "boat',
        "title:ferry^99 -body:[a TO b]",
        "\0\n\t\\",
        "中国 ферри",
        "ferry " * 20_000,
        " ".join(f"word{number}" for number in range(20_000)),
        "a" * 100_000,
    ],
    ids=lambda query: query[:12],
)
def test_any_text_is_a_query(fulltext: TantivyFullText, query: str) -> None:
    fulltext.search(query, 10)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text())
def test_no_text_raises(fulltext: TantivyFullText, query: str) -> None:
    fulltext.search(query, 3)


def test_what_is_removed_is_gone(fulltext: TantivyFullText) -> None:
    fulltext.remove([FERRY.key, "unknown"])
    assert fulltext.keys() == {BOAT.key, CLUB.key}
    assert fulltext.count() == 2


def test_a_file_of_a_killed_change_does_not_stop_the_next_one(
    fulltext: TantivyFullText, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    shutil.copytree(tmp_path / "fulltext", before)
    fulltext.remove([CLUB.key])
    written = [one for one in (tmp_path / "fulltext").iterdir() if one.suffix == ".del"]
    assert written
    # As if it had been killed when its files were there, and the list of them not.
    for one in (*written, tmp_path / "fulltext" / ".managed.json"):
        shutil.copy(one, before / one.name)
    killed = TantivyFullText(before)
    killed.remove([CLUB.key])
    assert killed.keys() == {FERRY.key, BOAT.key}


def test_a_second_reader_sees_a_change_after_reload(
    fulltext: TantivyFullText, tmp_path: Path
) -> None:
    other = TantivyFullText(tmp_path / "fulltext")
    fulltext.remove([FERRY.key])
    other.reload()
    assert keys(other, "ferry") == [BOAT.key]


def test_a_damaged_index_is_told(fulltext: TantivyFullText, tmp_path: Path) -> None:
    fulltext.close()
    (tmp_path / "fulltext" / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(FullTextDamaged):
        TantivyFullText(tmp_path / "fulltext")
