"""From a web page to its article: the seam to trafilatura.

Which options trafilatura gets is measured: docs/measurements/extraction.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import use_config
from trafilatura.xpaths import OVERALL_DISCARD_XPATH

from index.pages.continuation import continuation
from index.pages.coverage import is_doubtful, is_much_missed, of_article
from index.pages.hidden_parts import HiddenParts, show
from index.pages.json_ld import JsonLd
from index.pages.live_blogs import live_blog, with_posts
from index.pages.overlays import drop_overlays
from index.pages.page_flow import pieces_of
from index.pages.page_kind import announced
from index.pages.page_metadata import page_facts
from index.pages.paywall import calls_in, is_cut_short, without_calls
from index.pages.section_fronts import refuse_list, without_teasers
from index.pages.whole_body import Extracted, block_of, located, whole_body
from index.reading.contents import Contents
from index.reading.machine_translation import is_machine_translated
from index.types import Block, Incomplete, Role

_LXML: Any = lxml.html  # parts of it have no types
_CONFIG = use_config()
_CONFIG.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")  # a signal; the time is limited from outside

_NEVER_SHOWN = ("script", "style", "template", "iframe", "object", "embed", "svg", "math")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_INLINE = frozenset("a abbr b em font i mark small span strong u".split())
LONGEST_NAMES = 1_000
"""Characters of an element's classes, or of its id."""
MOST_NOTICES = 100
"""Places that are looked at for a notice of a translation."""
_BLOCKS = frozenset("p head item quote row code div list table ab list body main".split())


def read_html(text: str, address: str | None = None) -> Contents:
    """The article of a page. Its paragraphs have the page's own characters, white space aside.

    address: where the page was fetched from, None for a file. Raises SourceNotArticle for a page
    that only lists articles."""
    tree = _tree(text)
    if tree is None:
        return Contents()
    json_ld = JsonLd(tree)
    says = announced(tree, json_ld)
    hidden = _drop_what_is_not_shown(tree, keeps_parts=not says.terms.is_closed)
    blog = live_blog(tree, json_ld)
    metadata = page_facts(tree, json_ld, blog.posts, address)
    metadata.machine_translated = is_machine_translated(_notices(tree))
    calls = calls_in(pieces_of(tree))
    drop_overlays(tree)
    pieces = pieces_of(tree)
    unwanted = {element for expression in OVERALL_DISCARD_XPATH for element in expression(tree)}
    paragraphs = whole_body(_extracted(tree), pieces, says.descriptions, unwanted)
    own_address = address or metadata.canonical or metadata.url or ""
    paragraphs = without_teasers(of_article(paragraphs, pieces), pieces, own_address)
    rest = continuation(paragraphs, pieces, unwanted)
    paragraphs += [Extracted(block_of(piece), piece) for piece in rest.taken]
    paragraphs = without_calls(paragraphs, calls, pieces)
    if not says.is_article:
        refuse_list(pieces, own_address)
    blocks = with_posts(tuple(one.block for one in paragraphs), blog)
    inside = list(rest.taken)
    if blog.posts:  # there may be more of them than extraction found
        paragraphs = located(blocks, pieces)
        inside = [
            one.piece for one in paragraphs if one.piece
        ]  # each post may be marked as an article
    if is_cut_short(says.terms, calls, paragraphs, pieces):
        metadata.partial = Incomplete.PAYWALL
    elif (
        rest.is_in_doubt
        or is_much_missed(hidden, paragraphs)
        or is_doubtful(paragraphs, pieces, says.terms.body, inside)
    ):
        metadata.partial = Incomplete.DOUBT
    return Contents(metadata, blocks)


def _extracted(tree: HtmlElement) -> list[Block]:
    """What trafilatura takes for the article."""
    for precise in (True, False):  # what it is sure of, else what it can find
        extraction: Any = bare_extraction(
            tree,
            favor_precision=precise,
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            include_links=False,
            include_images=False,
            deduplicate=False,
            config=_CONFIG,
        )
        body = getattr(extraction, "body", None)
        if body is not None and "".join(body.itertext()).strip():
            return list(_blocks(body))
    return []


def _tree(text: str) -> HtmlElement | None:
    """The page as a tree. HTML has only its own entities, so nothing is expanded or fetched."""
    parser = _LXML.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    # Surrogates cannot be written as UTF-8, and NUL ends a page for libxml2.
    data = text.replace("\0", "\ufffd").encode("utf-8", errors="replace")
    try:
        tree = _LXML.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):  # nothing but white space
        return None
    return tree if isinstance(tree, HtmlElement) else None


def _drop_what_is_not_shown(tree: HtmlElement, *, keeps_parts: bool) -> int:
    """Take out what a browser does not show, and shorten names that no page needs as long.

    keeps_parts: whether parts of an article that its reader opens are kept; else a page hides them
    from those who may not read them. How many words of an article are hidden otherwise."""
    elements = [each for each in tree.iter() if isinstance(each.tag, str)]
    parts = HiddenParts(elements)
    for element in elements:
        for name in ("class", "id"):
            if len(element.get(name) or "") > LONGEST_NAMES:
                element.set(name, element.get(name)[:LONGEST_NAMES])
        is_hidden = "hidden" in element.attrib or _HIDDEN.search(element.get("style") or "")
        is_never_shown = element.tag in _NEVER_SHOWN
        if not (is_hidden or is_never_shown):
            parts.meet(element)
        elif keeps_parts and not is_never_shown and parts.decide_part(element):
            show(element)
        elif element.getparent() is not None:
            element.drop_tree()
    return parts.missed if keeps_parts else 0


def _notices(tree: HtmlElement) -> Iterator[str]:
    """The paragraphs of the page that speak of a translation, wherever they are: extraction leaves
    out what is beside an article."""
    places = tree.xpath("//text()[contains(., 'ranslat')]")
    for place in places[:MOST_NOTICES] if isinstance(places, list) else ():
        element = place.getparent()
        if place.is_tail or element.tag in _INLINE:
            element = element.getparent() if element.getparent() is not None else element
        yield " ".join(element.text_content().split())


def _blocks(body: Any) -> Iterator[Block]:
    """The paragraphs of trafilatura's body, in order."""
    pieces: list[str] = []
    role: Role | None = None

    def done() -> Iterator[Block]:
        text = " ".join("".join(pieces).split())
        pieces.clear()
        if text:
            yield Block(text, role)

    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag == "cell":
            pieces.append("\t")
        elif element.tag in _BLOCKS:
            yield from done()
            role = Role.HEADING if event == "start" and element.tag == "head" else None
        elif element.tag == "lb" and event == "start":
            yield from done()
        if event == "start":
            pieces.append(element.text or "")
        elif element is not body:
            pieces.append(element.tail or "")
    yield from done()
