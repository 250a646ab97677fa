"""A language model to write with: which one, its key, and the limits that each call is held to.

A model is named as LangChain names it, "provider:name". Ollama and servers that speak the OpenAI
protocol need the extras `ollama` and `openai`; another provider needs its package. The error names
what is missing, and the line that installs it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from assistant.llm.concurrency import Turnstile
from assistant.llm.http_limits import held_to
from index.errors import ChatModelError

SERVICE = "onrecord"
"""Under this name a keyring holds the keys, one for each provider or private server."""
_TOLD = 300
"""Characters of another library's message that a reader is shown."""
_OF_OPENAI = frozenset({"openai", "azure_openai", "deepseek", "xai"})
"""Providers whose packages make their requests with OpenAI's, and pass a client on to it."""
_EXTRAS = {"ollama": "ollama", "openai": "openai", "azure_openai": "openai"}
"""Provider -> the extra of Onrecord's that brings its package, in a version that was tried."""
_MARKED_END = frozenset({"openai-chat", "azure-openai-chat"})
"""What LangChain calls the models whose streams end with a `finish_reason`."""
_NO_KEY = "none"
"""What a private server is sent: the OpenAI protocol has no request without a key."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reply may cost."""

    seconds: float = 60.0
    """Seconds until the reader gets the quoted answer instead, everything included."""
    tokens: int = 6_000
    """Of a prompt, approximately: as many paragraphs are sent as fit."""
    reply_tokens: int = 700
    retries: int = 2
    """New tries after a failure that may pass by itself, such as too many requests."""
    pause: float = 0.5
    """Seconds before the first new try; each further one is twice as long, give or take a half."""
    at_once: int = 2
    """Calls at the same time; others wait, within their seconds. A call that no one reads any more
    counts until it ends, or until that takes longer than `seconds`."""


@dataclass(frozen=True)
class LanguageModel:
    """A chat model that can be called; `of` or `connect` makes one. Safe to use from several
    threads."""

    name: str
    """For the reader."""
    chat: BaseChatModel
    limits: Limits
    turnstile: Turnstile = field(repr=False)
    """With a place for each call at the same time."""
    keyless: bool = False
    """Its server is a private one for which no key is known: none was sent."""
    pathless: bool = False
    """Its server speaks the OpenAI protocol, and its address ends with the host."""

    @property
    def tells_its_end(self) -> bool:
        """Whether its protocol marks the end of a reply, so that one without was cut off: when a
        connection closes, HTTP does not always show it."""
        return self.chat._llm_type in _MARKED_END

    @classmethod
    def of(
        cls, chat: BaseChatModel, name: str | None = None, limits: Limits = Limits()
    ) -> LanguageModel:
        """A model that already exists."""
        told = name or getattr(chat, "model_name", None) or getattr(chat, "model", None)
        return cls(str(told or "chat model"), chat, limits, Turnstile(limits.at_once))


@dataclass(frozen=True, slots=True)
class Address:
    """Which model, where, and with which key."""

    model: str
    """ "provider:name"."""
    url: str = ""
    """Of its server; empty: the provider's own."""
    key: str = field(default="", repr=False)
    """Empty: the provider's environment variable, or else the keyring's; with a `url`, only the
    keyring's for that server."""


def connect(address: Address, limits: Limits = Limits()) -> LanguageModel:
    """The model, not yet called. Raises ChatModelError."""
    provider, _, name = address.model.partition(":")
    if not provider or not name:
        raise ChatModelError(
            "A model is named by its provider and its own name.",
            subject=address.model,
            remedy="Write it as provider:name, such as ollama:llama3.2 or openai:gpt-4o-mini.",
        )
    try:
        given = _parameters(provider, address, limits)
        chat = init_chat_model(name, model_provider=provider, **given)
    except ImportError as error:
        raise ChatModelError(
            "The package for this provider isn't installed.",
            subject=address.model,
            remedy=f"Install it: {_pip(provider, error)}",
        ) from error
    except Exception as error:  # each provider's package has errors of its own
        if known := _known_providers(error):
            raise ChatModelError(
                "LangChain doesn't know this provider.",
                subject=address.model,
                remedy=_instead(provider, known),
            ) from error
        raise ChatModelError(
            f"It cannot be set up ({' '.join(str(error).split())[:_TOLD]}).",
            subject=address.model,
            remedy="Check that LangChain supports the provider, and give its key: in its own "
            "environment variable, in ONRECORD_MODEL_KEY, or in a keyring: "
            f".venv/bin/keyring set {SERVICE} {provider}",
        ) from error
    return replace(
        LanguageModel.of(chat, address.model, limits),
        keyless=bool(address.url) and not address.key and given.get("api_key") == _NO_KEY,
        pathless=provider == "openai"
        and bool(address.url)
        and not urlsplit(address.url).path.strip("/"),
    )


def _known_providers(error: Exception) -> list[str]:
    """The providers that LangChain knows, where the error is that it does not know one. It raises
    ValueError, as the providers' classes do for much else, and names them only in its message."""
    known = re.search(r"Supported model providers are: (?P<names>[\w, ]+)", str(error))
    return known["names"].split(", ") if known else []


def _instead(provider: str, names: Sequence[str]) -> str:
    """What to write in place of a provider that isn't one of the names."""
    close = get_close_matches(provider.lower(), names)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return (
        "Write ollama, openai (also for a server of your own that speaks its protocol), "
        "anthropic, google_genai, mistralai or another provider of LangChain's."
    )


def _parameters(provider: str, address: Address, limits: Limits) -> Mapping[str, Any]:
    """What the provider's class is given."""
    given: dict[str, Any] = {"temperature": 0.0}
    if address.url:
        given["base_url"] = address.url
    # What is sent is meant only for this server: no redirect takes it to another.
    http: dict[str, Any] = {
        "event_hooks": {"response": [held_to(limits.seconds)]},
        "follow_redirects": False,
    }
    if provider == "ollama":
        return {
            **given,
            "num_predict": limits.reply_tokens,
            "num_ctx": limits.tokens + limits.reply_tokens,
            "client_kwargs": {"timeout": limits.seconds},
            "sync_client_kwargs": http,
        }
    if provider in _OF_OPENAI:
        from openai import DefaultHttpxClient  # noqa: PLC0415 - slow to import

        given["http_client"] = DefaultHttpxClient(**http)
    if provider == "openai" and address.url:
        # Servers of this protocol that do not know its newer "max_completion_tokens", which
        # the package sends, write until their memory of a conversation is full.
        given["extra_body"] = {"max_tokens": limits.reply_tokens}
    # Retries are ours (assistant/llm/client.py), so that they end with the reader's patience.
    given |= {"max_tokens": limits.reply_tokens, "timeout": limits.seconds, "max_retries": 0}
    key = address.key or _kept(provider, urlsplit(address.url).netloc)
    return {**given, "api_key": key} if key else given


def _kept(provider: str, server: str) -> str:
    """The key that the machine's keyring has for a private server (`server`: host and port), or
    else for the provider; empty if the provider's package finds one itself. The provider's key goes
    to no other server."""
    if not server and os.environ.get(f"{provider.upper()}_API_KEY"):
        return ""
    import keyring  # noqa: PLC0415 - it looks for the desktop's services
    from keyring.errors import KeyringError  # noqa: PLC0415

    nothing = _NO_KEY if server else ""
    try:
        return keyring.get_password(SERVICE, server or provider) or nothing
    except KeyringError:
        return nothing


def _pip(provider: str, error: ImportError) -> str:
    """The command that installs a provider's package beside this one. LangChain raises its error
    from that of the import, which names the module."""
    missing = error.__cause__
    module = (isinstance(missing, ImportError) and missing.name) or f"langchain_{provider}"
    extra = _EXTRAS.get(provider)
    package = f"'onrecord[{extra}]'" if extra else module.partition(".")[0].replace("_", "-")
    return f"{sys.executable} -m pip install {package}"
