"""Claims checked against the two real articles, if the folder with them is beside the project, with
the shipped models."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from project import SHARED

from onrecord import Assistant, Label, Verdict

ARTICLES = SHARED / "articles"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    if not ARTICLES.is_dir():
        pytest.skip("../shared is not here: the real articles are not part of the project")
    with Assistant.open(tmp_path_factory.mktemp("desk") / "store") as opened:
        opened.add([ARTICLES])
        yield opened


def speakers(verdict: Verdict, stance: str) -> str:
    return " | ".join(
        one.speaker or "" for one in verdict.evidence if one.stance.value == stance
    ).lower()


def test_what_a_government_says_is_supported_by_its_own_words(desk: Assistant) -> None:
    verdict = desk.check("France says Ukraine's strike on Belgorod was self-defence")
    assert verdict.label is Label.SUPPORTED
    assert "france" in speakers(verdict, "supports") or "french" in speakers(verdict, "supports")


def test_two_governments_are_named_on_their_sides(desk: Assistant) -> None:
    verdict = desk.check("Russian strikes hit targets within Kyiv's city limits")
    assert verdict.label is Label.CONFLICTING
    against, for_ = speakers(verdict, "refutes"), speakers(verdict, "supports")
    assert "russian" in against or "moscow" in against
    assert "ukrainian and french presidents" in for_


def test_a_number_is_refuted_by_the_number_that_is_reported(desk: Assistant) -> None:
    verdict = desk.check("More than 100 buildings were damaged in Belgorod")
    assert verdict.label is Label.REFUTED
    best = verdict.evidence[0]
    assert "over 40 buildings" in verdict.citations[best.citation - 1].quote
    assert "“over 40”" in best.notes[0]


def test_the_word_of_one_side_alone_is_told_as_such(desk: Assistant) -> None:
    verdict = desk.check("The damage in Kyiv was caused by Ukrainian air defence")
    assert verdict.label in {Label.SUPPORTED, Label.CONFLICTING}
    assert all("russian" in (one.speaker or "").lower() for one in verdict.evidence
               if one.stance.value == "supports")  # fmt: skip


@pytest.mark.parametrize(
    "claim",
    [
        "Germany delivered Taurus missiles",
        "The Eiffel Tower is 330 metres tall",
        "Macron resigned on November 24",
        "China sent troops to Belgorod",
    ],
)
def test_what_the_articles_do_not_tell_is_not_enough(desk: Assistant, claim: str) -> None:
    assert desk.check(claim).label is Label.NOT_ENOUGH


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        ("At least 30 buildings in Belgorod were damaged", Label.SUPPORTED),
        ("12 buildings were damaged in Belgorod", Label.REFUTED),
        ("Macron called the strikes war crimes", Label.SUPPORTED),
        ("Zelensky said that millions of people were without heating", Label.SUPPORTED),
    ],
)
def test_further_claims(desk: Assistant, claim: str, label: Label) -> None:
    assert desk.check(claim).label is label


def test_every_quote_is_part_of_its_paragraph(desk: Assistant) -> None:
    for verdict in desk.check_all("Kyiv lost electricity. Moscow denied the accusations."):
        for citation in verdict.citations:
            paragraph = desk.article(citation.article.id).paragraph(citation.paragraph.number)
            assert paragraph.text[citation.start : citation.end] == citation.quote
