"""Who asserts a sentence, by the sentence alone."""

from __future__ import annotations

import pytest

from assistant.speakers import attribute

SPEAKERS = {
    "The harbour ministry said that the crane had been sound.": "The harbour ministry",
    "On Tuesday the mayor of Orsk announced a curfew.": "the mayor of Orsk",
    "In a 3 March press release, the Velmark defence explained that no shot was fired.": (
        "the Velmark defence"
    ),
    "“We had no warning”, said Ivo Lamm.": "Ivo Lamm",
    "“We had no warning,” Ivo Lamm told reporters.": "Ivo Lamm",
    '"We had no warning," emphasises the ministry.': "the ministry",
    "“It was loud,” said its leader, Edda Krol, on Friday.": "its leader, Edda Krol",
    "Ivo Lamm, the mayor of Orsk, said that the bridge was shut.": "Ivo Lamm",
    "The mayor, Ivo Lamm, said that the bridge was shut.": "The mayor, Ivo Lamm",
    "Lena Horvay, who runs a bakery, said that she woke early.": "Lena Horvay",
    "According to the port authority, nobody was hurt.": "the port authority",
    "Nobody was hurt, according to the port authority.": "the port authority",
    "The bridge would be shut until May, recalled Mr Lamm.": "Mr Lamm",
    "Asked about the fire, Orsk spokesman Tomas Ekeby indicated that it was out.": (
        "Orsk spokesman Tomas Ekeby"
    ),
    "Soon after, sources from Lindmoor in the rescue service reported a second fire.": (
        "sources from Lindmoor in the rescue service"
    ),
    "Russia denies this.": "Russia",
    "Two boats were lost, the coast guard said.": "the coast guard",
    "Survivors told this newspaper that the lamps were out.": "Survivors",
    "Experts warn that the ice is thin.": "Experts",
    "“The sea took it”, he added.": "he",
}


@pytest.mark.parametrize("sentence", SPEAKERS)
def test_names_the_speaker(sentence: str) -> None:
    found = attribute(sentence)
    assert found is not None
    assert found.speaker == SPEAKERS[sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "The dam holds back 210 million cubic metres of water.",
        "A first report is expected within forty days.",
        "He must report to the police twice a week.",
        "Amina Toll heard an unfamiliar call in the reeds.",
        "The mayor was accused of fraud.",
        "The mayor did not say that the dam was safe.",
        "Mayor Vell never said that.",
        "If the mayor says so, it is so.",
        "Nobody in the ministry confirmed the report.",
        "No official confirmed the report.",
        "Everything went according to plan.",
        "They printed statements according to which the gate was open.",
        "It found itself without electricity.",
        "The rest of the earlier report stands.",
    ],
)
def test_names_nobody_where_nobody_speaks(sentence: str) -> None:
    assert attribute(sentence) is None


def test_an_impersonal_report_has_an_open_speaker() -> None:
    found = attribute("It was reported that over 30 boats sank.")
    assert found is not None
    assert found.speaker is None
    assert found.unresolved


def test_a_denial_names_whose_words_it_is_aimed_at() -> None:
    found = attribute("Velmark disputed claims by Sarrow and Corish that its boats fired first.")
    assert found is not None
    assert (found.speaker, found.denies, found.accuser) == ("Velmark", True, "Sarrow and Corish")


def test_to_brush_aside_accusations_is_a_denial() -> None:
    found = attribute(
        "Velmark brushed aside the accusations leveled against it by the Sarrow and Corish "
        "presidents, who claimed that it had fired."
    )
    assert found is not None
    assert (found.denies, found.accuser) == (True, "the Sarrow and Corish presidents")


def test_words_inside_a_quotation_do_not_make_a_speaker() -> None:
    found = attribute('"The minister said that all was well," said Lena Horvay.')
    assert found is not None
    assert found.speaker == "Lena Horvay"


def test_to_dismiss_people_is_no_denial() -> None:
    found = attribute("The minister dismissed two officials on Friday.")
    assert found is None or not found.denies
