"""Bylines, and the sentences that look like them."""

from __future__ import annotations

import pytest

from index.reading.bylines import byline_authors, credited_authors, is_credit


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jane Roe", ["Jane Roe"]),
        ("BY JANE ROE", ["JANE ROE"]),
        ("Author: Jane Roe", ["Jane Roe"]),
        ("By Jane Roe and John Doe, Velmora Courier", ["Jane Roe", "John Doe"]),
        ("By Jane Roe, John Doe and Ann Poe", ["Jane Roe", "John Doe", "Ann Poe"]),
        ("Authors: Jane Roe, John Doe", ["Jane Roe", "John Doe"]),
        ("By Jane Roe, Senior Editor", ["Jane Roe"]),
        ("By Jane Roe, 3 March 2031", ["Jane Roe"]),
        ("By Jane Roe | Updated Mon March 3, 2031 8:00 AM", ["Jane Roe"]),
        ("By Ludwig van Orm for the Courier", ["Ludwig van Orm"]),
        ("By Carlos de la Cruz Jr.", ["Carlos de la Cruz Jr."]),
        ("By Reuters", []),
        ("By Staff", []),
        ("By our correspondent", []),
        ("By The Associated Press", []),
        ("BY ADA QUILL, BEN MARSH AND C. DOW", ["ADA QUILL", "BEN MARSH", "C. DOW"]),
        ("By Ada Quill, Ben Marsh, and C. Dow", ["Ada Quill", "Ben Marsh", "C. Dow"]),
        ("By Ben Marsh", ["Ben Marsh"]),
        ("By Jan Augustin 3 March 2031", ["Jan Augustin"]),
        ("By Ada May, March 3", ["Ada May"]),
        ("By Ada Quill in Orrel and Ben Marsh", ["Ada Quill", "Ben Marsh"]),
        ("By Ada Quill in Orrel and Ben Marsh in Lind", ["Ada Quill", "Ben Marsh"]),
        ("By Ada Quill for the Lind Post and Ben Marsh", ["Ada Quill", "Ben Marsh"]),
        ("By Ada Quill, Political Editor, and Ben Marsh", ["Ada Quill", "Ben Marsh"]),
        ("By Ada Quill and the Associated Press", ["Ada Quill"]),
        ("By Ada Quill with agencies", ["Ada Quill"]),
        ("By Carl Dow, Jr. and Ann Poe", ["Carl Dow, Jr.", "Ann Poe"]),
        ("By Seán O'Neill and Jane E Roe", ["Seán O'Neill", "Jane E Roe"]),
        ("Ada Quill, Political Editor", ["Ada Quill"]),
        ("Ann Poe | Chief Crime Correspondent for the Lind Post", ["Ann Poe"]),
        ("Par Jean d'Aubigny et Marie de la Tour", ["Jean d'Aubigny", "Marie de la Tour"]),
        ("作者：王小明、李华", ["王小明", "李华"]),
        ("Par Jeanne Roe", ["Jeanne Roe"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("Author: admin", []),
        ("By Ada Quill, shipping correspondent", ["Ada Quill"]),
        ("By Ada Quill, night editor, Orrel", ["Ada Quill"]),
        ("By Ada Quill, Night Editor, Orrel, and Ben Marsh", ["Ada Quill", "Ben Marsh"]),
        ("By Ada Quill, ferry pilot and Ben Marsh, cook", ["Ada Quill", "Ben Marsh"]),
        ("Por Ada Quill, enviada especial a Orrel", ["Ada Quill"]),
        ("Par Ada Quill (avec dpa)", ["Ada Quill"]),
    ],
)
def test_a_byline_names_its_authors(line: str, authors: list[str]) -> None:
    found = byline_authors(line)
    assert found is not None
    assert list(found) == authors


@pytest.mark.parametrize(
    "line",
    [
        "By the time the fire brigade came, the mill had burned down.",
        "By Friday",
        "By Monday Evening the bridge was closed.",
        "By Velmora standards, this was a small flood",
        "By Velmora Standards, this was a small flood",
        "By Grand Orrel, the river falls",
        "By Grand Orrel, who had seen it all before",
        "Text: the bridge is closed",
        "Jane Roe",
        "The mayor, a reporter",
        "Ada Quill, Mayor",
        "By " + "Jane Roe and " * 40 + "John Doe",
    ],
)
def test_other_lines_are_no_bylines(line: str) -> None:
    assert byline_authors(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by Jane Roe in Ostrand; editing by John Doe",
        "Contributing: The Associated Press",
        "Jane Roe contributed to this report.",
        "— Jane Roe",
    ],
)
def test_credits_of_those_who_helped(line: str) -> None:
    assert is_credit(line)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Reporting by Jane Roe and John Doe; editing by Ann Poe", ["Jane Roe", "John Doe"]),
        ("(Reporting by Jane Roe in Ostrand, John Doe and A. Poe; Editing by B. Moe)",
         ["Jane Roe", "John Doe", "A. Poe"]),
        ("Additional reporting by Jane Roe", []),
        ("Editing by Ann Poe", []),
    ],
)  # fmt: skip
def test_who_is_credited_with_the_article(line: str, authors: list[str]) -> None:
    assert list(credited_authors(line)) == authors
    assert is_credit(line)


@pytest.mark.parametrize(
    "line",
    ["The storm contributed to the flood.", "Editing is hard work.", "— No, said Jane Roe"],
)
def test_sentences_are_no_credits(line: str) -> None:
    assert not is_credit(line)
