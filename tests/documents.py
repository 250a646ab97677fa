"""Small files of every format about an invented storm, and reading them as an add does."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import docx

from index.deliver import documents
from index.parser import Parser
from index.read import read
from index.types import NO_OVERRIDES, Article, Failure, Source

BRIDGE = (
    "The bridge over the river Orm was closed on Monday after a storm had broken two of its piers, "
    "the mayor of Velmora told reporters."
)
HOUSES = (
    "More than forty houses lost their roofs, and nobody was hurt, according to the fire brigade, "
    "which counted them on Tuesday & “will count again”."
)
RIVER = (
    "The river rose by two metres in one night, and it fell again within the week, said the port."
)


def page(body: str = "", head: str = "") -> str:
    """A web page with a menu, the article and a footer."""
    article = body or (
        f"<h1>Storm closes bridge</h1><p>{BRIDGE}</p><h2>What is known</h2>"
        f"<p>{HOUSES.replace('&', '&amp;')}</p><p>{RIVER}</p>"
    )
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Storm closes bridge - "
        f"Velmora Courier</title>{head}</head><body><nav><ul><li><a href='/'>Home</a></li><li>"
        f"<a href='/s'>Sport</a></li></ul></nav><main><article>{article}</article></main>"
        "<footer><p>© 2031 Velmora Courier</p></footer></body></html>"
    )


def word(*paragraphs: tuple[str, str], title: str = "Storm closes bridge") -> bytes:
    """A Word document of (style, text), or of the usual article."""
    document = docx.Document()
    core = document.core_properties
    core.title, core.author, core.created = title, "Jane Roe", datetime(2031, 3, 3)
    for style, text in paragraphs or (
        ("Title", "Storm closes bridge"),
        ("Normal", BRIDGE),
        ("Heading 1", "What is known"),
        ("Normal", HOUSES),
    ):
        document.add_paragraph(text, style=style)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


Line = tuple[int, int, int, str]
"""x, y and size in points, and the text."""
PAGES: tuple[Sequence[Line], ...] = (
    (
        (72, 780, 20, "Storm closes bridge"),
        (72, 740, 11, "The bridge over the river Orm was closed on Monday after a storm had bro-"),
        (72, 727, 11, "ken two of its piers, the mayor of Velmora told a well-known paper."),
        (72, 700, 11, "More than forty houses lost their roofs, and nobody was hurt, according"),
        (72, 687, 11, "to the fire brigade, which counted them on Monday and will go on with the"),
        (72, 40, 9, "Velmora Courier - page 1"),
    ),
    (
        (72, 780, 11, "count on Tuesday. That was decided by the mayor, who is a man of the well-"),
        (72, 767, 11, "known family of shipbuilders."),
        (72, 730, 14, "What is known"),
        (72, 705, 11, "The river rose by two metres in one night, and it fell again."),
        (72, 40, 9, "Velmora Courier - page 2"),
    ),
)


def pdf(pages: Sequence[Sequence[Line]] = PAGES, title: str = "Storm closes bridge") -> bytes:
    """A PDF with those lines."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for lines in pages:
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R"
            b" >> >> /Contents %d 0 R >>" % (len(objects) + 2)
        )
        drawn = b"".join(
            b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, x, y, text.encode("cp1252"))
            for x, y, size, text in lines
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    objects.append(b"<< /Title (%s) /Author (Jane Roe) >>" % title.encode())
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
        + b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
        + b"startxref\n%d\n%%%%EOF\n" % len(made)
    )  # fmt: skip


def lines(*articles: object) -> bytes:
    """Lines of JSON."""
    return "".join(json.dumps(article) + "\n" for article in articles).encode()


def packed(members: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


STORM = {
    "url": "https://velmora.example/1", "title": "Storm closes bridge", "outlet": "Velmora Courier",
    "authors": ["Jane Roe"], "published": "2031-03-03", "text": f"{BRIDGE}\n\n{HOUSES}",
}  # fmt: skip
FILES = {
    "storm.txt": f"Storm closes bridge\n\n{BRIDGE}\n".encode(),
    "storm.html": page().encode(),
    "storm.pdf": pdf(),
    "storm.docx": word(),
    "storm.jsonl": lines(STORM, {"text": RIVER}),
    "storm.jsonl.gz": gzip.compress(lines(STORM, {"text": RIVER}), mtime=0),
    "storm.zip": packed({"a/storm.txt": f"Storm\n\n{BRIDGE}".encode(), "b.html": page().encode()}),
}
"""A valid file of each format, by its name."""


def read_file(path: Path, parser: Parser) -> tuple[list[Article], list[Failure]]:
    """The articles of a file, and what of it could not be read. What `read` raises is raised."""
    articles, failures = [], []
    for item in documents(Source("file", path.name), path, parser):
        if isinstance(item, Failure):
            failures.append(item)
        else:
            articles.append(read(item, NO_OVERRIDES))
    return articles, failures
