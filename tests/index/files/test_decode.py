"""Which bytes are text, and in which encoding."""

from __future__ import annotations

import os
import random
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import SourceEmpty, SourceError, SourceNotFound, SourceNotText, SourceTooLarge
from index.files import decode as module
from index.files.file_bytes import read_bytes
from index.formats import TEXT
from index.reading.contents import Document
from index.types import Source

RUSSIAN = "Мэр сообщил, что мост закрыт после шторма. Жители не пострадали.\n"
FRENCH = "Le maire a déclaré que le pont était fermé. « Voilà », a-t-il dit – à Velmora.\n"
SOURCE = Source("file", "article.txt")


def decode(source: Source, path: Path) -> Document:
    """A text file as an add reads it."""
    return module.decode(source, read_bytes(source, path, TEXT.largest))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "article.txt"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, name) for text in (RUSSIAN, FRENCH) for name in ("utf-8", "utf-8-sig", "utf-16")),
        *(
            (text, name)
            for text in (RUSSIAN, FRENCH)
            for name in ("utf-16-le", "utf-16-be", "utf-32")
        ),
        ("A storm came.", "utf-16-le"),
        (RUSSIAN, "cp1251"),
        ("Привет", "cp1251"),
        (RUSSIAN, "koi8-r"),
        (FRENCH, "cp1252"),
        ("Voilà – a “storm”.", "cp1252"),
        ("Most był zamknięty w poniedziałek.", "cp1250"),
    ],
)
def test_text_is_decoded_from(text: str, encoding: str, path: Path) -> None:
    path.write_bytes(text.encode(encoding))
    assert decode(SOURCE, path).text == text


def test_line_ends_become_newlines_and_nothing_else_changes(path: Path) -> None:
    path.write_bytes("  one\r\ntwo\rthree\n\n\tfour \u00a0\n".encode())
    assert decode(SOURCE, path).text == "  one\ntwo\nthree\n\n\tfour \u00a0\n"


def test_one_wrong_byte_does_not_turn_utf_8_into_another_encoding(path: Path) -> None:
    path.write_bytes(RUSSIAN.encode() + b"\xff" + RUSSIAN.encode())
    document = decode(SOURCE, path)
    assert document.text == f"{RUSSIAN}\ufffd{RUSSIAN}"
    assert document.encoding == "utf-8, damaged"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"abc" * 50, id="png"),
        pytest.param(b"PK\x03\x04" + b"abc" * 50, id="zip"),
        pytest.param(b"%PDF-1.7\n" + b"abc" * 50, id="pdf"),
        pytest.param(b"The bridge\0is closed. " * 20, id="NUL bytes in text"),
        pytest.param(bytes(range(1, 32)) * 20, id="control characters"),
        pytest.param(random.Random(1).randbytes(5_000), id="noise"),
        pytest.param(random.Random(2).randbytes(5_000).replace(b"\0", b""), id="noise without NUL"),
        pytest.param(zlib.compress(random.Random(3).randbytes(999)), id="compressed"),
        pytest.param(b"\xff\xfeA", id="UTF-16 that breaks off"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    with pytest.raises(SourceNotText):
        decode(SOURCE, path)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    with pytest.raises(SourceEmpty):
        decode(SOURCE, path)


def test_a_file_above_the_limit_is_refused_unread(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(SourceTooLarge) as caught:
        decode(SOURCE, path)
    assert "10 MB" in caught.value.happened


def test_a_file_at_the_limit_is_read(path: Path) -> None:
    path.write_bytes(b"a" * TEXT.largest)
    assert len(decode(SOURCE, path).text) == TEXT.largest


def test_a_file_that_vanished_is_named(path: Path) -> None:
    with pytest.raises(SourceNotFound) as caught:
        decode(SOURCE, path)
    assert caught.value.subject == "article.txt"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read_is_an_error_of_its_source(path: Path) -> None:
    path.write_text("text")
    path.chmod(0)
    with pytest.raises(SourceError, match="have permission to read"):
        decode(SOURCE, path)


def test_a_pipe_is_refused_without_waiting_for_it(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(SourceNotText):
        decode(SOURCE, path)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_text_or_an_error_of_their_source(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    try:
        text = decode(SOURCE, path).text
    except SourceError:
        return
    assert "\0" not in text
    assert "\r" not in text
