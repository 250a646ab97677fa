"""Where the sentences of a paragraph start and end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentencex import segment  # type: ignore[attr-defined]

from index.text.paragraphs import WHITE
from index.text.sentences import LONGEST, sentences

BREAKS_THE_LIBRARY = "?e.g..(\r。'\r]“...A\u2028."
"""The library cuts it in the middle of a character of three bytes."""


def _texts(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    "expected",
    [
        ["The bridge fell.", "Nobody was hurt."],
        ["Dr. No arrived.", "He was late."],
        ["J. K. Roe and W. H. Doe wrote it.", "It sold well."],
        ["Gen. Mark Roe and Sen. Ann Poe met.", "They agreed."],
        ["The U.S. Army left.", "The U.N. Security Council met on Jan. 3 in Velmora."],
        ["He lives in the U.S.", "The army came."],
        ["It was Plan B.", "The army came."],
        ["No. 5 won the race.", "The answer was no.", "Then it rained."],
        ["It closed at 5 p.m. Monday.", "It opened at 9 a.m.", "Then it rained."],
        ["He lives on Main St.", "He likes it.", "St. Orm is near."],
        ["Prices rose by 3.5 per cent, i.e. by a lot.", "They fell again."],
        ["Hm... I see.", "Wait… what?", "Yes."],
        ["First line\nof a wrapped sentence.", "Second."],
    ],
)
def test_sentences_are_cut_where_they_end(expected: list[str]) -> None:
    assert _texts(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ['"No. We will not go," he said.', "Then he left."],
        ['"It was us." Mr. Roe said.', '"No way."', "He left."],
        ['"Stop!" the mayor said.', "She left."],
        ['"Stop!"', "The mayor said that the bridge was closed.", "She left."],
        ['"Why?" asked Jane Roe.', '"Because it fell."'],
        ["“First thing. Second thing. Third thing,” she added on Monday.", "Then it rained."],
        ["He is 5'10\" tall.", 'He said "go."', "Then he left."],
        ['“We lost," Roe said.', '"What happened is bad."', "It rained."],
    ],
)
def test_a_quotation_stays_with_the_words_that_say_whose_it_is(expected: list[str]) -> None:
    assert _texts(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ru", ["В 2031 г. Мост закрыли.", "«Да. Нет», — сказал он.", "Потом ушёл."]),
        ("fr", ["M. Roe a dit oui.", "« Nous irons. Non », a-t-il dit.", "Puis il partit."]),
        ("de", ["Am 3. März kam er.", "Dr. Roe sprach."]),
        ("xx", ["The bridge fell.", "Nobody was hurt."]),
    ],
)
def test_other_languages(language: str, expected: list[str]) -> None:
    assert _texts(" ".join(expected), language) == expected


def test_a_language_that_is_not_known_is_read_as_english() -> None:
    assert sentences("Dr. No came. He left.", None) == [(0, 12), (13, 21)]


def test_a_text_without_full_stops_is_cut_at_its_clauses() -> None:
    clause = "the storm broke the bridge, "
    parts = _texts(clause * 100)
    assert len(parts) > 2
    assert all(len(part) <= LONGEST for part in parts)
    assert all(part.endswith("bridge,") for part in parts)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The mayor said that the bridge was closed, and left. " * 3_800, id="prose"),
        pytest.param("a" * 200_000, id="one word"),
        pytest.param("“" * 200_000, id="quotes that never end"),
        pytest.param('"a." ' * 40_000, id="quotes"),
        pytest.param("Dr. " * 50_000, id="abbreviations"),
    ],
)
def test_200_000_characters_take_no_more_than_a_few_seconds(text: str) -> None:
    began = time.process_time()
    assert sentences(text)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\u3000", "\u0085"])
def test_wide_white_space_is_white_space(space: str) -> None:
    for text in (f"Plan B{space}. It went.", f"B{space}.{space}", f"B{space}A.{space}Roe came."):
        assert [text[start:end].strip(WHITE) for start, end in sentences(text)]


def test_where_the_library_breaks_down_a_window_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def panic(language: str, text: str) -> list[str]:
        return list(segment(language, BREAKS_THE_LIBRARY))

    with pytest.raises(BaseException, match="not a char boundary"):
        panic("en", "")
    monkeypatch.setattr("index.text.sentences.segment", panic)
    assert sentences("Low tide came. It went.") == [(0, 23)]


def test_what_is_no_panic_of_the_library_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """Of another library."""

    def panic(language: str, text: str) -> list[str]:
        raise PanicException(text)

    monkeypatch.setattr("index.text.sentences.segment", panic)
    with pytest.raises(PanicException):
        sentences("Low tide came. It went.")


@given(st.text(alphabet="aB1 .,!?\"'“”«»’…—\n()\u00a0Дд", max_size=200))
def test_spans_are_in_order_bare_and_leave_out_nothing_but_white_space(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert at <= start < end
        assert not text[at:start].strip(WHITE)
        assert text[start:end] == text[start:end].strip(WHITE)
        at = end
    assert not text[at:].strip(WHITE)
