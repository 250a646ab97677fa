"""sync and sources, as they are typed."""

from __future__ import annotations

from pathlib import Path

from command_line import article_id, document, run, two_articles


def test_sync_tells_of_each_source(tmp_path: Path) -> None:
    store = str(two_articles(tmp_path))
    bridge = article_id(tmp_path / "store", "Footbridge")
    news = str(tmp_path / "news")
    (one,) = document(run("sources", "--json", "--store", store))["sources"]
    assert (one["source"], one["error"], one["failures"]) == (news, None, 0)
    (tmp_path / "news" / "bridge.txt").unlink()
    (tmp_path / "news" / "mill.txt").write_text(
        "Mill of Maldry sold\n\nThe mill was sold on Friday for nine crowns.\n", encoding="utf-8"
    )
    done = document(run("sync", "--json", "--store", store))
    assert [each["title"] for each in done["added"]] == ["Mill of Maldry sold"]
    assert [each["article"] for each in done["gone"]] == [bridge]
    assert done["sources"][0]["unchanged"] == 1
    assert "no longer at its source" in run("show", bridge, "--store", store).stdout
    assert "no longer at its source" in run("articles", "--store", store).stdout
    pruned = run("sync", "--prune", "--store", store).stdout
    assert f"removed  {bridge}" in pruned
    assert "1 source: 0 added, 0 updated, 2 unchanged, 0 gone, 0 failed." in pruned


def test_a_source_is_forgotten(tmp_path: Path) -> None:
    store = str(two_articles(tmp_path))
    news = str(tmp_path / "news")
    told = run("sources", "--forget", news, "--store", store).stdout
    assert "No sources are being watched yet" in told
    wrong = run("sources", "--forget", news, "--store", store)
    assert wrong.exit_code == 1
    assert "isn't being watched" in wrong.stderr
    assert "No sources are being watched yet" in run("sync", "--store", store).stdout


def test_a_source_that_fails_is_named_with_the_reason(tmp_path: Path) -> None:
    store = str(two_articles(tmp_path))
    (tmp_path / "news").rename(tmp_path / "elsewhere")
    for _ in range(3):
        assert "There is no such file or folder." in run("sync", "--store", store).stderr
    assert "Try it now: onrecord sync --resting" in run("sync", "--store", store).stderr
    assert "failed 3 times" in run("sources", "--store", store).stdout
    (tmp_path / "elsewhere").rename(tmp_path / "news")
    assert "2 unchanged" in run("sync", "--resting", "--store", store).stdout
