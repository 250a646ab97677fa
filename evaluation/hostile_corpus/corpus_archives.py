"""Small hostile files of many articles: JSON lines and ZIP archives."""

from __future__ import annotations

import gzip
import io
import json
import stat
import struct
import zipfile
from collections.abc import Iterator

from evaluation.hostile_files.pdf_traps import Trap
from evaluation.hostile_files.specimens import BRIDGE, FILES, RIVER, STORM, TEXT, lines, packed
from evaluation.hostile_files.traps import overlapping


def json_lines() -> Iterator[Trap]:
    """All lines of JSON."""
    raw = {
        "nested lists": b"[" * 50_000,
        "nested objects": b'{"a":' * 50_000,
        "nested lists in a field": b'{"text": ' + b"[" * 50_000,
        "a huge number": b'{"text": "x", "a": ' + b"9" * 50_000 + b"}",
        "a number beyond all": b'{"text": 1e999999, "title": -1e999999}',
        "not numbers": b'{"text": NaN, "title": Infinity}',
        "lone surrogates": b'{"text": "\\ud800 %s", "title": "\\udc00"}' % BRIDGE.encode(),
        "one key many times": b'{"text": "x"' + b', "text": "y"' * 5_000 + b"}",
        "many keys": json.dumps({**{f"k{n}": n for n in range(5_000)}, "text": BRIDGE}).encode(),
        "a line without end": b'{"text": "' + b"a" * 300_000,
        "a string with controls": b'{"text": "\x00\x01\x02"}',
        "escapes of controls": b'{"text": "\\u0000\\u001b[2J\\u202e %s"}' % BRIDGE.encode(),
        "blank lines": b"\n" * 100_000,
        "wrong lines": b"x\n" * 5_000,
        "wrong kinds": b'[]\n1\n"x"\nnull\n{"text": {}}\n{"text": []}\n{"text": null}\n',
        "not UTF-8": b'{"text": "\xff\xfe' + b"\x80" * 10_000 + b'"}',
        "a byte order mark": b"\xef\xbb\xbf" + lines(STORM),
        "UTF-16": lines(STORM).decode().encode("utf-16"),
        "carriage returns": lines(STORM).replace(b"\n", b"\r"),
        "many articles": b"".join(lines({"text": f"{n} {RIVER}"}) for n in range(150)),
        "one article many times": lines(STORM) * 300,
        "a list of articles": json.dumps([STORM] * 20).encode(),
    }
    for kind, data in raw.items():
        yield "a.jsonl", kind, data
    for field in ("title", "outlet", "authors", "published", "url", "language", "text"):
        for kind, value in {
            "a list of lists": [[[]]] * 100,
            "a program": "<script>x()</script><img src=x onerror=x()>",
            "a path": "../../../../etc/passwd",
            "an address of a program": "javascript:x()",
            "a number": 10**30,
            "turned around": "\u202eevil\u2066\u200b\ufeff",
        }.items():
            yield "fields.jsonl", f"{field}: {kind}", lines({**STORM, field: value})
    good = FILES["storm.jsonl.gz"]
    for kind, data in {
        "zeros": gzip.compress(bytes(60_000_000), mtime=0),
        "blank lines": gzip.compress(b"\n" * 3_000_000, mtime=0),
        "many streams": good * 200,
        "packed twice": gzip.compress(good, mtime=0),
        "cut": good[:-9],
        "something behind it": good + b"\x1f\x8bxx" + bytes(1_000),
        "a head without end": good[:3] + b"\x1c" + good[4:10] + b"\xff" * 50_000,
        "not packed": lines(STORM),
    }.items():
        yield "a.jsonl.gz", kind, data


def archives() -> Iterator[Trap]:
    """All ZIP archives."""

    def made(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in (("good.txt", TEXT), *members):
                archive.writestr(name, data)
        return stream.getvalue()

    for name in (
        "../escaped.txt", "/escaped.txt", "//escaped.txt", "C:\\escaped.txt", "..\\escaped.txt",
        "a/../../escaped.txt", "./escaped.txt", "\\\\host\\escaped.txt", "~/escaped.txt",
        "a\x00/../escaped.txt", "%2e%2e/escaped.txt", "con.txt", " .txt", "\x1b[2J\u202e.txt",
        "a" * 5_000 + ".txt", "a/" * 2_000 + "b.txt",
    ):  # fmt: skip
        yield "a.zip", f"a name like {name[:20]!r}", made((name, TEXT))
    for mode in (
        stat.S_IFLNK,
        stat.S_IFCHR,
        stat.S_IFBLK,
        stat.S_IFIFO,
        stat.S_IFSOCK,
        stat.S_IFDIR,
    ):
        odd = zipfile.ZipInfo("odd.txt")
        odd.external_attr = (mode | 0o777) << 16
        yield "a.zip", f"a file of kind {mode:o}", made((odd, b"/etc/passwd"))
    deep = made()
    for _ in range(20):
        deep = made(("deeper.zip", deep))
    locked = bytearray(packed({"a.txt": TEXT, "b.txt": TEXT}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    good = FILES["storm.zip"]
    end = good.rindex(b"PK\x05\x06")
    sizes = bytearray(good)
    struct.pack_into("<LL", sizes, sizes.index(b"PK\x01\x02") + 20, 0xFFFFFFF0, 0xFFFFFFF0)
    for kind, data in {
        "archives in archives": deep,
        "zeros": made(("bomb.txt", bytes(60_000_000))),
        "texts that unpack to more": made(
            *[(f"{n}.txt", b"The storm. " * 20_000) for n in range(20)]
        ),
        "many pictures": made(*[(f"{n}.png", b"") for n in range(5_000)]),
        "many empty files": made(*[(f"{n}.txt", b"") for n in range(1_000)]),
        "files over each other": overlapping(made(("x.txt", TEXT * 100)), 500),
        "encrypted": bytes(locked),
        "huge sizes": bytes(sizes),
        "a list that is not there": good[:end],
        "a list only": good[end:],
        "something before and behind it": TEXT + good + bytes(1_000),
        "two archives": good + good,
        "a comment": good[:-2] + b"\xff\xff" + bytes(65_535),
        "nothing in it": packed({}),
    }.items():
        yield "a.zip", kind, data
    for offset, shape in ((8, "<H"), (10, "<H"), (12, "<L"), (16, "<L"), (20, "<H")):
        wrong = bytearray(good)
        struct.pack_into(shape, wrong, end + offset, 0xFFFF if shape == "<H" else 0xFFFFFFFF)
        yield "a.zip", f"a huge number at {offset}", bytes(wrong)
