"""A hundred small hostile feeds, sitemaps and pages, as a server sends them."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator

from evaluation.hostile_files.damage import ON_BYTES
from evaluation.hostile_files.pdf_traps import Trap
from evaluation.hostile_files.specimens import BRIDGE, atom, page, rss, sitemap
from evaluation.hostile_files.traps import entities
from evaluation.hostile_files.web_traps import specimens


def pages(site: str) -> Iterator[Trap]:
    """All of them, each with a name of its own. `site`: an address without a slash at its end."""
    for number, (name, kind, data) in enumerate(_all(site)):
        yield f"{number:03}-{name}", kind, data


def _all(site: str) -> Iterator[Trap]:
    makers = {"rss.xml": (rss, "item", "link"), "atom.xml": (atom, "entry", "id"),
              "sitemap.xml": (sitemap, "url", "loc")}  # fmt: skip
    for name, (make, item, link) in makers.items():
        yield name, "as it should be", make(site)  # the first starts what parses the others
        for kind, before in entities(f"{site}/leak").items():
            inner = f"<{item}><title>&i;</title><{link}>{site}/&i;</{link}></{item}>"
            yield name, kind, make(site, inner, before)
        one = f"<{item}><{link}>{{}}</{link}></{item}>"
        many = " ".join(f"a{n}='1'" for n in range(3_000))
        leads = (
            "file:///etc/passwd", "javascript:x()", "http://169.254.169.254/", "//", "http://[",
            "http://0x7f.1/", "http://user:x@127.0.0.1:1/", "ftp://x.example/", "data:text/html,x",
        )  # fmt: skip
        for kind, body in {
            "nested": f"<{item}>" * 3_000,
            "others nested": "<a>" * 5_000,
            "many empty entries": f"<{item}/>" * 5_000,
            "addresses of elsewhere": "".join(map(one.format, leads)),
            "a long address": one.format(f"{site}/" + "a" * 30_000),
            "a long title": f"<{item}><title>{'a ' * 15_000}</title></{item}>",
            "lone brackets": "<" * 20_000,
            "lone ampersands": "&" * 20_000,
            "markup in markup": f"<{item}><title>{'&lt;p&gt;' * 5_000}</title></{item}>",
            "a section without end": f"<{item}><![CDATA[{']] ' * 10_000}",
            "many attributes": f"<{item} {many}/>",
            "a long author": f"<{item}><author>{'a.b' * 10_000}</author></{item}>",
            "namespaces": "".join(f"<x{n}:a xmlns:x{n}='u{n}'>" for n in range(1_000)),
            "a long date": f"<{item}><pubDate>{'12:00 ' * 5_000}</pubDate></{item}>",
            "a script": f"<{item}><title><script>x()</script></title></{item}>",
        }.items():
            yield name, kind, make(site, body)
        for encoding in ("utf-16", "utf-7", "idna", "ucs-4", "hex"):
            yield name, f"said to be {encoding}", make(site).replace(b"utf-8", encoding.encode())
    yield "sitemap.xml.gz", "zeros", gzip.compress(bytes(60_000_000), mtime=0)
    yield "sitemap.xml.gz", "packed twice", gzip.compress(gzip.compress(sitemap(site)), mtime=0)
    frames = f"<iframe src='{site}/leak'></iframe><script src='{site}/leak'></script>"
    yield "page.html", "scripts", page(f"<h1>Storm</h1><p>{BRIDGE}</p>{frames}").encode()
    yield "page.html", "nested", page("<i>" * 8_000).encode()
    chance = random.Random(1)  # noqa: S311 - the same damage each time
    for name, data in specimens(site).items():
        for kind, damage in ON_BYTES.items():
            yield name, kind, damage(data, chance)
