"""Valid files of every format that is read, about an invented storm, made by our own code."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

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
STORM = {
    "url": "https://velmora.example/1", "title": "Storm closes bridge", "outlet": "Velmora Courier",
    "authors": ["Jane Roe"], "published": "2031-03-03", "text": f"{BRIDGE}\n\n{HOUSES}",
}  # fmt: skip


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
    return pdf_of(objects, b"/Info %d 0 R" % len(objects))


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of those objects, numbered from 1; the first is its catalog."""
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
        + b"trailer << /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
        + b"startxref\n%d\n%%%%EOF\n" % len(made)
    )  # fmt: skip


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    "<?xml version='1.0' encoding='UTF-8'?>"
    "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
    "<Default Extension='rels' "
    "ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
    "<Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-"
    "officedocument.wordprocessingml.document.main+xml'/></Types>"
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_parts(body: str = "", before: str = "", links: str = "") -> dict[str, bytes]:
    """The parts of a Word document. `body`: XML; `before`: what comes before its root; `links`:
    relationships of the document."""
    body = body or "".join(
        f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
        for text in ("Storm closes bridge", BRIDGE, HOUSES, RIVER)
    )
    document = f"{before}<w:document xmlns:w='{WORD}'><w:body>{body}</w:body></w:document>"
    root = (
        f"<Relationships xmlns='{_RELATIONS}'><Relationship Id='r1' "
        f"Type='{_OFFICE}/officeDocument' Target='word/document.xml'/></Relationships>"
    )
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": root, "word/document.xml": document}
    if links:
        parts["word/_rels/document.xml.rels"] = (
            f"<Relationships xmlns='{_RELATIONS}'>{links}</Relationships>"
        )
    return {name: text.encode() for name, text in parts.items()}


def word(body: str = "", before: str = "", links: str = "") -> bytes:
    """A Word document of these parts, packed."""
    return packed(word_parts(body, before, links))


def lines(*articles: object) -> bytes:
    """Lines of JSON."""
    return "".join(json.dumps(article) + "\n" for article in articles).encode()


def packed(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def rss(site: str, inside: str = "", before: str = "") -> bytes:
    """A feed of one page of a site, an address without a slash at its end."""
    return (
        f"<?xml version='1.0' encoding='utf-8'?>{before}<rss version='2.0'><channel>"
        f"<title>Velmora Courier</title><link>{site}/</link><description>News</description>"
        f"<item><title>Storm closes bridge</title><link>{site}/good.html</link>"
        f"<pubDate>Mon, 03 Mar 2031 08:15:00 +0000</pubDate><description>{BRIDGE}</description>"
        f"</item>{inside}</channel></rss>"
    ).encode()


def atom(site: str, inside: str = "", before: str = "") -> bytes:
    """The same as Atom."""
    return (
        f"<?xml version='1.0' encoding='utf-8'?>{before}<feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<title>Velmora Courier</title><id>{site}/</id><updated>2031-03-03T08:15:00Z</updated>"
        f"<entry><title>Storm closes bridge</title><id>{site}/1</id><link href='{site}/good.html'/>"
        f"<updated>2031-03-03T08:15:00Z</updated><summary>{BRIDGE}</summary></entry>{inside}</feed>"
    ).encode()


def sitemap(site: str, inside: str = "", before: str = "") -> bytes:
    """A sitemap of one page."""
    return (
        f"<?xml version='1.0' encoding='utf-8'?>{before}"
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        f"<url><loc>{site}/good.html</loc><lastmod>2031-03-03</lastmod></url>{inside}</urlset>"
    ).encode()


TEXT = f"Storm closes bridge\n\n{BRIDGE}\n\n{HOUSES}\n\n{RIVER}\n".encode()
XHTML = page().replace("<!DOCTYPE html><html", "<?xml version='1.0'?><!DOCTYPE html><html", 1)
FILES = {
    "storm.txt": TEXT,
    "storm.md": b"---\ntitle: Storm closes bridge\ndate: 2031-03-03\n---\n\n# Storm\n\n" + TEXT,
    "storm.html": page().encode(),
    "storm.xhtml": XHTML.encode(),
    "storm.pdf": pdf(),
    "storm.docx": word(),
    "storm.jsonl": lines(STORM, {"text": RIVER}),
    "storm.jsonl.gz": gzip.compress(lines(STORM, {"text": RIVER}), mtime=0),
    "storm.zip": packed({"a/storm.txt": TEXT, "b.html": page().encode(), "c.jsonl": lines(STORM)}),
}
"""A valid file of each format, by its name."""
