"""What a page says about itself that helps to find its article, or shows that it has none."""

from __future__ import annotations

from dataclasses import dataclass

from index.pages.json_ld import JsonLd
from index.pages.page_flow import Element
from index.pages.page_metadata import told_by_meta
from index.pages.paywall import Terms, terms_of


@dataclass(frozen=True, slots=True)
class Announced:
    """For machines, beside the facts of the article."""

    is_article: bool
    """It says that it is one article, and not a page of several."""
    descriptions: tuple[str, ...]
    """What it is about, in a sentence or two."""
    terms: Terms


def announced(tree: Element, json_ld: JsonLd) -> Announced:
    """Read before what is not shown is taken out of the page."""
    articles = [each for each in json_ld.articles() if each.get("headline") or each.get("name")]
    distinct = {str(each.get("headline") or each.get("name")): each for each in articles}
    published = told_by_meta(tree, "article:published_time")
    bodies = tree.findall(".//*[@itemprop='articleBody']")
    return Announced(
        is_article=len(distinct) == 1 or (not distinct and bool(published or len(bodies) == 1)),
        descriptions=tuple(
            told_by_meta(tree, "description", "og:description", "twitter:description")
        ),
        terms=terms_of(list(distinct.values())[:2], told_by_meta(tree, "article:content_tier")),
    )
