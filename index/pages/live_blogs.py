"""The posts of a live blog: where each is on the page, its heading, and when it was published.

A page gives them as JSON-LD (LiveBlogPosting), as microdata, or only to the eye: elements beside
each other, each with its own time. They stay in the page's order, often the newest first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from index.pages.json_ld import Item, JsonLd, posts_of, text_of
from index.pages.page_dates import LONGEST_VALUE, post_date, precise
from index.reading.dates import read_date
from index.reading.time_stamps import is_time_stamp
from index.types import Block, Role

MOST_BLOCKS = 20_000
"""Paragraphs of all posts together."""
FEWEST = 3
"""Elements with a time beside each other that make a live blog where nothing else says so."""
SHORTEST = 20
"""Characters from which a text is that of one post and of no other."""
LONGEST_HEADING = 300
"""Characters."""
_OPENING = 60
"""Characters of a text by which its element is found."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARAGRAPHS = frozenset(("p", "li", "blockquote", "pre", "dd", "dt", "tr", "figcaption"))
_PARTS = frozenset(
    ("div", "section", "article", "header", "ul", "ol", "dl", "table", "tbody", "figure", "main")
)
_NO_TEXT = frozenset(("nav", "aside", "footer", "button", "form", "script", "style", "time"))
_SHARING = re.compile(
    r"(?:^|[-_ ])(?:share|sharing|social|advert(?:isement)?|ad|toolbar)(?:$|[-_ ])"
)
_LIVE = re.compile(
    r"\blive\b|live-?(?:blog|updates?|ticker)|as it happened|en direct|en vivo|minuto a minuto"
    r"|minute by minute|прямая трансляция|онлайн-трансляция|наживо",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LivePost:
    """One post as it is on a page."""

    element: HtmlElement
    """What it begins with: it holds the post, or its heading only."""
    published: str | None
    """ISO 8601; None where the page does not tell."""
    blocks: tuple[Block, ...]
    """Its heading and its paragraphs, each with the post's time."""


@dataclass(frozen=True, slots=True)
class LiveBlog:
    """A live blog as it is on a page; without posts if the page isn't one."""

    posts: tuple[LivePost, ...]
    """In the page's order."""
    above: frozenset[str]
    """The texts above the first post, by their keys."""
    times: frozenset[str] = frozenset()
    """The times that the page shows, by their keys: each post has its own as a value."""


def live_blog(tree: HtmlElement, json_ld: JsonLd) -> LiveBlog:
    """The posts that a reader sees."""
    blog = json_ld.live_blog()
    anchors = _told(tree, blog) if blog else {}
    if not anchors:
        anchors = {each: _own_time(each) for each in _marked(tree)}
    if not anchors:
        anchors = {each: _own_time(each) for each in _seen(tree)}
    posts = tuple(_posts(tree, anchors))
    above = _above(tree, posts[0].element) if posts else ()
    times = frozenset(_key(_text(each, LONGEST_VALUE)) for each in tree.iter("time"))
    return LiveBlog(posts, frozenset(above), times)


def _above(tree: HtmlElement, first: HtmlElement) -> Iterator[str]:
    """The keys of what is above the first post."""
    for element in tree.iter():
        if element is first:
            return
        if element.tag in _PARAGRAPHS or element.tag in _PARTS or element.tag in _HEADINGS:
            yield _key(_text(element, 2_000))


def with_posts(blocks: Sequence[Block], blog: LiveBlog) -> tuple[Block, ...]:
    """The paragraphs of a page with those of its posts whole, in the page's order: what extraction
    dropped (headings, short posts) is there again, what it found besides stays where it stood."""
    if not blog.posts:
        return tuple(blocks)
    of_posts = [(number, block) for number, post in enumerate(blog.posts) for block in post.blocks]
    places: dict[str, int] = {}
    for place, (_, block) in enumerate(of_posts):
        places.setdefault(_key(block.text), place)
    besides: dict[int, list[Block]] = {}
    last, waiting = -1, list[Block]()
    for block in blocks:
        key = _key(block.text)
        place = places.get(key, -1)
        if place < 0 and key in blog.times:
            continue
        if place < 0:
            (besides.setdefault(-1, []) if key in blog.above else waiting).append(block)
            continue
        is_within = last >= 0 and of_posts[last][0] == of_posts[place][0]
        time = of_posts[place][1].published if is_within else None
        besides.setdefault(last, []).extend(Block(b.text, b.role, time) for b in waiting)
        last, waiting = place, list[Block]()
    besides.setdefault(last, []).extend(waiting)
    together = besides.get(-1, [])
    for number, (_, block) in enumerate(of_posts):
        together += [block, *besides.get(number, ())]
    return tuple(together)


def _told(tree: HtmlElement, blog: Item) -> dict[HtmlElement, str | None]:
    """Where each post of a LiveBlogPosting begins, by its address, its heading, or its text."""
    by_name = {name: each for each in tree.iter() if (name := each.get("id"))}
    by_text: dict[str, list[HtmlElement]] = {}
    for element in (*tree.iter(*_HEADINGS), *tree.iter("p", "strong", "span", "div", "li")):
        key = _key(_text(element, 2_000))
        if len(key) >= SHORTEST or (key and element.tag in _HEADINGS):
            for part in {key, key[:_OPENING]}:
                by_text.setdefault(part, []).append(element)
    anchors: dict[HtmlElement, str | None] = {}
    for post in posts_of(blog):
        opening = _key(text_of(post.get("articleBody")))[:_OPENING]
        keys = (_key(text_of(post.get("headline"))), opening)
        names = (text_of(post.get(name)).rpartition("#")[2] for name in ("url", "@id"))
        element = next(filter(_is_there, (by_name.get(name) for name in names if name)), None)
        if element is None:
            having = (each for key in keys if key for each in by_text.get(key, ()))
            element = next((each for each in having if each not in anchors), None)
        if element is not None:
            anchors.setdefault(element, post_date(post))
    return anchors


def _is_there(element: HtmlElement | None) -> bool:
    return element is not None  # an element without children is false


def _marked(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Posts that microdata marks."""
    for element in tree.iter():
        if isinstance(element.tag, str) and "liveBlogUpdate" in (element.get("itemprop") or ""):
            yield element


def _seen(tree: HtmlElement) -> list[HtmlElement]:
    """Elements beside each other, each with a time of its own and a text, on a page that says that
    it is live."""
    if not _says_live(tree):
        return []
    groups: dict[HtmlElement, list[HtmlElement]] = {}
    taken: set[HtmlElement] = set()
    for time in tree.iter("time"):
        if not _iso(time):
            continue
        element = time
        for above in time.iterancestors():
            if above.tag in ("body", "main", "html") or len([*islice(above.iter("time"), 3)]) > 2:
                break
            element = above
        parent = element.getparent()
        if element is not time and parent is not None and element not in taken:
            taken.add(element)
            groups.setdefault(parent, []).append(element)
    group = max(groups.values(), key=len, default=[])
    group = [each for each in group if _has_text(each)]
    times = {_own_time(each) for each in group}
    return group if len(times - {None}) >= FEWEST else []


def _says_live(tree: HtmlElement) -> bool:
    told = [str(tree.findtext(".//title") or "")]
    told += [_text(each, LONGEST_HEADING) for each in tree.iter("h1")][:3]
    for element in tree.iter("html", "body", "main", "article"):
        told.append(f"{element.get('class') or ''} {element.get('id') or ''}"[:300])
    return any(_LIVE.search(one) for one in told[:50])


def _has_text(element: HtmlElement) -> bool:
    """Whether it has a text of its own that isn't a link."""
    linked = sum(len(_text(link, 500)) for link in element.iter("a"))
    return len(_text(element, 5_000)) - linked >= 2 * SHORTEST


def _own_time(element: HtmlElement) -> str | None:
    """The time that a post gives for itself: of its publication, or else the first."""
    times = [element, *element.iter()]
    marked = (each for each in times if "datePublished" in (each.get("itemprop") or ""))
    shown = (each for each in times if each.tag == "time")
    return next((iso for each in (*marked, *shown) if (iso := _iso(each))), None)


def _iso(element: HtmlElement) -> str | None:
    """A time with its day; a time without one is not used."""
    value = element.get("datetime") or element.get("content") or _text(element, LONGEST_VALUE)
    iso = read_date(value[:LONGEST_VALUE])
    return precise(iso) if iso and len(iso) >= len("2031-03-03") else None


def _posts(tree: HtmlElement, anchors: dict[HtmlElement, str | None]) -> Iterator[LivePost]:
    """Each post from where it begins, up to the next one."""
    heads = [each for each in tree.iter("h1") if each not in anchors]
    beneath: dict[HtmlElement, int] = {}
    for anchor in (*anchors, *heads[:3]):
        for above in (anchor, *anchor.iterancestors()):
            beneath[above] = beneath.get(above, 0) + 1
    starts: dict[HtmlElement, tuple[HtmlElement, str | None]] = {}
    for anchor, published in anchors.items():
        element = anchor
        while (above := element.getparent()) is not None and beneath[above] == 1:
            if above.tag in ("body", "main", "html"):
                break
            element = above
        starts[element] = anchor, published
    total = 0
    for element in tree.iter():
        if element not in starts:
            continue
        anchor, published = starts[element]
        blocks = [
            Block(text, role, published)
            for part in _parts(element, anchor, starts)
            for text, role in _blocks(part, anchor)
            if not (published and is_time_stamp(text))
        ]
        total += len(blocks)
        if total > MOST_BLOCKS:
            return
        if blocks:
            yield LivePost(element, published, tuple(blocks))


def _parts(
    element: HtmlElement, anchor: HtmlElement, starts: Collection[HtmlElement]
) -> Iterator[HtmlElement]:
    """The element, and, if it is only the heading, what follows it up to the next."""
    yield element
    if element is not anchor or anchor.tag not in _HEADINGS:
        return
    for beside in element.itersiblings():
        if beside in starts or beside.tag in ("h1", "footer"):
            return
        yield beside


def _blocks(element: HtmlElement, anchor: HtmlElement) -> Iterator[tuple[str, Role | None]]:
    """The headings and paragraphs in an element, in order."""
    mark = f"{element.get('class') or ''} {element.get('id') or ''}"[:300].lower()
    is_link = element.tag == "a" and next(element.iter(*_HEADINGS), None) is None
    if is_link or element.tag in _NO_TEXT or _SHARING.search(mark):
        return
    is_heading = element.tag in _HEADINGS or (element is anchor and not _has_parts(element))
    # A list, a table or a quotation may be the frame of posts, which have paragraphs of their own.
    if is_heading or element.tag == "p" or not _has_parts(element):
        text = " ".join(element.text_content().split())
        if text:
            is_short = is_heading and len(text) <= LONGEST_HEADING and element.tag != "p"
            role = Role.CAPTION if element.tag == "figcaption" else None
            yield text, Role.HEADING if is_short else role
        return
    yield from _loose(element.text)
    for child in element:
        yield from _blocks(child, anchor)
        yield from _loose(child.tail)


def _loose(text: str | None) -> Iterator[tuple[str, Role | None]]:
    """Text beside paragraphs that isn't in one."""
    if words := " ".join((text or "").split()):
        yield words, None


def _has_parts(element: HtmlElement) -> bool:
    return any(each.tag in _PARAGRAPHS or each.tag in _PARTS or each.tag in _HEADINGS
               for each in element.iterdescendants())  # fmt: skip


def _text(element: HtmlElement, most: int) -> str:
    """Its text in one line; empty where that is longer."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(str(piece))
        length += len(piece)
        if length > 2 * most:
            return ""
    text = " ".join("".join(pieces).split())
    return text if len(text) <= most else ""


def _key(text: str) -> str:
    """What two prints of a text share."""
    return " ".join(text.casefold().split())
