"""Which addresses lead to one page: an article is identified by its page, however that is spelled.

A page may also say which of its addresses identifies it (`<link rel="canonical">`, `og:url`). That
is believed only within one site, and not if it names something other than this page: the home page,
a section, the first of several pages.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode

from tld import get_fld

from index.errors import SourceRefused
from index.locations import Location, absolute, canonical, locate

_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_DEFAULT_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_VARIANT = re.compile(r"amp(?:html)?|print(?:able)?|mobile|m|embed|full", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_PAGE_NUMBER = re.compile(r"(?:page|pg|seite|pagina|paged|start|offset)", re.IGNORECASE)
_NUMBERED_PATH = re.compile(r"/(?:page|seite|pagina)[/-]?\d{1,4}/?$|/\d{1,2}/?$", re.IGNORECASE)
_SLUG = re.compile(
    r"(?<![^\W_])(?:[^\W_]++[-_]){2}[^\W_]|\d{4}|\.(?:s?html?|php|aspx?)$", re.IGNORECASE
)
"""What the last part of an article's address has, and a section's seldom does: three words, a long
number, the suffix of a file."""


def page_key(location: str) -> str:
    """A form that is the same for all spellings of a page's address: http or https, with www. or
    without, a slash at the end, escapes, the order of parameters, those that only track the reader.

    location: the address of a page, or of a part of a file ("…/all.zip#storm.html"), whose part
    stays as it is. Anything that isn't an address is returned as it is."""
    address, mark, part = location.partition("#")
    try:
        where = locate(canonical(address))
    except SourceRefused:
        return location
    path, _, query = where.target.partition("?")
    path = _DEFAULT_PAGE.sub("/", _ESCAPE.sub(_escape, path)).rstrip("/")
    pairs = sorted(parse_qsl(query, keep_blank_values=True), key=lambda pair: pair[0])
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"{_authority(where).removeprefix('www.')}{path}{query}{mark}{part}"


def address_of(url: str) -> str:
    """An address without its fragment and what only tracks the reader; anything that isn't an
    address, unchanged."""
    try:
        return canonical(url)
    except SourceRefused:
        return url


def own_address(location: str, named: str | None, also: str | None = None) -> str:
    """The address that identifies a page: the one that it names as its own if that can be believed,
    or else the one where it was found.

    location: where it was found. named: what it says, as written in the page. also: what it says in
    another place; if that is `location` itself, the page contradicts itself."""
    link = absolute(location, named) if named and named.strip() else None
    if link is None:
        return location
    link = canonical(link)
    here, there = page_key(location), page_key(link)
    if here == there or (also and page_key(also) == here):
        return location
    return link if _is_believable(locate(location), locate(link)) else location


def is_same_site(first: str, second: str) -> bool:
    """Whether two addresses belong to one site: to one registered domain, at the same port."""
    try:
        return _site(locate(first)) == _site(locate(second))
    except SourceRefused:
        return False


def _authority(where: Location) -> str:
    """Host and port; without the port if it is that of http or https."""
    host = f"[{where.host}]" if ":" in where.host else where.host
    return host if where.port in (80, 443) else f"{host}:{where.port}"


def _site(where: Location) -> str:
    """The registered domain by the Public Suffix List, and a port of its own. Under a suffix that
    the list does not know these are the last two labels; an IP address is a site itself."""
    port = "" if where.port in (80, 443) else f":{where.port}"
    return _domain(where.host) + port


@lru_cache(maxsize=1_000)
def _domain(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        domain = get_fld(f"https://{host}/", fail_silently=True, search_private=True)
        return str(domain) if domain else ".".join(host.split(".")[-2:])


def _is_believable(here: Location, there: Location) -> bool:
    """Whether a page at `here` can be the one at `there`."""
    path, _, query = there.target.partition("?")
    own_path, _, own_query = here.target.partition("?")
    is_first_of_several = _is_paged(own_path, own_query) and not _is_paged(path, query)
    if _site(here) != _site(there) or is_first_of_several:
        return False
    parts, own_parts = _parts(path), _parts(own_path)
    values = [value for _, value in parse_qsl(query)]
    if parts and not query and len(parts) < len(own_parts) and own_parts[: len(parts)] == parts:
        # What is above it; but not the article above its "/amp" or "/print".
        is_variant = bool(_VARIANT.fullmatch(own_parts[-1]))
        return is_variant or bool(_SLUG.search(parts[-1]) and not _SLUG.search(own_parts[-1]))
    shared = {value for _, value in parse_qsl(own_query)} | set(own_parts[-1:])
    name, own_name = (each[-1] if each else "" for each in (parts, own_parts))
    if name in shared or any(value in shared for value in values):
        return True
    words, own_words = _words(name), _words(own_name)
    is_short = len(own_words) < 3  # "/?p=45", "/s/x7Gh2"
    is_alike = 2 * len(words & own_words) >= min(len(words), len(own_words))
    return bool(_SLUG.search(name)) and (is_short or is_alike)  # else a section, or the home page


def _is_paged(path: str, query: str) -> bool:
    """Whether an address is that of a later page of something."""
    return bool(_NUMBERED_PATH.search(path)) or any(
        _PAGE_NUMBER.fullmatch(name) and value not in ("", "0", "1")
        for name, value in parse_qsl(query)
    )


def _parts(path: str) -> list[str]:
    return [unquote(part) for part in path.split("/") if part]


def _words(part: str) -> set[str]:
    return set(_WORD.findall(part.lower()))


def _escape(match: re.Match[str]) -> str:
    """An escape in its one spelling; a character that needs none, as itself."""
    character = chr(int(match[0][1:], 16))
    return character if character in _UNRESERVED else match[0].upper()
