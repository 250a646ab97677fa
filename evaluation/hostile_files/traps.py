"""Malicious files: bombs, loops, names and entities that lead outside."""

from __future__ import annotations

import gzip
import io
import json
import stat
import struct
import zipfile
from collections.abc import Iterator
from functools import partial

from evaluation.hostile_files.hostile_texts import TEXTS
from evaluation.hostile_files.pdf_traps import Trap, pdf_traps
from evaluation.hostile_files.specimens import (
    BRIDGE,
    FILES,
    RIVER,
    STORM,
    TEXT,
    lines,
    packed,
    page,
    word,
    word_parts,
)  # fmt: skip

_OUT = "../escaped.txt"
"""A name that leads out of an archive; nothing with that name may ever be there."""


def entities(leak: str) -> dict[str, str]:
    """Document types by their kind. `leak`: the address of what must never be read."""
    grow = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    return {
        "entities that grow": f"<!DOCTYPE x [<!ENTITY e0 'ha'>{grow}<!ENTITY i '&e9;'>]>",
        "an entity of itself": "<!DOCTYPE x [<!ENTITY i '&j;'><!ENTITY j '&i;'>]>",
        "an external entity": f"<!DOCTYPE x [<!ENTITY i SYSTEM '{leak}'>]>",
        "an external type": f"<!DOCTYPE x SYSTEM '{leak}'>",
        "a parameter entity": f"<!DOCTYPE x [<!ENTITY % i SYSTEM '{leak}'> %i;]>",
    }


def traps(leak: str) -> Iterator[Trap]:
    """All of them, in the same order each time."""
    for kind, text in TEXTS.items():
        yield "trap.txt", f"text: {kind}", text.encode()
    for kind in ("letters with spaces", "many small paragraphs", "spaces inside", "open quotes"):
        text = TEXTS[kind]
        paragraphs = text.split("\n\n")
        yield "trap.jsonl", f"text: {kind}", lines({"text": text})
        yield (
            "trap.html",
            f"text: {kind}",
            page("".join(f"<p>{p}</p>" for p in paragraphs)).encode(),
        )
        runs = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
        yield "trap.docx", f"text: {kind}", word(runs)
    for make in (
        _pages,
        partial(_entities, leak),
        pdf_traps,
        partial(_words, leak),
        _json_lines,
        _zips,
    ):
        yield from make()


def _pages() -> Iterator[Trap]:
    good = f"<h1>Storm</h1><p>{BRIDGE}</p><p>{RIVER}</p>"
    bodies = {
        "deep nesting": "<div>" * 100_000 + good,
        "deep nesting of tables": "<table><tr><td>" * 20_000 + good,
        "deep nesting of lists": "<ul><li>" * 50_000 + good,
        "an attribute without end": f"{good}<p class='{'a ' * 2_000_000}'>x</p>",
        "many attributes": f"{good}<p {' '.join(f'a{n}=1' for n in range(200_000))}>x</p>",
        "many elements": good + "<b>a</b>" * 200_000,
        "many links": good + "<a href='/x'>a b</a> " * 100_000,
        "a comment without end": f"{good}<!-- {'- ' * 500_000}",
        "lone brackets": good + "<" * 1_000_000,
        "lone ampersands": good + "&" * 1_000_000,
        "many title headings": "<h1>Storm</h1>" * 50_000 + good,
        "direction overrides": good.replace("Storm", "\u202eStorm\u2066"),
        "scripts": good + "<script>fetch('/leak')</script><img src=/leak onerror=fetch('/leak')>",
    }
    heads = {
        "deep JSON-LD": f"<script type='application/ld+json'>{'[' * 100_000}</script>",
        "huge JSON-LD": "<script type='application/ld+json'>"
        + json.dumps({"@type": "NewsArticle", "author": [{"name": "Jane Roe"}] * 50_000})
        + "</script>",
        "a title without end": f"<meta property='og:title' content='{'a ' * 500_000}'>",
        "many dates": "<meta name='date' content='3 March 2031 12:00 '>" * 20_000,
        "a date without end": f"<meta name='date' content='{'12:00 ' * 100_000}'>",
        "addresses of elsewhere": "<base href='//x.example/'>"
        "<link rel=canonical href='javascript:x'>"
        "<meta http-equiv='refresh' content='0;url=/leak'>",
    }
    for kind, body in bodies.items():
        yield "trap.html", kind, page(body).encode()
    for kind, head in heads.items():
        yield "trap.html", kind, page(head=head).encode()
    for charset in ("utf-7", "utf-16", "iso-2022-jp", "idna", "unicode_escape", "hex"):
        data = page().replace("utf-8", charset).encode()
        yield "trap.html", "declared encodings", data + b"\xff+ACI-\x1b$B" * 1_000


def _entities(leak: str) -> Iterator[Trap]:
    for kind, before in entities(leak).items():
        text = page(f"<h1>Storm &i;</h1><p>{BRIDGE} &i;</p><p>{RIVER}</p>")
        xhtml = text.replace("<!DOCTYPE html>", f"<?xml version='1.0'?>{before}")
        yield "trap.xhtml", kind, xhtml.encode()
        body = f"<w:p><w:r><w:t>{BRIDGE} &i;</w:t></w:r></w:p>"
        yield "trap.docx", kind, word(body, before)


def _words(leak: str) -> Iterator[Trap]:
    run = f"<w:p><w:r><w:t>{BRIDGE}</w:t></w:r></w:p>"
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='{}'/></w:tcPr><w:p/></w:tc>"
    merged = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>"
    nested = "<w:tbl><w:tr><w:tc>"
    bodies = {
        "many empty runs": run + "<w:p>" + "<w:r/>" * 1_000_000 + "</w:p>",
        "many empty paragraphs": run + "<w:p/>" * 500_000,
        "deep nesting": run + nested * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000,
        "deep nesting of elements": "<w:x>" * 100_000 + run,
        "huge numbers": f"{run}<w:tbl><w:tr>{cell.format(10**9)}</w:tr></w:tbl>",
        "huge numbers of cells": f"{run}<w:tbl><w:tr>{cell.format(50) * 20_000}</w:tr></w:tbl>",
        "cells merged without end": f"{run}<w:tbl>{merged * 3_000}</w:tbl>",
        "negative numbers": f"{run}<w:tbl><w:tr>{cell.format(-5)}</w:tr></w:tbl>",
    }
    for kind, body in bodies.items():
        yield "trap.docx", kind, word(body)
    link = "<Relationship Id='r{}' Type='{}' Target='{}' TargetMode='External'/>"
    kinds = ("attachedTemplate", "styles", "image", "subDocument")
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    links = "".join(link.format(n, office + kind, leak) for n, kind in enumerate(kinds))
    yield "trap.docx", "links to elsewhere", word(links=links)
    yield "trap.docx", "links to elsewhere", word(links=links.replace(" TargetMode='External'", ""))
    parts = word_parts()
    yield "trap.docx", "names that lead out", packed({**parts, _OUT: b"x", "/escaped.txt": b"x"})
    yield "trap.docx", "a bomb of a part", packed({**parts, "word/media/a.xml": bytes(150_000_000)})
    yield (
        "trap.docx",
        "a bomb of a part",
        packed({**parts, "word/document.xml": b"<a>" * 60_000_000}),
    )
    for part in parts:
        yield "trap.docx", "a part missing", packed({n: d for n, d in parts.items() if n != part})
        yield "trap.docx", "a part that is another", packed({**parts, part: parts["_rels/.rels"]})
    yield "trap.docx", "many parts", packed({**parts, **{f"x/{n}": b"" for n in range(30_000)}})


def _json_lines() -> Iterator[Trap]:
    fields: dict[str, object] = {
        "a title without end": {**STORM, "title": "Storm closes " * 700_000},
        "authors without end": {**STORM, "authors": [f"Jane Roe {n}" for n in range(400_000)]},
        "authors in one text": {**STORM, "authors": "Jane Roe & " * 800_000},
        "a date without end": {**STORM, "published": "12:00 3 March " * 600_000},
        "an address without end": {**STORM, "url": "https://x.example/" + "a" * 9_000_000},
        "addresses of elsewhere": {**STORM, "url": "javascript:alert(1)"},
        "a language without end": {**STORM, "language": "en-" + "a" * 5_000_000},
        "lone surrogates": {"text": f"\ud800{BRIDGE}\udfff", "title": "\udc00", "url": "\ud800"},
        "control characters": {"text": f"{BRIDGE}\x00\x1b[2J\u202e\x07", "title": "\x1b[31m\u202e"},
        "many fields": {**{f"title {n}": "x" for n in range(500_000)}, "text": BRIDGE},
    }
    for kind, one in fields.items():
        yield "trap.jsonl", kind, lines(one, {"text": RIVER})
    raw = {
        "deep nesting": b"[" * 5_000_000 + b"\n" + b'{"a":' * 1_000_000,
        "huge numbers": b'{"text": "x", "a": ' + b"9" * 5_000_000 + b"}",
        "a line without end": b'{"text": "' + b"a" * 12_000_000 + b'"}\n' + lines({"text": RIVER}),
        "blank lines": b"\n" * 3_000_000,
        "many articles": b'{"text":"a b c d"}\n' * 20_000,
        "many wrong lines": b"x\n" * 1_000_000,
        "not UTF-8": b'{"text": "\xff\xfe' + b"\x80" * 1_000_000 + b'"}',
    }
    for kind, data in raw.items():
        yield "trap.jsonl", kind, data
    bombs = {
        "a bomb of zeros": bytes(1_000_000_000),
        "a bomb of blank lines": b"\n" * 500_000_000,
        "a bomb of articles": lines({"text": "The storm. " * 90_000}) * 300,
    }
    for kind, data in bombs.items():
        yield "trap.jsonl.gz", kind, gzip.compress(data, 6, mtime=0)
    good = FILES["storm.jsonl.gz"]
    yield "trap.jsonl.gz", "many streams", good * 20_000
    yield "trap.jsonl.gz", "something behind it", good + b"\x1f\x8bxx" + bytes(1_000)
    yield (
        "trap.jsonl.gz",
        "a head without end",
        good[:3] + b"\x1c" + good[4:10] + b"\xff" * 5_000_000,
    )


def _zips() -> Iterator[Trap]:
    def made(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in (("good.txt", TEXT), *members):
                archive.writestr(name, data)
        return stream.getvalue()

    for name in (
        _OUT,
        "/tmp/escaped.txt",  # noqa: S108
        "C:\\escaped.txt",
        "..\\escaped.txt",
        "a/../../escaped.txt",
    ):
        yield "trap.zip", "names that lead out", made((name, TEXT))
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    yield "trap.zip", "links", made((link, b"/etc/passwd"))
    yield "trap.zip", "names", made(("a" * 60_000 + ".txt", TEXT))
    yield "trap.zip", "names", made(("\x1b[2J\u202e.txt", TEXT), ("con.txt", TEXT), (" .txt", TEXT))
    yield "trap.zip", "names", made(*[("same.txt", f"{n} {BRIDGE}".encode()) for n in range(9)])
    deep = made()
    for _ in range(20):
        deep = made(("deeper.zip", deep))
    yield "trap.zip", "archives in archives", deep
    yield "trap.zip", "a bomb", made(("bomb.txt", bytes(150_000_000)))
    yield (
        "trap.zip",
        "a bomb",
        made(*[(f"{n}.txt", b"The storm came. " * 60_000) for n in range(200)]),
    )
    inner = gzip.compress(lines({"text": "The storm came. " * 60_000}) * 50, mtime=0)
    yield "trap.zip", "a bomb", made(*[(f"{n}.jsonl.gz", inner) for n in range(60)])
    yield "trap.zip", "many files", made(*[(f"{n}.png", b"") for n in range(60_000)])
    yield "trap.zip", "many files", made(*[(f"{n}.txt", b"") for n in range(15_000)])
    yield "trap.zip", "files over each other", overlapping(made(("x.txt", TEXT * 1_000)), 2_000)
    locked = bytearray(packed({"a.txt": TEXT, "b.txt": TEXT}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    yield "trap.zip", "encrypted", bytes(locked)
    good = FILES["storm.zip"]
    end = good.rindex(b"PK\x05\x06")
    for offset, shape in ((10, "<H"), (12, "<L"), (16, "<L")):
        wrong = bytearray(good)
        struct.pack_into(shape, wrong, end + offset, 0xFFFF if shape == "<H" else 0xFFFFFFFF)
        yield "trap.zip", "huge numbers", bytes(wrong)
    sizes = bytearray(good)
    struct.pack_into("<LL", sizes, sizes.index(b"PK\x01\x02") + 20, 0xFFFFFFF0, 0xFFFFFFF0)
    yield "trap.zip", "huge numbers", bytes(sizes)
    yield "trap.zip", "something before and behind it", TEXT + good + good[end:] + bytes(70_000)
    slow = page("<p>" + "<b>a</b> " * 400_000 + "</p>").encode()
    yield "trap.zip", "slow pages", made(*[(f"{n}.html", slow) for n in range(3)])


def overlapping(archive: bytes, times: int) -> bytes:
    """An archive whose list names its first file many times over."""
    start = archive.index(b"PK\x01\x02")
    entry = archive[start : archive.index(b"PK\x01\x02", start + 4)]
    end = archive.rindex(b"PK\x05\x06")
    entries = archive[start:end] + entry * times
    tail = bytearray(archive[end:])
    count = times + archive.count(b"PK\x01\x02")
    struct.pack_into("<HHLL", tail, 8, count, count, len(entries), start)
    return archive[:start] + entries + bytes(tail)
