"""Small hostile web pages."""

from __future__ import annotations

import json
from collections.abc import Iterator

from evaluation.hostile_corpus.corpus_texts import HEADLINE
from evaluation.hostile_files.pdf_traps import Trap
from evaluation.hostile_files.specimens import BRIDGE, RIVER, page, word
from evaluation.hostile_files.traps import entities


def pages() -> Iterator[Trap]:
    """All of them; with document types also in Word documents."""
    good = f"<h1>{HEADLINE}</h1><p>{BRIDGE}</p><p>{RIVER}</p>"
    for tag in (
        "div", "i", "a href=x", "span", "blockquote", "ul><li", "table><tr><td",
        "svg", "template", "form", "p", "h1",
    ):  # fmt: skip
        yield "a.html", f"{tag} nested", page(f"<{tag}>" * 4_000 + good).encode()
        yield "a.html", f"many of {tag}", page(good + f"<{tag}>x " * 2_000).encode()
    bodies = {
        "many attributes": f"{good}<p {' '.join(f'a{n}=1' for n in range(8_000))}>x</p>",
        "one attribute many times": f"{good}<p {'a=1 ' * 20_000}>x</p>",
        "a long attribute": f"{good}<p class='{'a ' * 60_000}'>x</p>",
        "an attribute without end": f"{good}<p class='{'a ' * 20_000}",
        "a comment without end": f"{good}<!-- {'- ' * 40_000}",
        "a tag without end": f"{good}<p {'<' * 40_000}",
        "a style without end": f"{good}<style>{'a{' * 30_000}",
        "styles": f"<style>{'*{background:url(//x.example)}' * 2_000}</style>{good}",
        "a script in every place": "<script>x()</script>".join(good.split(">")),
        "handlers": good.replace(
            "<p>", "<p onclick=x() onmouseover=x() style='x:expression(x())'>"
        ),
        "a picture of itself": f"{good}<img src='data:text/html,<script>x()</script>'>",
        "addresses of programs": good + "<a href='javascript:x()'>a</a>" * 500,
        "a base of elsewhere": f"<base href='//x.example/'>{good}",
        "entities": good + "&lt;&#x202e;&#0;&#x110000;&nosuch;" * 2_000,
        "numbers of characters": good + "&#99999999999999999999;" * 2_000,
        "lone brackets": good + "<" * 60_000,
        "lone ampersands": good + "&" * 60_000,
        "many headings": "<h1>Storm</h1>" * 2_000 + good,
        "many times": good + "<time datetime='2031-03-03'>3 March 2031</time>" * 1_000,
        "tables in a row": good + "<table><tr><td>a</table>" * 2_000,
        "a wide table": f"{good}<table><tr>{'<td colspan=1000>a' * 700}</table>",
        "a long table": f"{good}<table>{'<tr><td rowspan=65534>a' * 700}</table>",
        "overrides of direction": good.replace("Storm", "\u202eStorm\u2066"),
        "no text": "",
    }
    for kind, body in bodies.items():
        yield "a.html", kind, page(body or " ").encode()
    json_ld = "<script type='application/ld+json'>{}</script>"
    heads = {
        "deep JSON-LD": json_ld.format("[" * 30_000),
        "deep objects of JSON-LD": json_ld.format('{"a":' * 20_000),
        "JSON-LD of many authors": json_ld.format(
            json.dumps({"@type": "NewsArticle", "author": [{"name": "Jane Roe"}] * 2_000})
        ),
        "JSON-LD with a long date": json_ld.format(
            json.dumps({"@type": "NewsArticle", "datePublished": "2031-03-03T" * 5_000})
        ),
        "JSON-LD of numbers": json_ld.format(
            f'{{"@type": "NewsArticle", "headline": {"9" * 20_000}, "author": 1e999}}'
        ),
        "JSON-LD of wrong kinds": json_ld.format(
            '{"@type": {}, "author": [[[1]]], "headline": [null]}'
        ),
        "many JSON-LD": json_ld.format('{"@type": "NewsArticle"}') * 1_000,
        "a long title": f"<title>{'a ' * 30_000}</title>",
        "many titles": "<meta property='og:title' content='x'>" * 3_000,
        "many dates": "<meta name='date' content='3 March 2031'>" * 300,
        "a long date": f"<meta name='date' content='{'12:00 ' * 8_000}'>",
        "a refresh": "<meta http-equiv='refresh' content='0;url=/leak'>",
        "a canonical program": "<link rel=canonical href='javascript:x()'>",
        "a canonical file": "<link rel=canonical href='file:///etc/passwd'>",
        "a script in the outlet": "<meta property='og:site_name' content='<script>x()</script>'>",
    }
    for kind, head in heads.items():
        yield "a.html", kind, page(head=head).encode()
    for kind, before in entities("http://x.example/leak").items():
        text = page(f"<h1>Storm &i;</h1><p>{BRIDGE} &i;</p><p>{RIVER}</p>")
        xhtml = text.replace("<!DOCTYPE html>", f"<?xml version='1.0'?>{before}")
        yield "a.xhtml", kind, xhtml.encode()
        yield "a.docx", kind, word(f"<w:p><w:r><w:t>{BRIDGE} &i;</w:t></w:r></w:p>", before)
