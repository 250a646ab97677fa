"""Names of outlets: telling one from the rest of a headline, and finding it in a dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.reading.dates import find_date
from index.strings.bounded_patterns import bounded
from index.strings.paired_marks import parts_a_pair
from index.words.word_lists import any_of, word_lists

_LISTS = word_lists("index.reading", "outlets.toml")
KNOWN = frozenset(_LISTS["known"])
"""Outlets whose name does not show that it is one."""

_TRADE = any_of(_LISTS["trade"])
_LANGUAGE = any_of(_LISTS["languages"])
_NAMED_EDITION = rf"{_LANGUAGE}|{any_of(_LISTS['editions'])}"
_EDITION = rf"(?: (?:in|en|auf) (?:{_LANGUAGE})| (?:{_NAMED_EDITION}))?"
_ARTICLE = rf"(?:(?:{any_of(_LISTS['articles'])}) )?"
_WORD = r"[^\W\d_a-zа-яё][\w'’&.-]*"
_ANY_KNOWN = any_of(KNOWN)
_NO_OUTLET = r"(?!(?:State|Local|Regional) )"
_OUTLET = re.compile(
    "|".join(
        (
            rf"{_NO_OUTLET}(?=\S+ ){_ARTICLE}(?:{_WORD} ){{0,3}}(?:{_TRADE}){_EDITION}",
            rf"{_ARTICLE}(?:{_WORD} )?(?:{_TRADE}) (?:of|de) (?:the )?{_WORD}",
            rf"(?:Radio|Voice of|Voz de) {_WORD}(?: {_WORD}){{0,3}}",
            rf"(?:{_ANY_KNOWN})(?: News {_WORD}|{_EDITION})",
            rf"[A-ZА-Я]{{2,6}} (?:in|en) (?:{_LANGUAGE})",
            r"[\w-]+\.(?:com|org|net|news|info|co\.uk|ua|ru|fr|de|eu|uk)",
        )
    )
)
_SECTION = re.compile(
    rf"(?:(?:{any_of(_LISTS['before_sections'])}) )?(?:{any_of(_LISTS['sections'])})", re.IGNORECASE
)
_END = bounded(r"\s+(?P<mark>[-–—|·•]|::)\s+(?P<name>(?:(?!\s-\s)[^|–—·•]){2,40})$")
_PLACE = r"[^\W\d_a-zа-яё]{2,}(?:[ .'’-]+[^\W\d_a-zа-яё]+){0,3}"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})(?P<rest>(?:,[^—–()]{{1,40}}?)?(?: ?[(](?P<outlet>[^()]{{2,40}})[)])?)"
    r"\s*(?: -|—|–|--)\s*(?=\S)"
)
_OUTLET_FIRST = re.compile(r"[(](?P<outlet>[^()]{2,40})[)]")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The start of a first paragraph that says where, when and for whom it was written."""

    outlet: str | None
    published: str | None


def is_outlet(name: str) -> bool:
    """Whether a name looks like that of an outlet."""
    return bool(_OUTLET.fullmatch(name)) and not _SECTION.fullmatch(name)


def outlet_line(line: str) -> str | None:
    """The outlet that a line names and nothing else: "Velmora Courier", "New York (CNN) —"."""
    if len(line) > 60:
        return None
    bare = line.strip(" —–-")
    if is_outlet(bare):
        return bare
    if line.endswith(("—", "–", "--")):
        words = bare.replace("(", "").replace(")", "").split()
        endings = (" ".join(words[start:]) for start in range(1, len(words)))
        return next((ending for ending in endings if is_outlet(ending)), None)
    return None


def part_title(headline: str) -> tuple[str, str | None]:
    """The title and the outlet of a headline that ends in its outlet's name.

    After a spaced dash, only what looks like an outlet counts: a known name, a name that ends in a
    word of the trade ("Velmora Courier"), an edition ("RT in French") or a domain. A headline ends
    in its speaker in the same way ("Moscow rejects the charges – Kremlin"), and that must not
    become the outlet, so an unknown name stays in the title. No one names a speaker after a bar:
    any short name in capitals counts there, unless it is that of a section.
    """
    match = _END.search(headline)
    if not match or parts_a_pair(headline, match.start()):
        return headline, None
    name, title = match["name"].strip(), headline[: match.start()].rstrip()
    words = name.split()
    if len(words) > 5 or len(title.split()) < 2:
        return headline, None
    in_capitals = all(word[0].isupper() for word in words) or words[0] == "The"
    on_a_bar = match["mark"] in "|·•::" and len(words) <= 4 and in_capitals and "..." not in name
    if _SECTION.fullmatch(name) or not (is_outlet(name) or on_a_bar):
        return headline, None
    # "Title | World news | The Guardian" has its section before its outlet.
    section = _END.search(title)
    if section and section["mark"] == match["mark"] and _SECTION.fullmatch(section["name"].strip()):
        title = title[: section.start()].rstrip()
    return title, name


def dateline(paragraph: str) -> Dateline | None:
    """What a paragraph's dateline says: "VELMORA, 3 March 2031 (Velmora Courier) — …"."""
    match = _DATELINE.match(paragraph[:160])
    if not match:
        first = _OUTLET_FIRST.match(paragraph)  # "(CNN) …"
        return Dateline(first["outlet"], None) if first and is_outlet(first["outlet"]) else None
    outlet = match["outlet"]
    if match["place"] in KNOWN and not match["rest"]:  # "CNN — …"
        outlet = match["place"]
    if outlet and (find_date(outlet) or not outlet[0].isupper()):
        outlet = None
    written = find_date(match["rest"])
    return Dateline(outlet, written.iso if written else None)
