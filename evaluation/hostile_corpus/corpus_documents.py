"""Small hostile Word and PDF documents."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from evaluation.hostile_files.damage import zeros
from evaluation.hostile_files.pdf_traps import Trap
from evaluation.hostile_files.specimens import BRIDGE, FILES, TEXT, packed, pdf_of, word, word_parts


def word_files() -> Iterator[Trap]:
    """All of Word."""
    run = f"<w:p><w:r><w:t>{BRIDGE}</w:t></w:r></w:p>"
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='{}'/></w:tcPr><w:p/></w:tc>"
    bodies = {
        "many empty runs": run + "<w:p>" + "<w:r/>" * 20_000 + "</w:p>",
        "many empty paragraphs": run + "<w:p/>" * 10_000,
        "nested tables": run + "<w:tbl><w:tr><w:tc>" * 500 + "</w:tc></w:tr></w:tbl>" * 500,
        "nested elements": run + "<w:x>" * 5_000 + "</w:x>" * 5_000,
        "nested runs": "<w:p>" + "<w:r>" * 2_000 + "</w:r>" * 2_000 + "</w:p>" + run,
        "elements that never close": "<w:x>" * 20_000 + run,
        "a wide cell": f"{run}<w:tbl><w:tr>{cell.format(10**9)}</w:tr></w:tbl>",
        "a cell of negative width": f"{run}<w:tbl><w:tr>{cell.format(-5)}</w:tr></w:tbl>",
        "a cell of no width": f"{run}<w:tbl><w:tr>{cell.format('x')}</w:tr></w:tbl>",
        "styles that are not there": run.replace(
            "<w:r>", "<w:pPr><w:pStyle w:val='x'/></w:pPr><w:r>"
        ),
        "notes that are not there": run
        + "<w:p><w:r><w:footnoteReference w:id='9'/></w:r></w:p>" * 500,
        "deleted text": f"<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>{run}",
    }
    for kind, body in bodies.items():
        yield "a.docx", kind, word(body)
    link = "<Relationship Id='r{}' Type='{}' Target='{}'{}/>"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    for mode in ("", " TargetMode='External'"):
        for target in ("http://x.example/leak", "file:///etc/passwd", "../../../../etc/passwd", ""):
            links = "".join(
                link.format(number, office + kind, target, mode)
                for number, kind in enumerate(
                    ("attachedTemplate", "styles", "image", "subDocument")
                )
            )
            yield "a.docx", f"relations to {target or 'nothing'}{mode}", word(links=links)
    parts = word_parts()
    for part in parts:
        yield "a.docx", f"without {part}", packed({n: d for n, d in parts.items() if n != part})
        yield "a.docx", f"{part} empty", packed({**parts, part: b""})
        yield "a.docx", f"{part} of zeros", packed({**parts, part: bytes(2_000_000)})
    yield "a.docx", "a picture of zeros", packed({**parts, "word/media/a.png": bytes(30_000_000)})
    yield (
        "a.docx",
        "a part that unpacks to more",
        packed({**parts, "word/x.xml": b"<a>" * 8_000_000}),
    )
    yield "a.docx", "parts that lead out", packed({**parts, "../escaped.txt": b"x"})
    yield "a.docx", "many parts", packed({**parts, **{f"x/{n}": b"" for n in range(3_000)}})
    yield "a.docx", "a text", TEXT
    yield "a.docx", "an archive", packed({"a.txt": TEXT})


def pdf_files() -> Iterator[Trap]:
    """All of PDF."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = b"<< /Type /Pages /Kids [%s] /Count %d >>"
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    one = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R /Y 7 0 R >> >> >>"
    )
    text = b"BT /F1 11 Tf 72 700 Td (The storm closed the bridge of Velmora.) Tj ET\n"

    def drawn(operators: bytes, extra: bytes = b"") -> bytes:
        return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(operators), extra, operators)

    def whole(operators: bytes, *more: bytes, extra: bytes = b"", trailer: bytes = b"") -> bytes:
        return pdf_of(
            [catalog, kids % (b"3 0 R", 1), one, drawn(operators, extra), font, *more], trailer
        )

    def form(operators: bytes, resources: bytes) -> bytes:
        return drawn(operators, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources)

    doubling = [
        form(b"/A Do /A Do", b"/Resources << /XObject << /A %d 0 R >> >>" % (n + 1))
        for n in range(6, 36)
    ]
    within = b"/Resources << /XObject << /X 6 0 R /Y 7 0 R >> >>"
    good = FILES["storm.pdf"]
    locked = b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
    for kind, data in {
        "pages of themselves": pdf_of([catalog, kids % (b"2 0 R 2 0 R", 2)]),
        "pages in a circle": pdf_of([catalog, kids % (b"3 0 R", 1), kids % (b"2 0 R", 1)]),
        "a catalog of itself": pdf_of([b"1 0 R"]),
        "forms in a circle": whole(
            text + b"/X Do", form(b"/X Do /Y Do", within), form(b"/X Do", within)
        ),
        "forms that double": whole(text + b"/X Do", *doubling, font),
        "a table before itself": good.replace(
            b"/Size", b"/Prev %d /Size" % good.rindex(b"xref\n0")
        ),
        "a table before nothing": good.replace(b"/Size", b"/Prev 9 /Size"),
        "a stream of objects of itself": whole(
            b"", b"<< /Type /ObjStm /N 9 /First 9 /Extends 6 0 R /Length 6 0 R >>"
        ),
        "billions of pages": pdf_of([catalog, kids % (b"3 0 R", 2**31), one, drawn(text)]),
        "a page many times": pdf_of(
            [catalog, kids % (b"3 0 R " * 2_000, 2_000), one, drawn(text), font]
        ),
        "billions of objects": good.replace(b"xref\n0 ", b"xref\n0 99999999999"),
        "huge letters": whole(text.replace(b"11 Tf", b"9e99 Tf").replace(b"72 ", b"1e300 ")),
        "numbers that are none": whole(text.replace(b"72 700", b"nan inf")),
        "nested lists": pdf_of([catalog, b"[" * 20_000]),
        "nested dictionaries": pdf_of([b"<< /A " * 20_000]),
        "nested lists on a page": whole(b"[" * 20_000 + text),
        "many states": whole(b"q " * 20_000 + text),
        "many operators": whole(b"BT /F1 1 Tf " + b"1 0 Td (a) Tj " * 4_000 + b"ET"),
        "many letters": whole(b"BT /F1 9 Tf 9 9 Td (" + b"a " * 6_000 + b") Tj ET"),
        "many lines": whole(b"0 0 m 9 9 l S " * 4_000 + text),
        "brackets that never close": whole(b"BT (" + b"(" * 30_000),
        "a stream that unpacks to more": whole(zeros(300), extra=b"/Filter /FlateDecode"),
        "a stream packed twice": whole(
            zlib.compress(zeros(100)), extra=b"/Filter [/FlateDecode /FlateDecode]"
        ),
        "many filters": whole(
            text.hex().encode(), extra=b"/Filter [" + b"/ASCIIHexDecode " * 5_000 + b"]"
        ),
        "encrypted": whole(text, trailer=locked % (b"00" * 32, b"11" * 32)),
        "encrypted by nobody": whole(text, trailer=b"/Encrypt 1 0 R"),
        "no pages": pdf_of([catalog, kids % (b"", 0)]),
        "a head only": b"%PDF-1.7\n",
        "a tail only": good[-200:],
        "something before it": b"x" * 900 + good,
        "a program": good.replace(
            b"/Type /Catalog", b"/OpenAction << /S /JavaScript /JS (x) >> /Type /Catalog"
        ),
        "a long title": whole(
            text, b"<< /Title (%s) >>" % (b"a " * 30_000), trailer=b"/Info 6 0 R"
        ),
    }.items():
        yield "a.pdf", kind, data
