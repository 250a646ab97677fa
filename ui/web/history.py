"""The history of an article, for the source panel: which version is open, and how it differs from
another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index.reports import Carrier, Version
from index.text.differences import ChangeKind, Difference, Piece, differences
from index.types import Article
from ui.web.desk import Desk
from ui.wording import NOTHING, counted, date, text

_ELEMENTS = {
    ChangeKind.SAME: Markup("{}"),
    ChangeKind.ADDED: Markup("<ins>{}</ins>"),
    ChangeKind.REMOVED: Markup("<del>{}</del>"),
}


@dataclass(frozen=True, slots=True)
class History:
    """The versions of the article that is open, and what changed."""

    versions: tuple[Version, ...]
    """Oldest first."""
    since: Version | None
    """The older of the two that are compared; None if there is only one."""
    changes: tuple[Difference, ...] = ()
    """From `since` to the newer of the two."""
    carriers: tuple[Carrier, ...] = ()
    """All articles that print most of the same text, the first publisher first."""

    @property
    def newest(self) -> int:
        """Number of the newest version."""
        return self.versions[-1].number


def history(desk: Desk, article: Article) -> History:
    """The past of an article. An older version is compared with the newest, the newest with the one
    before. Raises ArticleNotFound, ArticleRemoved."""
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


def history_line(article: Article, past: History) -> Markup:
    """ "version 1 of 2; changed since 3 March 2031", with the changes on demand; nothing if there
    has only ever been one version."""
    if past.newest == 1:
        return NOTHING
    line = f"version {article.version} of {past.newest}"
    if past.since is None:
        return Markup('<p class="facts history">{}</p>').format(line)
    seen = date(past.since.seen[:10])
    if not past.changes:
        return Markup('<p class="facts history">{}; no paragraph changed since {}</p>').format(
            line, seen
        )
    older = past.since.number
    return Markup(
        '<details class="history"><summary>{line}; changed since {seen}{which}: {count}</summary>'
        '<ol class="changes">{changes}</ol></details>'
    ).format(
        line=line,
        seen=seen,
        which="" if older == article.version else f" (version {older})",
        count=counted(len(past.changes), "paragraph"),
        changes=Markup().join(map(change, past.changes)),
    )


def change(each: Difference) -> Markup:
    """One paragraph that was added, removed or changed, its words marked."""
    return Markup(
        '<li class="{kind}"><span class="kind">{kind}, paragraph {number}</span>'
        '<p dir="auto">{words}</p></li>'
    ).format(
        kind=each.kind,
        number=each.older if each.newer is None else each.newer,
        words=words(each.pieces),
    )


def words(pieces: Sequence[Piece]) -> Markup:
    """What is new in <ins>, what is gone in <del>."""
    return Markup().join(_ELEMENTS[piece.kind].format(text(piece.text)) for piece in pieces)
