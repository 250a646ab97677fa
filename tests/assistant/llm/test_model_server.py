"""A real HTTP client and a server that does all that servers do: the reader has a reply in time."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from openai_server import (
    KEY,
    Behaviour,
    ModelServer,
    Reply,
    by_form,
    cut,
    drip,
    events,
    head_drip,
    page,
    refusal,
    rows,
    serving,
    silence,
    status,
    text,
)
from written_store import ask, make_store

from assistant.llm.client import Deadline, stream
from assistant.llm.concurrency import Slot, Turnstile
from assistant.llm.connect import Address, LanguageModel, Limits, connect
from assistant.types import Answer
from index.errors import ChatModelError
from index.store import Store

GOOD = "[{0}] Boats burned in Orsk harbour on Sunday."
FORM = rows(("Boats burned in Orsk harbour.", ["{0}"], "Boats burned in Orsk harbour"))
PLAIN = by_form(status(400), text(GOOD))
ENDLESS = "word " * 2_000_000
"""Ten megabytes."""
MARGIN = 60.0
"""Seconds that a busy machine may take on top of a limit."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("written")


@pytest.fixture(scope="module")
def stored(folder: Path) -> Iterator[Store]:
    """Tests only read it."""
    with make_store(folder) as store:
        yield store


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as model:
        yield model


def client(server: ModelServer, **limits: Any) -> LanguageModel:
    """A model at that server; without pauses between its tries."""
    return connect(Address("openai:test", server.url, KEY), Limits(**{"pause": 0.0, **limits}))


def plainly(behaviour: Behaviour) -> Behaviour:
    """Where no structured replies are taken."""
    return by_form(status(400), behaviour)


def written(answer: Answer) -> list[str]:
    return [one.text for one in answer.sentences if one.check]


def test_a_structured_reply_takes_one_request(stored: Store, server: ModelServer) -> None:
    server.will(FORM)
    answer = ask(stored, client(server, reply_tokens=77))
    (request,) = server.asked
    assert (answer.written_by, written(answer)) == (
        "openai:test",
        ["Boats burned in Orsk harbour."],
    )
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body["stream"] is True
    assert 77 in {request.body.get("max_tokens"), request.body.get("max_completion_tokens")}
    assert request.body["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize("refused", [400, 422, 500])
def test_a_server_without_structured_replies_is_asked_plainly(
    stored: Store, server: ModelServer, refused: int
) -> None:
    server.will(by_form(status(refused), text(GOOD)))
    model = client(server)
    assert written(ask(stored, model)) == ["Boats burned in Orsk harbour on Sunday."]
    assert [one.wants_form for one in server.asked] == [True, False]


@pytest.mark.parametrize(
    "form", [text("Boats burned."), text('{"sentences": [{"text": ]]] no'), text('{"said": 1}')]
)
def test_a_reply_in_another_form_is_asked_for_plainly(
    stored: Store, server: ModelServer, form: Behaviour
) -> None:
    server.will(by_form(form, text(GOOD)))
    assert written(ask(stored, client(server))) == ["Boats burned in Orsk harbour on Sunday."]
    assert [one.wants_form for one in server.asked] == [True, False]


def test_too_many_requests_are_tried_again_when_the_server_says(
    stored: Store, server: ModelServer
) -> None:
    server.will(status(429, Retry_After="0.3"), status(503), FORM)
    started = time.monotonic()
    assert ask(stored, client(server)).written_by == "openai:test"
    assert time.monotonic() - started >= 0.3
    assert len(server.asked) == 3


@pytest.mark.parametrize("pause", ["²", "soon", "", "."])
def test_a_pause_that_is_no_number_is_ours(stored: Store, server: ModelServer, pause: str) -> None:
    server.will(status(429, Retry_After=pause), FORM)
    assert ask(stored, client(server)).written_by == "openai:test"


def test_a_pause_beyond_the_readers_patience_is_not_waited_for(
    stored: Store, server: ModelServer
) -> None:
    server.will(status(429, Retry_After="3600"), FORM)
    answer = ask(stored, client(server, seconds=600.0))
    assert answer.notices == (
        "openai:test has had too many requests, so this reply uses quotes instead.",
    )
    assert len(server.asked) == 1


FAULTS: dict[str, tuple[Behaviour, str, int]] = {
    "429": (status(429, f"slow down, {KEY}"), "has had too many requests", 3),
    "500": (status(500), "has a server error (status 500)", 4),
    "401": (status(401, f"not a key: {KEY}"), "refused the key", 1),
    "404": (status(404), "is not known to the server", 1),
    "dropped at once": (cut(), "could not be reached", 3),
    "dropped in a structured reply": (cut('{"sentences": [{"text": "Boats'), "broke off", 1),
    "dropped in a plain reply": (plainly(cut("[{0}] Boats")), "broke off", 2),
    "ended in a plain reply": (
        plainly(cut("[{0}] Boats burned in Orsk harbour on Sunday.", announced=False)),
        "broke off",
        2,
    ),
    "events that are no JSON": (
        events('data: {"id": nope'),
        "sent something that isn't a reply",
        1,
    ),
    "an error as an event": (
        events('data: {"error": {"message": "overloaded"}}'),
        "has a server error",
        1,
    ),
    "a page": (page("<script>alert(1)</script>Log in"), "sent something that isn't a reply", 1),
    "no events": (events("data: [DONE]"), "sent something that isn't a reply", 1),
    "no words": (text(""), "wrote nothing", 2),
    "a refusal": (refusal("I will not."), "refused to reply", 1),
    "filtered": (text("", finish="content_filter"), "refused to reply", 1),
    "cut short": (text('{"sentences": [{"te', finish="length"), "never finished", 1),
    "endless at once": (text(ENDLESS, whole=True), "wrote far more than was asked for", 1),
    "endless at once, plainly": (plainly(text(ENDLESS, whole=True)), "wrote far more", 2),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_the_quotes_and_one_line_without_the_key(
    stored: Store, server: ModelServer, folder: Path, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    behaviour, why, requests = FAULTS[fault]
    server.will(behaviour)
    model = client(server, seconds=120.0)
    started = time.monotonic()
    answer = ask(stored, model)
    assert time.monotonic() - started < 110.0
    (notice,) = answer.notices
    assert notice.startswith(f"openai:test {why}")
    assert notice.endswith(", so this reply uses quotes instead.")
    assert (answer.written_by, answer.abstained, bool(answer.citations)) == ("quotes", False, True)
    assert len(server.asked) == requests
    assert KEY not in json.dumps(answer.model_dump(mode="json"))
    assert KEY not in repr(model)
    assert "openai" in caplog.text
    assert KEY not in caplog.text
    files = [one for one in folder.rglob("*") if one.is_file()]
    assert files
    assert not [one for one in files if KEY.encode() in one.read_bytes()]


WORDS = '{"index":0,"delta":{"content":" "},"finish_reason":null}'
SLOW: dict[str, Behaviour] = {
    "silent": silence,
    "a head that never ends": head_drip,
    "comments for ever": drip(),
    "blanks for ever": drip(f'data: {{"id":"1","model":"t","choices":[{WORDS}]}}\n\n'),
    "blanks for ever, plainly": plainly(
        drip(f'data: {{"id":"1","model":"t","choices":[{WORDS}]}}\n\n')
    ),
    "ten megabytes, word by word": text(ENDLESS),
    "ten megabytes, word by word, plainly": plainly(text(ENDLESS)),
}


@pytest.mark.parametrize("fault", SLOW)
def test_who_is_not_done_in_time_is_given_up_and_blocks_no_place_for_ever(
    stored: Store, server: ModelServer, fault: str
) -> None:
    server.will(SLOW[fault])
    model = client(server, seconds=0.4, at_once=1)
    started = time.monotonic()
    answer = ask(stored, model)
    assert time.monotonic() - started < 0.4 + MARGIN
    assert answer.notices == (
        "openai:test did not answer within 0.4 seconds, so this reply uses quotes instead.",
    )
    assert answer.written_by == "quotes"
    assert model.turnstile.enter(MARGIN)


def test_a_call_that_was_left_counts_until_it_ends(server: ModelServer) -> None:
    over = Event()

    def held(reply: Reply) -> None:
        over.wait(MARGIN)
        text("yes")(reply)

    server.will(held)
    model = client(server, at_once=1)
    with pytest.raises(ChatModelError, match="did not answer"):
        list(stream(model, Deadline(0.5), lambda: model.chat.stream("Are you there?")))
    assert len(server.asked) == 1
    assert model.turnstile.enter(0.0) is None
    over.set()
    assert model.turnstile.enter(MARGIN)


def test_a_response_that_nobody_waits_for_is_hung_up_on(stored: Store, server: ModelServer) -> None:
    hung_up = Event()

    def watched(reply: Reply) -> None:
        try:
            drip()(reply)
        except OSError:
            hung_up.set()

    server.will(watched)
    ask(stored, client(server, seconds=0.2))
    assert hung_up.wait(MARGIN)


def test_the_clients_own_time_limit_is_the_readers(server: ModelServer) -> None:
    assert client(server, seconds=7.5).chat.request_timeout == 7.5  # type: ignore[attr-defined]
    ollama = connect(Address("ollama:test", "http://127.0.0.1:9"), Limits(seconds=7.5)).chat
    assert ollama._client._client.timeout.read == 7.5  # type: ignore[attr-defined]


@pytest.mark.parametrize("provider", ["openai", "azure_openai", "ollama"])
def test_no_redirect_is_followed(
    stored: Store, server: ModelServer, monkeypatch: pytest.MonkeyPatch, provider: str
) -> None:
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", server.url)
    monkeypatch.setenv("OPENAI_API_VERSION", "2031-01-01")
    url = "" if provider == "azure_openai" else server.url  # it takes none but by its variable
    model = connect(Address(f"{provider}:test", url, KEY), Limits(pause=0.0))
    with serving() as other:
        other.will(FORM)
        server.will(status(307, Location=f"{other.url}/chat/completions"))
        answer = ask(stored, model)
        assert other.asked == []
    assert server.asked
    assert answer.notices == (
        f"{provider}:test refused the request (status 307), so this reply uses quotes instead.",
    )


def test_a_server_that_was_down_is_asked_for_structured_replies_again(
    stored: Store, server: ModelServer
) -> None:
    model = client(server, retries=0)
    for _ in range(3):
        server.will(status(500))
        assert ask(stored, model).written_by == "quotes"
    server.will(FORM)
    assert ask(stored, model).written_by == "openai:test"
    assert server.asked[-1].wants_form


class Watched(Turnstile):
    """Says when someone has to wait."""

    def __init__(self, places: int) -> None:
        super().__init__(places)
        self.crowded = Event()

    def enter(self, seconds: float) -> Slot | None:
        place = super().enter(0.0)
        if place is None:
            self.crowded.set()
        return place or super().enter(seconds)


def test_one_at_a_time_where_that_is_the_limit(stored: Store, server: ModelServer) -> None:
    turnstile = Watched(1)
    model = replace(client(server), turnstile=turnstile)
    entered, proceed = Event(), Event()

    def held(reply: Reply) -> None:
        entered.set()
        proceed.wait(MARGIN)
        FORM(reply)

    server.will(held)
    answers: list[Answer] = []
    readers = [Thread(target=lambda: answers.append(ask(stored, model))) for _ in range(2)]
    for reader in readers:
        reader.start()
    assert entered.wait(MARGIN)
    assert turnstile.crowded.wait(MARGIN)
    assert len(server.asked) == 1
    proceed.set()
    for reader in readers:
        reader.join(MARGIN)
    assert [one.written_by for one in answers] == ["openai:test"] * 2
    assert len(server.asked) == 2


def test_who_waits_too_long_for_a_place_gets_the_quotes(stored: Store, server: ModelServer) -> None:
    server.will(FORM)
    model = client(server, seconds=0.2, at_once=1)
    assert model.turnstile.enter(0.0)
    answer = ask(stored, model)
    (notice,) = answer.notices
    assert "did not answer" in notice
    assert server.asked == []


def test_html_in_a_reply_is_text_that_no_paragraph_says(stored: Store, server: ModelServer) -> None:
    server.will(plainly(text(f"{GOOD}\n[{{0}}] <script>alert('Quorn')</script> boats sank.")))
    answer = ask(stored, client(server))
    assert written(answer)[0] == "Boats burned in Orsk harbour on Sunday."
    assert not [one for one in answer.sentences if "<script>" in one.text and one.check == "kept"]
