"""Time stamps: lines that say when, and whether an article was published or updated then.

"Updated 3 March 2031" does not say when the article was published: earlier, nobody knows when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.reading.dates import MONTH_NUMBER, find_date

LONGEST = 120
"""Characters of a line that can be a time stamp."""
LONGEST_BYLINE = 400
"""Characters of a byline in which dates are looked for."""

_PUBLISHING = """
    published posted issued created publié publiée veröffentlicht erstellt publicado publicada
    pubblicato pubblicata опубликовано опубліковано создано 公開 配信 発行 发布 發布 게시 입력
"""
_UPDATING = """
    updated modified edited revised amended actualisé modifié aktualisiert geändert bearbeitet
    actualizado actualizada modificado aggiornato modificato обновлено изменено оновлено змінено
    更新 修改 수정
"""
_WORDS = set(MONTH_NUMBER) | set(
    """
    first issued date last mis à jour le il el la alle il um uhr am zuletzt stand ultima modifica
    última modificación vez on at by of the and
    pm a.m p.m est edt et cet cest gmt utc bst msk pst pdt pt ist eet eest z t
    today yesterday ago just now second seconds minute minutes min mins hour hours hr hrs h
    day days week weeks month months mon tue tues wed thu thur thurs fri sat sun
    monday tuesday wednesday thursday friday saturday sunday st nd rd th de г года
    понедельник вторник среда четверг пятница суббота воскресенье в о від
    年 月 日 時 分 년 월 일
    """.split()
)
_WORDS |= set(_PUBLISHING.split()) | set(_UPDATING.split())


_COMPOUND = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,8}")
"""A word of a script without spaces, which may hold a label: 最終更新日, the last update's day."""


def _any_of(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_LABEL = re.compile(
    rf"(?P<published>(?<![a-zà-ÿа-яёіїєґ])(?:{_any_of(_PUBLISHING)}))"
    rf"|(?P<updated>(?<![a-zà-ÿа-яёіїєґ])(?:{_any_of(_UPDATING)}|mis à jour|última modificación"
    r"|ultima modifica|stand(?=:)))",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\W{0,10}(?:(?:date|first|last|zuletzt|mis|stand|última|ultima|最終|最后)\s)?"
    rf"(?:{_any_of(_PUBLISHING)}|{_any_of(_UPDATING)}|à jour|modificación|modifica|stand:"
    r"|[\u4e00-\u9fff\uac00-\ud7af]{0,4}(?:公開|配信|更新|입력|수정))(?![a-zа-яё])",
    re.IGNORECASE,
)
_AGO = re.compile(r"\bago\b", re.IGNORECASE)
_TIME_LIKE = re.compile(
    r"\d{1,2}[:.]\d\d|\d{4}-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\bago\b|\d{4}[/.]\d"
    r"|\d{1,2}\s?[月월]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a line tells of an article's dates, ISO 8601 of the precision that was written; None
    where it does not."""

    published: str | None
    updated: str | None


def is_time_stamp(line: str) -> bool:
    """Whether a line says when, and no more: "Updated 3:45 PM, 3 March 2031", "2 hours ago"."""
    if len(line) > LONGEST or not any(character.isdigit() for character in line):
        return False
    words = re.findall(r"[^\W\d_]+(?:\.[^\W\d_]+)*", line.casefold())
    has_time = bool(_TIME_LIKE.search(line) or any(word in MONTH_NUMBER for word in words))
    return has_time and all(word in _WORDS or _is_compound(word) for word in words)


def _is_compound(word: str) -> bool:
    return bool(_COMPOUND.fullmatch(word) and _LABEL.search(word))


def is_labelled_stamp(line: str) -> bool:
    """Whether a line is a time stamp by its own words, wherever it stands. A bare date may be the
    heading of an entry in a chronicle."""
    return is_time_stamp(line) and bool(_OPENS.match(line) or _AGO.search(line))


def is_label(line: str) -> bool:
    """Whether a line is no more than the label of a date below it: "Last updated:"."""
    words = re.findall(r"[^\W\d_]+", line[:LONGEST].casefold())
    is_short = len(line) <= LONGEST and not any(map(str.isdigit, line))
    known = all(word in _WORDS or _is_compound(word) for word in words)
    return is_short and known and bool(_OPENS.match(line))


def is_bare_date(line: str) -> bool:
    """Whether a line is a date without a word on what was done on it."""
    if not is_time_stamp(line) or is_labelled_stamp(line):
        return False
    has_month = any(word in MONTH_NUMBER for word in re.findall(r"[^\W\d_]+", line.casefold()))
    return has_month or find_date(line) is not None


def only_update(lines: Iterable[str], day_first: bool | None = None) -> str | None:
    """The date of the only update that time stamps among some lines tell of."""
    found = {stamp(line, day_first).updated for line in lines if is_labelled_stamp(line)} - {None}
    return found.pop() if len(found) == 1 else None


def last_label(text: str) -> str | None:
    """What the last word says that labels a date: "published" or "updated"."""
    found = [str(label.lastgroup) for label in _LABEL.finditer(text[-LONGEST_BYLINE:])]
    return found[-1] if found else None


def stamp(line: str, day_first: bool | None = None) -> Stamp:
    """The dates in a time stamp or a byline.

    A label holds for the first date behind it, or, at the end of the line, for the one before it
    ("3 March 2031 (updated)"). A date without a label is that of publication."""
    line = line[:LONGEST_BYLINE]
    labels = list(_LABEL.finditer(line))
    found: dict[str, str] = {}
    edges = [0, *(label.end() for label in labels)]
    ends = [*(label.start() for label in labels), len(line)]
    kinds = ["published", *(str(label.lastgroup) for label in labels)]
    last = len(kinds) - 1
    for place, (kind, start, end) in enumerate(zip(kinds, edges, ends, strict=True)):
        written = find_date(line[start:end], day_first)
        is_labelled_behind = place == 0 and last == 1 and not re.search(r"\w", line[edges[1] :])
        if written:
            found.setdefault(kinds[1] if is_labelled_behind else kind, written.iso)
    return Stamp(found.get("published"), found.get("updated"))
