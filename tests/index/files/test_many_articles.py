"""Files that hold many articles, and hostile files."""

from __future__ import annotations

import gzip
import io
import json
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import BRIDGE, FILES, HOUSES, RIVER, lines, packed, page, read_file
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import SourceError, SourceRefused, SourceTooLarge, SourceTooSlow
from index.files import jsonl, zips
from index.formats import PDF
from index.parsing.parser import Parser
from index.types import Failure, Source


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as opened:
        yield opened


def _write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _failures(path: Path, parser: Parser) -> list[Failure]:
    return read_file(path, parser)[1]


@pytest.mark.parametrize("name", ["storm.jsonl", "storm.jsonl.gz"])
def test_a_line_is_an_article(name: str, parser: Parser, tmp_path: Path) -> None:
    articles, failures = read_file(_write(tmp_path, name, FILES[name]), parser)
    assert failures == []
    assert [article.source for article in articles] == [
        Source("url", "https://velmora.example/1"),
        Source("file", f"{name}#2"),
    ]
    storm = articles[0]
    assert (storm.title, storm.outlet, storm.authors) == (
        "Storm closes bridge",
        "Velmora Courier",
        ("Jane Roe",),
    )
    assert (storm.published, storm.url) == ("2031-03-03", "https://velmora.example/1")
    assert [paragraph.text for paragraph in storm.paragraphs] == [BRIDGE, HOUSES]
    assert articles[1].title == f"{name}#2"


def test_other_names_of_the_fields_are_understood(parser: Parser, tmp_path: Path) -> None:
    fields = {"author": "Jane Roe and John Doe", "date": "3 March 2031", "headline": "Storm"}
    data = lines({**fields, "text": f"---\n{BRIDGE}", "topic": 3})
    ((article,), _) = read_file(_write(tmp_path, "a.jsonl", data), parser)
    assert (article.title, article.authors) == ("Storm", ("Jane Roe", "John Doe"))
    assert article.published == "2031-03-03"


def test_a_malformed_line_is_named_and_the_rest_goes_on(parser: Parser, tmp_path: Path) -> None:
    wrong = [b"{broken", b"[1]", b'{"title": "x"}', b'{"text": 3}', b'{"text": " "}', b"\xff\xfe"]
    wrong += [b"[" * 100_000, b'{"text": ' + b"9" * 10_000 + b"}"]
    data = b"\n".join([*wrong, b"", json.dumps({"text": RIVER}).encode()])
    articles, failures = read_file(_write(tmp_path, "a.jsonl", data), parser)
    assert len(articles) == 1
    assert [failure.source for failure in failures] == [
        f"a.jsonl#{number}" for number in range(1, len(wrong) + 1)
    ]


def test_a_compressed_file_that_breaks_off_gives_what_it_has(
    parser: Parser, tmp_path: Path
) -> None:
    data = gzip.compress(lines(*({"text": f"{number} {RIVER}"} for number in range(99))))
    articles, failures = read_file(_write(tmp_path, "a.jsonl.gz", data[:-20]), parser)
    assert articles
    assert "cut short" in failures[-1].error.happened


def test_lines_are_limited(parser: Parser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = gzip.compress(b"0" * 12_000_000 + b"\n" + lines({"text": RIVER}))
    articles, failures = read_file(_write(tmp_path, "a.jsonl.gz", long), parser)
    assert (len(articles), len(failures)) == (1, 1)
    assert isinstance(failures[0].error, SourceTooLarge)
    monkeypatch.setattr(jsonl, "MOST_BYTES", 1_000)
    many = lines(*[{"text": RIVER}] * 99)
    articles, failures = read_file(_write(tmp_path, "b.jsonl", many), parser)
    assert isinstance(failures[-1].error, SourceTooLarge)
    assert len(articles) < 10
    bad = b"x\n" * 5_000
    assert len(_failures(_write(tmp_path, "c.jsonl", bad), parser)) == jsonl.MOST_FAILURES + 1


def test_the_files_of_an_archive(parser: Parser, tmp_path: Path) -> None:
    members = {**FILES, "c/": b"", "d.png": b"x", ".hidden.txt": b"x", "__MACOSX/e.txt": b"x"}
    del members["storm.zip"]
    articles, failures = read_file(_write(tmp_path, "a.zip", packed(members)), parser)
    assert failures == []
    assert len(articles) == 8
    assert articles[0].source == Source("file", "a.zip#storm.txt")
    assert articles[-1].source == Source("file", "a.zip#storm.jsonl.gz#2")


@pytest.mark.parametrize(
    "name", ["../storm.txt", "a/../../b.txt", "/etc/storm.txt", "C:/b.txt", "a\\..\\b.txt"]
)
def test_names_that_lead_out_are_refused(name: str, parser: Parser, tmp_path: Path) -> None:
    data = packed({name: BRIDGE.encode(), "good.txt": FILES["storm.txt"]})
    articles, failures = read_file(_write(tmp_path, "a.zip", data), parser)
    assert len(articles) == 1
    assert isinstance(failures[0].error, SourceRefused)


def test_links_nested_encrypted_and_bombs_are_refused(
    parser: Parser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("inner.zip", FILES["storm.zip"])
        archive.writestr("bomb.txt", b"0" * 5_000_000)
        archive.writestr("lzma.txt", BRIDGE, compress_type=zipfile.ZIP_LZMA)
    failures = _failures(_write(tmp_path, "a.zip", stream.getvalue()), parser)
    assert [failure.error.happened.split(",")[0].split(" in an a")[0] for failure in failures] == [
        "It is a link.",
        "It is an archive inside an archive.",
        "It unpacks to more than 200 times its size",
        "It uses an unusual compression method.",
    ]
    locked = bytearray(packed({"a.txt": BRIDGE.encode()}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    (failure,) = (f for f in _failures(_write(tmp_path, "b.zip", bytes(locked)), parser))
    assert "encrypted" in failure.error.happened
    monkeypatch.setattr(zips, "MOST_MEMBERS", 1)
    (failure,) = _failures(_write(tmp_path, "c.zip", FILES["storm.zip"]), parser)
    assert isinstance(failure.error, SourceTooLarge)
    monkeypatch.setattr(zips, "MOST_MEMBERS", 9)
    monkeypatch.setattr(zips, "MOST_BYTES", 9)
    (failure,) = _failures(_write(tmp_path, "d.zip", FILES["storm.zip"]), parser)
    assert isinstance(failure.error, SourceTooLarge)


ENTITIES = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
OUTSIDE = "<!DOCTYPE x [<!ENTITY i SYSTEM 'file:///etc/passwd'>"


@pytest.mark.parametrize("entities", [ENTITIES, OUTSIDE])
def test_entities_are_not_expanded(entities: str, parser: Parser, tmp_path: Path) -> None:
    text = page(f"<h1>Storm</h1><p>{BRIDGE} &i;</p><p>{RIVER}</p>")
    data = text.replace("<!DOCTYPE html>", f"<?xml version='1.0'?>{entities}]>").encode()
    articles, _ = read_file(_write(tmp_path, "a.xhtml", data), parser)
    assert all(
        "haha" not in p.text and "root:" not in p.text for a in articles for p in a.paragraphs
    )
    parts = io.BytesIO(FILES["storm.docx"])
    stream = io.BytesIO()
    with zipfile.ZipFile(parts) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                content = content.replace(b"<w:document", entities.encode() + b"]><w:document", 1)
                content = content.replace(b"Storm closes", b"&i; closes")
            new.writestr(part.filename, content)
    articles, failures = read_file(_write(tmp_path, "a.docx", stream.getvalue()), parser)
    assert articles or failures
    assert all(
        "haha" not in p.text and "root:" not in p.text for a in articles for p in a.paragraphs
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("deep.html", page("<div>" * 10_000 + BRIDGE).encode()),
        ("deep.xhtml", page("<b>" * 10_000 + BRIDGE).encode()),
        ("table.html", page("<table><tr><td>" * 3_000 + BRIDGE).encode()),
        ("empty.html", b""),
        ("white.pdf", b" \n"),
        ("none.docx", packed({})),
        ("none.zip", packed({})),
        ("other.docx", FILES["storm.zip"]),
        ("text.pdf", BRIDGE.encode()),
        ("text.zip", BRIDGE.encode()),
        ("text.jsonl.gz", BRIDGE.encode()),
        ("pdf.html", FILES["storm.pdf"]),
        ("empty.jsonl", b""),
        ("menu.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>"),
    ],
)
def test_hostile_files_give_an_article_or_a_cause(
    name: str, data: bytes, parser: Parser, tmp_path: Path
) -> None:
    _article_or_cause(_write(tmp_path, name, data), parser)


def _article_or_cause(path: Path, parser: Parser) -> None:
    try:
        articles, failures = read_file(path, parser)
    except SourceError as error:
        articles, failures = [], [Failure(path.name, error)]
    assert articles or failures
    for article in articles:
        assert any(paragraph.text.strip() for paragraph in article.paragraphs)
    for failure in failures:
        assert isinstance(failure.error, SourceError)
        assert failure.error.happened
        assert failure.error.remedy


@given(
    name=st.sampled_from(sorted(FILES)),
    cut=st.one_of(st.none(), st.floats(0, 1)),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
)
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_damaged_files_give_an_article_or_a_cause(
    parser: Parser, tmp_path: Path, name: str, cut: float | None, flips: list[tuple[float, int]]
) -> None:
    data = bytearray(FILES[name])
    for place, value in flips:
        data[int(place * (len(data) - 1))] = value
    if cut is not None:
        del data[int(cut * len(data)) :]
    _article_or_cause(_write(tmp_path, name, bytes(data)), parser)


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    with Parser(seconds=0.3) as short:
        numbers = b"".join(b"%d 0 Td (storm) Tj " % (n % 500) for n in range(200_000))
        slow = FILES["storm.pdf"].replace(b"BT /F1 20", b"BT /F1 20 Tf " + numbers + b"/F1 20", 1)
        with pytest.raises(SourceTooSlow) as caught:
            short.parse(PDF, slow, Source("file", "slow.pdf"))
        assert "0.3 seconds" in caught.value.happened
        good = short.parse(PDF, FILES["storm.pdf"], Source("file", "storm.pdf"))
        assert good.metadata.title == "Storm closes bridge"


def test_a_document_that_takes_too_much_memory_is_given_up(parser: Parser) -> None:
    zeros = zlib.compressobj()
    once = zeros.compress(bytes(10_000_000)) + zeros.flush(zlib.Z_FULL_FLUSH)
    bomb = zlib.compress(once[:2] + once[2:] * 250)  # 30 kB that unpack to 2.5 GB
    start = FILES["storm.pdf"].index(b"<< /Length")
    end = FILES["storm.pdf"].index(b"endstream", start)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\n" % (
        len(bomb),
        bomb,
    )
    data = FILES["storm.pdf"][:start] + stream + FILES["storm.pdf"][end:]
    with pytest.raises(SourceTooSlow) as caught:
        parser.parse(PDF, data, Source("file", "bomb.pdf"))
    assert "memory" in caught.value.happened
    assert parser.parse(PDF, FILES["storm.pdf"], Source("file", "storm.pdf")).blocks
