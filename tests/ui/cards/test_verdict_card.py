"""The verdict card: what a reader sees of a verdict, and that nothing in it can run."""

from __future__ import annotations

import json

import pytest
from newsroom import CONFLICT, DENIAL, EARLY, FLOOD, NOTE, SHUT, UNSETTLED
from parsed_html import ParsedHtml
from scripted_assistant import article, cite, ruling, weighed

from assistant.verdicts.claim_review import claim_review
from assistant.verdicts.types import Label, Stance, Verdict
from ui.cards.quotes import ReplyPosition
from ui.cards.verdict_card import HEADING_CHARACTERS, verdict_card
from ui.web.chat import Conversation, Exchange, Finished, State, Stopped, Trouble, Working
from ui.web.exchange_card import log

TYPED = "The gate was opened."
POSITION = ReplyPosition(2, 1)
NASTY = '<script>window.__pwned = 1</script><img src=x onerror="window.__pwned = 1">"\'&amp;[1]'


def settled(verdict: Verdict, claim: str = TYPED) -> Verdict:
    """As the assistant returns it, with the claim filled in."""
    return verdict.model_copy(update={"claim": verdict.claim or claim, "asked": claim})


def card_of(verdict: Verdict, typed: str = TYPED) -> ParsedHtml:
    return ParsedHtml(verdict_card(settled(verdict), typed, POSITION))


@pytest.mark.parametrize(
    ("label", "word", "meaning"),
    [
        (Label.SUPPORTED, "Supported", "The articles support this"),
        (Label.REFUTED, "Refuted", "The articles contradict this"),
        (Label.CONFLICTING, "Conflicting", "The articles disagree on this"),
        (Label.NOT_ENOUGH, "Not enough evidence", "The articles do not settle this"),
    ],
)
def test_the_label_is_told_in_words_and_as_what_the_articles_say(
    label: Label, word: str, meaning: str
) -> None:
    card = card_of(ruling(label, EARLY))
    assert f"{word} {meaning}confidence 81%" in card.text
    assert "not whether it is true" in card.text
    assert [each["aria-label"] for each in card.having("class", "verdict")] == [f"Verdict: {word}"]


def test_the_signs_of_the_labels_differ() -> None:
    cards = [card_of(ruling(label, EARLY)) for label in Label]
    signs = {text for card in cards for tag, text in card.inside if tag == "span" and len(text) < 2}
    assert len(signs) == len(Label)


def test_citations_in_the_text_are_buttons_that_lead_to_this_reply() -> None:
    card = card_of(CONFLICT)
    assert "that it was opened [1], the agency that it stayed shut [2]." in card.text
    buttons = card.having("class", "citation")
    assert [each["data-number"] for each in buttons[:2]] == ["1", "2"]
    assert {(each["data-exchange"], each["data-reply"]) for each in buttons} == {("2", "1")}


def test_a_number_in_the_text_that_is_no_citation_stays_text() -> None:
    card = card_of(ruling(Label.SUPPORTED, EARLY, text="Article [7] of the law says so [1]."))
    assert "Article [7] of the law says so [1]." in card.text
    assert "[7]" not in card.within("button")


def test_for_and_against_stand_next_to_each_other_with_all_that_is_known() -> None:
    card = card_of(CONFLICT)
    assert card.within("h4") == ["For", "Against"]
    assert len(card.having("class", "side")) == 2
    assert "Quell Herald · 3 March 2031 · says: the engineers" in card.text
    assert "refers to 2 March 2031" in card.text
    assert NOTE in card.within("li")


def test_the_day_on_which_it_was_said_is_told_as_such() -> None:
    verdict = ruling(Label.SUPPORTED, EARLY)
    said = (weighed(EARLY, Stance.SUPPORTS, 0.96, said="2031-03-04"),)
    card = card_of(verdict.model_copy(update={"evidence": said}))
    assert "said on 4 March 2031" in card.text
    assert "4 March 2031 (said)96%" in card.text


def test_a_side_without_evidence_says_so() -> None:
    card = card_of(ruling(Label.REFUTED, SHUT))
    assert "ForNothing was found in the articles." in card.text


def test_who_says_what_is_a_table_with_heads_and_a_caption() -> None:
    card = card_of(CONFLICT)
    assert card.within("caption") == ["Who says what"]
    heads = [attributes.get("scope") for tag, attributes in card.elements if tag == "th"]
    assert heads == ["col"] * 6 + ["row"] * 2
    assert "the engineerssupportsQuell Herald2 March 2031 (referred to)96%[1]" in card.text
    assert "the agencycontradictsAgency denies itdate not given91%[2]" in card.text


def test_without_a_speaker_the_outlet_says_it_and_the_article_gives_the_date() -> None:
    plain = cite(1, FLOOD, FLOOD.paragraph(2).text)
    card = card_of(ruling(Label.SUPPORTED, plain))
    assert "Quell HeraldsupportsQuell Herald3 March 2031 (published)93%[1]" in card.text


def test_a_sentence_with_two_pieces_of_evidence_is_quoted_once() -> None:
    twice = (weighed(EARLY, Stance.SUPPORTS, notes=(NOTE,)), weighed(EARLY, Stance.SUPPORTS, 0.5))
    card = card_of(ruling(Label.SUPPORTED, EARLY, evidence=twice))
    assert card.text.count(EARLY.quote) == 1
    assert card.within("li").count(NOTE) == 1
    assert len(card.having("role", "rowheader")) == 2


def test_too_little_evidence_shows_the_nearest_passages_as_such_and_no_table() -> None:
    card = card_of(UNSETTLED)
    assert "Closest passages (none settles it)" in card.within("h4")
    assert SHUT.quote in card.within("p")
    assert not [tag for tag, _ in card.elements if tag == "table"]
    assert "For" not in card.within("h4")


def test_the_claim_is_shown_where_it_is_not_what_was_typed() -> None:
    understood = ruling(Label.SUPPORTED, EARLY, claim="The gate at Quell was opened.")
    assert "Checked: The gate at Quell was opened." in card_of(understood).text
    for typed in (f" {TYPED}\n", TYPED.rstrip(".")):
        assert "Checked" not in card_of(ruling(Label.SUPPORTED, EARLY), typed).text


def test_a_long_claim_is_cut() -> None:
    long = ruling(Label.SUPPORTED, EARLY, claim="The gate was opened " * 90)
    (shown,) = card_of(long).within("q")
    assert len(shown) <= HEADING_CHARACTERS + 2


@pytest.mark.parametrize(
    ("confidence", "words"), [(0.997, "over 99%"), (1.0, "100%"), (0.001, "under 1%")]
)
def test_what_is_not_certain_is_not_called_so(confidence: float, words: str) -> None:
    card = card_of(ruling(Label.SUPPORTED, EARLY, confidence=confidence))
    assert f"confidence {words}" in card.within("p")


def test_the_foot_tells_how_it_was_made() -> None:
    card = card_of(ruling(Label.SUPPORTED, EARLY, notices=("Only 2031 was searched.",)))
    assert "Only 2031 was searched." in card.within("li")
    assert (
        "1 quote, word for word, weighed by scripted stances · 0.55 seconds · library update 3"
        in card.text
    )


def test_the_export_is_the_claim_review() -> None:
    card = card_of(CONFLICT)
    (written,) = card.within("pre")
    assert json.loads(written) == claim_review(settled(CONFLICT))


def test_an_exchange_shows_its_replies_and_below_them_what_is_happening() -> None:
    replies = (settled(CONFLICT), settled(UNSETTLED))
    states: dict[State, str] = {
        Working("Weighing"): "Weighing …",
        Trouble("It broke.", "Try again.", "the store"): "the store: It broke.Try again.",
        Trouble("Something broke.", "Try again."): "Something broke.Try again.",
        Stopped(): "You stopped here.",
        Finished(): "",
    }
    for state, words in states.items():
        shown = ParsedHtml(log(Conversation((Exchange(TYPED, state, replies),))))
        assert len(shown.having("class", "verdict")) == 2
        assert words in shown.text.rpartition("Export as ClaimReview (JSON-LD)")[2]


def test_nothing_from_an_article_or_a_reader_becomes_an_element() -> None:
    nasty = article(NASTY, NASTY + " was printed.", outlet=NASTY, published=NASTY, url=NASTY)
    citation = cite(1, nasty, NASTY + " was printed.", speaker=NASTY, carriers=(NASTY,))
    other = cite(2, DENIAL, SHUT.quote)
    evidence = (
        weighed(citation, Stance.SUPPORTS, date=NASTY, notes=(NASTY,)),
        weighed(other, Stance.REFUTES),
        weighed(citation, Stance.NEUTRAL),
    )
    verdict = ruling(
        Label.CONFLICTING, citation, other, evidence=evidence, claim=NASTY, text=NASTY,
        notices=(NASTY,),
    ).model_copy(update={"written_by": NASTY})  # fmt: skip
    html = log(Conversation((Exchange(NASTY + "?", Finished(), (verdict,)),)))
    card = ParsedHtml(html)
    assert card.dangers() == []
    assert card.text.count(NASTY) >= 13
    assert [name for _, attributes in card.elements for name in attributes if "=" in name] == []
