"""A verdict as ClaimReview (https://schema.org/ClaimReview), the form in which fact checks are
exchanged. Which field says what, and why some have no number: docs/reference/verdict.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from assistant.verdicts.label_words import LABEL_WORDS
from assistant.verdicts.types import Label, Stance, Verdict
from index.types import Article

CONTEXT = "https://schema.org"

RATINGS = {Label.SUPPORTED: 5, Label.REFUTED: 1}
"""From 1 (refuted) to 5 (supported). Articles that conflict are no "half true", and no evidence is
no number at all."""

AUTHOR = {
    "@type": "Organization",
    "name": "Onrecord",
    "description": "An automatic tool. No person has checked this review.",
}

ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T[\d:.+Z-]+)?)?)?")


def claim_review(verdict: Verdict, day: date | None = None) -> dict[str, object]:
    """The verdict as one JSON-LD object, published on that day (None takes today)."""
    return {"@context": CONTEXT, **_review(verdict, day)}


def claim_reviews(verdicts: Sequence[Verdict], day: date | None = None) -> dict[str, object]:
    """One verdict as one object; several as a graph of objects."""
    if len(verdicts) == 1:
        return claim_review(verdicts[0], day)
    return {"@context": CONTEXT, "@graph": [_review(verdict, day) for verdict in verdicts]}


def _review(verdict: Verdict, day: date | None) -> dict[str, object]:
    return {
        "@type": "ClaimReview",
        "claimReviewed": verdict.claim,
        "datePublished": (day or date.today()).isoformat(),
        "author": dict(AUTHOR),
        "reviewRating": _rating(verdict),
        "reviewBody": verdict.text,
        "itemReviewed": _claim(verdict),
        "citation": [
            {**_work(citation.article), "position": citation.number}
            for citation in verdict.citations
        ],
    }


def _rating(verdict: Verdict) -> dict[str, object]:
    rating: dict[str, object] = {
        "@type": "Rating",
        "alternateName": LABEL_WORDS[verdict.label].alone,
        "ratingExplanation": "What the articles given to the tool say about the claim, as read by "
        f"{verdict.written_by}. The probability that this reading is right is "
        f"{verdict.confidence:.2f}.",
    }
    if verdict.label in RATINGS:
        rating |= {"ratingValue": RATINGS[verdict.label], "bestRating": 5, "worstRating": 1}
    return rating


def _claim(verdict: Verdict) -> dict[str, object]:
    """The claim, and the articles that make it too."""
    numbers = {each.citation for each in verdict.evidence if each.stance is Stance.SUPPORTS}
    supporting = (each.article for each in verdict.citations if each.number in numbers)
    appearances = [_work(article) for article in _distinct(supporting)]
    claim: dict[str, object] = {"@type": "Claim", "text": verdict.claim}
    return {**claim, "appearance": appearances} if appearances else claim


def _distinct(articles: Iterable[Article]) -> Iterable[Article]:
    return {(article.id, article.version): article for article in articles}.values()


def _work(article: Article) -> dict[str, object]:
    """An article, as far as it is known."""
    work: dict[str, object] = {"@type": "Article", "headline": article.title}
    if article.outlet:
        work["publisher"] = {"@type": "Organization", "name": article.outlet}
    if article.published and ISO_DATE.fullmatch(article.published):
        work["datePublished"] = article.published
    if article.updated and ISO_DATE.fullmatch(article.updated):
        work["dateModified"] = article.updated
    if article.url and _is_web_address(article.url):
        work["url"] = article.url
    return work


def _is_web_address(url: str) -> bool:
    """Others could run a script in the page that shows them as a link."""
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False
