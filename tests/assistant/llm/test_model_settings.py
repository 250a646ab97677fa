"""Which model, with which key, and what the command line says about it."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import keyring
import pytest
from command_line import document, run, two_articles
from keyring.backend import KeyringBackend
from keyring.backends import fail
from langchain.chat_models import base
from openai_server import KEY, ModelServer, by_form, serving, status, text
from packaging.requirements import Requirement
from project import ROOT

from assistant.llm.client import examine
from assistant.llm.connect import Address, Limits, connect
from assistant.settings import Settings
from index.errors import ChatModelError, SettingError


class Memory(KeyringBackend):
    """A keyring that forgets at the end."""

    priority = -1.0
    """No other test is to find it."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No key and no model but what a test sets."""
    for name in ("OPENAI_API_KEY", "ONRECORD_MODEL", "ONRECORD_MODEL_KEY", "ONRECORD_MODEL_URL"):
        monkeypatch.delenv(name, raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    yield
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tests only read it."""
    return two_articles(tmp_path_factory.mktemp("settings"))


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as model:
        model.will(text("yes"))
        yield model


def sent(server: ModelServer, key: str = "") -> str:
    """The key that reaches the server."""
    assert examine(connect(Address("openai:test", server.url, key))).ok
    return server.asked[-1].headers["authorization"].removeprefix("Bearer ")


def test_a_server_of_ones_own_gets_its_own_key_and_no_other(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "the provider's")
    keyring.set_password("onrecord", "openai", "the provider's, kept")
    assert sent(server) == "none"
    keyring.set_password("onrecord", urlsplit(server.url).netloc, "its own")
    assert sent(server) == "its own"
    assert sent(server, "ours") == "ours"


def test_a_server_is_told_how_much_may_be_written_in_old_words_and_new(
    server: ModelServer,
) -> None:
    assert examine(connect(Address("openai:test", server.url), Limits(reply_tokens=70))).ok
    told = server.asked[-1].body
    assert (told["max_tokens"], told["max_completion_tokens"]) == (70, 70)


def test_a_providers_key_is_its_variables_then_the_keyrings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def key() -> str:
        return str(connect(Address("openai:test")).chat.openai_api_key.get_secret_value())  # type: ignore[attr-defined]

    keyring.set_password("onrecord", "openai", "from the keyring")
    assert key() == "from the keyring"
    monkeypatch.setenv("OPENAI_API_KEY", "from the variable")
    assert key() == "from the variable"


def test_a_machine_without_a_keyring_has_no_key(server: ModelServer) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    assert sent(server) == "none"
    with pytest.raises(ChatModelError) as told:
        connect(Address("openai:test"))
    assert ".venv/bin/keyring set onrecord openai" in told.value.remedy


@pytest.mark.parametrize("name", ["llama3.2", ":llama3.2", "ollama:", ""])
def test_a_name_without_its_provider_is_refused(name: str) -> None:
    with pytest.raises(ChatModelError, match="provider and its own name"):
        connect(Address(name))


@pytest.mark.parametrize(
    ("provider", "remedy"),
    [("opnai", "Did you mean openai"), ("zzz", "Write ollama, openai"), ("huggingfac", "face?")],
)
def test_an_unknown_provider_is_refused_with_those_that_it_may_be(
    provider: str, remedy: str
) -> None:
    with pytest.raises(ChatModelError, match="LangChain doesn't know this provider") as told:
        connect(Address(f"{provider}:model"))
    assert told.value.subject == f"{provider}:model"
    assert remedy in told.value.remedy
    assert "key" not in str(told.value)


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "localhost:8000/v1", "http:///v1", "ftp://a"])
def test_an_address_without_http_is_an_error_of_its_setting(url: str) -> None:
    with pytest.raises(SettingError, match="lacks http://") as told:
        Settings(model="openai:test", model_url=url).language_model()
    assert told.value.subject == "ONRECORD_MODEL_URL"
    assert Settings(model="ollama:test", model_url="127.0.0.1:9").language_model()
    assert Settings(model="quotes", model_url=url).language_model() is None


@pytest.mark.parametrize("code", [401, 403])
def test_a_server_that_wants_a_key_and_got_none_is_not_said_to_refuse_one(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    server.will(status(code))
    found = examine(connect(Address("openai:test", server.url)))
    assert found.what == "openai:test refused a request without a key."
    assert "Set ONRECORD_MODEL_KEY" in found.remedy
    keyring.set_password("onrecord", urlsplit(server.url).netloc, "its own")
    found = examine(connect(Address("openai:test", server.url)))
    assert found.what == "openai:test refused the key."


def test_an_address_that_ends_with_its_host_is_to_be_tried_with_v1(server: ModelServer) -> None:
    server.will(status(404))
    host = f"http://{urlsplit(server.url).netloc}"
    assert "with /v1" in examine(connect(Address("openai:test", f"{host}/"))).remedy
    assert "with /v1" not in examine(connect(Address("openai:test", f"{host}/v1"))).remedy
    assert "with /v1" not in examine(connect(Address("ollama:test", host))).remedy


def test_doctor_tells_of_an_address_that_no_model_uses(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_MODEL_URL", "http://127.0.0.1:9/v1")
    unused = "ONRECORD_MODEL_URL is not used until ONRECORD_MODEL is set."
    result = run("doctor", "--store", str(store))
    assert result.exit_code == 0
    assert unused in " ".join(result.stdout.split())


@pytest.mark.parametrize("command", [["ask", "Who closed the footbridge?"], ["doctor"]])
def test_a_missing_package_is_named_with_the_line_that_installs_it(
    store: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("ONRECORD_MODEL", "mistralai:mistral-small")
    result = run(*command, "--store", str(store))
    assert result.exit_code == 1
    told = " ".join(f"{result.stdout} {result.stderr}".split())
    assert f"Install it: {sys.executable} -m pip install langchain-mistralai" in told
    assert "mistralai:mistral-small" in told


@pytest.mark.parametrize(
    ("provider", "module", "extra"),
    [
        ("ollama", "langchain_ollama", "ollama"),
        ("openai", "langchain_openai", "openai"),
        ("azure_openai", "langchain_openai", "openai"),
    ],
)
def test_a_package_that_an_extra_brings_is_installed_by_the_extra(
    monkeypatch: pytest.MonkeyPatch, provider: str, module: str, extra: str
) -> None:
    base._get_chat_model_creator.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ChatModelError) as raised:
        connect(Address(f"{provider}:some-model"))
    assert raised.value.remedy == (
        f"Install it: {sys.executable} -m pip install 'onrecord[{extra}]'"
    )
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (package,) = extras["optional-dependencies"][extra]
    assert Requirement(package).name == module.replace("_", "-")


def test_doctor_tries_a_good_model(
    store: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_MODEL", "openai:test")
    monkeypatch.setenv("ONRECORD_MODEL_URL", server.url)
    monkeypatch.setenv("ONRECORD_MODEL_KEY", KEY)
    result = run("doctor", "--store", str(store))
    assert result.exit_code == 0, result.stdout
    assert "ok   openai:test replied in 0." in result.stdout
    assert KEY not in result.output
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"


def test_doctor_tells_of_a_dead_server(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as server:
        url = server.url
    monkeypatch.setenv("ONRECORD_MODEL", "openai:test")
    monkeypatch.setenv("ONRECORD_MODEL_URL", url)
    found = run("doctor", "--json", "--store", str(store))
    assert found.exit_code == 1
    (wrong,) = [one for one in document(found)["findings"] if not one["ok"]]
    assert wrong["what"] == "openai:test could not be reached."
    assert "ONRECORD_MODEL_URL" in wrong["remedy"]


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (status(401), "openai:test refused the key."),
        (status(400), "openai:test refused the request (status 400)."),
        (text(""), "openai:test wrote nothing."),
    ],
)
def test_doctor_tells_what_is_wrong(server: ModelServer, behaviour: object, told: str) -> None:
    server.will(behaviour)  # type: ignore[arg-type]
    found = examine(connect(Address("openai:test", server.url, KEY), Limits(pause=0.0)))
    assert (found.ok, found.what) == (False, told)


def test_the_command_line_writes_with_the_model_and_without(
    store: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_MODEL", "openai:test")
    monkeypatch.setenv("ONRECORD_MODEL_URL", server.url)
    words = "[{0}] The footbridge of Maldry was closed on Monday after a beam had cracked."
    server.will(by_form(status(400), text(words)))
    question = "When was the footbridge of Maldry closed?"
    result = run("ask", question, "--store", str(store))
    assert result.exit_code == 0, result.stderr
    assert "closed on Monday after a beam had cracked. [1]" in " ".join(result.stdout.split())
    asked = len(server.asked)
    assert (
        document(run("ask", question, "--model", "quotes", "--json", "--store", str(store)))[
            "written_by"
        ]
        == "quotes"
    )
    assert len(server.asked) == asked
