"""Who asserts a sentence, by the sentence alone."""

from __future__ import annotations

import pytest

from assistant.attribution.speakers import attribute

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
    # past appositions
    "Ivo Lamm, a baker at Krol's, an old bakery in Orsk, told us that it shook.": "Ivo Lamm",
    "“It shook,” Dr. Edda Krol, chief doctor at Orsk Hospital, told the Herald.": "Dr. Edda Krol",
    "The OHB, which runs the harbour, said the crane was taken away.": "The OHB",
    "Ivo Lamm, 35, from Lower Orsk, said the council had warned him.": "Ivo Lamm",
    "Ivo Lamm, a baker who was hurt twice, said nobody came.": "Ivo Lamm",
    "The dam broke, the Orsk Courier, part of the Velmark Network reported.": "the Orsk Courier",
    "Velmark clerk Lena Horvay, a mother who ran for mayor said that it shook.": (
        "Velmark clerk Lena Horvay"
    ),
    # past relative clauses, or within them
    "A man who saw the fire said that it was loud.": "A man",
    "The dam, which officers said was sound, broke on Friday.": "officers",
    "The square, a relic that historians believe was built in 1650, is shut.": "historians",
    # beside quotations
    "“The crane was sound,” a part of the report reads.": "a part of the report",
    "Was it loud? asked Lamm.": "Lamm",
    "Lamm continued: “Nobody warned us about it at all”.": "Lamm",
    "The union leader took the floor: “We have had enough of this”.": "The union leader",
    'The board faces "years of repair", said The Orsk Herald, although it may pay.': (
        "The Orsk Herald"
    ),
    "\"It shook,'' said Edda Krol, who lives nearby.": "Edda Krol",
    "“Two boats were lost,” the governor wrote on Telegram.": "the governor",
    "As Lamm put it, the sea took it.": "Lamm",
    # two verbs, one subject
    "Lamm walked out and said that it shook.": "Lamm",
    "Harbour master Ivo Lamm resigned, adding that he was tired.": "Harbour master Ivo Lamm",
    "They were asked about it, and Lamm said nobody had come.": "Lamm",
    # with times around the name
    "The mayor this week acknowledged that it shook.": "The mayor",
    "The harbour board at one point Friday warned of a flood.": "The harbour board",
    "The Orsk envoy to Corish Ivo Lamm said that it shook.": "The Orsk envoy to Corish Ivo Lamm",
    "It shook on Friday, his family says.": "his family",
    "Theresa May said that it shook.": "Theresa May",
    "On Friday, the WHO said that nobody was hurt.": "the WHO",
    "A survey of the harbour found 76% of boats unsafe.": "A survey of the harbour",
    "Two boats sank, as per The Orsk Herald.": "The Orsk Herald",
    # with abbreviations
    "According to the U.S. Harbour Board, two boats sank.": "the U.S. Harbour Board",
    "According to Dr. Krol, nobody was hurt.": "Dr. Krol",
    # the words that assert, not those that hand them on
    "RT quotes the ministry as saying that the bridge was shut.": "the ministry",
    "The mayor was quoted by the Orsk Herald as saying that it shook.": "The mayor",
    "The Orsk Herald reported, citing the ministry, that the dam was safe.": "the ministry",
    "According to the Orsk Herald, Mayor Ivo Lamm said that the dam was sound.": "Mayor Ivo Lamm",
    "The mayor told the board that it shook, reported the Orsk Herald.": "The mayor",
    "Mayor Ivo Lamm told staff that it shook, people in the room said.": "Mayor Ivo Lamm",
    "Witnesses, officers wrote in a report, said the man fell.": "Witnesses",
    "The crane was described by the Orsk Herald as “a relic”.": "the Orsk Herald",
    "The board remains worried, with Lena Horvay writing that it may pay.": "Lena Horvay",
    "Nobody was hurt, according to a letter from the board that said little.": (
        "a letter from the board"
    ),
    "While the mayor says it is sound, engineer Lena Horvay told the Herald that it is not.": (
        "engineer Lena Horvay"
    ),
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
        "The incidents are among dozens of reported floods.",
        "The shock produced a handful of reports of a loud boom.",
        "Harbour workers met amid debates and protests over pay.",
        "As millions of people moved, calls for more boats grew.",
        "Boats came from Corish, the United Kingdom and the United States in May.",
        "Lamm appeared in an Orsk court and agreed to stay there.",
        "Lamm, a writer, writes with wit.",
        "Ekeby added 19 points and six rebounds.",
        "Prosecutors charged two men with theft.",
        "Officers responded to the scene.",
        "Here is a list of fires reported across Orsk.",
        "It suggests that the dam was sound.",
        "Lamm was told that the dam was sound.",
        "The port reported on Friday, citing high winds, that it was shut.",
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


def test_within_a_quotation_nobody_speaks() -> None:
    assert attribute("The mayor said that it was safe.", inside=True) is None
    found = attribute("The mayor said so,” said Lena Horvay.", inside=True)
    assert found is not None
    assert found.speaker == "Lena Horvay"
