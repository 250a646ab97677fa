"""What looks alike finds each other in both searches, and what is quoted stays as it was."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.english.names import spellings
from assistant.english.similarity import same_wording, stems
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.strings.folding import folded, legible
from onrecord import Assistant

ALIKE = [
    ("ﬁre oﬃcer", "fire officer"),
    ("kil\u00adled", "killed"),
    ("un\u200bhurt", "unhurt"),
    ("un\u2060hurt\ufeff", "unhurt"),
    ("un\u200churt", "unhurt"),
    ("\u2067unhurt\u2069", "unhurt"),
    ("unhurt\U000e0041\ufe0f", "unhurt"),
    ("Ｍａｌｄｒｙ ２０３１", "Maldry 2031"),
    ("5\u00a0million\u202feuros", "5 million euros"),
    ("thin\u2009space", "thin space"),
    ("mayor’s", "mayor's"),
    ("mayorʼs", "mayor's"),
    ("mayor′s", "mayor's"),
    ("“yes”", '"yes"'),
    ("„yes“", '"yes"'),
    ("«yes»", '"yes"'),
    ("‹yes›", "'yes'"),
    ("co‑operate", "co-operate"),
    ("co‐operate", "co-operate"),
    ("2030–31", "2030-31"),
    ("2030—31", "2030-31"),
    ("−5", "-5"),
    ("caf\u0065\u0301", "café"),
    ("𝐁𝐨𝐥𝐝", "Bold"),
    ("ĳssel", "ijssel"),
    ("ﺍﻟﺠﺴﺮ", "الجسر"),
    ("می‌شود", "میشود"),
    ("ｶﾞﾗｽ", "ガラス"),
]
KEPT = ["10²", "H₂O", "1½", "①", "Onrecord™", "naïve", "ß", "line\nline", "straße"]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_looks_alike_is_one(one: str, other: str) -> None:
    assert folded(one) == folded(other) == other


@pytest.mark.parametrize("text", KEPT)
def test_what_says_something_stays(text: str) -> None:
    assert folded(text) == text


def test_models_still_see_quotation_marks_and_dashes() -> None:
    assert legible("“ﬁre” – the mayor’s re\u00adport, co‑operate") == (
        "“fire” – the mayor’s report, co-operate"
    )


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert folded(legible(text)) == once


def test_folding_takes_time_in_proportion() -> None:
    for text in ("\u200b", "ﬁ", "e\u0301", "\u0301", "a\u00ad", "ﷺ", "\U000e0041"):
        started = time.process_time()
        folded(text * 200_000)
        assert time.process_time() - started < 5


def test_words_are_compared_folded() -> None:
    assert stems("The ﬁre was ex\u00adtinguished") == stems("The fire was extinguished")
    assert spellings("Zelen\u200bsky") == spellings("Zelensky")
    assert same_wording(
        "The ﬁre in the har\u00adbour of Orsk was put out by noon",
        "The fire in the harbour of Orsk was put out by noon",
    )


PLAIN = "The fire officer's co-operative found 2000 euros in 'Maldry' harbour, unhurt."
ODD = (
    "The ﬁre oﬃcer’s co‑operative found\u00a0２０００ eu\u00adros in ‘Mal\u200bdry’ harbour, "
    "un\u2060hurt."
)
WORDS = ["fire", "officer's", "co-operative", "2000", "euros", "Maldry", "unhurt"]
ODD_WORDS = [
    "ﬁre",
    "oﬃcer’s",
    "co‑operative",
    "２０００",
    "eu\u00adros",
    "Mal\u200bdry",
    "un\u2060hurt",
]


@pytest.fixture
def desk(tmp_path: Path) -> Assistant:
    for name, text in (("plain", PLAIN), ("odd", ODD)):
        (tmp_path / f"{name}.txt").write_text(f"Title: About {name}\n\n{text}\n", encoding="utf-8")
    store = Store.open(tmp_path / "store", FakeEmbedder())
    assert not store.add([tmp_path / "plain.txt", tmp_path / "odd.txt"]).failed
    return Assistant(store, OverlapReranker(), WordStance())


@pytest.mark.parametrize(("word", "odd"), list(zip(WORDS, ODD_WORDS, strict=True)))
def test_both_searches_find_both_ways_of_writing(desk: Assistant, word: str, odd: str) -> None:
    with desk:
        store = desk._store
        assert len(store.lexical(word, 10)) == 2
        assert store.lexical(odd, 10) == store.lexical(word, 10)
        assert min(hit.score for hit in store.dense(word, 10)) > 0.05
        assert store.dense(odd, 10) == store.dense(word, 10)


def test_a_quote_stays_the_paragraphs_own_characters(desk: Assistant) -> None:
    with desk:
        answer = desk.ask("What did the fire officer's co-operative find in Maldry harbour?")
        odd = [one for one in answer.citations if one.article.title == "About odd"]
        quotes = {one.quote for one in answer.citations}
        for citation in (*answer.citations, *odd):
            assert citation.quote in (PLAIN, ODD)
            start, end = citation.start, citation.end
            assert citation.paragraph.text[start:end] == citation.quote
        assert quotes
        article = next(one for one in desk.articles() if one.title == "About odd")
        assert ODD in [one.text for one in article.paragraphs]


def test_a_claim_is_weighed_folded(desk: Assistant) -> None:
    with desk:
        verdict = desk.check("The ﬁre officer’s co‑operative found 2000 eu\u00adros in Maldry.")
        assert verdict.claim == "The fire officer’s co-operative found 2000 euros in Maldry."
        assert not any("claim" in note for one in verdict.evidence for note in one.notes)
