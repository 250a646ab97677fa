"""remove, retract, export, import, rebuild and show --versions, as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import BRIDGE, article_id, document, run, two_articles


def test_remove_says_what_would_go_asks_and_does_it(tmp_path: Path) -> None:
    store = str(two_articles(tmp_path))
    bridge = article_id(tmp_path / "store", "Footbridge")
    would = document(
        run("remove", "--outlet", "maldry chronicle", "--dry-run", "--json", "--store", store)
    )
    assert (would["kind"], [each["article"] for each in would["articles"]]) == ("meant", [bridge])
    told = run("remove", bridge, "--dry-run", "--store", store)
    assert "Footbridge of Maldry closed" in told.stdout
    assert "1 article would be removed." in told.stdout
    unasked = run("remove", bridge, "--json", "--store", store)
    assert unasked.exit_code == 1
    assert "--yes" in unasked.stdout
    nothing = run("remove", "--json", "--store", store)
    assert (nothing.exit_code, "No articles were chosen" in nothing.stdout) == (1, True)
    done = document(run("remove", bridge, "--yes", "--json", "--store", store))
    assert done["removed"] == [{"article": bridge, "title": "Footbridge of Maldry closed"}]
    assert done["purged"] is True
    gone = run("show", bridge, "--json", "--store", store)
    assert gone.exit_code == 1
    assert '"ArticleRemoved"' in gone.stdout
    assert "was removed on" in gone.stdout
    assert (
        document(run("remove", "--matching", "bridge", "--yes", "--json", "--store", store))[
            "articles"
        ]
        == []
    )


def test_versions_are_listed_with_what_changed(tmp_path: Path) -> None:
    store = str(two_articles(tmp_path))
    bridge = article_id(tmp_path / "store", "Footbridge")
    changed = BRIDGE.replace("on Monday", "on Tuesday") + "\nIt opens again in May.\n"
    (tmp_path / "news" / "bridge.txt").write_text(changed, encoding="utf-8")
    assert run("add", str(tmp_path / "news"), "--store", store).exit_code == 0
    found = document(run("show", bridge, "--versions", "--json", "--store", store))
    assert [(one["version"], one["current"]) for one in found["versions"]] == [
        (1, False),
        (2, True),
    ]
    (change,) = found["changes"]
    kinds = [each["kind"] for each in change["differences"]]
    assert kinds == ["changed", "added"]
    pieces = change["differences"][0]["pieces"]
    assert [p["text"] for p in pieces if p["kind"] != "same"] == ["Monday", "Tuesday"]
    shown = run("show", bridge, "--versions", "--store", store).stdout
    assert "[-Monday-]{+Tuesday+}" in shown
    assert "{+It opens again in May.+}" in shown
    old = run("show", bridge, "--version", "1", "--store", store).stdout
    assert "on Monday" in old


def test_retract_and_undo(tmp_path: Path) -> None:
    store = str(two_articles(tmp_path))
    bridge = article_id(tmp_path / "store", "Footbridge")
    said = document(run("retract", bridge, "--note", "the beam held", "--json", "--store", store))
    assert said["retracted"].endswith(": the beam held")
    assert "was retracted on" in run("show", bridge, "--store", store).stdout
    undone = document(run("retract", bridge, "--undo", "--json", "--store", store))
    assert undone["retracted"] is None
    assert run("retract", "0" * 12, "--store", store).exit_code == 1


def test_export_and_import(tmp_path: Path) -> None:
    store = str(two_articles(tmp_path))
    file = str(tmp_path / "backup.zip")
    told = document(run("export", file, "--json", "--store", store))
    assert (told["kind"], told["articles"]) == ("archive", 2)
    assert run("export", file, "--store", store).exit_code == 1
    moved = str(tmp_path / "moved")
    done = document(run("import", file, "--into", moved, "--json"))
    assert (done["articles"], done["embedded"]) == (2, 0)
    assert (
        document(run("articles", "--json", "--store", moved))["articles"]
        == document(run("articles", "--json", "--store", store))["articles"]
    )
    again = run("import", file, "--into", moved)
    assert again.exit_code == 1
    assert "--replace" in again.stderr
    assert run("import", file, "--into", moved, "--replace").exit_code == 0
    assert run("import", file, "--into", moved, "--store", store).exit_code == 2


def test_an_interrupted_rebuild_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = str(two_articles(tmp_path))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("index.changes.rebuild._switch", interrupted)
        ended = run("rebuild", "--store", store)
    assert ended.exit_code == 130
    assert "To continue: onrecord rebuild" in ended.stderr
    assert (
        "A rebuild with all-MiniLM-L6-v2 is not finished" in run("doctor", "--store", store).stdout
    )
    dropped = document(run("rebuild", "--abandon", "--json", "--store", store))
    assert dropped["kind"] == "abandoned rebuild"
    assert "not finished" not in run("doctor", "--store", store).stdout
    assert "MB freed" in run("rebuild", "--abandon", "--store", store).stdout
