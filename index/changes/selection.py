"""Which articles a reader means: by outlet, date and title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.errors import ArticleNotFound, SettingError
from index.page_identity import address_of
from index.reading.article_reader import identity
from index.reading.dates import is_iso
from index.types import Article, Source


@dataclass(frozen=True, slots=True)
class Selection:
    """All that is given must hold. An article without a date is neither before nor after one. Of
    one that tells only when it was updated it is certain that it was published no later."""

    ids: tuple[str, ...] = ()
    """Ids, or addresses of pages in any spelling."""
    outlet: str | None = None
    """The whole name, in capitals or not."""
    before: str | None = None
    """ISO 8601: published earlier than all of it. A year means from its first day to its last."""
    after: str | None = None
    """ISO 8601: published later than all of it."""
    matching: str | None = None
    """Each of these words is in the title."""

    @property
    def article_ids(self) -> tuple[str, ...]:
        """The ids of the articles that `ids` names, by their ids or their addresses."""
        return tuple(
            identity(Source("url", address_of(name))) if "://" in name else name
            for name in self.ids
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return self == Selection()


def select(articles: Iterable[Article], selection: Selection) -> list[Article]:
    """The articles that are meant, in their order. Raises SettingError (nothing was given, or a
    date that is none), ArticleNotFound (an id or an address that no article has)."""
    _refuse_unusable(selection)
    present = {article.id: article for article in articles}
    for name, meant in zip(selection.ids, selection.article_ids, strict=True):
        if meant not in present:
            raise ArticleNotFound(
                "There is no such article in the store.",
                subject=name,
                remedy="List the articles with their ids: onrecord articles",
            )
    return [article for article in present.values() if _is_meant(article, selection)]


def _refuse_unusable(selection: Selection) -> None:
    if selection.is_empty or (selection.matching is not None and not selection.matching.split()):
        raise SettingError(
            "No articles were chosen.",
            subject="remove",
            remedy="Give ids, or use --outlet, --before, --after or --matching.",
        )
    for name, day in (("before", selection.before), ("after", selection.after)):
        if day is not None and not is_iso(day):
            raise SettingError(
                "This isn't a date.",
                subject=f"{name} = {day}",
                remedy="Write it as 2024, 2024-01 or 2024-01-03.",
            )


def _is_meant(article: Article, selection: Selection) -> bool:
    title, outlet = article.title.casefold(), (article.outlet or "").casefold()
    return (
        (not selection.ids or article.id in selection.article_ids)
        and (selection.outlet is None or outlet == selection.outlet.casefold())
        and all(word in title for word in (selection.matching or "").casefold().split())
        and _is_in_time(article, selection)
    )


def _is_in_time(article: Article, selection: Selection) -> bool:
    last, first = article.published or article.updated, article.published
    if selection.before and not (last and _last_day(last) < _first_day(selection.before)):
        return False
    return not selection.after or bool(first and _first_day(first) > _last_day(selection.after))


def _first_day(day: str) -> str:
    return day[:10] + "-01-01"[len(day[:10]) - 4 :]


def _last_day(day: str) -> str:
    """A day 31 that the month lacks compares as well as the month's own last."""
    return day[:10] + "-12-31"[len(day[:10]) - 4 :]
