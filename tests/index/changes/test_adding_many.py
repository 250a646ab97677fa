"""What an add remembers and tells of files that hold many articles."""

from __future__ import annotations

from pathlib import Path

from documents import BRIDGE, FILES, RIVER, STORM, lines
from stores import Write

from index.store import Store


def test_a_file_of_many_articles_is_read_once(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "storm.jsonl"
    path.write_bytes(FILES["storm.jsonl"])
    first = store.add([path])
    assert (len(first.added), first.failed, first.notices) == (2, (), ())
    again = store.add([path])
    assert set(again.unchanged) == set(first.added)
    assert again.generation == first.generation
    changed = {**STORM, "text": f"{BRIDGE}\n\n{RIVER}"}
    path.write_bytes(lines(changed, {"text": RIVER}))
    report = store.add([path])
    assert [title for _, title in report.updated] == ["Storm closes bridge"]
    assert len(report.unchanged) == 1
    path.write_bytes(lines(changed, {"text": RIVER}) + b"{broken\n")
    for _ in range(2):
        report = store.add([path])
        assert len(report.unchanged) == 2
        assert [failure.source for failure in report.failed] == [f"{path}#3"]


def test_one_address_twice_with_different_texts_is_told(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(STORM, {**STORM, "text": RIVER}))
    report = store.add([path])
    assert len(report.added) == 1
    assert "this address" in report.failed[0].error.happened


def test_other_languages_and_machine_translation_are_told(store: Store, write: Write) -> None:
    german = "Die Brücke über den Fluss wurde am Montag nach einem Sturm für alle Autos gesperrt."
    path = write("sturm", "Sturm sperrt Brücke", german, "Machine translated")
    report = store.add([path])
    assert "1 article is not in English (de: 1)" in report.notices[0]
    assert store.article(report.added[0][0]).machine_translated
    assert store.add([path]).notices == ()


def test_halves_of_characters_in_front_matter_stop_nothing(store: Store, write: Write) -> None:
    folder = write("pier", "Pier opens", "The pier of Ansel opened, the mayor said.").parent
    fields = dict.fromkeys(("title", "author", "outlet", "language", "date"), r"A \ud800 b")
    fields["url"] = r"https://ansel.example/\udfff"
    head = "\n".join(f'{name}: "{value}"' for name, value in fields.items())
    (folder / "quay.txt").write_text(f"---\n{head}\n---\n\nThe quay of Ansel is red.\n", "utf-8")
    report = store.add([folder])
    assert (len(report.added), report.failed) == (2, ())
    assert "A ? b" in {article.title for article in store.articles()}
    assert all(finding.ok for finding in store.check())
