"""A name counts only in full."""

from __future__ import annotations

import pytest

from assistant.english.countries import countries
from assistant.english.names import mentions, same_name, spellings


@pytest.mark.parametrize(
    ("asked", "speaker", "same"),
    [
        ("Macron", "Emmanuel Macron", True),
        ("French President Emmanuel Macron", "Emmanuel Macron", True),
        ("Zelenskyy", "President Volodymyr Zelensky", True),
        ("Dmitri Peskov", "Dmitry Peskov", True),
        ("macron", "Emmanuel Macron", True),
        ("Karl Dunn", "Mayor Dunn", True),
        ("Karl Dunn", "Ella Dunn", False),
        ("Martin", "Luis Martinez", False),
        ("Austria", "the Australian ministry", False),
        ("Niger", "Nigeria", False),
        ("Moscow", "The Russian Ministry of Defense", True),
        ("the mayor", "The mayor of Orsk", True),
        ("Washington", "the Washington Post", False),
    ],
)
def test_who_is_asked_about_and_who_speaks(asked: str, speaker: str, same: bool) -> None:
    assert same_name(asked, speaker, countries(speaker)) is same


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Kremlin", {"Russia"}),
        ("kyiv and Moscow", {"Russia", "Ukraine"}),
        ("Michael Jordan said", set()),
        ("a bridge in Jordan", {"Jordan"}),
        ("the Moscow Times", set()),
        ("tell us about it", set()),
        ("the US navy", {"United States"}),
    ],
)
def test_countries_behind_words(text: str, expected: set[str]) -> None:
    assert countries(text) == expected


def test_an_article_mentions_a_name_by_any_spelling_but_not_by_its_beginning() -> None:
    known = spellings("Volodymyr Zelensky met Luis Martinez.")
    assert mentions(known, frozenset(), "Zelenskyy")
    assert not mentions(known, frozenset(), "Martin")


def test_a_town_is_not_its_country_unless_it_speaks() -> None:
    known, nations = spellings("Ukraine struck Belgorod."), frozenset({"Ukraine"})
    assert mentions(known, nations, "Kyiv")
    assert not mentions(known, nations, "Kyiv", as_party=False)
    assert mentions(spellings("a strike on Kiev"), nations, "Kyiv", as_party=False)
