"""A verdict as ClaimReview: what schema.org asks for, and nothing that is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from newsroom import CONFLICT, DENIAL, EARLY, FLOOD, SHUT, UNSETTLED
from scripted_assistant import article, cite, ruling, weighed

from assistant.verdicts.claim_review import claim_review, claim_reviews
from assistant.verdicts.types import Label, Stance, Verdict

DAY = date(2031, 4, 5)
CLAIM = "The gate was opened."
HERALD = {"@type": "Organization", "name": "Quell Herald"}


def review(verdict: Verdict) -> Any:
    return claim_review(verdict.model_copy(update={"claim": CLAIM}), DAY)


def test_it_says_what_was_reviewed_by_whom_and_when() -> None:
    told = review(CONFLICT)
    assert (told["@context"], told["@type"]) == ("https://schema.org", "ClaimReview")
    assert told["claimReviewed"] == told["itemReviewed"]["text"] == CLAIM
    assert told["datePublished"] == "2031-04-05"
    assert told["author"]["name"] == "Onrecord"
    assert "automatic" in told["author"]["description"]
    assert told["reviewBody"] == CONFLICT.text
    assert "url" not in told


@pytest.mark.parametrize(
    ("label", "words", "number"),
    [
        (Label.SUPPORTED, "Supported by the articles", 5),
        (Label.REFUTED, "Refuted by the articles", 1),
        (Label.CONFLICTING, "The articles disagree", None),
        (Label.NOT_ENOUGH, "Not enough evidence in the articles", None),
    ],
)
def test_the_rating_is_in_words_and_a_number_only_where_there_is_an_honest_one(
    label: Label, words: str, number: int | None
) -> None:
    rating = review(ruling(label, EARLY))["reviewRating"]
    assert rating["@type"] == "Rating"
    assert rating["alternateName"] == words
    assert "0.81" in rating["ratingExplanation"]
    numbers = {name: rating.get(name) for name in ("ratingValue", "bestRating", "worstRating")}
    scale = (5, 1) if number else (None, None)
    assert tuple(numbers.values()) == (number, *scale)


def test_the_claim_appears_where_an_article_supports_it() -> None:
    again = cite(3, FLOOD, FLOOD.paragraph(2).text)
    verdict = ruling(
        Label.CONFLICTING, EARLY, SHUT, again,
        evidence=(
            weighed(EARLY, Stance.SUPPORTS),
            weighed(SHUT, Stance.REFUTES),
            weighed(again, Stance.SUPPORTS),
        ),
    )  # fmt: skip
    assert review(verdict)["itemReviewed"]["appearance"] == [
        {
            "@type": "Article",
            "headline": FLOOD.title,
            "publisher": HERALD,
            "datePublished": "2031-03-03",
        }
    ]
    assert "appearance" not in review(UNSETTLED)["itemReviewed"]


def test_the_numbers_of_the_text_lead_to_the_articles() -> None:
    cited = review(CONFLICT)["citation"]
    assert [(each["position"], each["headline"]) for each in cited] == [
        (1, FLOOD.title),
        (2, DENIAL.title),
    ]


@pytest.mark.parametrize(
    ("url", "published", "kept"),
    [
        ("https://quell.example/gate", "2031-03", {"url", "datePublished"}),
        ("javascript:alert(1)", "last week", set()),
        ("http://[broken", None, set()),
        (None, "2031-03-03T04:10", {"datePublished"}),
    ],
)
def test_only_addresses_of_the_web_and_dates_are_handed_on(
    url: str | None, published: str | None, kept: set[str]
) -> None:
    held = article("Gate", "It was opened.", url=url, published=published)
    (work,) = review(ruling(Label.SUPPORTED, cite(1, held, "It was opened.")))["citation"]
    assert work.keys() - {"@type", "headline", "position"} == kept


def test_several_verdicts_are_one_graph() -> None:
    told: Any = claim_reviews([CONFLICT, UNSETTLED], DAY)
    assert told["@context"] == "https://schema.org"
    assert [each["reviewBody"] for each in told["@graph"]] == [CONFLICT.text, UNSETTLED.text]
    assert all("@context" not in each for each in told["@graph"])
    assert claim_reviews([CONFLICT], DAY) == claim_review(CONFLICT, DAY)
