"""The sources on the page, and looking at them again."""

from __future__ import annotations

from datetime import UTC, datetime

from scripted_assistant import ScriptedAssistant

from index.catalog.watchlist import Watched
from index.errors import SourceUnreachable, StoreLocked
from index.reports import SyncedSource, SyncReport
from index.types import NO_OVERRIDES, Failure, silent
from ui.web.watched_sources import look_again, synced_card, watched

FEED = "https://quell.example/feed"
AWAY = SourceUnreachable("It is away.", subject=FEED, remedy="Try again later.")


def test_what_was_found_is_told() -> None:
    desk = ScriptedAssistant()
    desk.synced = SyncReport(
        generation=4,
        sources=(SyncedSource(FEED),),
        added=(("a", "The <ferry>"),),
        gone=(("b", "The bridge"),),
        failed=(Failure(FEED, AWAY),),
    )
    card = synced_card(look_again(desk, silent))
    assert "1 source: 1 added, 0 updated, 1 gone, 1 not read. Library update 4." in card
    assert "The &lt;ferry&gt;" in card
    assert f"{FEED}: It is away. Try again later." in card


def test_what_stops_it_is_told_with_its_remedy() -> None:
    desk = ScriptedAssistant()
    desk.synced = StoreLocked("It is being changed.", subject="store", remedy="Wait.")
    assert "It is being changed. Wait." in synced_card(look_again(desk, silent))


def test_the_list_tells_of_failures_and_rests() -> None:
    moment = datetime(2031, 3, 4, 12, tzinfo=UTC)
    one = Watched.new(FEED, NO_OVERRIDES, moment).after(moment, None)
    assert "read 2031-03-04 12:00 UTC" in watched([one])
    for _ in range(3):
        one = one.after(moment, "It is <away>.")
    told = watched([one])
    assert "Failed 3 times: It is &lt;away&gt;." in told
    assert "Paused until 2031-03-04 13:00 UTC." in told


def test_an_empty_list_tells_how_it_fills() -> None:
    assert "onrecord add" in watched([])
