"""Who wrote an article: telling a byline from a sentence, and the names in it."""

from __future__ import annotations

import re

from index.reading.dates import find_date
from index.reading.outlets import is_outlet
from index.words.function_words import OPEN_A_CLAUSE
from index.words.months_and_weekdays import MONTH_NUMBER, WEEKDAY_ABBREVIATIONS, WEEKDAYS
from index.words.roles import NOBODY, POSITION, PRESS_JOB
from index.words.word_lists import any_of

LONGEST = 160
"""Characters of the longest line that can be a byline."""
LONGEST_LIST = 5_000
"""Characters of a list of names that are read."""

_CAPITAL = r"[^\W\d_a-zа-яёіїєґß-öø-ÿ]"
_PARTICLE = r"(?:de|da|di|del|della|van|von|der|den|bin|ibn|al|el|la|le|du|dos|ben|y|ter)"
_WORD = rf"(?:{_CAPITAL}[\w'’.-]{{0,40}}|{_PARTICLE}|d['’]\w{{1,40}}|al-\w{{1,40}})"
_NAME = re.compile(rf"{_CAPITAL}[\w'’.-]{{0,40}}(?: {_WORD}){{1,4}}")
_NAME_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af·・]{2,12}")
_POSITION = re.compile(POSITION, re.IGNORECASE)
_WITH_POSITION = re.compile(
    rf"(?P<name>{_CAPITAL}[\w'’.-]{{0,40}}(?: {_WORD}){{1,4}}) ?[,|–—-] ?"
    rf"(?i:(?:[\w'’&-]{{1,30}} ){{0,4}}{PRESS_JOB}"
    r"(?: (?:in|for|at|of) (?:the )?[\w'’&. -]{2,40})?)"
)
"""A name and what a newspaper employs it as: "Jane Roe, Political Editor"."""
_MOST_IN_A_DESCRIPTION = 5
"""Words for what someone is, if none of them is a known position."""
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|Ph\.?D|M\.?D)\.?")
_NOBODY = re.compile(
    rf"(?:(?:the|our|a|by|web|site|guest|news|online|posted by) ){{0,2}}(?:{NOBODY})\.?",
    re.IGNORECASE,
)
"""What is named instead of a person."""
_LABEL = re.compile(
    r"(?:(?:authors?|byline|written by|words by|story by|reporter|text|auteure?|autor"
    r"|автори?|авторы|作者|記者|记者|文|執筆|글|기자|بقلم)\s*[:：]\s*(?:by\s+)?"
    r"|by:?\s+|written by\s+|story by\s+|par\s+|von\s+|por\s+)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\(?(?:additional |with )?(?:reporting|writing|editing|compiled|edited|translated|contributing"
    r"|contributors?|contributions?)(?: (?:for [^:]{2,30} )?(?:by|from)\s|\s*:)\s*\S"
    r"|[^.]{3,120}\bcontributed(?: reporting)? to this (?:report|article|story)\b"
    r"|from .{0,80}\bwire (?:reports|services)\.?$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(rf"[—–−-]{{1,2}}\s?{_CAPITAL}[\w'’.-]{{0,40}}(?: {_WORD}){{1,3}}")
_CREDITED = re.compile(
    r"\(?(?:reporting|written|writing|words|story|text) by:? (?P<names>[^;|()\n]{3,300})",
    re.IGNORECASE,
)
_HARD_END = re.compile(r" [|·•–—/-] |[|·•\t\n]|  | ?[(]")
"""What follows it in a byline is something else."""
_WORKPLACE = re.compile(r" (?:for|in|at|of|from|reporting from) (?:the )?[^\W\d_a-zа-яё].*")
"""Where an author works or writes from."""
_BEFORE_A_DATE = re.compile(
    r"(?:[ ,]{1,3}(?:on|at|published|updated|posted"
    rf"|{any_of((*WEEKDAYS, *WEEKDAY_ABBREVIATIONS))})"
    r"[.:,]{0,2}){1,6}$",
    re.IGNORECASE,
)
_MONTH_BEFORE_A_DAY = re.compile(rf",? (?:{any_of(MONTH_NUMBER)})\.?$", re.IGNORECASE)
_AND = re.compile(
    r",? (?:and|AND|with|WITH|und|UND|et|ET|y|и|И|та|ТА|і) | ?[&;、，] ?"  # "Jane E Roe" is one
)


def byline_authors(line: str) -> tuple[str, ...] | None:
    """The authors that a byline names; None if the line is not a byline, empty if it names no
    person ("By Staff", "By Reuters").

    "By Jane Roe and John Doe, Velmora Courier" names two: what follows the last comma is where
    they work. A sentence that begins with "By" has no two capitalised words after it, or ends in
    a full stop.
    """
    if len(line) > LONGEST:
        return None
    label = _LABEL.match(line)
    if not label:
        positioned = _WITH_POSITION.fullmatch(line)
        return split_names(positioned["name"]) or None if positioned else None
    rest = line[label.end() :]
    rest = _HARD_END.split(_before_a_date(rest), maxsplit=1)[0].strip(" ,;")
    name = label.group().casefold()
    names = split_names(rest, plural="s:" in name.replace(" ", ""))
    if names and (":" in name or "：" in name or not _ends_a_sentence(rest)):
        return names
    if is_outlet(rest) or is_nobody(rest):
        return ()
    # "Author: admin" is a byline, too, of no one.
    return () if name.startswith("aut") and rest and len(rest) <= 40 else None


def marked_authors(line: str) -> tuple[str, ...]:
    """The authors in a line that a page marks as a byline, whether it begins as one or not: "Jane
    Roe & John Doe | Velmora Courier" names two."""
    found = byline_authors(line)
    if found is not None:
        return found
    names = _HARD_END.split(_before_a_date(line[: 2 * LONGEST]), maxsplit=1)[0]
    return split_names(names.strip(" ,;"), plural=True)


def byline_agency(line: str) -> str | None:
    """The outlet in an author's place: "By Reuters"."""
    label = _LABEL.match(line) if len(line) <= LONGEST else None
    if not label:
        return None
    rest = _HARD_END.split(line[label.end() :], maxsplit=1)[0].strip(" ,;")
    return rest if is_outlet(rest) else None


def credited_authors(line: str) -> tuple[str, ...]:
    """The authors in a credit: "Reporting by Jane Roe in Velmora and John Doe; editing by Ann Poe"
    names two. Those who edited, translated or added to it don't count."""
    credit = _CREDITED.match(line)
    if not credit:
        return ()
    return split_names(credit["names"].rstrip(" .,"), plural=True)


def split_names(value: str, plural: bool = False) -> tuple[str, ...]:
    """The names in "Jane Roe, John Doe in Velmora and Ann Poe"; empty if the words are not names.

    plural: the text says that there are several, so commas separate names even without "and". What
    someone is, where they work and which outlet they work for are left out.
    """
    parts = _AND.split(" ".join(value.split())[:LONGEST_LIST])
    names: list[str] = []
    has_workplace = False
    for place, part in enumerate(parts):
        is_list = plural or place < len(parts) - 1
        listed = [item.strip() for item in part.split(",") if item.strip()]
        for number, item in enumerate(listed):
            bare = _WORKPLACE.sub("", item)
            is_place = (has_workplace or not is_list) and number + place > 0
            has_workplace = has_workplace or bare != item
            if names and (is_nobody(bare) or is_outlet(bare.removeprefix("the "))):
                continue
            if names and _is_description(item):
                has_workplace = True  # "political editor, Orrel"
                continue
            if item[0].islower():
                return ()
            if _SUFFIX.fullmatch(bare) and names:
                names[-1] = f"{names[-1]}, {bare}"
            elif _is_person(bare):
                if number == 0 or is_list:
                    names.append(bare)
            elif not names or not is_place:
                return ()
    return tuple(dict.fromkeys(names))


def _is_description(item: str) -> bool:
    """Whether a part of a byline says what someone is: "harbour correspondent"."""
    if _POSITION.search(item):
        return True
    words = item.split()
    is_short = item[0].islower() and len(words) <= _MOST_IN_A_DESCRIPTION
    return is_short and words[0].casefold() not in OPEN_A_CLAUSE


def is_credit(line: str) -> bool:
    """Whether a line credits those who helped: "Reporting by Jane Roe; editing by John Doe", or
    signs an item: "— Jane Roe"."""
    return len(line) <= 400 and bool(_CREDIT.match(line) or _SIGNATURE.fullmatch(line))


def is_nobody(name: str) -> bool:
    """Whether a name in an author's place is that of no person: "admin", "Staff"."""
    return len(name) <= LONGEST and bool(_NOBODY.fullmatch(name.strip()))


def _before_a_date(rest: str) -> str:
    """A byline up to the date, or the number, that follows the names."""
    found, digit = find_date(rest), re.search(r"\d", rest)
    if digit and (not found or digit.start() < found.start):
        return _BEFORE_A_DATE.sub("", _MONTH_BEFORE_A_DAY.sub("", rest[: digit.start()].rstrip()))
    return _BEFORE_A_DATE.sub("", rest[: found.start].rstrip()) if found else rest


def _is_person(name: str) -> bool:
    if _NAME_WITHOUT_SPACES.fullmatch(name):
        return True
    return bool(_NAME.fullmatch(name)) and not (_POSITION.search(name) or is_outlet(name))


def _ends_a_sentence(text: str) -> bool:
    return text.endswith(".") and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", text)
