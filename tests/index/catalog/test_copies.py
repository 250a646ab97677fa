"""The same text in several outlets is found when it is added."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import document, run
from stores import Write

from index.search.embedding import FakeEmbedder
from index.store import Store
from index.text.near_duplicates import alike

TELLS = (
    "The harbour office of Orsk said on Monday that the ferry to Quellhaven will sail again from "
    "March, after nine weeks in which nobody could cross the sound because of the ice."
)
MORE = (
    "Two of the three boats have new engines, which were paid for by the county, and the third is "
    "to be sold to a fishing company in Tarn before the summer, the office added."
)
OTHER = (
    "The bridge at Tarn is closed for the winter, as it is every year, and the road office asks "
    "drivers to take the long way round by the mill and the old customs house instead."
)


def outlets(store: Store, title: str) -> list[str | None]:
    (article,) = [one for one in store.articles() if one.title == title]
    return [one.outlet for one in store.copies(article.id)]


def headed(outlet: str, published: str) -> str:
    return f"Outlet: {outlet}\nDate: {published}"


def test_a_copy_that_comes_later_is_found(store: Store, write: Write) -> None:
    write("one", "Ferry back", headed("Orsk Herald", "2031-03-03"), TELLS, MORE)
    first = store.add([write("far", "Bridge", headed("Tarn Post", "2031-03-02"), OTHER).parent])
    assert not first.copies
    copy = write("two", "Ferry sails", headed("Quell Radio", "2031-03-04"), TELLS, MORE)
    (found,) = store.add([copy]).copies
    assert (found.title, found.of.outlet) == ("Ferry sails", "Orsk Herald")
    for title in ("Ferry back", "Ferry sails"):
        assert outlets(store, title) == ["Orsk Herald", "Quell Radio"]
    assert not outlets(store, "Bridge")


def test_the_first_publisher_is_first_whenever_it_comes(store: Store, write: Write) -> None:
    store.add([write("two", "Ferry sails", headed("Quell Radio", "2031-03-04"), TELLS, MORE)])
    store.add([write("one", "Ferry back", headed("Orsk Herald", "2031-03-03"), TELLS, MORE)])
    assert outlets(store, "Ferry sails") == ["Orsk Herald", "Quell Radio"]


def test_what_changed_or_went_is_no_copy_any_more(store: Store, write: Write) -> None:
    folder = write("one", "Ferry back", headed("Orsk Herald", "2031-03-03"), TELLS, MORE).parent
    write("two", "Ferry sails", headed("Quell Radio", "2031-03-04"), TELLS, MORE)
    store.add([folder])
    assert len(outlets(store, "Ferry back")) == 2
    write("two", "Ferry sails", headed("Quell Radio", "2031-03-04"), OTHER)
    store.add([folder])
    assert not outlets(store, "Ferry back")
    write("two", "Ferry sails", headed("Quell Radio", "2031-03-04"), TELLS, MORE)
    store.add([folder])
    assert len(outlets(store, "Ferry back")) == 2
    store.remove([one.id for one in store.articles() if one.title == "Ferry sails"])
    assert not outlets(store, "Ferry back")


def test_an_archive_keeps_them(store: Store, write: Write, tmp_path: Path) -> None:
    folder = write("one", "Ferry back", headed("Orsk Herald", "2031-03-03"), TELLS, MORE).parent
    write("two", "Ferry sails", headed("Quell Radio", "2031-03-04"), TELLS, MORE)
    store.add([folder])
    store.export(tmp_path / "store.zip")
    with Store.open(tmp_path / "other", FakeEmbedder()) as other:
        other.restore(tmp_path / "store.zip")
        assert outlets(other, "Ferry back") == ["Orsk Herald", "Quell Radio"]


def test_a_paragraph_has_its_carriers(store: Store, write: Write) -> None:
    write("one", "Ferry back", headed("Orsk Herald", "2031-03-03"), TELLS)
    store.add([write("two", "News in short", OTHER, TELLS).parent])
    (article,) = [one for one in store.articles() if one.title == "News in short"]
    number = next(part.number for part in article.paragraphs if part.text == TELLS)
    found = store.carriers(article.id, 1, len(article.paragraphs))
    assert found.keys() == {number}
    assert [one.outlet for one in found[number]] == ["Orsk Herald", None]


@pytest.mark.parametrize(
    "other",
    [
        TELLS.replace("nine", "seven"),
        TELLS.replace("will sail", "will not sail"),
        TELLS.replace("Monday", "Friday"),
        TELLS.replace("Quellhaven", "Ambling"),
    ],
)
def test_a_text_that_tells_something_else_is_no_copy(
    store: Store, write: Write, other: str
) -> None:
    assert not alike(TELLS, other)
    write("one", "Ferry back", headed("Orsk Herald", "2031-03-03"), TELLS)
    store.add([write("two", "Ferry sails", headed("Quell Radio", "2031-03-04"), other).parent])
    for article in store.articles():
        assert not store.carriers(article.id, 1, len(article.paragraphs))


def test_they_are_told_on_the_command_line(tmp_path: Path) -> None:
    folder, store = tmp_path / "news", str(tmp_path / "store")
    folder.mkdir()
    for name, outlet, day in (("one", "Orsk Herald", 3), ("two", "Quell Radio", 4)):
        text = "\n\n".join(["Ferry " + name, headed(outlet, f"2031-03-0{day}"), TELLS, MORE])
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (copy,) = document(run("add", str(folder), "--json", "--store", store))["copies"]
    assert (copy["title"], copy["of"]["outlet"]) == ("Ferry two", "Orsk Herald")
    shown = run("show", copy["article"], "--store", store).stdout
    told = "Orsk Herald (3 March 2031), Quell Radio (4 March 2031)."
    assert f"earliest publisher first: {told}" in " ".join(shown.split())


@pytest.mark.parametrize(("times", "copies"), [(200, 199), (201, 0)])
def test_what_too_many_print_is_on_every_page_and_no_copy(
    times: int, copies: int, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "many.jsonl"
    text = (
        "The ferry of Ansel sails again on Friday, after a month in the dock, said its old master."
    )
    path.write_text(f"{json.dumps({'text': text})}\n" * times, encoding="utf-8")
    assert len(store.add([path]).copies) == copies
