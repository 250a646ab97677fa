"""Malicious PDF files: loops, bombs, and numbers that are far too large."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from evaluation.hostile_files.damage import zeros
from evaluation.hostile_files.specimens import FILES, pdf_of

Trap = tuple[str, str, bytes]
"""The name of a file, the kind of its attack, and its bytes."""


def pdf_traps() -> Iterator[Trap]:
    """All of them, in the same order each time."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = b"<< /Type /Pages /Kids [%s] /Count %d >>"
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    one = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R /Y 7 0 R >> >> >>"
    )

    def drawn(operators: bytes, extra: bytes = b"") -> bytes:
        return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(operators), extra, operators)

    def form(operators: bytes, resources: bytes) -> bytes:
        return drawn(operators, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources)

    def whole(operators: bytes, *more: bytes, extra: bytes = b"", trailer: bytes = b"") -> bytes:
        pages = kids % (b"3 0 R", 1)
        return pdf_of([catalog, pages, one, drawn(operators, extra), font, *more], trailer)

    text = b"BT /F1 11 Tf 72 700 Td (The storm closed the bridge of Velmora.) Tj ET\n"
    doubling = [
        form(b"/A Do /A Do", b"/Resources << /XObject << /A %d 0 R >> >>" % (n + 1))
        for n in range(6, 46)
    ]
    within = b"/Resources << /XObject << /X 6 0 R /Y 7 0 R >> >>"
    stored = FILES["storm.pdf"]
    yield "trap.pdf", "loops", pdf_of([catalog, kids % (b"2 0 R 2 0 R", 2)])
    yield "trap.pdf", "loops", pdf_of([catalog, kids % (b"3 0 R", 1), kids % (b"2 0 R", 1)])
    yield "trap.pdf", "loops", pdf_of([b"1 0 R"])
    yield (
        "trap.pdf",
        "loops",
        whole(text + b"/X Do", form(b"/X Do /Y Do", within), form(b"/X Do", within)),
    )
    yield (
        "trap.pdf",
        "loops",
        stored.replace(b"/Size", b"/Prev 9 /Size").replace(b"xref\n0", b"xref\n0"),
    )
    place = stored.rindex(b"xref\n0")
    yield "trap.pdf", "loops", stored.replace(b"/Size", b"/Prev %d /Size" % place)
    yield (
        "trap.pdf",
        "loops",
        whole(b"", b"<< /Type /ObjStm /N 9 /First 9 /Extends 6 0 R /Length 6 0 R >>"),
    )
    yield "trap.pdf", "forms that double", whole(text + b"/X Do", *doubling, font)
    yield "trap.pdf", "huge numbers", pdf_of([catalog, kids % (b"3 0 R", 2**31), one, drawn(text)])
    yield (
        "trap.pdf",
        "huge numbers",
        pdf_of([catalog, kids % (b"3 0 R " * 60_000, 60_000), one, drawn(text), font]),
    )
    yield "trap.pdf", "huge numbers", stored.replace(b"xref\n0 ", b"xref\n0 99999999999")
    yield (
        "trap.pdf",
        "huge numbers",
        whole(text.replace(b"11 Tf", b"9e99 Tf").replace(b"72 ", b"1e300 ")),
    )
    yield "trap.pdf", "deep nesting", pdf_of([catalog, b"[" * 200_000])
    yield "trap.pdf", "deep nesting", pdf_of([b"<< /A " * 100_000])
    yield "trap.pdf", "deep nesting", whole(b"[" * 300_000 + text)
    yield "trap.pdf", "deep nesting", whole(b"q " * 300_000 + text)
    yield "trap.pdf", "many operators", whole(b"BT /F1 1 Tf " + b"1 0 Td (a) Tj " * 300_000 + b"ET")
    yield (
        "trap.pdf",
        "many letters",
        whole(b"BT /F1 9 Tf 9 9 Td (" + b"a " * 1_000_000 + b") Tj ET"),
    )
    yield "trap.pdf", "many lines", whole(b"0 0 m 9 9 l S " * 300_000 + text)
    yield "trap.pdf", "brackets that never close", whole(b"BT (" + b"(" * 1_000_000)
    yield "trap.pdf", "a bomb of a stream", whole(zeros(1_500), extra=b"/Filter /FlateDecode")
    twice = b"/Filter [/FlateDecode /FlateDecode]"
    yield "trap.pdf", "a bomb of a stream", whole(zlib.compress(zeros(500)), extra=twice)
    many = b"/Filter [" + b"/ASCIIHexDecode " * 100_000 + b"]"
    yield "trap.pdf", "many filters", whole(text.hex().encode(), extra=many)
    locked = b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
    yield "trap.pdf", "encrypted", whole(text, trailer=locked % (b"00" * 32, b"11" * 32))
    yield "trap.pdf", "encrypted", whole(text, trailer=b"/Encrypt 1 0 R")
