"""Pages that only list articles: sections, tags, home pages.

Recognised by what they are made of: entries, each with a headline that leads to another page of the
site, with a sentence or two or none, and next to nothing else."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import SourceNotArticle
from index.locations import absolute
from index.page_identity import address_of, is_same_site, page_key
from index.pages.page_flow import Element, Piece
from index.pages.whole_body import Extracted, block_of

LEAST_ENTRIES, LEAST_POSTS = 5, 3
"""Entries of a list of articles, and of a list of whole articles."""
LEAST_HEADLINE, LONG_HEADLINE = 4, 24
"""Words of a headline, or characters where a script puts no spaces between words."""
LONGEST_TEASER = 80
"""Words of an entry apart from its headline."""
LEAST_PROSE, LEAST_ARTICLE = 8, 25
"""Words of a paragraph that belongs to an article, and of a short news item."""
MOST_LINKS, MOST_SHOWN = 50, 5
"""How many addresses are given, and how many of them the sentence for a person names."""
_ORIGIN = re.compile(r"https?://[^/?#]{1,253}", re.IGNORECASE)
_NOWHERE = "https://page.invalid/"
"""In place of an unknown page address."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A headline that leads to another page, and what belongs to it."""

    url: str
    headline: Piece
    teaser: tuple[Piece, ...]

    @property
    def words(self) -> int:
        """Of the teaser."""
        return sum(piece.words for piece in self.teaser)


def refuse_list(pieces: Sequence[Piece], url: str) -> None:
    """Raises SourceNotArticle for a page that is only a list of articles. url: the page's own;
    empty if that is not known: then it is taken from where most of its links lead."""
    base = url or _home(pieces)
    links = listed_articles(pieces, base)
    if not links:
        return
    count = f"{len(links)} or more" if len(links) == MOST_LINKS else str(len(links))
    shown = " ".join(map(shlex.quote, links[:MOST_SHOWN]))
    raise SourceNotArticle(
        f"The page lists {count} articles and isn't an article itself.",
        subject=url,
        remedy=f"Add the ones you want by their own addresses: onrecord add {shown}"
        if base != _NOWHERE
        else "Add the articles that it links to by their own addresses.",
        links=links if base != _NOWHERE else (),
    )


def listed_articles(pieces: Sequence[Piece], url: str) -> tuple[str, ...]:
    """The addresses to which a page that is only a list of articles leads; empty if it is an
    article. url: the page's own."""
    entries = _entries(pieces, url)
    short = [entry for entry in entries if entry.words <= LONGEST_TEASER]
    in_entries = {piece.place for entry in short for piece in (entry.headline, *entry.teaser)}
    own = [
        piece
        for piece in pieces
        if piece.place not in in_entries
        and not (piece.is_beside or piece.is_link)
        and piece.words >= LEAST_PROSE
    ]
    listed = sum(entry.words + entry.headline.words for entry in short)
    is_list = len(short) >= LEAST_ENTRIES and listed > 2 * sum(piece.words for piece in own)
    if is_list and _has_article_of_its_own(pieces, own, short):
        return ()
    posts = [entry for entry in entries if _is_post(entry)]
    if is_list or (len(posts) >= LEAST_POSTS and not _has_headline(pieces)):
        return tuple(entry.url for entry in entries)[:MOST_LINKS]
    return ()


def without_teasers(
    extracted: Sequence[Extracted], pieces: Sequence[Piece], url: str
) -> list[Extracted]:
    """What was found, without the teasers of other articles below one that the page marks as such:
    extraction takes what is longer. url: the page's own, empty if that is not known."""
    heading = _heading(pieces)
    article = heading.article if heading else None
    if article is None:
        return list(extracted)
    entries = [
        entry for entry in _entries(pieces, url or _home(pieces)) if entry.words <= LONGEST_TEASER
    ]
    if len(entries) < LEAST_ENTRIES or any(each.headline.article is article for each in entries):
        return list(extracted)
    own = [
        piece
        for piece in pieces
        if piece.article is article
        and piece.words >= LEAST_PROSE
        and not (piece.is_beside or piece.is_link or piece.is_heading)
    ]
    if not own:
        return list(extracted)
    foreign = {piece.place for entry in entries for piece in (entry.headline, *entry.teaser)}
    kept = [one for one in extracted if one.piece is None or one.piece.place not in foreign]
    if any(one.piece is not None and one.piece.article is article for one in kept):
        return kept
    return [Extracted(block_of(piece), piece) for piece in own]


def _home(pieces: Sequence[Piece]) -> str:
    """The home page of the site to which most of a page's links lead."""
    hosts = Counter(
        match[0]
        for piece in pieces
        for link in piece.links
        if (match := _ORIGIN.match(link.get("href") or ""))
    )
    return f"{hosts.most_common(1)[0][0]}/" if hosts else _NOWHERE


def _entries(pieces: Sequence[Piece], url: str) -> list[Entry]:
    """The headlines of other pages, each with the pieces of the smallest element that no other
    headline is in."""
    headlines: dict[str, tuple[str, Piece]] = {}
    for piece in pieces:
        link = _target(piece, url)
        if link:
            headlines.setdefault(page_key(link), (link, piece))
    holds: dict[Element, set[str]] = {}
    for key, (_, piece) in headlines.items():
        for element in piece.ancestors:
            holds.setdefault(element, set()).add(key)
    cards = {
        key: own[-1]  # otherwise the headlines are lines of one paragraph
        for key, (_, piece) in headlines.items()
        if (own := [element for element in piece.ancestors if len(holds[element]) == 1])
    }
    inside: dict[Element, list[Piece]] = {card: [] for card in cards.values()}
    for piece in pieces:
        card = next((element for element in piece.ancestors if element in inside), None)
        if card is not None:
            inside[card].append(piece)
    below = _following(pieces, {piece.place for _, piece in headlines.values()})
    entries = []
    for key, (link, piece) in headlines.items():
        besides = inside.get(cards.get(key, piece.element), [])
        teaser = dict.fromkeys(besides + below.get(piece.place, []))
        entries.append(Entry(link, piece, tuple(each for each in teaser if not each.is_link)))
    return entries


def _following(pieces: Sequence[Piece], headlines: set[int]) -> dict[int, list[Piece]]:
    """By the place of a headline: what comes below it in the same container, up to the next one."""
    following: dict[int, list[Piece]] = {}
    above: Piece | None = None
    for piece in pieces:
        if piece.place in headlines:
            above = piece
        elif above is not None and piece.container is above.container:
            following.setdefault(above.place, []).append(piece)
        else:
            above = None
    return following


def _target(piece: Piece, url: str) -> str | None:
    """Where a headline leads: to another page of the site."""
    is_long = piece.words >= LEAST_HEADLINE or len(piece.text) >= LONG_HEADLINE
    if piece.is_beside or not is_long or not piece.is_link:
        return None
    for link in piece.links:
        target = absolute(url, link.get("href") or "")
        if target and is_same_site(url, target) and page_key(target) != page_key(url):
            return address_of(target)
    return None


def _has_article_of_its_own(
    pieces: Sequence[Piece], own: Sequence[Piece], entries: Sequence[Entry]
) -> bool:
    """Whether there is a text below a headline that isn't a link: a short news item, surrounded by
    other things to read."""
    if (heading := _heading(pieces)) is None:
        return False
    below = [piece for piece in own if piece.place > heading.place]
    if heading.words < LEAST_HEADLINE:  # a section, unless the page marks the two as one article
        if heading.article in {None, *(entry.headline.article for entry in entries)}:
            return False
        below = [piece for piece in below if piece.article is heading.article]
    return sum(piece.words for piece in below) >= LEAST_ARTICLE


def _heading(pieces: Sequence[Piece]) -> Piece | None:
    """The main heading of the page, if it has just one."""
    headings = [piece for piece in pieces if piece.element.tag == "h1" and not piece.is_link]
    return headings[0] if len(headings) == 1 else None


def _has_headline(pieces: Sequence[Piece]) -> bool:
    """Whether the main heading is a headline: a section has one word or two."""
    heading = _heading(pieces)
    return heading is not None and heading.words >= LEAST_HEADLINE


def _is_post(entry: Entry) -> bool:
    """Whether an entry is a whole article."""
    return entry.words > LONGEST_TEASER and entry.headline.article is not None
