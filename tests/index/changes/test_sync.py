"""Looking again at what was added: new, changed, gone, removed by hand, unreachable."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from loopback import Site, serving
from stores import Write

from index.catalog import sightings
from index.errors import SettingError
from index.parsing.isolated_reading import ReadArticle
from index.parsing.parser import Parser
from index.reading.contents import Document
from index.reports import SyncedSource
from index.search.embedding import FakeEmbedder
from index.store import Store
from index.types import Overrides
from index.web.limits import FetchLimits

FERRY = "The ferry to Quellhaven sails again since Monday, the harbour office of Orsk said."
BRIDGE = "The bridge at Tarn is closed for the winter, as every year, said the road office."
PAGE = """<html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>{text}</p><p>It had lain idle for nine weeks, in which nobody could cross the sound.</p>
</article></body></html>"""
FEED = '<rss version="2.0"><channel><title>Quell Radio</title>{items}</channel></rss>'


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    limits = FetchLimits(allow=("127.0.0.1",), delay=0)
    with Store.open(tmp_path / "store", FakeEmbedder(), limits) as opened:
        yield opened


def only(sources: tuple[SyncedSource, ...]) -> SyncedSource:
    (source,) = sources
    return source


def test_a_folder_is_followed(store: Store, write: Write) -> None:
    ferry = write("ferry", "Ferry", FERRY)
    write("bridge", "Bridge", BRIDGE)
    store.add([ferry.parent])
    assert only(store.sync().sources).unchanged == 2
    write("ferry", "Ferry", FERRY.replace("Monday", "Tuesday"))
    write("museum", "Museum", "The museum of Tarn has a new roof, and a debt.")
    (ferry.parent / "bridge.txt").unlink()
    done = store.sync()
    source = only(done.sources)
    assert (source.added, source.updated, source.unchanged) == (1, 1, 0)
    assert [title for _, title in done.gone] == ["Bridge"]
    assert {one.title: bool(one.gone) for one in store.articles()} == {
        "Bridge": True,
        "Ferry": False,
        "Museum": False,
    }
    assert store.dense(BRIDGE, 1), "what is gone is kept"
    assert not store.sync().gone, "told once"


def test_what_comes_back_is_not_gone_any_more(store: Store, write: Write) -> None:
    ferry, bridge = write("ferry", "Ferry", FERRY), write("bridge", "Bridge", BRIDGE)
    store.add([ferry.parent])
    text = bridge.read_text(encoding="utf-8")
    bridge.unlink()
    store.sync()
    generation = store.generation
    bridge.write_text(text, encoding="utf-8")
    done = store.sync()
    assert done.generation > generation
    assert only(done.sources).unchanged == 2
    assert not any(one.gone for one in store.articles())


def test_a_renamed_file_is_not_gone(store: Store, write: Write) -> None:
    ferry = write("ferry", "Ferry", FERRY)
    store.add([ferry.parent])
    ferry.rename(ferry.with_name("boat.txt"))
    assert not store.sync().gone
    assert store.count == 1


def test_a_folder_that_is_not_there_takes_nothing_with_it(
    store: Store, write: Write, tmp_path: Path
) -> None:
    folder = write("ferry", "Ferry", FERRY).parent
    store.add([folder])
    folder.rename(tmp_path / "elsewhere")
    done = store.sync()
    assert "no such file or folder" in str(only(done.sources).error)
    assert not done.gone
    assert store.watched()[0].failures == 1


def test_gone_articles_are_removed_where_that_is_wanted(store: Store, write: Write) -> None:
    ferry = write("ferry", "Ferry", FERRY)
    write("bridge", "Bridge", BRIDGE)
    store.add([ferry.parent])
    ferry.unlink()
    store.sync()
    assert [title for _, title in store.sync(prune=True).pruned] == ["Ferry"]
    assert [one.title for one in store.articles()] == ["Bridge"]


def test_what_may_be_back_is_not_removed(store: Store, site: Site, write: Write) -> None:
    ferry = write("ferry", "Ferry", FERRY)
    text = ferry.read_text(encoding="utf-8")
    site.page("/bridge", PAGE.format(title="Bridge", text=BRIDGE))
    store.add([ferry, site.url("/bridge")])
    ferry.unlink()
    site.page("/bridge", "gone", status=410)
    for _ in range(3):
        store.sync()
    assert all(one.gone for one in store.articles())
    ferry.write_text(text, encoding="utf-8")
    site.page("/bridge", PAGE.format(title="Bridge", text=BRIDGE))
    resting = store.sync(prune=True)
    assert all(one.is_resting for one in resting.sources)
    assert (resting.pruned, store.count) == ((), 2)
    assert not store.sync(prune=True, resting=True).pruned
    assert not any(one.gone for one in store.articles())
    site.page("/bridge", "gone", status=410)
    store.sync()
    site.page("/bridge", "broken", status=500)
    assert not store.sync(prune=True).pruned, "it could not be asked"
    site.page("/bridge", "gone", status=410)
    assert [title for _, title in store.sync(prune=True).pruned] == ["Bridge"]


def test_a_single_file_that_is_gone_is_removed_later_too(store: Store, write: Write) -> None:
    ferry = write("ferry", "Ferry", FERRY)
    store.add([ferry])
    ferry.unlink()
    store.sync()
    assert [title for _, title in store.sync(prune=True).pruned] == ["Ferry"]


def test_a_copy_whose_original_changes_is_an_article_itself(store: Store, write: Write) -> None:
    ferry = write("ferry", "Ferry", FERRY)
    store.add([ferry.parent])
    ferry.rename(ferry.with_name("boat.txt"))
    store.sync()
    write("ferry", "Bridge", BRIDGE)
    store.sync()
    assert {one.title for one in store.articles()} == {"Bridge", "Ferry"}
    (ferry.parent / "ferry.txt").unlink()
    assert [title for _, title in store.sync().gone] == ["Bridge"]


def test_an_add_brings_a_removed_article_back_from_among_others(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "articles.jsonl.gz"
    file.write_bytes(rows(FERRY, BRIDGE))
    (first, _), _ = store.add([file]).added
    store.remove([first])
    for _ in range(2):
        assert only(store.sync().sources).left_out == 1
    assert [name for name, _ in store.add([file]).added] == [first]


def test_a_newer_text_is_not_kept_out_by_an_older_one(store: Store, tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl.gz", tmp_path / "second.jsonl.gz"
    first.write_bytes(rows(FERRY, BRIDGE))
    second.write_bytes(rows(FERRY))
    store.add([first])
    store.add([second])
    for day in ("Friday", "Sunday"):
        second.write_bytes(rows(FERRY.replace("Monday", day)))
        done = store.sync()
        assert (len(done.updated), done.failed) == (1, ())
        assert not store.sync().updated


def test_a_page_of_a_feed_that_is_watched_too_is_read_once(site: Site, store: Store) -> None:
    item = "<item><title>Ferry</title><link>{}</link><pubDate>4 Mar 2031</pubDate></item>"
    feed = FEED.format(items=item.format(site.url("/ferry")))
    site.page("/feed", feed, "application/rss+xml")
    site.page("/ferry", PAGE.format(title="Ferry", text=FERRY))
    store.add([site.url("/feed")])
    store.add([site.url("/ferry")], overrides=Overrides(outlet="Orsk Herald"))
    for day in ("Monday", "Friday", "Friday"):
        site.page("/ferry", PAGE.format(title="Ferry", text=FERRY.replace("Monday", day)))
        done = store.sync()
        assert not done.failed
        assert [one.error for one in done.sources] == [None, None]
        assert store.articles()[0].outlet == "Orsk Herald"
    assert store.articles()[0].version == 3


def test_a_page_that_is_away_keeps_its_whole_text(site: Site, store: Store) -> None:
    own = "The ferry sails again. " * 40
    link = site.url("/ferry")
    item = f"<item><title>Ferry</title><link>{link}</link><description>{own}</description></item>"
    site.page("/feed", FEED.format(items=item), "application/rss+xml")
    site.page("/ferry", PAGE.format(title="Ferry", text=FERRY))
    store.add([site.url("/feed")])
    site.page("/ferry", "broken", status=500)
    assert len(store.sync().failed) == 1
    assert store.articles()[0].version == 1


def test_where_a_redirect_led_is_gone_with_it(site: Site, store: Store) -> None:
    site.redirect("/old", site.url("/ferry"))
    site.page("/ferry", PAGE.format(title="Ferry", text=FERRY))
    store.add([site.url("/old")])
    site.page("/old", "gone", status=404)
    assert [title for _, title in store.sync().gone] == ["Ferry"]


def test_a_mark_is_made_with_what_it_follows_from(
    store: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    ferry = write("ferry", "Ferry", FERRY)
    write("bridge", "Bridge", BRIDGE)
    store.add([ferry.parent])
    ferry.unlink()

    def breaks(*_: object) -> None:
        raise RuntimeError("a crash")

    with monkeypatch.context() as patch:
        patch.setattr(sightings, "now", breaks)
        with pytest.raises(RuntimeError, match="a crash"):
            store.sync()
    assert [title for _, title in store.sync().gone] == ["Ferry"]


def test_what_was_removed_by_hand_does_not_come_back_by_itself(store: Store, write: Write) -> None:
    folder = write("ferry", "Ferry", FERRY).parent
    ((name, _),) = store.add([folder]).added
    store.remove([name])
    assert only(store.sync().sources).left_out == 1
    assert not store.count
    assert len(store.add([folder]).added) == 1, "but it does where it is asked for"


def test_nor_does_a_copy_of_it(store: Store, write: Write) -> None:
    folder = write("ferry", "Ferry", FERRY).parent
    write("ship", "Ferry", FERRY)
    report = store.add([folder])
    assert (len(report.added), len(report.unchanged)) == (1, 1)
    store.remove([report.added[0][0]])
    assert only(store.sync().sources).left_out == 2
    assert not store.count


def test_a_file_in_a_folder_keeps_what_was_given_for_itself(store: Store, write: Write) -> None:
    ferry = write("ferry", "Ferry", FERRY)
    store.add([ferry.parent], overrides=Overrides(outlet="Quell Radio"))
    store.add([ferry], overrides=Overrides(outlet="Orsk Herald"))
    for _ in range(2):
        assert not store.sync().updated
    assert store.articles()[0].outlet == "Orsk Herald"


def test_the_overrides_of_a_source_are_kept(store: Store, write: Write) -> None:
    folder = write("ferry", "Ferry", FERRY).parent
    store.add([folder], overrides=Overrides(outlet="Quell Radio"))
    write("bridge", "Bridge", BRIDGE)
    store.sync()
    assert {one.outlet for one in store.articles()} == {"Quell Radio"}


def rows(*texts: str) -> bytes:
    lines = [
        json.dumps(
            {
                "url": f"https://quell.example/{text.split()[1]}",
                "title": text.split()[1],
                "text": text,
            }
        )
        for text in texts
    ]
    return gzip.compress("\n".join(lines).encode())


def test_only_the_changed_rows_of_a_large_file_are_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "articles.jsonl.gz"
    file.write_bytes(rows(FERRY, BRIDGE, "The museum has a new roof, and a debt to its builder."))
    store.add([file])
    texts = []

    read = Parser.read

    def reading(parser: Parser, document: Document, overrides: Overrides) -> ReadArticle:
        texts.append(document.text)
        return read(parser, document, overrides)

    monkeypatch.setattr(Parser, "read", reading)
    changed = BRIDGE.replace("closed", "open")
    file.write_bytes(rows(FERRY, changed, "The school of Orsk begins at nine, said its head."))
    done = store.sync()
    assert len(texts) == 2
    source = only(done.sources)
    assert (source.added, source.updated, source.unchanged) == (1, 1, 1)
    assert len(done.gone) == 1


def test_a_file_that_breaks_off_takes_nothing_with_it(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl.gz"
    whole = rows(FERRY, BRIDGE)
    file.write_bytes(whole)
    store.add([file])
    file.write_bytes(whole[:-12])
    assert not store.sync().gone
    file.write_bytes(rows(FERRY))
    assert len(store.sync().gone) == 1, "though a broken one lay between"


def test_a_line_that_cannot_be_taken_hides_nothing_else(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl.gz"
    other = FERRY.replace("Monday", "Friday")
    file.write_bytes(rows(FERRY, BRIDGE, other))  # two texts with one address
    assert len(store.add([file]).failed) == 1
    again = store.sync()
    assert (again.updated, len(again.failed)) == ((), 1)
    file.write_bytes(rows(FERRY, other))
    assert [title for _, title in store.sync().gone] == ["bridge"]


def test_an_older_text_in_another_file_does_not_come_back(store: Store, tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl.gz", tmp_path / "second.jsonl.gz"
    first.write_bytes(rows(FERRY, BRIDGE))
    second.write_bytes(rows(FERRY.replace("Monday", "Friday")))
    store.add([first])
    assert len(store.add([second]).updated) == 1
    for _ in range(2):
        assert not store.sync().updated
    first.write_bytes(rows(FERRY, BRIDGE, "The museum has a new roof, and a debt to its builder."))
    done = store.sync()
    assert (len(done.added), done.updated) == (1, ())


def test_a_feed_is_followed(site: Site, store: Store) -> None:
    item = "<item><title>{name}</title><link>{link}</link></item>"
    site.page("/ferry", PAGE.format(title="Ferry", text=FERRY))
    site.page("/bridge", PAGE.format(title="Bridge", text=BRIDGE))
    first = item.format(name="Ferry", link=site.url("/ferry"))
    second = item.format(name="Bridge", link=site.url("/bridge"))
    site.page("/feed", FEED.format(items=first), "application/rss+xml")
    store.add([site.url("/feed")])
    site.page("/feed", FEED.format(items=first + second), "application/rss+xml")
    site.page("/ferry", "gone", status=410)
    done = store.sync()
    source = only(done.sources)
    assert (source.added, source.failed, source.error) == (1, 1, None)
    assert [title for _, title in done.gone] == ["Ferry"]
    site.page("/feed", FEED.format(items=second), "application/rss+xml")
    assert not store.sync().gone, "a feed forgets its old pages; that says nothing of them"


def test_a_server_is_asked_only_for_what_is_new(site: Site, store: Store) -> None:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        is_known = handler.headers.get("If-None-Match") == '"7"'
        body = b"" if is_known else PAGE.format(title="Ferry", text=FERRY).encode()
        handler.send_response(304 if is_known else 200)
        handler.send_header("ETag", '"7"')
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    site.answer("/ferry", behave)
    ((name, _),) = store.add([site.url("/ferry")]).added
    done = store.sync()
    assert site.headers[-1]["if-none-match"] == '"7"'
    assert only(done.sources).unchanged == 1
    assert done.unchanged == 1
    store.remove([name])
    assert len(store.add([site.url("/ferry")]).added) == 1, "an add asks for all of it"


def test_a_source_that_fails_rests_longer_and_longer(site: Site, store: Store) -> None:
    site.page("/ferry", PAGE.format(title="Ferry", text=FERRY))
    store.add([site.url("/ferry")])
    site.page("/ferry", "broken", status=500)
    for _ in range(3):
        told = only(store.sync().sources)
        assert told.error
        assert not told.is_resting
    assert told.rests_until
    asked = len(site.asked)
    assert only(store.sync().sources).is_resting
    assert len(site.asked) == asked
    site.page("/ferry", PAGE.format(title="Ferry", text=FERRY))
    assert only(store.sync(resting=True).sources).unchanged == 1
    (one,) = store.watched()
    assert (one.failures, one.error, one.rests_until) == (0, None, None)


def test_the_pauses_double_up_to_a_week(store: Store, write: Write) -> None:
    store.add([write("ferry", "Ferry", FERRY)])
    (one,) = store.watched()
    moment = datetime(2031, 3, 4, 12, tzinfo=UTC)
    pauses = []
    for _ in range(14):
        one = one.after(moment, "It is away.")
        until = datetime.fromisoformat(one.rests_until) if one.rests_until else moment
        pauses.append(until - moment)
        assert one.is_due(until)
        assert until == moment or not one.is_due(until - timedelta(seconds=1))
    hour = timedelta(hours=1)
    assert pauses[:6] == [0 * hour, 0 * hour, hour, 2 * hour, 4 * hour, 8 * hour]
    assert pauses[-1] == timedelta(days=7)
    assert one.succeeded


def test_a_source_can_be_forgotten(store: Store, write: Write) -> None:
    file = write("ferry", "Ferry", FERRY)
    store.add([file])
    store.unwatch(str(file))
    assert not store.watched()
    assert store.count == 1
    with pytest.raises(SettingError, match="onrecord sources"):
        store.unwatch(str(file))


def test_what_could_not_be_read_is_not_followed(store: Store, tmp_path: Path) -> None:
    store.add([tmp_path / "absent.txt"])
    assert not store.watched()
