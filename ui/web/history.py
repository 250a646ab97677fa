"""How an article came to its newest version, for the source panel: which version is open, and what
another one says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.reports import Carrier, Version
from index.text.differences import ChangeKind, Difference, Piece, differences
from index.types import Article
from ui.web.desk import Desk
from ui.wording import counted, date, text

_ELEMENTS = {ChangeKind.ADDED: "ins", ChangeKind.REMOVED: "del"}


@dataclass(frozen=True, slots=True)
class History:
    """The versions of the article that is open, and what changed."""

    versions: tuple[Version, ...]
    """Oldest first."""
    since: Version | None
    """The older of the two that are compared; None where there is but one."""
    changes: tuple[Difference, ...] = ()
    """From `since` to the newer of the two."""
    carriers: tuple[Carrier, ...] = ()
    """All articles that print most of the same text, the first publisher first."""

    @property
    def newest(self) -> int:
        """Number of the newest version."""
        return self.versions[-1].number


def history(desk: Desk, article: Article) -> History:
    """An older version is compared with the newest, the newest with the one before. Raises
    ArticleNotFound, ArticleRemoved."""
    versions = tuple(desk.versions(article.id))
    carriers = tuple(desk.copies(article.id))
    numbers = [version.number for version in versions]
    if len(versions) < 2 or article.version not in numbers:
        return History(versions, None, (), carriers)
    place = numbers.index(article.version)
    if place < len(versions) - 1:
        newer = desk.article(article.id, numbers[-1])
        return History(versions, versions[place], differences(article, newer), carriers)
    since = versions[place - 1]
    older = desk.article(article.id, since.number)
    return History(versions, since, differences(older, article), carriers)


def history_line(article: Article, told: History) -> str:
    """ "version 1 of 2; changed since 3 March 2031", with what changed on demand; nothing where
    there never was another version."""
    if told.newest == 1:
        return ""
    line = f"version {article.version} of {told.newest}"
    if told.since is None:
        return f'<p class="facts history">{line}</p>'
    seen = date(told.since.seen[:10])
    if not told.changes:
        return f'<p class="facts history">{line}; no paragraph changed since {seen}</p>'
    which = "" if told.since.number == article.version else f" (version {told.since.number})"
    return (
        f'<details class="history"><summary>{line}; changed since {seen}{which}: '
        f"{counted(len(told.changes), 'paragraph')}</summary>"
        f'<ol class="changes">{"".join(map(change, told.changes))}</ol></details>'
    )


def change(each: Difference) -> str:
    """One paragraph that was added, removed or changed, its words marked."""
    number = each.older if each.newer is None else each.newer
    return (
        f'<li class="{each.kind}"><span class="kind">{each.kind}, paragraph {number}</span>'
        f'<p dir="auto">{words(each.pieces)}</p></li>'
    )


def words(pieces: Sequence[Piece]) -> str:
    """What is new in <ins>, what is gone in <del>."""
    marked = ""
    for piece in pieces:
        element = _ELEMENTS.get(piece.kind)
        inside = text(piece.text)
        marked += f"<{element}>{inside}</{element}>" if element else inside
    return marked
