"""What was made to do harm, or was damaged, becomes an article or an error, in time.

`python -m evaluation.hostile_files.hostile` tries much more of it, and watches time and memory."""

from __future__ import annotations

import gzip
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import BRIDGE, HOUSES, RIVER, STORM, lines, packed, page, read_file, word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.crash_safety.killing import FORK
from evaluation.hostile_files.damage import ON_BYTES, inside
from evaluation.hostile_files.hostile_texts import TEXTS
from evaluation.hostile_files.specimens import FILES, rss
from evaluation.hostile_files.specimens import word as word_of
from evaluation.hostile_files.traps import overlapping
from evaluation.hostile_files.web_traps import specimens
from index.errors import (
    SourceEmpty,
    SourceError,
    SourceNotText,
    SourceRefused,
    SourceTooLarge,
    SourceTooSlow,
)
from index.files import documents, jsonl
from index.files.decode import decode
from index.formats import MOST_CHARACTERS
from index.parsing.feeds import read_feed
from index.parsing.parser import Parser
from index.parsing.parser_process import allowed
from index.reading.article_reader import read
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.text.chunks import pack
from index.types import NO_OVERRIDES, Article, Failure, Source
from index.web.sitemaps import read_sitemap

SECONDS = 10
"""Of the processor, for a text that is read in half a second."""
LENGTH = 300_000
"""Characters of a text, of which a quadratic step would take minutes."""


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as opened:
        yield opened


def _files(
    folder: Path, name: str, data: bytes, parser: Parser
) -> tuple[list[Article], list[Failure]]:
    path = folder / name
    path.write_bytes(data)
    return read_file(path, parser)


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_takes_longer_than_its_length(name: str) -> None:
    def work() -> None:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # nothing handles it, so it ends the process
        embedder = FakeEmbedder()
        try:
            found = read(
                decode(Source("file", "x.txt"), TEXTS[name][:LENGTH].encode()), NO_OVERRIDES
            )
            pack(found, embedder.count_tokens, embedder.limit)
        except (SourceTooLarge, SourceEmpty):
            pass  # refused, in time

    process = FORK.Process(target=work)
    process.start()
    process.join()
    assert process.exitcode == 0


@given(
    name=st.sampled_from(sorted(FILES)),
    kind=st.sampled_from([*ON_BYTES, "inside"]),
    seed=st.integers(0, 2**32),
)
@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_damaged_file_gives_an_article_or_a_cause(
    parser: Parser, tmp_path: Path, name: str, kind: str, seed: int
) -> None:
    chance = random.Random(seed)
    data = FILES[name]
    hurt = ON_BYTES[kind](data, chance) if kind in ON_BYTES else inside(name, data, chance)
    try:
        articles, failures = _files(tmp_path, name, hurt, parser)
    except SourceError as error:
        articles, failures = [], [Failure(name, error)]
    assert articles or failures
    assert all(failure.error.happened and failure.error.remedy for failure in failures)


@given(
    name=st.sampled_from(["rss.xml", "atom.xml", "sitemap.xml"]),
    kind=st.sampled_from(list(ON_BYTES)),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_damaged_feed_or_sitemap_is_read_or_refused(name: str, kind: str, seed: int) -> None:
    hurt = ON_BYTES[kind](specimens("https://velmora.example")[name], random.Random(seed))
    try:
        if name == "sitemap.xml":
            read_sitemap(hurt, "https://velmora.example/map.xml")
        else:
            read_feed(hurt, "https://velmora.example/feed.xml")
    except SourceError as error:
        told = error
    else:
        return
    assert told.happened
    assert told.remedy


@pytest.mark.parametrize(
    "text", ["a b.\n\n" * 50_001, f"{BRIDGE} " * (MOST_CHARACTERS // len(BRIDGE) + 1)]
)
def test_what_is_longer_than_an_article_is_refused_in_every_format(
    text: str, parser: Parser, tmp_path: Path
) -> None:
    with pytest.raises(SourceTooLarge, match="50,000 paragraphs or 2,000,000 characters"):
        _files(tmp_path, "a.txt", text.encode(), parser)
    with pytest.raises(SourceTooLarge):
        _files(tmp_path, "a.jsonl", lines({"text": text}), parser)


def test_what_is_too_long_for_a_title_an_address_or_a_name_is_none(
    parser: Parser, tmp_path: Path
) -> None:
    told = {
        "title": "Storm closes " * 1_000,
        "url": "https://velmora.example/" + "a" * 3_000,
        "authors": ["Jane Roe " * 50, *(f"Ann Poe {chr(n)}" for n in range(65, 200))],
        "text": f"Storm closes bridge\n\n{BRIDGE}",
    }
    ((found,), _) = _files(tmp_path, "a.jsonl", lines(told), parser)
    assert (found.title, found.url, len(found.authors)) == ("Storm closes bridge", None, 50)
    assert found.authors[0] == "Ann Poe A"
    headed = page(f"<h1>{'Storm closes ' * 1_000}</h1><p>{BRIDGE}</p><p>{RIVER}</p>")
    ((found,), _) = _files(tmp_path, "a.html", headed.encode(), parser)
    assert len(found.title) < 100


def test_a_word_table_has_as_many_cells_as_it_has_however_wide_it_says_they_are(
    parser: Parser, tmp_path: Path
) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"

    def cell(text: str, properties: str = "") -> str:
        inside = f"<w:p><w:r><w:t>{text}</w:t></w:r>{hidden if text else ''}</w:p>"
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"

    wide = "<w:gridSpan w:val='2000000000'/>"
    rows = (
        cell("Orm", "<w:vMerge w:val='restart'/>") + cell("two metres", wide),
        cell("", "<w:vMerge/>") + cell("three metres"),
        cell("", "<w:vMerge/>") + cell("four metres"),
    )  # fmt: skip
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    body = f"<w:p><w:r><w:t>{BRIDGE}</w:t></w:r></w:p><w:tbl>{table}</w:tbl>"
    ((found,), failures) = _files(tmp_path, "a.docx", word_of(body), parser)
    assert failures == []
    texts = [paragraph.text for paragraph in found.paragraphs]
    assert texts == [BRIDGE, "Orm two metres", "Orm three metres", "Orm four metres"]


def test_a_word_file_tells_no_date_but_its_text_does(parser: Parser, tmp_path: Path) -> None:
    ((found,), _) = _files(tmp_path, "a.docx", word(("Normal", BRIDGE), ("Normal", HOUSES)), parser)
    assert found.published is None
    dated = word(("Title", "Storm"), ("Normal", "Published: 4 March 2031"), ("Normal", BRIDGE))
    ((found,), _) = _files(tmp_path, "b.docx", dated, parser)
    assert found.published == "2031-03-04"


def test_an_archive_of_slow_documents_is_given_up(tmp_path: Path) -> None:
    slow = page("<b>a</b> " * 60_000).encode()
    members = {"good.txt": BRIDGE.encode(), **{f"{n}.html": slow for n in range(9)}}
    with Parser(seconds=0.2) as short:
        articles, failures = _files(tmp_path, "a.zip", packed(members), short)
    assert len(articles) == 1
    assert [type(failure.error) for failure in failures] == [SourceTooSlow] * 4
    assert "the rest were skipped" in failures[-1].error.happened


def test_a_feed_is_read_apart_with_the_same_outcome(parser: Parser) -> None:
    url = "https://velmora.example/feed.xml"
    for name in ("rss.xml", "atom.xml"):
        data = specimens("https://velmora.example")[name]
        told = {"content_type": "application/xml", "charset": "utf-8"}
        assert parser.feed(data, url, **told) == read_feed(data, url, **told)
    with pytest.raises(SourceNotText, match=r"isn't a readable feed .* one by one"):
        parser.feed(b"no feed", url)
    author = f"<item><author>{'a.b' * 300_000}</author></item>"
    with Parser(seconds=0.5) as short, pytest.raises(SourceTooSlow, match="one by one"):
        short.feed(rss("https://velmora.example", author), url)


def test_an_archive_delivers_no_more_than_its_size_can_hold(
    parser: Parser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = gzip.compress(lines(*({"text": f"{n} {RIVER}"} for n in range(2_000))))
    monkeypatch.setattr(documents, "MOST_DELIVERED", 50_000)
    monkeypatch.setattr(documents, "HIGHEST_RATIO", 2)
    for name, data in (("a.jsonl.gz", bomb), ("a.zip", packed({"a.jsonl.gz": bomb}))):
        articles, failures = _files(tmp_path, name, data, parser)
        assert 100 < len(articles) < 500
        assert isinstance(failures[-1].error, SourceRefused)


def test_lines_and_what_they_unpack_to_are_limited(
    parser: Parser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blank = gzip.compress(b"\n" * 1_000_000 + lines(STORM))
    articles, failures = _files(tmp_path, "a.jsonl.gz", blank, parser)
    assert articles == []
    assert "250,000 lines" in failures[0].error.happened
    monkeypatch.setattr(jsonl, "RATIO_FROM", 100_000)
    zeros = gzip.compress(b"0" * 9_000_000 + b"\n" + lines(STORM))
    articles, failures = _files(tmp_path, "b.jsonl.gz", zeros, parser)
    assert articles == []
    assert isinstance(failures[-1].error, SourceTooLarge)


def test_a_file_of_blank_lines_is_told(parser: Parser, tmp_path: Path) -> None:
    articles, failures = _files(tmp_path, "a.jsonl", b"\n" * 100, parser)
    assert articles == []
    assert [type(failure.error) for failure in failures] == [SourceEmpty]


def test_a_small_document_is_given_less_time_than_a_large_one() -> None:
    assert allowed("pdf", 60_000, 9.0) < 2 < allowed("pdf", 120_000, 9.0) < 9
    assert allowed("html", 150_000, 9.0) < 2
    assert allowed("html", 20_000_000, 9.0) == 9
    assert allowed("docx", 0, 0.2) == 0.2


def test_files_that_lie_over_each_other_are_refused(parser: Parser, tmp_path: Path) -> None:
    whole = packed({"a.txt": random.Random(1).randbytes(9_000).hex().encode(), "b.txt": b"x"})
    articles, failures = _files(tmp_path, "a.zip", overlapping(whole, 9), parser)
    assert articles == []
    assert "Its files overlap" in failures[0].error.happened


def test_an_archive_shows_signs_of_life(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(*({"text": f"{n} {RIVER}"} for n in range(30))))
    signs: list[str] = []
    store.add([path], progress=lambda stage, done, total: signs.append(stage))
    assert signs.count("reading") > 30
