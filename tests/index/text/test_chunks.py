"""How an article is packed into chunks. One word is one token here, so that costs are exact."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.embedding import MiniLmEmbedder
from index.text.chunks import CHUNK_TOKENS, OUTLET_TOKENS, TITLE_TOKENS, context_line, pack
from index.text.paragraphs import WHITE
from index.types import Article, Chunk, Paragraph, Role, Source

LIMIT = 256


def _words(text: str) -> int:
    return len(text.split())


def _article(*paragraphs: tuple[Role, str], title: str = "Storm closes bridge") -> Article:
    return Article(
        id="0123456789ab",
        version=1,
        source=Source("file", "/articles/storm.txt"),
        title=title,
        outlet="Velmora Courier",
        authors=(),
        published="2031-03-03",
        url=None,
        language="en",
        machine_translated=False,
        content_hash="",
        paragraphs=tuple(
            Paragraph(number, text, role) for number, (role, text) in enumerate(paragraphs, 1)
        ),
    )


def _body(words: int, word: str = "storm") -> tuple[Role, str]:
    return Role.BODY, " ".join([word] * words)


def _spans(chunks: list[Chunk]) -> list[tuple[int, int]]:
    return [(chunk.first, chunk.last) for chunk in chunks]


def test_short_paragraphs_share_a_chunk_up_to_the_target() -> None:
    article = _article(*[_body(40)] * 7)
    chunks = pack(article, _words, LIMIT)
    assert _spans(chunks) == [(1, 3), (4, 6), (7, 7)]
    assert chunks[0].text == "\n".join(p.text for p in article.paragraphs[:3])
    assert all(_words(f"{chunk.context}\n{chunk.text}") <= CHUNK_TOKENS for chunk in chunks)


def test_a_paragraph_above_the_target_is_one_chunk_while_it_fits() -> None:
    chunks = pack(_article(_body(10), _body(230), _body(10)), _words, LIMIT)
    assert _spans(chunks) == [(1, 1), (2, 2), (3, 3)]
    assert (chunks[1].start, chunks[1].end) == (0, len(chunks[1].text))


def test_only_body_and_headings_are_packed_and_boilerplate_does_not_part_them() -> None:
    article = _article(
        (Role.TITLE, "Storm"),
        (Role.BYLINE, "By Jane Roe"),
        (Role.BODY, "One."),
        (Role.BOILERPLATE, "Advertisement"),
        (Role.BODY, "Two."),
        (Role.CAPTION, "Photo: Velmora"),
    )
    (chunk,) = pack(article, _words, LIMIT)
    assert (chunk.first, chunk.last, chunk.text) == (3, 5, "One.\nTwo.")
    assert (chunk.start, chunk.end) == (0, 4)


def test_a_heading_goes_with_the_paragraph_below_it() -> None:
    article = _article(_body(60), _body(60), (Role.HEADING, "Damage"), _body(60))
    assert _spans(pack(article, _words, LIMIT)) == [(1, 2), (3, 4)]


@pytest.mark.parametrize("words", [236, 240, 246, 600])
def test_a_heading_stays_with_a_paragraph_that_only_fits_without_it(words: int) -> None:
    sentence = "The storm broke two piers of it. "
    article = _article(
        (Role.HEADING, "Damage to the old bridge"), (Role.BODY, (sentence * 100)[: words * 5])
    )
    chunks = pack(article, _words, LIMIT)
    assert chunks[0].text.startswith("Damage to the old bridge\nThe storm")
    assert (chunks[0].first, chunks[0].start) == (1, 0)
    assert all((chunk.first, chunk.last) == (2, 2) for chunk in chunks[1:])


def test_a_long_paragraph_is_sliced_at_its_sentences() -> None:
    text = " ".join(f"The storm broke {number} piers of the bridge." for number in range(100))
    chunks = pack(_article((Role.BODY, text)), _words, LIMIT)
    assert len(chunks) > 4
    for chunk in chunks:
        assert chunk.text == text[chunk.start : chunk.end]
        assert chunk.text.startswith("The storm")
        assert chunk.text.endswith("bridge.")
        assert _words(f"{chunk.context}\n{chunk.text}") <= CHUNK_TOKENS


def test_the_context_names_title_outlet_and_date() -> None:
    assert context_line(_article(_body(1)), _words) == (
        "Storm closes bridge — Velmora Courier — 2031-03-03"
    )


def test_the_context_of_an_article_without_a_title_leaves_its_file_name_out() -> None:
    article = _article(_body(1), title="storm")
    assert context_line(article, _words) == "Velmora Courier — 2031-03-03"


def test_an_endless_title_leaves_room_for_the_text() -> None:
    article = _article(_body(100), title="storm " * 5_000)
    (chunk,) = pack(article, _words, LIMIT)
    assert _words(chunk.context) <= TITLE_TOKENS + OUTLET_TOKENS + 4


def test_equal_input_to_the_model_has_an_equal_key() -> None:
    one, other = pack(_article(_body(150), _body(150)), _words, LIMIT)
    (third,) = pack(_article(_body(150), title="Another title"), _words, LIMIT)
    assert one.key == other.key != third.key
    assert len(one.key) == 32


@pytest.fixture(scope="module")
def model() -> MiniLmEmbedder:
    return MiniLmEmbedder()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The storm came over the valley, and it rained. " * 4_300, id="prose"),
        pytest.param("a" * 200_000, id="one word"),
        pytest.param("storm " * 33_000, id="words"),
        pytest.param("мост закрыт; " * 15_000, id="words in many tokens"),
        pytest.param("“" * 50_000, id="quotes"),
    ],
)
def test_one_paragraph_of_200_000_characters_is_packed_in_seconds(
    text: str, model: MiniLmEmbedder
) -> None:
    paragraph = text.strip()
    began = time.process_time()
    chunks = pack(_article((Role.BODY, paragraph)), model.count_tokens, model.limit)
    assert time.process_time() - began < 15
    at = 0
    for chunk in chunks:
        assert model.count_tokens(f"{chunk.context}\n{chunk.text}") <= model.limit
        assert chunk.text == paragraph[chunk.start : chunk.end]
        assert len(chunk.text) < 3_000
        assert not paragraph[at : chunk.start].strip(WHITE)
        at = chunk.end
    assert at == len(paragraph)


PARAGRAPHS = st.tuples(
    st.sampled_from([Role.BODY, Role.BODY, Role.HEADING, Role.BOILERPLATE]),
    st.lists(st.sampled_from(["storm", "bridge.", "No.", "x" * 400]), min_size=1, max_size=400),
)


@given(st.lists(PARAGRAPHS, max_size=8))
def test_all_that_is_retrieved_is_in_the_chunks_within_the_limit(
    parts: list[tuple[Role, list[str]]],
) -> None:
    article = _article(*((role, " ".join(words)) for role, words in parts))
    chunks = pack(article, _words, LIMIT)
    retrieved = [p for p in article.paragraphs if p.role in (Role.BODY, Role.HEADING)]
    packed = " ".join(chunk.text for chunk in chunks)
    assert packed.split() == [word for p in retrieved for word in p.text.split()]
    for chunk in chunks:
        assert _words(f"{chunk.context}\n{chunk.text}") <= LIMIT
        first, last = article.paragraph(chunk.first).text, article.paragraph(chunk.last).text
        inside = [p for p in retrieved if chunk.first <= p.number <= chunk.last]
        if chunk.first == chunk.last:
            assert chunk.text == first[chunk.start : chunk.end]
        else:
            whole = "\n".join(p.text for p in inside)
            assert chunk.start == 0
            assert chunk.text == whole[: len(whole) - len(last) + chunk.end]
