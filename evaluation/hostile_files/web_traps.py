"""Malicious feeds, sitemaps and web pages."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from evaluation.hostile_files.pdf_traps import Trap
from evaluation.hostile_files.specimens import BRIDGE, atom, page, rss, sitemap
from evaluation.hostile_files.traps import entities


def specimens(site: str) -> dict[str, bytes]:
    """A valid one of each kind, by its name on the server."""
    return {
        "rss.xml": rss(site),
        "atom.xml": atom(site),
        "sitemap.xml": sitemap(site),
        "sitemap.xml.gz": gzip.compress(sitemap(site), mtime=0),
        "page.html": page().encode(),
    }


def web_traps(site: str) -> Iterator[Trap]:
    """All of them, in the same order each time. `site`: an address without a slash at its end."""
    makers = {"rss.xml": (rss, "item", "link"), "atom.xml": (atom, "entry", "id"),
              "sitemap.xml": (sitemap, "url", "loc")}  # fmt: skip
    for name, (make, item, link) in makers.items():
        for kind, before in entities(f"{site}/leak").items():
            inside = f"<{item}><title>&i;</title><{link}>{site}/&i;</{link}></{item}>"
            yield name, kind, make(site, inside, before)
        one = f"<{item}><{link}>{{}}</{link}></{item}>"
        leads = (
            "file:///etc/passwd",
            "javascript:alert(1)",
            "http://169.254.1.1/",
            "//",
            "http://[",
        )
        many = " ".join(f"a{n}='1'" for n in range(99_999))
        bodies = {
            "deep nesting": f"<{item}>" * 100_000,
            "deep nesting of others": "<a>" * 200_000,
            "many entries": one.format(f"{site}/none") * 60_000,
            "many empty entries": f"<{item}/>" * 200_000,
            "addresses of elsewhere": "".join(map(one.format, leads)),
            "an address without end": one.format(f"{site}/" + "a" * 1_000_000),
            "a name without end": f"<{item}><title>{'a ' * 500_000}</title></{item}>",
            "lone brackets": "<" * 500_000,
            "lone ampersands": "&" * 500_000,
            "markup in markup": f"<{item}><description>{'&lt;p&gt;' * 300_000}"
            f"</description></{item}>",
            "a text without end": f"<{item}><{link}>{site}/none</{link}><description><![CDATA["
            f"{BRIDGE} {'<b>a</b> ' * 100_000}]]></description></{item}>",
            "a section without end": f"<{item}><![CDATA[{']] ' * 300_000}",
            "many attributes": f"<{item} {many}/>",
            "an author without end": f"<{item}><author>{'a.b' * 999_999}</author></{item}>",
            "names without end": f"<{item}>{'<guid>x</guid>' * 199_999}</{item}>",
            "namespaces without end": f"<{item}>"
            + "".join(f"<x{n}:a xmlns:x{n}='u{n}'>" for n in range(20_000)),
            "dates without end": f"<{item}><pubDate>{'12:00 ' * 100_000}</pubDate></{item}>",
        }
        for kind, body in bodies.items():
            yield name, kind, make(site, body)
        for encoding in ("utf-16", "utf-7", "idna", "ucs-4", "hex"):
            yield name, "declared encodings", make(site).replace(b"utf-8", encoding.encode())
        yield name, "itself", make(site).replace(b"/good.html", f"/{name}".encode())
    index = (
        "<sitemapindex>" + f"<sitemap><loc>{site}/index.xml</loc></sitemap>" * 300
    ) + "</sitemapindex>"
    yield "index.xml", "itself", index.encode()
    yield "sitemap.xml.gz", "a bomb", gzip.compress(bytes(300_000_000), mtime=0)
    filled = sitemap(site, f"<url><loc>{site}/none</loc></url>" * 200_000)
    yield "sitemap.xml.gz", "a bomb", gzip.compress(filled, mtime=0)
    yield "sitemap.xml.gz", "packed twice", gzip.compress(gzip.compress(sitemap(site)), mtime=0)
    frames = f"<iframe src='{site}/leak'></iframe><script src='{site}/leak'></script>"
    yield "page.html", "scripts", page(f"<h1>Storm</h1><p>{BRIDGE}</p>{frames}").encode()
    yield "page.html", "deep nesting", page("<i>" * 200_000).encode()
