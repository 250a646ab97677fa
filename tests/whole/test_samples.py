"""The sample articles read as intended, and the example questions have their answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from project import ROOT

from assistant.verdicts.types import Stance
from index.types import Article, Role
from onrecord import Answer, Assistant, Label

SAMPLES = ROOT / "samples"
INVENTED = (
    "This article, its places, people and outlet are invented, for trying out Onrecord; "
    "they do not express the views of anybody."
)

ABOUT = {
    "estibadores-punta-ceraluna.txt": ("Radio Ceraluna", "2026-04-09", "es"),
    "glass-frog-lantern.txt": ("The Lantern of Science", "2026-02-19", "en"),
    "harbour-cup-final.md": ("Quellhaven Gazette", "2026-05-17", "en"),
    "harbour-fund-appeal.txt": ("Quellhaven Gazette", "2026-04", "en"),
    "harbour-fund-verdict.txt": ("Aldervane Herald", "2026-03-06", "en"),
    "lighthouse-ferry.txt": (None, None, "en"),
    "orrel-dam-agency-brannick-post.txt": ("Brannick Post", "2025-11-27", "en"),
    "orrel-dam-agency-quellhaven-gazette.txt": ("Quellhaven Gazette", "2025-11-28", "en"),
    "orrel-dam-corish-radio.txt": ("Corish Radio in English", None, "en"),
    "orrel-dam-correction-herald.txt": ("Aldervane Herald", "2025-11-27", "en"),
    "orrel-dam-flood-herald.txt": ("Aldervane Herald", "2025-11-24", "en"),
    "orrel-dam-rebuilding-promise.txt": ("Quellhaven Gazette", "2025-11-25", "en"),
    "pension-vote.txt": ("Velmark Radio News", "2026-06-03T21:15", "en"),
    "stroud-resigns.txt": ("Corish Evening Post", "2026-05-29", "en"),
    "velotrine-ministry-denial.txt": ("Velmark Radio News", "2026-01-14", "en"),
    "velotrine-shortage-lindmoor.txt": ("Lindmoor Courier", "2026-01-12", "en"),
}
"""File -> outlet, date and language, where its text gives them."""

INJURED = "How many people were injured in the Orrel Dam flood?"
CLAIM = "Twelve people were injured in the Orrel Dam flood."
UNANSWERED = "How many moons does the planet Saturn have?"
ANSWERED = {
    INJURED: ("Thirty-four", "Forty-one", "twelve"),
    "Who opened the gate of the Orrel Dam?": ("Sarrow", "denied"),
    "What did Hanna Vos say about Brannick?": ("We will rebuild every house in Brannick",),
    "Is there a shortage of velotrine?": (
        "There is no shortage of velotrine",
        "There is a shortage of velotrine",
    ),
    "Who won the Harbour Cup final?": ("Brannick Rovers beat Corish United 3–2",),
    "What sentence did Dorian Pell receive?": ("six years in prison",),
}
"""Example question -> words that its answer must quote."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant.open(tmp_path_factory.mktemp("samples") / "store") as assistant:
        report = assistant.add([SAMPLES / "articles"])
        assert report.failed == ()
        yield assistant


def read(desk: Assistant, name: str) -> Article:
    return next(a for a in desk.articles() if Path(a.source.location).name == name)


def quotes(answer: Answer) -> str:
    return "\n".join(citation.quote for citation in answer.citations)


def test_the_list_of_this_test_is_the_folder() -> None:
    assert {path.name for path in (SAMPLES / "articles").iterdir()} == set(ABOUT)


@pytest.mark.parametrize("name", ABOUT)
def test_a_sample_is_read_with_what_it_tells_of_itself(desk: Assistant, name: str) -> None:
    article = read(desk, name)
    assert (article.outlet, article.published, article.language) == ABOUT[name]
    assert "\n" not in article.title
    assert article.title in (SAMPLES / "articles" / name).read_text("utf-8")
    assert sum(paragraph.role is Role.BODY for paragraph in article.paragraphs) >= 3


@pytest.mark.parametrize("name", ABOUT)
def test_a_sample_says_that_it_is_invented_and_is_not_quoted_for_that(
    desk: Assistant, name: str
) -> None:
    last = read(desk, name).paragraphs[-1]
    assert (last.text, last.role) == (INVENTED, Role.BOILERPLATE)


def test_the_machine_translated_sample_keeps_its_page_out_of_the_way(desk: Assistant) -> None:
    article = read(desk, "orrel-dam-corish-radio.txt")
    assert article.title == "Sarrow rejects accusations over the flood of Orrel"
    said = "\n".join(p.text for p in article.paragraphs if p.role in (Role.BODY, Role.HEADING))
    for noise in ("Skip to content", "Photo:", "Read also", "Share this", "automatic program"):
        assert noise in "\n".join(p.text for p in article.paragraphs)
        assert noise not in said


def test_the_example_questions_are_the_ones_tested_here() -> None:
    lines = (SAMPLES / "questions.txt").read_text(encoding="utf-8").splitlines()
    assert lines == [*ANSWERED, CLAIM, UNANSWERED]


def test_the_example_claim_is_set_against_the_other_accounts(desk: Assistant) -> None:
    verdict = desk.check(CLAIM)
    assert verdict.label is Label.CONFLICTING
    sides = {one.stance: one.speaker for one in reversed(verdict.evidence)}
    assert "Sarrow water ministry" in str(sides[Stance.SUPPORTS])
    quotes_against = [verdict.citations[one.citation - 1].quote for one in verdict.evidence
                      if one.stance is Stance.REFUTES]  # fmt: skip
    assert any("Forty-one" in quote for quote in quotes_against)


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        ("There is no shortage of velotrine", Label.CONFLICTING),
        ("Nobody was injured in the Orrel Dam flood", Label.REFUTED),
        ("Nobody was killed in the flood", Label.NOT_ENOUGH),
        ("Dorian Pell was sentenced to ten years in prison", Label.REFUTED),
        ("Anton Reyle said that the gate was opened from the Sarrow control room", Label.SUPPORTED),
        ("The Orrel Dam flood happened on November 24", Label.REFUTED),
        ("The glass frog is extinct", Label.NOT_ENOUGH),
    ],
)
def test_other_claims_about_the_samples(desk: Assistant, claim: str, label: Label) -> None:
    assert desk.check(claim).label is label


@pytest.mark.parametrize("question", ANSWERED)
def test_an_example_question_is_answered(desk: Assistant, question: str) -> None:
    answer = desk.ask(question)
    assert not answer.abstained
    for words in ANSWERED[question]:
        assert words in quotes(answer)


def test_the_accounts_of_the_flood_are_set_against_each_other(desk: Assistant) -> None:
    answer = desk.ask(INJURED)
    assert answer.disagreement
    side = {
        word: sentence.side
        for sentence in answer.sentences
        for word in ("Forty-one", "twelve")
        if word in sentence.text
    }
    assert side["Forty-one"] != side["twelve"]
    assert None not in side.values()


def test_the_denial_of_the_shortage_is_a_disagreement(desk: Assistant) -> None:
    assert desk.ask("Is there a shortage of velotrine?").disagreement


def test_the_syndicated_text_is_quoted_once_and_names_both_carriers(desk: Assistant) -> None:
    answer = desk.ask("What did Ilario Fenn say about steel and computers?")
    fenn = [c for c in answer.citations if "the steel and the computers" in c.quote]
    assert len(fenn) == 1
    assert {fenn[0].article.outlet, *fenn[0].carriers} == {"Brannick Post", "Quellhaven Gazette"}


def test_a_question_in_spanish_is_led_to_the_spanish_article(desk: Assistant) -> None:
    answer = desk.ask("¿Por qué están en huelga los estibadores de Punta Ceraluna?")
    assert answer.not_judged
    assert answer.nearest[0].article.language == "es"


def test_a_question_that_the_samples_cannot_answer_is_not_answered(desk: Assistant) -> None:
    answer = desk.ask(UNANSWERED)
    assert answer.abstained
    assert answer.nearest
