"""Who wrote the article of a page: people, and never its publisher.

Many pages name their publisher where machines look for the author. Read from JSON-LD, from meta
elements, from elements marked for it, and from the visible byline, the most reliable first; in
each, the publisher's name, another outlet's and placeholders are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from index.pages.json_ld import Item, JsonLd, listed, text_of, types_of
from index.reading.bylines import LONGEST as LONGEST_BYLINE
from index.reading.bylines import byline_authors, is_nobody, marked_authors, split_names
from index.reading.outlets import is_outlet

META = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author",
        "parsely-author", "sailthru.author", "byl")  # fmt: skip
"""Names of meta elements, the most reliable first."""
SITE = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name",
        "apple-mobile-web-app-title", "article:publisher", "citation_publisher")  # fmt: skip
LONGEST = 100
"""Characters of a name."""
MOST_ELEMENTS = 2_000
"""Elements that are looked at for a byline."""

_OF_A_SITE = ("publisher", "sourceOrganization", "provider", "copyrightHolder", "isPartOf",
              "broadcaster", "productionCompany", "publishingPrinciples")  # fmt: skip
_BYLINE = re.compile(
    r"(?:^|[-_ ])(?:by-?line|authors?|author-?names?|writers?"
    r"|auteurs?|autor(?:es|e|i)?|firma)(?:$|[-_ ])"
)
_NOT_ITS_OWN = re.compile(
    r"(?:^|[-_ ])(?:comments?|related|recommended|teasers?|sidebar|most-read|promo|cards?|bio)"
    r"(?:$|[-_ ])"
)
_STAFF = re.compile(
    r"(?i:\b(?:staff|newsroom|team|desk|editors|editorial|reporters?|online|redaktion|redacción"
    r"|rédaction|redazione|redação|редакция|редакція)$)"
)
_ENDS_A_LABEL = re.compile(r"(?:\bby|:)$", re.IGNORECASE)


class Publisher:
    """The publishers that a page names, in any of the places for it."""

    def __init__(
        self, json_ld: JsonLd, meta: Mapping[str, Sequence[str]], address: str | None
    ) -> None:
        names = [value for name in SITE for value in meta.get(name, ())]
        for article in json_ld.articles():
            for field in _OF_A_SITE:
                for one in map(json_ld.resolved, listed(article.get(field))):
                    if not (isinstance(one, dict) and "Person" in types_of(one)):
                        names += _names_of(one)
        self._keys = {key for name in names if (key := _key(name))}
        self._words = {word for name in names for word in _words(name)}
        self._host = _label_of(address)

    def is_called(self, name: str) -> bool:
        """Whether a name is the publisher's, with its staff or without."""
        keys = {_key(name), _key(_STAFF.sub("", name.strip())), _key(name.removeprefix("Team "))}
        keys.discard("")
        return bool(keys & self._keys) or (bool(self._host) and self._host in keys)

    def may_be_called(self, name: str) -> bool:
        """Whether a name is that of a staff, or shares a word with the publisher's: a person's may,
        too, but the byline that a reader sees knows better."""
        return is_staff(name) or bool(self._words & _words(name))


def is_staff(name: str) -> bool:
    """Whether a name ends as that of a newsroom: "Courier Reporters"."""
    return bool(_STAFF.search(name.strip()[-LONGEST:]))


def page_authors(
    tree: HtmlElement,
    json_ld: JsonLd,
    meta: Mapping[str, Sequence[str]],
    address: str | None,
) -> tuple[str, ...]:
    """The people, each once, in the order in which they are named; empty if no one is."""
    publisher = Publisher(json_ld, meta, address)
    by_source: list[Iterable[str]] = [
        (name for item in json_ld.articles() for name in _of_item(item, json_ld, publisher))
    ]
    for field in META:
        values = meta.get(field, ())
        by_source.append([name for value in values for name in _people(value, publisher)])
    shown = tuple(dict.fromkeys(_of_elements(tree, publisher)))
    for names in by_source:
        authors = tuple(dict.fromkeys(names))
        if not all(map(publisher.may_be_called, authors)):
            return tuple(name for name in authors if not is_staff(name))
        people = shown or tuple(name for name in authors if not is_staff(name))
        if authors and people:
            return people
    return shown


def _of_item(item: Item, json_ld: JsonLd, publisher: Publisher) -> Iterator[str]:
    """The authors that JSON-LD names: persons, and texts that aren't an outlet's name."""
    for field in ("author", "creator"):
        authors: list[str] = []
        for value in listed(item.get(field)):
            author = json_ld.resolved(value)
            if not isinstance(author, dict):
                authors += _people(text_of(author), publisher)
            elif "Person" in types_of(author):
                authors += _person(author, publisher)
            elif not types_of(author) or "Thing" in types_of(author):
                authors += (name for told in _names_of(author) for name in _people(told, publisher))
        if authors:
            yield from authors
            return


def _person(item: Item, publisher: Publisher) -> Iterator[str]:
    """The name of one person, first name first; several where a page writes them into one."""
    given, family = text_of(item.get("givenName")), text_of(item.get("familyName"))
    for name in _names_of(item) or ([f"{given} {family}"] if given and family else []):
        parts = [part.strip() for part in name.split(",")]
        if given and family and [part.casefold() for part in parts] == [
            family.casefold(), given.casefold()
        ]:  # fmt: skip
            yield f"{given} {family}"
        else:
            yield from _people(name, publisher, is_person=True)


def _people(value: str, publisher: Publisher, *, is_person: bool = False) -> tuple[str, ...]:
    """The people in a text in an author's place. is_person: the page says that it is a person's
    name, so that what looks like an outlet's may be one."""
    value = " ".join(value.split())
    if re.match(r"(?:https?:|//|@|www\.)", value) or publisher.is_called(value):
        return ()
    people = byline_authors(value)
    if people is None:
        people = _surname_first(value) or split_names(value[:2_000], plural=True)
    if not people and not is_nobody(value) and len(value) <= LONGEST and (
        is_person or not is_outlet(value)
    ):  # fmt: skip
        first = value.split(",")[0].strip() if is_person else value
        people = (re.sub(r"^[Bb]y:? ", "", first),) if first else ()
    return tuple(name for name in people if not publisher.is_called(name))


def _surname_first(value: str) -> tuple[str, ...]:
    """ "Roe, Jane", as libraries write a name: two words, of which neither alone is a name."""
    match = re.fullmatch(
        r"([^\W\d_][\w'’.-]{1,40}), ?([^\W\d_][\w'’.-]{0,40}(?: [^\W\d_]\.)?)", value
    )
    if not match or re.fullmatch(r"(?:Jr|Sr|II|III|IV)\.?", match[2]):
        return ()
    return (f"{match[2]} {match[1]}",)


def _of_elements(tree: HtmlElement, publisher: Publisher) -> Iterator[str]:
    """The people that the first byline on the page names."""
    looked = 0
    for element in tree.iter():
        mark = " ".join((element.get(name) or "")[:200] for name in ("itemprop", "rel", "class"))
        is_marked = bool(_BYLINE.search(mark.lower()))
        if not is_marked and element.tag not in ("p", "div", "span", "address", "li", "small"):
            continue
        looked += 1
        if looked > MOST_ELEMENTS:
            return
        text = _short_text(element)
        if not text or _is_elsewhere(element):
            continue
        found = marked_authors(text) if is_marked else byline_authors(text)
        people = [name for name in found or () if not publisher.is_called(name)]
        if people:
            yield from people
            return


def _is_elsewhere(element: HtmlElement) -> bool:
    for above in (element, *element.iterancestors()):
        mark = f"{above.get('class') or ''} {above.get('id') or ''}"[:300].lower()
        if above.tag in ("nav", "aside", "footer") or _NOT_ITS_OWN.search(mark):
            return True
        if above.tag == "a" and above.find(".//h2") is not None:
            return True
    return False


def _short_text(element: HtmlElement) -> str:
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(str(piece))
        length += len(piece)
        if length > 2 * LONGEST_BYLINE:
            return ""
    return _in_one_line(pieces)


def _in_one_line(pieces: Iterable[str]) -> str:
    """The texts of a byline's elements, with a comma where only an element's end parts a name from
    what follows it: <b>Jane Roe</b><i>Political editor</i>."""
    line = ""
    for piece in (" ".join(piece.split()) for piece in pieces):
        last = [word for word in line.rpartition(", ")[2].split() if word.casefold() != "by"]
        is_name = len(last) > 1 and last[-1][0].isupper() and not _ENDS_A_LABEL.search(line)
        if piece:
            line += ("" if not line else ", " if is_name and piece[0].isupper() else " ") + piece
    return line.replace(" , ", ", ")


def _names_of(value: object) -> list[str]:
    """The names of an item, or of one that is given by its name alone."""
    names: Iterable[object] = listed(value.get("name")) if isinstance(value, dict) else (value,)
    return [text for name in names if (text := text_of(name)) and "://" not in text]


def _words(name: str) -> set[str]:
    """The longer words of a name."""
    return set(re.findall(r"[^\W\d_]{4,40}", name[: 2 * LONGEST].casefold()))


def _key(name: str) -> str:
    """What spellings of a name share: "The Velmora Courier", "www.velmora-courier.example"."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", name.strip().casefold()[: 2 * LONGEST])
    bare = re.sub(r"^the ", "", bare).lstrip("@")
    bare = re.sub(r"\.(?:com|org|net|news|info|example|[a-z]{2})(?:\.[a-z]{2})?$", "", bare)
    return re.sub(r"[\W_]+", "", bare)


def _label_of(address: str | None) -> str:
    """The name in a host: "velmoracourier" of https://www.velmoracourier.example/1."""
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return ""
    return _key(host)
